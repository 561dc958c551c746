"""A call that its caller has given an id, and what tells it from another of that id."""

from __future__ import annotations

import hashlib
from typing import Final, NamedTuple

from rpcface.core.predict import Predictor
from rpcface.errors import RequestMalformed
from rpcface.wire.calls import Call
from rpcface.wire.fields import Pieces
from rpcface.wire.writing import write_entry

LONGEST: Final = 64
"""Bytes that the id of a call may have."""


class Named(NamedTuple):
    """A call with an id. `is_light`: preparing it takes microseconds."""

    predictor: Predictor
    call: Call
    digest: bytes
    is_light: bool


def named(predictor: Predictor, call: Call, *, is_light: bool) -> Named:
    """The call with its digest. RequestMalformed: its id is too long."""
    length = len(call.request_id.encode())
    if length > LONGEST:
        raise RequestMalformed(f"request_id: wanted at most {LONGEST} bytes; came {length}")
    return Named(predictor, call, _digest(call), is_light)


def _digest(call: Call) -> bytes:
    """A hash of all that the outcome depends on; of the same call it is the same in
    whatever order its inputs came.
    """
    head = (tuple(call.accept), call.max_inline_bytes, call.etag, call.state)
    pieces: Pieces = [repr(head).encode()]
    inputs = call.inputs
    for name in sorted(inputs):
        write_entry(b"\x12", name, inputs[name], pieces)
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.digest()
