"""What is sent: values, and bytes that no value gives."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb
from rpcface.v1 import value_pb2 as vpb
from rpcface.wire.descriptions import value_message


@dataclass(frozen=True, slots=True)
class Case:
    """A component, and wrong values for it by what the table calls them: a value, a
    message, the bytes of a message, or MISSING where nothing is sent.
    """

    component: rf.Component
    values: Mapping[str, Any]


def request(interface: str, name: str, given: Any) -> bytes:
    """The bytes of a request with one input, or with none where it is MISSING."""
    head = pb.PredictRequest(interface_name=interface).SerializeToString()
    if given is rf.MISSING:
        return head
    if not isinstance(given, (bytes, vpb.Value)):
        given = value_message(given)
    body = given if isinstance(given, bytes) else given.SerializeToString()
    return head + _field(2, _field(1, name.encode()) + _field(2, body))


def nested(depth: int) -> bytes:
    """Lists as deep as asked; built from the inside, for protobuf nests no deeper."""
    body = vpb.Value(bool_value=True).SerializeToString()
    for _ in range(depth):
        body = _field(8, _field(1, body))
    return body


def tensor(dtype: str, shape: tuple[int, ...], data: bytes | None = None) -> vpb.Value:
    """A tensor of zeros, or of data that may not fit."""
    data = bytes(math.prod(shape) * np.dtype(dtype).itemsize) if data is None else data
    kind = f"DATA_TYPE_{np.dtype(dtype).name.upper()}"
    return vpb.Value(tensor_value=vpb.Tensor(data_type=kind, shape=shape, data=data))


def blob(media_type: str, filename: str = "") -> rf.Media:
    """A medium that no server holds."""
    return rf.Media(media_type, None, filename, blob_id="there-is-none")


def _field(number: int, body: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(body)) + body


def _varint(number: int) -> bytes:
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


NOT_UTF8 = b"\x2a\x02\xff\xfe"
ODD: Mapping[str, Any] = {
    "nothing": rf.MISSING,
    "null": None,
    "a value of a kind that is newer": b"",
    "a lone surrogate": b"\x2a\x03\xed\xa0\x80",
    "bytes that are no message": b"\xff\xff\xff",
    "lists 30 deep": nested(30),
}
"""What no component takes but those that take null or have a default."""
