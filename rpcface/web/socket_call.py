"""One call over the socket: its requests as they come, and how much may be sent of it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Final

from rpcface.errors import RequestMalformed
from rpcface.web.frames import CREDIT, BadFrame, Flags, write_credit

Tell = Callable[[Flags, bytes], None]
"""Sends a frame of the call."""

GIVEN_AT_ONCE: Final = CREDIT // 2
"""How many messages are taken before their credit is given back."""


class SocketCall:
    """What the client sends of one call, and what it lets the server send. `is_live`: whether
    it sends any number of requests.
    """

    def __init__(self, number: int, tell: Tell, *, is_live: bool) -> None:
        self.number = number
        self.task: asyncio.Task[None] | None = None
        self._tell = tell
        self._is_live = is_live
        self._requests: deque[bytes] = deque()
        self._is_finished = False
        self._news = asyncio.Event()
        self._left_to_take = CREDIT
        self._taken = 0
        self._left_to_send = CREDIT
        self._room = asyncio.Event()

    def take(self, data: bytes) -> None:
        """A request has come. BadFrame: it was not to be sent."""
        self._check_is_going_on("a message")
        if not self._is_live and self._left_to_take < CREDIT:
            raise BadFrame(f"call {self.number}: wanted one message; came another")
        self._left_to_take -= 1
        if self._left_to_take < 0:
            raise BadFrame(
                f"call {self.number}: there was no credit for another message; the server "
                f"gives {CREDIT}, and more as it takes them",
                1008,
            )
        self._requests.append(data)
        self._news.set()

    def finish(self) -> None:
        """No further requests come. BadFrame: it was told already."""
        self._check_is_going_on("another")
        self._is_finished = True
        self._news.set()

    def _check_is_going_on(self, came: str) -> None:
        if self._is_finished:
            raise BadFrame(f"call {self.number}: wanted nothing after its end; came {came}")

    def give(self, count: int) -> None:
        """The client takes so many more messages."""
        self._left_to_send += count
        self._room.set()

    async def room(self) -> None:
        """Waits until a message may be sent, which it then counts as."""
        while self._left_to_send <= 0:
            self._room.clear()
            await self._room.wait()
        self._left_to_send -= 1

    async def only(self) -> bytes:
        """The one request. RequestMalformed: none came."""
        request = await self._next()
        if request is None:
            raise RequestMalformed("the call ended before its request came")
        return request

    async def all(self) -> AsyncIterator[bytes]:
        """The requests, one by one."""
        while (request := await self._next()) is not None:
            yield request

    async def _next(self) -> bytes | None:
        while not self._requests:
            if self._is_finished:
                return None
            self._news.clear()
            await self._news.wait()
        self._taken += 1
        if self._taken == GIVEN_AT_ONCE:
            self._taken = 0
            self._left_to_take += GIVEN_AT_ONCE
            self._tell(Flags.CREDIT, write_credit(GIVEN_AT_ONCE))
        return self._requests.popleft()
