"""The request of a call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rpcface.client.description import InterfaceDescription
from rpcface.errors import LimitExceeded
from rpcface.values import Value
from rpcface.wire.calls import Call, write_call
from rpcface.wire.values import write_value


def request(
    interface: InterfaceDescription,
    values: Mapping[str, Value],
    accept: Sequence[str],
    most: int,
) -> bytes:
    """The bytes of a `PredictRequest`. LimitExceeded: they are more than the server
    takes (`most`; 0: it did not say); the message names the largest input.
    """
    pieces = write_call(Call(interface.name, inputs=values, accept=accept, etag=interface.etag))
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
