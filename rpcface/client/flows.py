"""What a client does, without a transport.

Each operation is a flow of steps, which the sync and the async client only drive.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO

from rpcface.changes import apply
from rpcface.client import downloads
from rpcface.client.description import Description, InterfaceDescription
from rpcface.client.live import Line
from rpcface.client.options import Options
from rpcface.client.requests import Prepared, prepared
from rpcface.client.steps import Flow, Next, Open, Rpc, Watch, Work
from rpcface.client.uploads import Progress, Source, upload
from rpcface.errors import InterfaceChanged, InterfaceUnknown, RpcfaceError
from rpcface.events import Finished, Updated
from rpcface.natural import results
from rpcface.v1 import interface_pb2 as pb
from rpcface.values import MISSING, Media
from rpcface.wire.calls import read_outcome
from rpcface.wire.events import read_event, stream_body


class Known:
    """What a client knows of a server: its description, asked for once."""

    def __init__(self) -> None:
        self._description: Description | None = None

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
        )
        return self._description

    def upload(
        self,
        given: object,
        media_type: str | None,
        filename: str | None,
        progress: Progress | None,
    ) -> Flow[Media]:
        """Stores content on the server; see `Client.upload`."""
        with (yield Work(partial(Source, given))) as source:
            name = source.name if filename is None else filename
            media = Media(media_type or _guessed(name), b"", name)
            if media.fault():
                if filename is not None:
                    raise ValueError(f"filename: wanted a sound one; came {media.fault()}")
                name = ""
            return (yield from upload(source, media.media_type, name, progress))

    def read_blob(self, media: Media) -> Flow[Media]:
        """Asks for the content of a medium that the server holds."""
        return (yield from downloads.read(media))

    def save_blob(
        self,
        media: Media,
        target: str | os.PathLike[str] | BinaryIO,
        progress: Progress | None,
    ) -> Flow[None]:
        """Writes the content of a medium to a file; see `Client.save_blob`."""
        yield from downloads.save(media, target, progress)

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
        if self._description is not None:
            try:
                call = prepared(self._description, name, args, inputs, options)
            except RpcfaceError:
                pass  # what is refused here may be right for what the server is by now
            else:
                try:
                    return (yield from _called(call, options))
                except (InterfaceChanged, InterfaceUnknown):
                    pass
        description = yield from self.describe()
        call = prepared(description, name, args, inputs, options)
        return (yield from _called(call, options))

    def watch(
        self,
        name: str | None,
        args: Sequence[Any],
        inputs: Mapping[str, Any],
        options: Options,
    ) -> Watch:
        """Calls an interface and gives the events, otherwise as `predict`."""
        if self._description is not None:
            try:
                call = prepared(self._description, name, args, inputs, options)
            except RpcfaceError:
                pass
            else:
                try:
                    yield from _watched(call, options)
                    return
                except (InterfaceChanged, InterfaceUnknown):
                    pass
        description = yield from self.describe()
        call = prepared(description, name, args, inputs, options)
        yield from _watched(call, options)

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


def _called(call: Prepared, options: Options) -> Flow[Any]:
    body = yield from call.sent(options)
    outcome = read_outcome((yield Rpc("Predict", body)))
    options.keep(call.interface.name, outcome.state)
    return results(call.interface.outputs, outcome.outputs)


def _watched(call: Prepared, options: Options) -> Watch:
    """Opens the call and gives its events, each with the outputs as they are by then."""
    body = yield from call.sent(options)
    yield Open("PredictStream", stream_body(body))
    interface = call.interface
    outputs = {
        field.name: field.default for field in interface.outputs if field.default is not MISSING
    }
    while (message := (yield Next.MESSAGE)) is not None:
        event = read_event(message)
        if isinstance(event, Updated):
            for change in event.changes:
                apply(outputs, change)
        elif isinstance(event, Finished):
            outputs.update(event.values)
            options.keep(interface.name, event.state)
        if isinstance(event, (Updated, Finished)):
            event = replace(event, outputs=results(interface.outputs, outputs))
        if event is not None:
            yield event


def _guessed(name: str) -> str:
    import mimetypes

    return mimetypes.guess_type(name)[0] or "application/octet-stream"
