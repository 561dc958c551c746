"""Worker threads that hand what they finished to the event loop in batches.

A thread that wakes the loop for each result makes the loop the slower, the faster the
function is. Here results collect in a deque, and one wake-up delivers all there are.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Threads:
    """Runs jobs on at most `most` threads, which start when they are needed. It
    belongs to the event loop that runs when it is made; only `_work` runs elsewhere.
    """

    def __init__(self, most: int, name: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._most = most
        self._name = name
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._done: deque[_Job] = deque()
        self._woken = False
        self._count = 0
        self._pending = 0

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
        if self._pending > self._count and self._count < self._most:
            self._count += 1
            threading.Thread(
                target=self._work, name=f"{self._name}-{self._count}", daemon=True
            ).start()
        self._jobs.put(_Job(future, work, args, done, dropped))
        return future

    def close(self) -> None:
        """Lets each thread end after the jobs that wait by now."""
        for _ in range(self._count):
            self._jobs.put(None)

    def _work(self) -> None:
        jobs, done = self._jobs, self._done
        while (job := jobs.get()) is not None:
            job.run()
            done.append(job)
            del job  # a thread that waits keeps nothing of the last call
            if not self._woken:
                self._woken = True
                try:
                    self._loop.call_soon_threadsafe(self._deliver)
                except RuntimeError:  # the loop has closed; nobody waits any more
                    return

    def _deliver(self) -> None:
        self._woken = False
        done = self._done
        while done:
            job = done.popleft()
            self._pending -= 1
            future = job.future
            if future.cancelled():
                if job.dropped is not None:
                    self.run(job.dropped, job.result)
            elif job.error is None:
                future.set_result(job.result)
            else:
                future.set_exception(job.error)
            if job.done is not None:
                job.done()


class _Job:
    __slots__ = ("args", "done", "dropped", "error", "future", "result", "work")

    def __init__(
        self,
        future: asyncio.Future[Any],
        work: Callable[..., Any],
        args: tuple[Any, ...],
        done: Callable[[], None] | None,
        dropped: Callable[[Any], object] | None,
    ) -> None:
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
