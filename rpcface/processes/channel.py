"""Messages between a server and one of its workers."""

from __future__ import annotations

import contextlib
import enum
import os
import pickle
import socket
import struct
import threading
from collections import deque
from typing import Any, Final, NamedTuple

from rpcface.processes.pickles import Parcel
from rpcface.processes.shared import Payload, Reader, Writer

INLINE: Final = 64 * 1024
"""The most bytes that pass through the socket; more lie in shared memory."""

_HEAD: Final = struct.Struct("<I?")
"""The length of a message, and whether a descriptor comes with it."""

_READ: Final = 4096
"""Bytes that are read at once: most messages."""

_WORD: Final = struct.Struct("<QId")

STAYS: Final = float("nan")
"""Said of a deadline that has not changed."""

_CLOSING: Final = getattr(socket, "MSG_CMSG_CLOEXEC", 0)
"""Descriptors that come are not for the programs that a function may start."""


class Kind(enum.IntEnum):
    """What a message says. From `ITEM` on it names a call by its number."""

    BEGIN = 0
    """Server: what to load, see `program.Begin`."""
    FOUND = 1
    """Worker: the function is there."""
    READY = 2
    """Worker: calls may come."""
    BROKEN = 3
    """Worker: it can't serve; whether the function was found, and a text for the log."""
    CALL = 4
    """Server: run it; the fields of `run.Given`. The arguments are the payload."""
    QUIT = 5
    """Server: end, there is nothing more to do."""
    ITEM = 6
    """Worker: a value of a generator is the payload."""
    BARS = 7
    """Worker: every bar there is now."""
    ALERT = 8
    """Worker: an alert."""
    DONE = 9
    """Worker: the call has ended; how it failed, or None. What the function returned is
    the payload."""


class Message(NamedTuple):
    """What came."""

    kind: Kind
    content: tuple[Any, ...]
    payload: Payload | None


class Control:
    """The connection by which a server speaks to a worker while that runs a call: the
    number of the call, how many values more it may send, and its deadline, infinity for
    none. No values and a deadline that stays: nobody waits for it.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def send(self, number: int, count: int, deadline: float = STAYS) -> None:
        """Says it. It is short, and waits for nothing. OSError: the worker has gone."""
        self._connection.send(_WORD.pack(number, count, deadline))

    def receive(self) -> tuple[int, int, float]:
        """Waits for the next. EOFError, OSError: the server has gone."""
        word = self._connection.recv(_WORD.size, socket.MSG_WAITALL)
        if len(word) < _WORD.size:
            raise EOFError("the server has gone")
        number, count, deadline = _WORD.unpack(word)
        return number, count, deadline

    def close(self) -> None:
        """Lets go of it."""
        self._connection.close()


class Channel:
    """One end of the connection. Any thread may send; one receives."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._writer = Writer()
        self._reader = Reader()
        self._lock = threading.Lock()
        self._unread = b""
        self._descriptors: deque[int] = deque()
        """Those that came, for messages in the same order."""

    def fileno(self) -> int:
        """The descriptor to wait for messages at."""
        return self._connection.fileno()

    def send(self, kind: Kind, *content: Any, parcel: Parcel | None = None) -> None:
        """Sends a message. OSError: the other end has gone. MemoryError: there is
        no memory for the parcel.
        """
        with self._lock:
            inline = placed = descriptor = None
            if parcel is not None and parcel.size > INLINE:
                placed, descriptor = self._writer.put(parcel)
            elif parcel is not None:
                inline = b"".join(parcel.parts), [bytearray(buffer) for buffer in parcel.buffers]
            body = pickle.dumps((int(kind), content, inline, placed, self._reader.unused()), 5)
            data = _HEAD.pack(len(body), descriptor is not None) + body
            if descriptor is None:
                self._connection.sendall(data)
                return
            try:
                sent = socket.send_fds(self._connection, [data], [descriptor])
                self._connection.sendall(memoryview(data)[sent:])
            finally:
                os.close(descriptor)

    def receive(self) -> Message:
        """Waits for the next message. EOFError, OSError: the other end has gone."""
        length, has_descriptor = _HEAD.unpack(self._take(_HEAD.size))
        body = self._take(length)
        kind, content, inline, placed, unused = pickle.loads(body)  # noqa: S301  # our own
        payload = None
        if placed is not None or unused:
            with self._lock:
                self._writer.free(unused)
                if placed is not None:
                    descriptor = self._descriptors.popleft() if has_descriptor else None
                    payload = self._reader.take(placed, descriptor)
        if inline is not None:
            payload = Payload(*inline)
        return Message(Kind(kind), content, payload)

    @property
    def has_more(self) -> bool:
        """Whether a message is there, in whole or in part, that no descriptor tells of."""
        return bool(self._unread)

    def _take(self, count: int) -> bytes:
        """The next bytes that came."""
        while len(self._unread) < count:
            data, extra, _, _ = self._connection.recvmsg(
                max(count - len(self._unread), _READ), socket.CMSG_SPACE(4), _CLOSING
            )
            for _, _, content in extra:
                self._descriptors.extend(struct.unpack(f"{len(content) // 4}i", content))
            if not data:
                raise EOFError("the other process has ended")
            self._unread += data
        taken, self._unread = self._unread[:count], self._unread[count:]
        return taken

    def close(self) -> None:
        """Lets go of the connection and the memory."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()
        while self._descriptors:
            os.close(self._descriptors.popleft())
        with self._lock:
            self._writer.close()
