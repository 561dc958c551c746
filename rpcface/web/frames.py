"""The frames of the socket, both ways: the number of a call and one of Connect's envelopes.

docs/socket.md tells what they mean.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import IntEnum
from typing import Final, NamedTuple

HEAD: Final = struct.Struct(">IBI")
"""The call's number, the flags, and the length of the data."""

CREDIT: Final = 32
"""How many messages of a call each side may send before the other gives credit."""

_COUNT: Final = struct.Struct(">I")


class Flags(IntEnum):
    """What the data of a frame are."""

    MESSAGE = 0x00
    END = 0x02
    OPEN = 0x04
    CANCEL = 0x08
    CREDIT = 0x10


class BadFrame(Exception):
    """What came is no frame; the text says why, and `code` is what closes the socket."""

    def __init__(self, text: str, code: int = 1002) -> None:
        super().__init__(text)
        self.code = code


class Frame(NamedTuple):
    """A part of a call."""

    call: int
    flags: Flags
    data: bytes


def read_frames(message: bytes, most: int) -> Iterator[Frame]:
    """The frames of one message. BadFrame: one is cut short, is longer than `most` bytes, or
    has flags that there are not.
    """
    at = 0
    while at < len(message):
        if len(message) - at < HEAD.size:
            raise BadFrame(f"wanted {HEAD.size} bytes of a frame's head; came {len(message) - at}")
        call, flags, length = HEAD.unpack_from(message, at)
        at += HEAD.size
        if length > most:
            raise BadFrame(f"call {call}: wanted at most {most:,} bytes; came {length:,}", 1009)
        if length > len(message) - at:
            raise BadFrame(
                f"call {call}: wanted {length:,} bytes of a frame; came {len(message) - at:,}"
            )
        try:
            kind = Flags(flags)
        except ValueError:
            raise BadFrame(f"call {call}: there are no flags 0x{flags:02x}") from None
        yield Frame(call, kind, message[at : at + length])
        at += length


def write_frames(*frames: tuple[int, Flags, bytes]) -> bytes:
    """One message of frames."""
    pieces: list[bytes] = []
    for call, flags, data in frames:
        pieces += (HEAD.pack(call, flags, len(data)), data)
    return b"".join(pieces)


def write_credit(count: int) -> bytes:
    """The data of a frame that gives credit for so many messages."""
    return _COUNT.pack(count)


def read_credit(frame: Frame) -> int:
    """How many messages it gives credit for. BadFrame: it does not say."""
    if len(frame.data) != _COUNT.size:
        raise BadFrame(f"call {frame.call}: wanted 4 bytes of credit; came {len(frame.data)}")
    count: int = _COUNT.unpack(frame.data)[0]
    return count
