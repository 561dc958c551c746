"""Worker threads that hand what they finished to the event loop in batches.

A thread that wakes the loop for each result makes the loop the slower, the faster the
function is. Here results collect in a deque, and one wake-up delivers all there are.
"""

from __future__ import annotations

import asyncio
import contextvars
import queue
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Final, TypeVar

T = TypeVar("T")

EAGER: Final = 8
"""Threads that start as soon as a job finds none free. More start only while no job ends:
many short jobs are done sooner by few threads, which take turns at the interpreter."""
STALL: Final = 0.02
"""Seconds without any job's end, after which more threads start."""


class Threads:
    """Runs jobs on at most `most` threads, which start when they are needed. It
    belongs to the event loop that runs when it is made; only `_work` runs elsewhere.
    """

    def __init__(self, most: int, name: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._most = most
        self._name = name
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._done: deque[Callable[[], None]] = deque()
        self._woken = False
        self._count = 0
        self._pending = 0
        self._finished = 0
        self._is_watching = False

    def run(
        self,
        work: Callable[..., T],
        *args: Any,
        done: Callable[[], None] | None = None,
        dropped: Callable[[T | None], object] | None = None,
    ) -> asyncio.Future[T]:
        """Runs `work(*args)` on a thread. `done` is called on the loop when the work
        has ended, also if the future was cancelled by then. `dropped` is called on a
        thread where it was: with what the work gave after all, or else None.
        """
        future: asyncio.Future[T] = self._loop.create_future()
        self._pending += 1
        if self._pending > self._count < self._most:
            if self._count < EAGER:
                self._start()
            elif not self._is_watching:
                self._is_watching = True
                self._loop.call_later(STALL, self._watch, self._finished)
        self._jobs.put(_Job(self, future, work, args, done, dropped))
        return future

    def post(self, deliver: Callable[[], None]) -> bool:
        """Lets `deliver` be called on the loop, soon and in order; False: the loop has
        closed. It is called from a thread of these.
        """
        self._done.append(deliver)
        if not self._woken:
            self._woken = True
            try:
                self._loop.call_soon_threadsafe(self._deliver)
            except RuntimeError:
                return False
        return True

    @property
    def count(self) -> int:
        """How many threads have started."""
        return self._count

    def _start(self) -> None:
        self._count += 1
        threading.Thread(target=self._work, name=f"{self._name}-{self._count}", daemon=True).start()

    def _watch(self, finished: int) -> None:
        """Starts threads while jobs wait and none has ended since."""
        self._is_watching = self._pending > self._count < self._most
        if not self._is_watching:
            return
        if finished == self._finished:
            for _ in range(min(EAGER, self._pending - self._count, self._most - self._count)):
                self._start()
        self._loop.call_later(STALL, self._watch, self._finished)

    def close(self) -> None:
        """Lets each thread end after the jobs that wait by now."""
        for _ in range(self._count):
            self._jobs.put(None)

    def _work(self) -> None:
        jobs = self._jobs
        while (job := jobs.get()) is not None:
            job.run()
            if not self.post(job.deliver):
                return  # nobody waits any more
            del job  # a thread that waits keeps nothing of the last call

    def _deliver(self) -> None:
        self._woken = False
        done = self._done
        while done:
            done.popleft()()

    def _ended(self) -> None:
        self._pending -= 1
        self._finished += 1


class ContextThreads(Threads):
    """Threads whose jobs run in the context that asks for them, such as the span of a
    trace; others don't, for a copy of it is not free.
    """

    def run(
        self,
        work: Callable[..., T],
        *args: Any,
        done: Callable[[], None] | None = None,
        dropped: Callable[[T | None], object] | None = None,
    ) -> asyncio.Future[T]:
        """As `Threads.run`."""
        within = contextvars.copy_context().run
        return super().run(within, work, *args, done=done, dropped=dropped)


class _Job:
    __slots__ = ("args", "done", "dropped", "error", "future", "result", "threads", "work")

    def __init__(  # noqa: PLR0917 - by keyword they take twice as long
        self,
        threads: Threads,
        future: asyncio.Future[Any],
        work: Callable[..., Any],
        args: tuple[Any, ...],
        done: Callable[[], None] | None,
        dropped: Callable[[Any], object] | None,
    ) -> None:
        self.threads = threads
        self.future = future
        self.work = work
        self.args = args
        self.done = done
        self.dropped = dropped
        self.result: Any = None
        self.error: BaseException | None = None

    def run(self) -> None:
        if self.future.cancelled():
            return
        try:
            self.result = self.work(*self.args)
        except StopIteration as error:  # a future can't carry it
            self.error = RuntimeError("the work raised StopIteration")
            self.error.__cause__ = error
        except BaseException as error:  # noqa: BLE001 - a thread that ends serves nobody
            self.error = error

    def deliver(self) -> None:
        """Hands over what the work gave, on the loop."""
        self.threads._ended()  # noqa: SLF001 - a job is a part of its threads
        future = self.future
        if future.cancelled():
            if self.dropped is not None:
                self.threads.run(self.dropped, self.result)
        elif self.error is None:
            future.set_result(self.result)
        else:
            future.set_exception(self.error)
        if self.done is not None:
            self.done()
