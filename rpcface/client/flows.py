"""What a client does, without a transport.

Each operation is a flow of steps, which the sync and the async client only drive.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, BinaryIO

from rpcface.client import downloads, flags
from rpcface.client.description import Description, InterfaceDescription
from rpcface.client.live import Line
from rpcface.client.options import Options
from rpcface.client.requests import Prepared, Sending, prepared
from rpcface.client.retries import Retries
from rpcface.client.steps import Flow, Next, Open, Rpc, Watch, Work
from rpcface.client.telling import Telling
from rpcface.client.uploads import Progress, Source, upload
from rpcface.errors import InterfaceChanged, InterfaceUnknown, RpcfaceError
from rpcface.events import Finished
from rpcface.natural import results
from rpcface.v1 import interface_pb2 as pb
from rpcface.values import Media
from rpcface.wire.calls import read_outcome
from rpcface.wire.events import read_event, stream_body


class Known:
    """What a client knows of a server: its description, asked for once."""

    def __init__(self) -> None:
        self._description: Description | None = None

    def _retries(self, options: Options) -> Retries:
        return Retries(options.retries, is_reached=self._description is not None)

    def describe(self) -> Flow[Description]:
        """Asks for the description of every interface, anew."""
        messages: list[pb.Interface] = []
        token = ""
        while True:
            answer = yield Rpc("Describe", pb.DescribeRequest(page_token=token).SerializeToString())
            response = pb.DescribeResponse.FromString(answer)
            messages += response.interfaces
            token = response.next_page_token
            if not token:
                break
        self._description = Description(
            {message.name: InterfaceDescription.of(message) for message in messages},
            response.limits.max_request_bytes,
            response.server,
            messages,
            response.limits.max_blob_bytes,
            response.reach,
        )
        return self._description

    def upload(
        self,
        given: object,
        media_type: str | None,
        filename: str | None,
        progress: Progress | None,
        options: Options,
    ) -> Flow[Media]:
        """Stores content on the server; see `Client.upload`."""
        with (yield Work(partial(Source, given))) as source:
            name = source.name if filename is None else filename
            media = Media(media_type or _guessed(name), b"", name)
            if media.fault():
                if filename is not None:
                    raise ValueError(f"filename: wanted a sound one; came {media.fault()}")
                name = ""
            retries = self._retries(options)
            return (yield from upload(source, media.media_type, name, retries, progress))

    def read_blob(self, media: Media, options: Options) -> Flow[Media]:
        """Asks for the content of a medium that the server holds."""
        return (yield from downloads.read(media, self._retries(options)))

    def save_blob(
        self,
        media: Media,
        target: str | os.PathLike[str] | BinaryIO,
        progress: Progress | None,
        options: Options,
    ) -> Flow[None]:
        """Writes the content of a medium to a file; see `Client.save_blob`."""
        yield from downloads.save(media, target, self._retries(options), progress)

    def describe_one(self, name: str | None) -> Flow[InterfaceDescription]:
        """Asks for the description of one interface; name None: the only one."""
        description = yield from self.describe()
        return description.only if name is None else description[name]

    def predict(
        self,
        name: str | None,
        args: Sequence[Any],
        inputs: Mapping[str, Any],
        options: Options,
    ) -> Flow[Any]:
        """Calls an interface; name None: the only one. Where the server has changed
        since it was described, or would refuse the call as it was then, it is described
        and called once more: the function did not run.
        """
        request_id, retries = _new_id(options), Retries(options.retries)
        if self._description is not None:
            try:
                call = prepared(
                    self._description, name, args, inputs, options, request_id=request_id
                )
            except RpcfaceError:
                pass  # what is refused here may be right for what the server is by now
            else:
                try:
                    return (yield from _called(call, options, retries))
                except (InterfaceChanged, InterfaceUnknown):
                    pass
        description = yield from self._described(retries)
        call = prepared(description, name, args, inputs, options, request_id=request_id)
        return (yield from _called(call, options, retries))

    def watch(
        self,
        name: str | None,
        args: Sequence[Any],
        inputs: Mapping[str, Any],
        options: Options,
    ) -> Watch:
        """Calls an interface and gives the events, otherwise as `predict`."""
        request_id, retries, telling = _new_id(options), Retries(options.retries), Telling()
        if self._description is not None:
            try:
                call = prepared(
                    self._description, name, args, inputs, options, request_id=request_id
                )
            except RpcfaceError:
                pass
            else:
                try:
                    yield from _watched(call, options, retries, telling)
                    return
                except (InterfaceChanged, InterfaceUnknown):
                    pass
        description = yield from self._described(retries)
        call = prepared(description, name, args, inputs, options, request_id=request_id)
        yield from _watched(call, options, retries, telling)

    def _described(self, retries: Retries) -> Flow[Description]:
        """As `describe`, and again where a server is not there that was there before."""
        while True:
            try:
                return (yield from self.describe())
            except RpcfaceError as error:
                if self._description is None:
                    raise
                yield from retries.wait(error)

    def flag(self, name: str | None, flag: flags.Flag, options: Options) -> Flow[str]:
        """Flags a call of an interface; see `Remote.flag`. Where it is not right by what is
        known of the server, that is asked for anew.
        """
        description = self._description
        if description is not None:
            try:
                flagged = flags.flagged(description, name, flag)
            except RpcfaceError:
                description = None
        if description is None:
            description = yield from self.describe()
            flagged = flags.flagged(description, name, flag)
        return (yield from flags.sent(description, flagged, options))

    def line(
        self,
        name: str | None,
        args: Sequence[Any],
        inputs: Mapping[str, Any],
        options: Options,
    ) -> Flow[Line]:
        """What a live call sends and makes of what comes; describes anew, so that the call
        need not begin twice.
        """
        description = yield from self.describe()
        interface = description.only if name is None else description[name]
        return Line(interface, args, inputs, options, description.max_request_bytes)


def _new_id(options: Options) -> str:
    """What a call is named by, so that it is run once however often it is sent; "" where
    it is sent once.
    """
    return str(uuid.uuid4()) if options.retries else ""


def _called(call: Prepared, options: Options, retries: Retries) -> Flow[Any]:
    sending = Sending(call, options, retries)
    yield from sending.begin()
    while True:
        try:
            outcome = read_outcome((yield Rpc("Predict", sending.body)))
        except RpcfaceError as error:
            yield from sending.again(error)
        else:
            options.keep(call.interface.name, outcome.state)
            return results(call.interface.outputs, outcome.outputs)


def _watched(call: Prepared, options: Options, retries: Retries, telling: Telling) -> Watch:
    """Opens the call and gives its events, each with the outputs as they are by then."""
    sending = Sending(call, options, retries)
    yield from sending.begin()
    while True:
        yield Open("PredictStream", stream_body(sending.body))
        telling.opens(call.interface)
        try:
            while (message := (yield Next.MESSAGE)) is not None:
                event = read_event(message)
                if isinstance(event, Finished):
                    options.keep(call.interface.name, event.state)
                told = None if event is None else telling.told(event)
                if told is not None:
                    yield told
            return
        except RpcfaceError as error:
            yield from sending.again(error)


def _guessed(name: str) -> str:
    import mimetypes

    return mimetypes.guess_type(name)[0] or "application/octet-stream"
