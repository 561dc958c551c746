"""Values written as messages: the wire format, straight from the value."""

from __future__ import annotations

import struct
from typing import Final

from rpcface.values import UNKNOWN, Media, Tensor, Value
from rpcface.wire.fields import Pieces, put, varint
from rpcface.wire.values import LARGE

_FLOAT: Final = struct.Struct("<Bd")


def write_value(value: Value, out: Pieces) -> int:
    """Appends the bytes of the message `Value` to `out` and returns how many. Large
    data are appended as they are, without a copy.
    """
    short = _short(value)
    if short is not None:
        out.append(short)
        return len(short)
    if isinstance(value, str):
        return _put_bytes(b"\x2a", value.encode(), out)
    inner: Pieces = []
    if isinstance(value, Tensor):
        tag, size = b"\x32", _write_tensor(value, inner)
    elif isinstance(value, Media):
        tag, size = b"\x3a", write_media(value, inner)
    elif isinstance(value, list):
        tag, size = b"\x42", write_items(value, inner)
    else:
        assert isinstance(value, dict)
        tag, size = b"\x4a", 0
        for name, item in value.items():
            size += write_entry(b"\x0a", name, item, inner)
    return put(tag, inner, size, out)


def write_items(items: list[Value], out: Pieces) -> int:
    """Appends the bytes of the message `ListValue`; returns how many."""
    size = 0
    for item in items:
        part: Pieces = []
        size += put(b"\x0a", part, write_value(item, part), out)
    return size


def _short(value: Value) -> bytes | None:
    """The bytes of the message for a value that is one short piece, or None."""
    if isinstance(value, str):
        if len(value) >= LARGE:
            return None
        data = value.encode()
        return b"\x2a" + varint(len(data)) + data
    if value is None:
        return b"\x08\x00"
    if isinstance(value, bool):
        return b"\x10\x01" if value else b"\x10\x00"
    if isinstance(value, int):
        return b"\x18" + varint(value)
    if isinstance(value, float):
        return _FLOAT.pack(0x21, value)
    return b"" if value is UNKNOWN else None


def write_entry(tag: bytes, name: str, value: Value, out: Pieces) -> int:
    """Appends a map entry or a `StructField` under `tag`; returns how many bytes."""
    key = name.encode()
    length = varint(len(key))
    short = _short(value)
    if short is not None:
        inner_length = varint(len(short))
        whole = 2 + len(length) + len(key) + len(inner_length) + len(short)
        whole_length = varint(whole)
        out += (tag, whole_length, b"\x0a", length, key, b"\x12", inner_length, short)
        return len(tag) + len(whole_length) + whole
    head = b"\x0a" + length + key
    inner: Pieces = [head]
    content_pieces: Pieces = []
    size = put(b"\x12", content_pieces, write_value(value, content_pieces), inner)
    return put(tag, inner, len(head) + size, out)


def _put_bytes(tag: bytes, data: bytes | memoryview, out: Pieces) -> int:
    return put(tag, [data], len(data), out)


def _write_tensor(tensor: Tensor, out: Pieces) -> int:
    head = b"\x08" + varint(tensor.data_type) if tensor.data_type else b""
    if tensor.shape:
        shape = b"".join(map(varint, tensor.shape))
        head += b"\x12" + varint(len(shape)) + shape
    out.append(head)
    return len(head) + _put_bytes(b"\x7a", _flat(tensor.data), out)


def write_media(media: Media, out: Pieces) -> int:
    """Appends the bytes of the message `Media` and returns how many."""
    size = 0
    if media.media_type:
        size += _put_bytes(b"\x0a", media.media_type.encode(), out)
    if media.filename:
        size += _put_bytes(b"\x12", media.filename.encode(), out)
    if media.is_held:
        if media.size_bytes:
            length = b"\x18" + varint(media.size_bytes)
            out.append(length)
            size += len(length)
        if media.sha256:
            size += _put_bytes(b"\x22", media.sha256, out)
        if media.expire_time:
            size += _put_bytes(b"\x2a", b"\x08" + varint(media.expire_time), out)
        return size + _put_bytes(b"\x32", media.blob_id.encode(), out)
    data = bytes(media) if media.data is None else _flat(media.data)
    return size + _put_bytes(b"\x7a", data, out)


def _flat(data: bytes | memoryview) -> bytes | memoryview:
    return data if isinstance(data, bytes) or data.format == "B" else data.cast("B")
