"""How many calls of one function run at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque


class Gate:
    """Lets `limit` calls in at once; the others wait in the order they came. It
    belongs to one event loop.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._running = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def enter(self) -> None:
        """Waits for a place. Each that got one gives it back by `leave`."""
        if self._running < self._limit and not self._waiting:
            self._running += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave()  # its turn had come already: it goes to the next
            else:
                with contextlib.suppress(ValueError):  # `leave` has passed it over
                    self._waiting.remove(turn)
            raise

    def leave(self) -> None:
        """Gives the place to the one that waits longest."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._running -= 1
