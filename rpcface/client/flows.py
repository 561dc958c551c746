"""What a client does, without a transport.

Each operation is a flow of steps, which the sync and the async client only drive.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, Final

from rpcface.client import downloads
from rpcface.client.description import Description, InterfaceDescription
from rpcface.client.large import INLINE, large_media, stored
from rpcface.client.steps import Flow, Rpc, Work
from rpcface.client.uploads import Progress, Source, upload
from rpcface.errors import InterfaceChanged, InterfaceUnknown, LimitExceeded, RpcfaceError
from rpcface.media_types import DECODED
from rpcface.natural import arguments, results
from rpcface.v1 import interface_pb2 as pb
from rpcface.values import Media, Value
from rpcface.wire.calls import Call, read_outcome, write_call
from rpcface.wire.values import write_value

ACCEPT: Final = (DECODED,)
"""What a client accepts unless told otherwise: the decoded form, without a codec."""


@dataclass(frozen=True, slots=True)
class Options:
    """How calls are made."""

    timeout: float | None = None
    """Seconds that an operation may take in all; None: any number."""
    accept: tuple[str, ...] = ACCEPT
    """Media types wanted for outputs that are media, best first."""
    progress: Progress | None = None
    """Told of the media of a call that are on their way as blobs."""


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
                prepared = _prepared(self._description, name, args, inputs, options)
            except RpcfaceError:
                pass  # what is refused here may be right for what the server is by now
            else:
                try:
                    return (yield from _called(prepared, options))
                except (InterfaceChanged, InterfaceUnknown):
                    pass
        description = yield from self.describe()
        prepared = _prepared(description, name, args, inputs, options)
        return (yield from _called(prepared, options))


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A call that by its description the server takes. `large`: the media in its values
    that are to be blobs; where there are none, `body` is the request.
    """

    interface: InterfaceDescription
    values: Mapping[str, Value]
    large: Sequence[Media]
    body: bytes
    max_request_bytes: int


def _prepared(
    description: Description,
    name: str | None,
    args: Sequence[Any],
    inputs: Mapping[str, Any],
    options: Options,
) -> _Prepared:
    """The call of an interface. InterfaceUnknown, InputError, LimitExceeded: by its
    description the server would refuse it.
    """
    interface = description.only if name is None else description[name]
    values = arguments(interface.inputs, args, inputs)
    most = description.max_request_bytes
    large = large_media(values, most, description.max_blob_bytes)
    body = b"" if large else request(interface, values, options.accept, most)
    return _Prepared(interface, values, large, body, most)


def _called(prepared: _Prepared, options: Options) -> Flow[Any]:
    interface, body = prepared.interface, prepared.body
    if prepared.large:
        values = yield from stored(prepared.values, prepared.large, options.progress)
        body = request(interface, values, options.accept, prepared.max_request_bytes)
    outcome = read_outcome((yield Rpc("Predict", body)))
    return results(interface.outputs, outcome.outputs)


def request(
    interface: InterfaceDescription,
    values: Mapping[str, Value],
    accept: Sequence[str],
    most: int,
) -> bytes:
    """The bytes of a `PredictRequest`. LimitExceeded: they are more than the server
    takes (`most`; 0: it did not say); the message names the largest input.
    """
    call = Call(
        interface.name,
        inputs=values,
        accept=accept,
        etag=interface.etag,
        max_inline_bytes=INLINE,
    )
    pieces = write_call(call)
    size = sum(map(len, pieces))
    if most and size > most:
        sizes = {name: write_value(value, []) for name, value in values.items()}
        largest = max(sizes, key=lambda name: sizes[name])
        raise LimitExceeded(
            f"inputs.{largest}: the request has {size:,} bytes, {sizes[largest]:,} of them in "
            f"this input; the server takes at most {most:,}",
            metadata={"limit": "max_request_bytes"},
        )
    return b"".join(pieces)


def _guessed(name: str) -> str:
    import mimetypes

    return mimetypes.guess_type(name)[0] or "application/octet-stream"
