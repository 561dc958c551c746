"""The wire format itself: tags, lengths and whole numbers, both ways.

https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

from typing import Final, TypeAlias

Pieces: TypeAlias = list[bytes | memoryview]
"""Bytes that are still to be joined, so that large ones are copied only then."""


class Unusual(Exception):
    """What is walked is not what this program's writers make; protobuf shall read it."""


Bytes: TypeAlias = bytes | memoryview
"""What is walked: a memoryview where a slice shall be no copy."""

Content: TypeAlias = int | Bytes


def fields_of(view: Bytes) -> list[tuple[int, Content]]:
    """The fields of a message in order, by number: an int for a varint, bytes for
    what has a length. Unusual: anything else, or a length beyond the end.
    """
    fields: list[tuple[int, Content]] = []
    position, end = 0, len(view)
    try:
        while position < end:
            tag = view[position]
            position += 1
            if tag > 0x7F:
                tag, position = long(view, position, tag)
            whole = view[position]
            position += 1
            if whole > 0x7F:
                whole, position = long(view, position, whole)
            kind = tag & 7
            if kind == 2:
                start = position
                position += whole
                fields.append((tag >> 3, view[start:position]))
            elif kind == 0:
                fields.append((tag >> 3, whole))
            else:
                raise Unusual
    except IndexError:
        raise Unusual from None
    if position > end:
        raise Unusual
    return fields


def entry_of(view: Bytes) -> tuple[str, Bytes]:
    """The name and the value's bytes of a map entry or a `StructField`, whose
    fields are numbered alike. Unusual: they do not stand just once, in that order.
    """
    end = len(view)
    if end > 3 and view[0] == 0x0A:  # most are told at a glance: 0.4 µs instead of 0.9
        size = view[1]
        behind = size + 2
        if size < 0x80 and behind + 1 < end and view[behind] == 0x12:
            size, start = view[behind + 1], behind + 2
            if size > 0x7F and end - behind > 0x7F:
                size, start = long(view, start, size)
            if start + size == end:
                return text_of(view[2:behind]), view[start:]
    parts = fields_of(view)
    if len(parts) != 2:
        raise Unusual
    (first, name), (second, value) = parts
    if first != 1 or second != 2 or isinstance(name, int) or isinstance(value, int):
        raise Unusual
    return text_of(name), value


def text_of(view: Bytes) -> str:
    """The text in a field. Unusual: it is not UTF-8; protobuf shall say so."""
    try:
        return str(view, "utf-8")
    except UnicodeDecodeError:
        raise Unusual from None


def long(view: Bytes, position: int, first: int) -> tuple[int, int]:
    """The whole number of 8 to 31 bits whose first byte stands before `position`, and
    the place behind it. Unusual: it has more, which no tag, length or enum needs.
    IndexError: it is cut off.
    """
    whole = first & 0x7F
    for shift in (7, 14, 21, 28):
        byte = view[position]
        position += 1
        whole |= (byte & 0x7F) << shift
        if byte < 0x80:
            break
    else:
        raise Unusual
    if whole > 0x7FFF_FFFF:
        raise Unusual
    return whole, position


def varints(view: Bytes) -> tuple[int, ...]:
    """Whole numbers that stand one behind the other. Unusual: as for `fields_of`."""
    found, position, end = [], 0, len(view)
    try:
        while position < end:
            whole = view[position]
            position += 1
            if whole > 0x7F:
                whole, position = long(view, position, whole)
            found.append(whole)
    except IndexError:
        raise Unusual from None
    return tuple(found)


def put(tag: bytes, content: Pieces, size: int, out: Pieces) -> int:
    """Appends a field that has a length: tag, `size`, content; returns how many bytes."""
    head = tag + varint(size)
    out.append(head)
    out.extend(content)
    return len(head) + size


def varint(value: int) -> bytes:
    """A whole number of 64 bits in the wire's base 128; negative as two's complement."""
    if 0 <= value < 0x80:
        return _SHORT[value]
    if 0 <= value < 0x4000:  # most lengths and durations: 0.2 µs instead of 0.4
        return (value & 0x7F | 0x80 | value >> 7 << 8).to_bytes(2, "little")
    if 0 <= value < 0x20_0000:
        middle = value << 1 & 0x7F00
        return (value & 0x7F | 0x8080 | middle | value >> 14 << 16).to_bytes(3, "little")
    value &= 0xFFFF_FFFF_FFFF_FFFF
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    parts.append(value)
    return bytes(parts)


_SHORT: Final = tuple(bytes((number,)) for number in range(0x80))
