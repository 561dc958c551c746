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
    if (length := len(call.request_id.encode())) > LONGEST:
        raise RequestMalformed(f"request_id: wanted at most {LONGEST} bytes; came {length}")
    pieces = _pieces(call)
    if is_light:
        return Named(predictor, call, hashlib.sha256(b"".join(pieces)).digest(), is_light)
    digest = hashlib.sha256()  # of what may be large nothing is copied
    for piece in pieces:
        digest.update(piece)
    return Named(predictor, call, digest.digest(), is_light)


def _pieces(call: Call) -> Pieces:
    """All that the outcome depends on; of the same call it is the same in whatever order
    its inputs came.
    """
    state, inputs = call.state, call.inputs
    head = f"{[*call.accept]} {call.max_inline_bytes} {len(state)} {call.etag}"
    pieces: Pieces = [head.encode(), state]
    for name in sorted(inputs) if len(inputs) > 1 else inputs:
        write_entry(b"\x12", name, inputs[name], pieces)
    return pieces
