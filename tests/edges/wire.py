"""The socket as a client of another language speaks it: frames over one WebSocket."""

from __future__ import annotations

import json
import socket
import struct
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from .rpcs import LONG, path_of

MESSAGE, END, OPEN, CANCEL, CREDIT = 0x00, 0x02, 0x04, 0x08, 0x10

GIVEN = 32
"""Messages of a call that each side may send before the other gives credit."""


def frame(call: int, flags: int, data: bytes = b"") -> bytes:
    return struct.pack(">IBI", call, flags, len(data)) + data


def opening(call: int, rpc: str, **fields: Any) -> bytes:
    """The frame that opens a call; an RPC is "Predict"."""
    told = {"method": path_of(rpc), **fields}
    return frame(call, OPEN, json.dumps(told).encode())


def request(call: int, rpc: str, body: bytes, **fields: Any) -> bytes:
    """All frames of a call with one request."""
    return opening(call, rpc, **fields) + frame(call, MESSAGE, body) + frame(call, END)


def credit(call: int, count: int) -> bytes:
    return frame(call, CREDIT, struct.pack(">I", count))


class Wire:
    """One WebSocket to a server's web address. `below`: the path under which it is mounted.
    `options`: of websockets' `connect`.
    """

    def __init__(self, address: str, below: str = "", **options: Any) -> None:
        given = {"subprotocols": ["rpcface.v1"], "compression": None, "max_size": None, **options}
        host, _, port = address.rpartition(":")
        with ExitStack() as opening:
            self.connection = opening.enter_context(socket.create_connection((host, port), LONG))
            url = f"{'wss' if 'ssl' in given else 'ws'}://{address}{below}/rpcface.v1.Socket"
            made = connect(url, sock=self.connection, open_timeout=LONG, **given)
            self.socket = opening.enter_context(made)
            self._opened = opening.pop_all()
        self._frames = self._read()

    def send(self, *frames: bytes) -> None:
        """Sends one message."""
        self.socket.send(b"".join(frames))

    def receive(self) -> tuple[int, int, bytes]:
        """The next frame: the call's number, the flags and the data. ConnectionClosed: the
        socket is.
        """
        return next(self._frames)

    def _read(self) -> Iterator[tuple[int, int, bytes]]:
        while True:
            message = self.socket.recv(LONG)
            while message:
                call, flags, size = struct.unpack_from(">IBI", message)
                yield call, flags, message[9 : 9 + size]
                message = message[9 + size :]

    def answers(self, call: int) -> tuple[list[bytes], dict[str, Any]]:
        """The messages of a call that alone is open, and what its end says."""
        found = []
        while True:
            number, flags, data = self.receive()
            assert number == call
            if flags == END:
                return found, json.loads(data)
            if flags == MESSAGE:
                found.append(data)

    def closed(self) -> tuple[int, str]:
        """The code and the reason that the server closes it with, which it must."""
        with pytest.raises(ConnectionClosed) as caught:
            deque(self._frames, maxlen=0)
        end = caught.value.rcvd
        assert end is not None
        return end.code, end.reason

    def close(self) -> None:
        self._opened.close()
