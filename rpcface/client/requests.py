"""The request of a call, and what is to be stored before it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rpcface.client.description import Description, InterfaceDescription
from rpcface.client.large import INLINE, large_media, stored
from rpcface.client.options import Options
from rpcface.client.steps import Flow
from rpcface.errors import LimitExceeded
from rpcface.natural import arguments
from rpcface.values import Media, Value
from rpcface.wire.calls import Call, write_call
from rpcface.wire.writing import write_value


@dataclass(frozen=True, slots=True)
class Prepared:
    """A call that by its description the server takes. `large`: the media in its values
    that are to be blobs; where there are none, `body` is the request.
    """

    interface: InterfaceDescription
    values: Mapping[str, Value]
    large: Sequence[Media]
    body: bytes
    max_request_bytes: int

    def sent(self, options: Options) -> Flow[bytes]:
        """The bytes of the request, after the large media were stored."""
        if not self.large:
            return self.body
        values = yield from stored(self.values, self.large, options.progress)
        state = options.state(self.interface.name)
        return request(self.interface, values, options.accept, state, self.max_request_bytes)


def prepared(
    description: Description,
    name: str | None,
    args: Sequence[Any],
    inputs: Mapping[str, Any],
    options: Options,
) -> Prepared:
    """The call of an interface. InterfaceUnknown, InputError, LimitExceeded: by its
    description the server would refuse it.
    """
    interface = description.only if name is None else description[name]
    values = arguments(interface.inputs, args, inputs)
    most = description.max_request_bytes
    large = large_media(values, most, description.max_blob_bytes)
    state = options.state(interface.name)
    body = b"" if large else request(interface, values, options.accept, state, most)
    return Prepared(interface, values, large, body, most)


def request(
    interface: InterfaceDescription,
    values: Mapping[str, Value],
    accept: Sequence[str],
    state: bytes,
    most: int,
) -> bytes:
    """The bytes of a `PredictRequest`. LimitExceeded: they are more than the server
    takes (`most`; 0: it did not say); the message names the largest input.
    """
    call = Call(
        interface.name,
        inputs=values,
        accept=accept,
        state=state,
        etag=interface.etag,
        max_inline_bytes=INLINE,
    )
    pieces = write_call(call)
    size = sum(map(len, pieces))
    if values and 0 < most < size:
        sizes = {name: write_value(value, []) for name, value in values.items()}
        largest = max(sizes, key=lambda name: sizes[name])
        raise LimitExceeded(
            f"inputs.{largest}: the request has {size:,} bytes, {sizes[largest]:,} of them in "
            f"this input; the server takes at most {most:,}",
            metadata={"limit": "max_request_bytes"},
        )
    return b"".join(pieces)
