"""What is sent over one socket."""

from __future__ import annotations

import asyncio
from typing import Final

from rpcface.web.asgi import Send
from rpcface.web.frames import Flags, write_frames

MUCH: Final = 64 * 1024
"""Bytes that wait to be sent, beyond which nothing more is to be made; and those that go in
one message.
"""


class SocketWriter:
    """Sends frames, those of one turn of the event loop together: where many calls end at
    once, a message for each would cost both sides more than the calls.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._pieces: list[bytes] = []
        self._size = 0
        self._news = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._is_sending = self._is_over = False

    def put(self, *frames: tuple[int, Flags, bytes]) -> None:
        """Sends frames soon. Who makes many of them waits for `room` first."""
        if self._is_over:
            return
        piece = write_frames(*frames)
        self._pieces.append(piece)
        self._size += len(piece)
        self._news.set()
        if self._size > MUCH:
            self._room.clear()

    async def room(self) -> None:
        """Waits until the client has taken what was sent."""
        if not self._room.is_set():
            await self._room.wait()

    async def flush(self) -> None:
        """Waits until all is sent."""
        while self._pieces or self._is_sending:
            self._room.clear()
            await self._room.wait()

    async def run(self) -> None:
        """Sends what there is, until it is cancelled, or the client has left."""
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                self._is_sending = True
                while self._pieces:
                    await self._send({"type": "websocket.send", "bytes": self._taken()})
                self._is_sending = False
                self._room.set()
        except OSError:
            pass  # whoever reads hears of it too
        finally:
            self._is_sending, self._is_over = False, True
            self._pieces.clear()
            self._room.set()

    def _taken(self) -> bytes:
        size = count = 0
        for piece in self._pieces:
            if count and size + len(piece) > MUCH:
                break
            size += len(piece)
            count += 1
        taken = self._pieces[:count]
        del self._pieces[:count]
        self._size -= size
        return taken[0] if count == 1 else b"".join(taken)
