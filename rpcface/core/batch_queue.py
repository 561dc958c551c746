"""Who waits for a function that takes several calls at once, and which go together."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from itertools import islice
from typing import Any, Final

from rpcface.core.queue import Queue, Waiter
from rpcface.interface import Interface

TURNS: Final = 5
"""Turns of the event loop that pass without a further call before a batch begins that is
not full: as many as a call takes from the socket to here, some 20 µs where all is quiet.
"""


class BatchQueue(Queue):
    """Lets calls in by the batch. A batch begins when it is full, or when its first call
    has waited as long as it may, and `places` has a place for it; until then others may
    come to it, and whoever leaves is not in it.

    A call that is let in joins at once, or has left; with those that joined, `begin` is
    called. Further ones come in as soon as that function is free again, while the last
    answers are still encoded; but no second batch comes before these have left.

    name: the interface's. places: the queue in which each batch is one call.
    """

    def __init__(self, name: str, places: Queue, interface: Interface) -> None:
        super().__init__(f"interface {name!r}", places.limit, interface.max_queue_size)
        assert interface.batching is not None
        self._size = interface.batching.size
        self._delay = interface.batching.delay
        self._places = places
        self._owner = f"the batches of {name}"
        self._context = contextvars.copy_context()  # else a batch would be in its first call's
        self._task: asyncio.Task[None] | None = None
        self._news: asyncio.Future[None] | None = None
        self._has_place = False
        """Whether there is a place for the batch that is to come in next."""
        self._joined: list[Any] = []
        self._expected = 0
        self._whole: asyncio.Future[None] | None = None
        self.begin: Callable[[list[Any]], object]
        """Runs those that joined; when they have run, `ended` is called."""

    def enter_now(self) -> bool:
        """False: each waits, were it for a turn of the loop, for those that came with it."""
        return False

    def join(self, item: Any) -> None:
        """Joins the batch for which the call has been let in just now."""
        self._joined.append(item)
        self._came()

    def leave(self, _seconds: float | None = None) -> None:
        """A call leaves that was let in."""
        self._running -= 1
        self._wake()

    def ended(self, seconds: float | None) -> None:
        """Gives back the place of a batch, which ran so long; None: it did not run."""
        self._places.leave(seconds)

    def wait(self, position: int) -> float | None:
        """The expected wait in seconds: until the batches before have run, and one more."""
        others = max(self._places.waiting - 1, 0)  # one of them is our own next
        return self._places.wait(others + position // self._size)

    def _before(self, position: int) -> int:
        return position - position % self._size

    def _admit(self, waiter: Waiter, caller: str, deadline: float | None) -> None:
        if self._task is None or self._task.done():
            loop = asyncio.get_running_loop()
            self._task = loop.create_task(self._let_in(), context=self._context)
        if self._delay:
            waiter.since = asyncio.get_running_loop().time()
        if self._count > self._soon():
            super()._admit(waiter, caller, deadline)
        if self._count >= self._size:
            self._wake()

    def _may_wait(self) -> float:
        return self._most + self._soon()

    def _soon(self) -> float:
        """How many calls come in soon, for nothing runs that they would have to wait for."""
        return self._size * (self._places.free + self._has_place)

    def _give_back(self) -> None:
        self.leave()
        self._came()

    def _forget(self, waiter: Waiter, caller: str) -> None:
        super()._forget(waiter, caller)
        self._wake()

    def _wake(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)

    def _came(self) -> None:
        self._expected -= 1
        if self._whole is not None and not self._expected:
            self._whole.set_result(None)

    async def _let_in(self) -> None:
        """Lets batch after batch in, while anybody waits."""
        while self._count:
            await self._ripe()
            if not self._count:
                return  # who comes from now on has its delay before it
            await self._places.enter(self._owner, always=True)
            self._has_place = True
            await self._settled()
            self._has_place = False
            calls = await self._batch()
            if calls:
                self.begin(calls)
            else:
                self._places.leave()

    async def _ripe(self) -> None:
        """Waits until a batch is to begin, as far as it is for its calls to say, or until
        nobody waits.
        """
        loop = asyncio.get_running_loop()
        while self._count:
            has_room = self._limit is None or self._running <= self._limit * self._size
            seconds = self._first() + self._delay - loop.time() if self._delay else 0.0
            if has_room and (seconds <= 0 or self._count >= self._size):
                return
            self._news = loop.create_future()
            timer = loop.call_later(seconds, self._wake) if has_room else None
            await self._news
            if timer is not None:
                timer.cancel()

    async def _settled(self) -> None:
        """Waits for calls that have come together with those that wait."""
        quiet = 0
        while quiet < TURNS and self._count < self._size:
            before = self._count
            await asyncio.sleep(0)
            quiet = quiet + 1 if self._count <= before else 0

    def _first(self) -> float:
        """When the first of those that wait came."""
        return min(own[0].since for own in self._waiting.values())

    async def _batch(self) -> list[Any]:
        """Lets those in whose turn it is; those of them that have joined."""
        waiters = list(islice(iter(self._next, None), self._size))
        if not waiters:
            return []
        self._running += len(waiters)
        self._expected = len(waiters)
        joined: list[Any] = []
        self._joined = joined
        self._whole = asyncio.get_running_loop().create_future()
        for waiter in waiters:
            waiter.turn.set_result(None)
        self._tell()
        await self._whole
        return joined
