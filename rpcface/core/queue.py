"""Who waits for a function, and whose turn it is."""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from rpcface.errors import QueueFull
from rpcface.interface import Interface

Told: TypeAlias = Callable[[int, float | None], None]
"""What hears of a waiting call's position and expected wait in seconds."""

MANY: Final = 64
"""Waiting calls from which on positions are told at intervals, not at each change."""
INTERVAL: Final = 0.25
"""Seconds between two tellings of many positions."""


class Queue:
    """Lets `limit` calls in at once; at most `most` others wait. Callers take turns: who
    sends a hundred calls does not keep another's first one waiting for them all. It
    belongs to one event loop.

    name: what a message calls it, such as "interface 'sepia'".
    limit: None: any number at once, and nobody waits.
    """

    def __init__(self, name: str, limit: int | None, most: int) -> None:
        self._name = name
        self._limit = limit
        self._most = most
        self._running = 0
        self._waiting: OrderedDict[str, deque[Waiter]] = OrderedDict()
        """By caller; the first caller's turn is next."""
        self._count = 0
        self._mean: float | None = None
        self._is_telling = False

    @property
    def waiting(self) -> int:
        """How many calls wait."""
        return self._count

    @property
    def running(self) -> int:
        """How many calls are in."""
        return self._running

    @property
    def limit(self) -> int | None:
        """How many calls may be in at once; None: any number."""
        return self._limit

    @property
    def free(self) -> float:
        """How many more calls can come in now."""
        if self._limit is None:
            return math.inf
        return 0 if self._count else self._limit - self._running

    def enter_now(self) -> bool:
        """Takes a place where there is one. Each that got one gives it back by `leave`."""
        if self._limit is not None and (self._running >= self._limit or self._count):
            return False
        self._running += 1
        return True

    async def enter(
        self,
        caller: str,
        deadline: float | None = None,
        told: Told | None = None,
        *,
        always: bool = False,
    ) -> None:
        """Waits for a place. QueueFull, unless it is to wait `always`: too many wait, or
        the expected wait goes beyond the deadline, by `time.monotonic`.
        """
        if self.enter_now():
            return
        waiter = Waiter(told)
        own = self._waiting.setdefault(caller, deque())
        own.append(waiter)
        self._count += 1
        try:
            if not always:
                self._admit(waiter, caller, deadline)
            await waiter.turn
        except BaseException:
            if waiter.turn.done() and not waiter.turn.cancelled():
                self._give_back()  # its turn had come already
            else:
                self._forget(waiter, caller)
            raise

    def _admit(self, waiter: Waiter, caller: str, deadline: float | None) -> None:
        position = self._position(waiter, caller)
        wait = self.wait(position)
        if self._count > self._may_wait():
            raise self._full(f"{self._most} calls wait already, the most that may", wait)
        remaining = None if deadline is None else deadline - time.monotonic()
        if wait is not None and remaining is not None and wait > remaining:
            text = f"the expected wait is {wait:.1f} s, and the deadline is in {remaining:.1f} s"
            raise self._full(text, wait)
        waiter.tell(self._before(position), wait)
        if len(self._waiting) > 1:
            self._tell()  # it may come before some of another caller's

    def _may_wait(self) -> float:
        """How many calls may wait."""
        return self._most

    def _full(self, text: str, wait: float | None) -> QueueFull:
        error = QueueFull(f"{self._name} is busy: {text}")
        error.retry_after = 1.0 if wait is None else wait
        return error

    def leave(self, seconds: float | None = None) -> None:
        """Gives the place to the call whose turn it is; `seconds`: how long the call that
        leaves ran, None where that says nothing of others.
        """
        if self._limit is None:
            self._running -= 1
            return
        if seconds is not None:
            self._mean = seconds if self._mean is None else self._mean * 0.8 + seconds * 0.2
        waiter = self._next()
        if waiter is None:
            self._running -= 1
        else:
            waiter.turn.set_result(None)
            self._tell()

    def _give_back(self) -> None:
        """Gives back the place of a call that has left before it knew of it."""
        self.leave()

    def _next(self) -> Waiter | None:
        """Takes out the call whose turn it is; None: nobody waits."""
        while self._waiting:
            caller, own = next(iter(self._waiting.items()))
            waiter = own.popleft()
            self._count -= 1
            is_gone = waiter.turn.done()
            if not own:
                del self._waiting[caller]
            elif not is_gone:
                self._waiting.move_to_end(caller)
            if not is_gone:
                return waiter
        return None

    def _forget(self, waiter: Waiter, caller: str) -> None:
        own = self._waiting.get(caller, ())
        if waiter in own:
            assert isinstance(own, deque)
            own.remove(waiter)
            self._count -= 1
            if not own:
                del self._waiting[caller]
            self._tell()

    def _position(self, waiter: Waiter, caller: str) -> int:
        """How many of those that wait come before it."""
        own = self._waiting[caller].index(waiter)
        before, ahead = True, 0
        for other, waiters in self._waiting.items():
            before = before and other != caller
            ahead += own if other == caller else min(len(waiters), own + before)
        return ahead

    def _before(self, position: int) -> int:
        """How many of those that wait run before the one at that position."""
        return position

    def wait(self, position: int) -> float | None:
        """The expected wait in seconds: until as many calls have left, and one more."""
        if self._mean is None or self._limit is None:
            return None
        return self._mean * (position + 1) / self._limit

    def _tell(self) -> None:
        """Tells each waiting call its position; many of them not at every change."""
        if self._count <= MANY:
            self._tell_now()
        elif not self._is_telling:
            self._is_telling = True
            asyncio.get_running_loop().call_later(INTERVAL, self._tell_now)

    def _tell_now(self) -> None:
        self._is_telling = False
        for position, waiter in enumerate(self._in_order()):
            waiter.tell(self._before(position), self.wait(position))

    def _in_order(self) -> Iterator[Waiter]:
        """Who waits, in the order of their turns."""
        lines = list(map(iter, self._waiting.values()))
        while lines:
            turns = [(line, waiter) for line in lines if (waiter := next(line, None))]
            yield from (waiter for _, waiter in turns)
            lines = [line for line, _ in turns]


class Waiter:
    """A call that waits."""

    __slots__ = ("_position", "since", "told", "turn")

    def __init__(self, told: Told | None) -> None:
        self.turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.told = told
        self.since: float
        """When it came, by the loop's time; noted where that matters."""
        self._position = -1

    def tell(self, position: int, wait: float | None) -> None:
        if self.told is not None and position != self._position:
            self._position = position
            self.told(position, wait)


def queues(interfaces: Mapping[str, Interface]) -> dict[str, Queue]:
    """The queue of each interface by its name; those of one `concurrency_id` share one,
    with the least of their limits. Where calls are batched, an interface has one of its
    own, and each batch is a call in the other.
    """
    found: dict[str, Queue] = {}
    shared: dict[str, Queue] = {}
    for name, interface in interfaces.items():
        group = interface.concurrency_id
        if group is None:
            limit = interface.concurrency_limit
            found[name] = Queue(f"interface {name!r}", limit, interface.max_queue_size)
        else:
            if group not in shared:
                members = [one for one in interfaces.values() if one.concurrency_id == group]
                limits = [m.concurrency_limit for m in members if m.concurrency_limit is not None]
                most = min(one.max_queue_size for one in members)
                shared[group] = Queue(f"group {group!r}", min(limits, default=None), most)
            found[name] = shared[group]
        if interface.batching is not None:
            from rpcface.core.batch_queue import BatchQueue

            found[name] = BatchQueue(name, found[name], interface)
    return found
