"""The executor "process": as many workers as calls may run at once, ready beforehand."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections import deque
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any, Final

from rpcface.core.incidents import failure
from rpcface.errors import FunctionFailed, ShuttingDown
from rpcface.executor import Executor, ExecutorError, Work
from rpcface.processes.calls import Call
from rpcface.processes.failures import FunctionRaised, Unfit
from rpcface.processes.program import Begin
from rpcface.processes.run import WINDOW
from rpcface.processes.target import describe, said
from rpcface.processes.worker import Worker
from rpcface.running import Running

_log = logging.getLogger("rpcface")

PATIENCE: Final = 1.0
"""Seconds that a function has to end after its call was cancelled, before it is killed."""
FIRST_DELAY: Final = 1.0
"""Seconds before a worker that never became ready is replaced; each time twice as many."""
LONGEST_DELAY: Final = 60.0


class ProcessExecutor(Executor):
    """Spawned processes, each of which runs one call at a time. One that does not end when
    its call is cancelled is killed, with what it started, and replaced.
    """

    copies = True

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        if os.name != "posix":
            raise ExecutorError(
                f"interface {work.name!r}: executor='process' needs Linux or macOS, for it passes "
                "shared memory through sockets; leave it out, and the function runs on threads"
            )
        self._what = f"interface {work.name!r}"
        self._begin = Begin(os.getpid(), list(sys.argv), describe(work))
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._found: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._failure: FunctionFailed | None = None
        self._delay = FIRST_DELAY
        self._timers: set[asyncio.TimerHandle] = set()
        self._is_closing = False
        self._count = 0
        self._calls = 0
        self._lost = 0

    async def start(self) -> None:
        # an alias that multiprocessing makes too: workers call the program so
        sys.modules.setdefault("__mp_main__", sys.modules["__main__"])
        for _ in range(self.work.workers):
            self._spawn()
        await self._found

    async def submit(self, args: Sequence[Any], running: Running) -> Any:
        worker, call = await self._call(args, running, streams=False)
        try:
            return await call.only()
        except Unfit as error:
            self._tell(error)
            raise
        finally:
            await self._end(worker, call)

    async def stream(self, args: Sequence[Any], running: Running) -> AsyncGenerator[Any, None]:
        worker, call = await self._call(args, running, streams=True)
        taken = 0
        try:
            while found := await call.next():
                yield found[0]
                taken += 1
                if taken >= WINDOW // 2:
                    worker.more(call, taken)
                    taken = 0
        except Unfit as error:
            self._tell(error)
            raise
        finally:
            await self._end(worker, call)

    async def drain(self, grace: float) -> None:
        self._is_closing = True
        for timer in self._timers:
            timer.cancel()
        calls = [worker.call.ended for worker in self._workers if worker.call is not None]
        if calls:
            await asyncio.wait(calls, timeout=grace)
        for worker in list(self._workers):
            if worker.call is None and worker.is_ready:
                worker.quit()
            else:
                worker.kill()
        for thread in [worker.thread for worker in self._workers]:
            await asyncio.to_thread(thread.join)
        if not self._found.done():
            self._found.cancel()

    def stats(self) -> Mapping[str, float]:
        return {
            "workers": len(self._workers),
            "busy": sum(worker.call is not None for worker in self._workers),
            "waiting": len(self._waiting),
            "lost": self._lost,
        }

    def _spawn(self) -> None:
        self._count += 1
        self._workers.add(Worker(self._count, self._what, self._begin, self))

    async def _call(
        self, args: Sequence[Any], running: Running, *, streams: bool
    ) -> tuple[Worker, Call]:
        """Gives a call to a worker, as soon as one is free. FunctionFailed: no worker can
        serve.
        """
        worker = await self._next()
        while worker.is_dead:
            worker = await self._next()
        self._calls += 1
        call = Call(self._calls, args, running, streams=streams)
        running.follower = lambda: worker.move(call)
        worker.run(call)
        return worker, call

    async def _next(self) -> Worker:
        if self._is_closing:
            raise ShuttingDown("the server is going down; the function did not run")
        if self._idle:
            return self._idle.pop()
        if self._failure is not None and not self._serves():
            raise FunctionFailed(self._failure.message, metadata=self._failure.metadata)
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await turn
        except BaseException:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.free(turn.result())
            raise

    def _serves(self) -> bool:
        """Whether any worker is of use."""
        return any(worker.is_ready and not worker.is_dead for worker in self._workers)

    async def _end(self, worker: Worker, call: Call) -> None:
        """Returns when no worker runs the call any more: first it is asked to end."""
        call.running.follower = None
        if call.ended.done():
            return
        worker.cancel(call)
        call.timer = asyncio.get_running_loop().call_later(PATIENCE, worker.kill)
        await asyncio.wait([call.ended])

    def _tell(self, error: Unfit) -> None:
        _log.error("%s: %s: %s", self._what, error, error.detail)

    def found(self, _worker: Worker) -> None:
        """A worker has found the function."""
        if not self._found.done():
            self._found.set_result(None)

    def ready(self, worker: Worker) -> None:
        """A worker can take calls."""
        self._failure = None
        self._delay = FIRST_DELAY
        self.free(worker)

    def free(self, worker: Worker) -> None:
        """A worker can take the next call."""
        while self._waiting and not worker.is_dead:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return
        if not worker.is_dead:
            self._idle.append(worker)

    def broken(self, _worker: Worker, text: str, *, is_found: bool) -> None:
        """A worker can't serve."""
        if not self._found.done():
            self._found.set_exception(ExecutorError(f"{said(self.work)}: {text}"))
        elif not self._found.cancelled() and self._found.exception() is None:
            what = "the setup of" if is_found else "the import of the program of"
            self._failure = failure(f"{what} {self._what}", FunctionRaised("\n" + text))

    def ended(self, worker: Worker, how: str) -> None:
        """A worker has ended; another one takes its place."""
        self._workers.discard(worker)
        with contextlib.suppress(ValueError):
            self._idle.remove(worker)
        if self._is_closing:
            return
        if worker.is_ready:
            self._lost += not worker.is_killed
            level = logging.INFO if worker.is_killed else logging.ERROR
            _log.log(level, "%s: worker %d is replaced: %s", self._what, worker.number, how)
        elif not worker.is_broken:
            self.broken(worker, f"its process was lost: {how}", is_found=self._found.done())
        self._fail_waiting()
        if worker.has_served:
            self._spawn()
        elif self._found.exception() is None:
            self._later()

    def _fail_waiting(self) -> None:
        """Fails the calls that wait, where no worker will come for them soon."""
        failed = self._failure
        while failed is not None and self._waiting and not self._serves():
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_exception(FunctionFailed(failed.message, metadata=failed.metadata))

    def _later(self) -> None:
        """Tries a worker again, after a while."""

        def spawn() -> None:
            self._timers.discard(timer)
            self._spawn()

        timer = asyncio.get_running_loop().call_later(self._delay, spawn)
        self._timers.add(timer)
        self._delay = min(self._delay * 2, LONGEST_DELAY)
