"""The request of a call, and what is to be stored before it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rpcface.client.description import Description, InterfaceDescription
from rpcface.client.large import INLINE, large_media, stored
from rpcface.client.options import Options
from rpcface.client.retries import Retries
from rpcface.client.steps import Flow
from rpcface.errors import BlobGone, LimitExceeded, RpcfaceError
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
    request_id: str

    def sent(self, options: Options) -> Flow[bytes]:
        """The bytes of the request, after the large media were stored."""
        if not self.large:
            return self.body
        retries = Retries(options.retries)
        values = yield from stored(self.values, self.large, retries, options.progress)
        most, state = self.max_request_bytes, options.state(self.interface.name)
        return request(
            self.interface,
            values,
            options.accept,
            most,
            state=state,
            request_id=self.request_id,
        )


class Sending:
    """A call as often as it is sent."""

    def __init__(self, call: Prepared, options: Options, retries: Retries) -> None:
        self.body = b""
        """The bytes of the request."""
        self._call = call
        self._options = options
        self._retries = retries
        self._stored_at = 0

    def begin(self) -> Flow[None]:
        """Makes it ready to be sent."""
        self.body = yield from self._call.sent(self._options)

    def again(self, error: RpcfaceError) -> Flow[None]:
        """Makes it ready to be sent again after an error, which is raised where that is no
        use.
        """
        failed = self._retries.failed
        if isinstance(error, BlobGone) and self._call.large and failed > self._stored_at:
            self._stored_at = failed  # a server that was started again has lost what it had
            yield from self.begin()
        else:
            yield from self._retries.wait(error)


def prepared(
    description: Description,
    name: str | None,
    args: Sequence[Any],
    inputs: Mapping[str, Any],
    options: Options,
    *,
    request_id: str,
) -> Prepared:
    """The call of an interface. InterfaceUnknown, InputError, LimitExceeded: by its
    description the server would refuse it.
    """
    interface = description.only if name is None else description[name]
    values = arguments(interface.inputs, args, inputs)
    most = description.max_request_bytes
    places = {f"inputs.{name}": value for name, value in values.items()}
    large = large_media(places, most, description.max_blob_bytes)
    state = options.state(interface.name)
    body = b""
    if not large:
        body = request(interface, values, options.accept, most, state=state, request_id=request_id)
    return Prepared(interface, values, large, body, most, request_id)


def request(
    interface: InterfaceDescription,
    values: Mapping[str, Value],
    accept: Sequence[str],
    most: int,
    *,
    state: bytes = b"",
    request_id: str = "",
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
        request_id=request_id,
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
