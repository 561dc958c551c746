"""A call that a worker runs, as the server waits for it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any

from rpcface.running import Running
from rpcface.values import MISSING


class Call:
    """What comes of a call. It belongs to the event loop, but for what it is made of."""

    def __init__(
        self, number: int, args: Sequence[Any], running: Running, *, streams: bool
    ) -> None:
        self.number = number
        self.args = args
        self.running = running
        self.streams = streams
        self.is_cancelled = False
        """Whether nobody waits for it any more; it is never unset."""
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when no worker runs it any more."""
        self.timer: asyncio.TimerHandle | None = None
        """What will end it by force."""
        self._items: deque[Any] = deque()
        self._error: BaseException | None = None
        self._waiter: asyncio.Future[None] | None = None

    def put(self, item: Any) -> None:
        """Adds a value that the function gave."""
        self._items.append(item)
        self._wake()

    def fail(self, error: BaseException) -> None:
        """Notes how it fails; of several errors the first counts."""
        self._error = self._error or error
        self._wake()

    def end(self) -> None:
        """No worker runs it any more."""
        if self.timer is not None:
            self.timer.cancel()
        if not self.ended.done():
            self.ended.set_result(None)
        self._wake()

    async def next(self) -> tuple[Any, ...]:
        """The next value, alone in a tuple; empty: there are no more. The error that it
        failed with is raised after what came before.
        """
        while not self._items:
            if self._error is not None:
                raise self._error
            if self.ended.done():
                return ()
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        return (self._items.popleft(),)

    async def only(self) -> Any:
        """The value, where there is one."""
        found = await self.next()
        return found[0] if found else MISSING

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
