"""What a client does, without a transport.

Each operation is a generator that yields the calls it needs and is sent their
answers, or has their errors thrown in. The sync and the async client only drive it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from rpcface.changes import apply
from rpcface.client.description import Description, InterfaceDescription
from rpcface.client.live import Line
from rpcface.client.requests import request
from rpcface.client.steps import Flow, Next, Open, Rpc, Watch
from rpcface.errors import InterfaceChanged, InterfaceUnknown, RpcfaceError
from rpcface.events import Finished, Updated
from rpcface.media_types import DECODED
from rpcface.natural import arguments, results
from rpcface.v1 import blob_pb2
from rpcface.v1 import interface_pb2 as pb
from rpcface.values import MISSING, Media
from rpcface.wire.calls import read_outcome
from rpcface.wire.events import read_event, stream_body

ACCEPT: Final = (DECODED,)
"""What a client accepts unless told otherwise: the decoded form, without a codec."""


@dataclass(frozen=True, slots=True)
class Options:
    """How calls are made."""

    timeout: float | None = None
    """Seconds that an operation may take in all; None: any number."""
    accept: tuple[str, ...] = ACCEPT
    """Media types wanted for outputs that are media, best first."""


class Session:
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
        )
        return self._description

    def read_blob(self, media: Media) -> Flow[Media]:
        """Asks for the content of a medium that the server holds."""
        if media.data is not None:
            return media
        body = blob_pb2.ReadBlobRequest(id=media.blob_id).SerializeToString()
        pieces = yield Rpc("ReadBlob", body)
        data = b"".join(blob_pb2.ReadBlobResponse.FromString(piece).data for piece in pieces)
        return Media(media.media_type, data, media.filename)

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
                interface, call = _prepared(self._description, name, args, inputs, options)
            except RpcfaceError:
                pass
            else:
                try:
                    yield from _watched(interface, call)
                    return
                except (InterfaceChanged, InterfaceUnknown):
                    pass
        description = yield from self.describe()
        interface, call = _prepared(description, name, args, inputs, options)
        yield from _watched(interface, call)

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
        return Line(interface, args, inputs, options.accept, description.max_request_bytes)

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
                interface, call = _prepared(self._description, name, args, inputs, options)
            except RpcfaceError:
                pass  # what is refused here may be right for what the server is by now
            else:
                try:
                    return _result(interface, (yield call))
                except (InterfaceChanged, InterfaceUnknown):
                    pass
        description = yield from self.describe()
        interface, call = _prepared(description, name, args, inputs, options)
        return _result(interface, (yield call))


def _prepared(
    description: Description,
    name: str | None,
    args: Sequence[Any],
    inputs: Mapping[str, Any],
    options: Options,
) -> tuple[InterfaceDescription, Rpc]:
    """The interface and the call of it. InterfaceUnknown, InputError, LimitExceeded:
    by its description the server would refuse it.
    """
    interface = description.only if name is None else description[name]
    values = arguments(interface.inputs, args, inputs)
    body = request(interface, values, options.accept, description.max_request_bytes)
    return interface, Rpc("Predict", body)


def _result(interface: InterfaceDescription, answer: bytes) -> Any:
    return results(interface.outputs, read_outcome(answer).outputs)


def _watched(interface: InterfaceDescription, call: Rpc) -> Watch:
    """Opens the call and gives its events, each with the outputs as they are by then."""
    yield Open("PredictStream", stream_body(call.body))
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
        if isinstance(event, (Updated, Finished)):
            event = replace(event, outputs=results(interface.outputs, outputs))
        if event is not None:
            yield event
