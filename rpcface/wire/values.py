"""Values read from messages.

Protobuf parses what is small, except text. A large value is walked tag by
tag, so that its bytes are not copied; anything unusual on that way (an unknown field,
a field that stands twice, a group) hands the value to protobuf after all, whose
reading is the one that counts.
"""

from __future__ import annotations

from typing import Final

from rpcface.v1 import value_pb2 as pb
from rpcface.values import MAX_DEPTH, UNKNOWN, DataType, Media, Tensor, Value
from rpcface.wire.fields import (
    Bytes,
    Unusual,
    entry_of,
    fields_of,
    text_of,
    varints,
)

LARGE: Final = 16_384
"""From how many bytes on a value is walked instead of parsed."""

SMALL: Final = 1024
"""Below how many bytes an item, on average, a list or struct is parsed after all."""

_TEXT: Final = 0x2A
"""The tag of `Value.text_value`."""


class TooDeep(ValueError):
    """Lists and structs nest deeper than the contract allows."""

    def __init__(self) -> None:
        super().__init__(f"lists and structs nest deeper than {MAX_DEPTH}")


def from_message(message: pb.Value, depth: int = 1) -> Value:
    """The value of a parsed message. TooDeep: it nests too deep. ValueError: a struct
    has a name twice.
    """
    kind = message.WhichOneof("kind")
    if kind == "text_value":
        return message.text_value
    if kind == "float_value":
        return message.float_value
    if kind == "int_value":
        return message.int_value
    if kind == "bool_value":
        return message.bool_value
    if kind == "null_value":
        return None
    if kind == "tensor_value":
        tensor = message.tensor_value
        return Tensor(_data_type(tensor.data_type), tuple(tensor.shape), tensor.data)
    if kind == "media_value":
        return media_from(message.media_value)
    if kind is None:
        return UNKNOWN
    if depth > MAX_DEPTH:
        raise TooDeep
    if kind == "list_value":
        return [from_message(item, depth + 1) for item in message.list_value.items]
    fields: dict[str, Value] = {}
    for field in message.struct_value.fields:
        _put(fields, field.name, from_message(field.value, depth + 1))
    return fields


def media_from(message: pb.Media) -> Media:
    """The medium of a parsed message."""
    if message.WhichOneof("content") != "blob_id":
        return Media(message.media_type, message.data, message.filename)
    return Media(
        message.media_type,
        None,
        message.filename,
        message.blob_id,
        max(message.size_bytes, 0),
        message.sha256,
        max(message.expire_time.seconds, 0),
    )


def _put(fields: dict[str, Value], name: str, value: Value) -> None:
    if name in fields:
        raise ValueError(f"a struct has the field {name!r} twice")
    fields[name] = value


def _data_type(number: int) -> DataType:
    try:
        return DataType(number)
    except ValueError:
        return DataType.UNSPECIFIED


def read_value(view: Bytes, depth: int = 1) -> Value:
    """The value in the bytes of a message `Value`; large tensors and media in it look
    into `view`. Errors as for `from_message`, and protobuf's DecodeError.
    """
    try:
        end = len(view)
        if end >= LARGE:
            return _walk(view, depth)
        if end > 1 and view[0] == _TEXT:  # the most common one: 0.3 µs instead of 5
            if view[1] == end - 2 < 0x80:
                return text_of(view[2:])
            fields = fields_of(view)
            if len(fields) == 1:
                return text_of(fields[0][1])  # type: ignore[arg-type]  # its tag says bytes
    except Unusual:
        pass
    return from_message(_parsed(view), depth)


def _parsed(view: Bytes) -> pb.Value:
    return pb.Value.FromString(view)  # type: ignore[arg-type]  # any buffer does; stubs lag


def _walk(view: Bytes, depth: int) -> Value:
    parts = list(fields_of(view))
    if len(parts) != 1:
        raise Unusual
    number, content = parts[0]
    if isinstance(content, int):
        raise Unusual
    if number == 6:
        return _walk_tensor(content)
    if number == 7:
        return _walk_media(content)
    if number == 8:
        if depth > MAX_DEPTH:
            raise TooDeep
        return [read_value(item, depth + 1) for item in _repeated(content)]
    if number == 9:
        if depth > MAX_DEPTH:
            raise TooDeep
        fields: dict[str, Value] = {}
        for field in _repeated(content):
            name, value = entry_of(field)
            _put(fields, name, read_value(value, depth + 1))
        return fields
    raise Unusual


def _walk_tensor(view: Bytes) -> Tensor:
    data_type, shape, data = 0, None, None
    for number, content in fields_of(view):
        if number == 1 and isinstance(content, int) and data_type == 0:
            data_type = content
        elif number == 2 and not isinstance(content, int) and shape is None:
            shape = varints(content)
        elif number == 15 and not isinstance(content, int) and data is None:
            data = content
        else:
            raise Unusual
    return Tensor(_data_type(data_type), shape or (), b"" if data is None else data)


def _walk_media(view: Bytes) -> Media:
    media_type, filename, data = None, None, None
    for number, content in fields_of(view):
        if isinstance(content, int):
            raise Unusual
        if number == 1 and media_type is None:
            media_type = text_of(content)
        elif number == 2 and filename is None:
            filename = text_of(content)
        elif number == 15 and data is None:
            data = content
        else:
            raise Unusual
    if data is None:
        raise Unusual
    return Media(media_type or "", data, filename or "")


def _repeated(view: Bytes) -> list[Bytes]:
    """The items of a list or fields of a struct. Unusual: they are many small ones,
    which protobuf reads in a third of the time.
    """
    items: list[Bytes] = []
    for number, content in fields_of(view):
        if number != 1 or isinstance(content, int):
            raise Unusual
        items.append(content)
    if len(items) * SMALL > len(view):
        raise Unusual
    return items
