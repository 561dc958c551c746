"""The socket as one more way to call a server: each call has a socket of its own."""

from __future__ import annotations

import contextlib
import json
from collections import deque
from typing import Any

from websockets.exceptions import ConnectionClosed

import rpcface as rf

from .failures import Failure
from .rpcs import LONG, response_of
from .wire import CREDIT, END, GIVEN, MESSAGE, Wire, credit, frame, opening, request


class Socket:
    """A `LiveTransport`."""

    takes_bytes = True

    def __init__(self, server: rf.Server) -> None:
        self.server = server
        self.wires: list[Wire] = []

    def opened(self) -> Wire:
        self.wires.append(Wire(self.server.web_address))
        return self.wires[-1]

    def close(self) -> None:
        for wire in self.wires:
            wire.close()

    def unary(self, rpc, sent, **options):
        (message,) = self.stream(rpc, sent, **options)
        return message

    def stream(self, rpc, sent, *, timeout=LONG, metadata=None, raw=None):
        wire = self.opened()
        body = sent.SerializeToString() if raw is None else raw
        told = {"timeoutMs": timeout * 1000, "headers": metadata or {}}
        wire.send(request(1, rpc, body, **told))
        return _Stream(wire, rpc)

    def live(self, *, timeout=LONG):
        wire = self.opened()
        wire.send(opening(1, "PredictLive", timeoutMs=timeout * 1000))
        return _Live(wire, "PredictLive")


class _Stream:
    def __init__(self, wire: Wire, rpc: str) -> None:
        self.wire = wire
        self.rpc = rpc
        self.left = GIVEN
        self.waiting: deque[tuple[int, bytes]] = deque()

    def __iter__(self):
        while True:
            while not self.waiting:
                self.take()
            flags, data = self.waiting.popleft()
            if flags == END:
                if error := json.loads(data).get("error"):
                    raise Failure.of_connect(error)
                return
            yield response_of(self.rpc).FromString(data)
            with contextlib.suppress(ConnectionClosed):  # its end may be here, and the socket's
                self.wire.send(credit(1, 1))

    def take(self) -> None:
        """Takes what comes next."""
        call, flags, data = self.wire.receive()
        assert call == 1
        if flags == CREDIT:
            self.left += int.from_bytes(data, "big")
        else:
            self.waiting.append((flags, data))

    def close(self):
        self.wire.close()


class _Live(_Stream):
    def send(self, message: Any) -> None:
        while not self.left:
            self.take()
        self.left -= 1
        self.wire.send(frame(1, MESSAGE, message.SerializeToString()))

    def finish(self) -> None:
        self.wire.send(frame(1, END))
