"""Calls that a function takes together: each waits for its own outcome alone."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from rpcface.batching import gathered, shared_out
from rpcface.core.batch_queue import BatchQueue
from rpcface.core.prepared import Prepared
from rpcface.errors import Error, OutputError, RpcfaceError
from rpcface.events import Alerted
from rpcface.files import CallIO
from rpcface.running import Running, enter, leave

if TYPE_CHECKING:
    from rpcface.core.predict import Predictor

PROGRESS: Final = 0.05
"""Seconds between two tellings of how far a batch is."""


class Batches:
    """Runs calls of one interface together, as its `BatchQueue` lets them in."""

    def __init__(self, predictor: Predictor) -> None:
        queue = predictor.queue
        assert isinstance(queue, BatchQueue)
        assert predictor.interface.batching is not None
        self.queue = queue
        self.predictor = predictor
        self.sizes = [0] * (predictor.interface.batching.size + 1)
        """How many batches of each size have begun."""
        queue.begin = self._begin

    async def call(self, prepared: Prepared) -> Any:
        """What the function returned for the call. Whatever this raises is for the caller,
        except that a task which is cancelled has left the batch.
        """
        item = Item(prepared)
        self.queue.join(item)
        try:
            return await item.outcome
        except asyncio.CancelledError:
            if item.batch is not None:
                item.batch.lose(item)
            raise

    def _begin(self, items: Sequence[Item]) -> None:
        items = [item for item in items if not item.outcome.done()]  # or else it has left
        if items:
            self.sizes[len(items)] += 1
            Batch(self, items).start()
        else:
            self.queue.ended(None)


class Item:
    """A call on its way through a batch."""

    __slots__ = ("batch", "outcome", "prepared")

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.outcome: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.batch: Batch | None = None
        """Where it runs, once it does."""

    def fail(self, error: RpcfaceError) -> None:
        """Lets the call fail."""
        self.outcome.set_exception(error)
        self.outcome.exception()  # whose caller leaves in this moment takes no error


class Batch:
    """Calls that run together. For what runs them it is one call: the `Caller` and the
    `Sink` of its own `Running`.
    """

    peer = principal = ""
    metadata: Mapping[str, str] = {}

    def __init__(self, batches: Batches, items: Sequence[Item]) -> None:
        self._predictor = batches.predictor
        self._queue = batches.queue
        self._items = items
        self._waited = len(items)
        """How many are still waited for."""
        self._kept: list[CallIO] = []
        """The files of those who have left, for the function may be reading them."""
        self._running = Running(self)
        self._running.loaded = items[0].prepared.running.loaded
        self._running.hears(self)
        self._loop = asyncio.get_running_loop()
        self._started = time.perf_counter_ns()
        self._on_thread = False
        self._has_news = False
        self._told_at = 0.0
        self._task: asyncio.Task[None]

    @property
    def deadline(self) -> float | None:
        """When the last of the callers stops waiting; None: one waits for ever."""
        latest = 0.0
        for item in self._items:
            deadline = item.prepared.running.deadline
            if deadline is None:
                return None
            latest = max(latest, deadline)
        return latest

    def start(self) -> None:
        """Lets the function begin."""
        for item in self._items:
            item.batch = self
        self._task = self._loop.create_task(self._run())
        tasks = self._predictor.tasks
        tasks.add(self._task)
        self._task.add_done_callback(tasks.discard)
        self._task.add_done_callback(self._ended)

    def lose(self, item: Item) -> None:
        """Nobody waits for the item any more; the others don't notice."""
        if self._task.done():
            return
        prepared = item.prepared
        self._kept.append(prepared.io)
        prepared.io = CallIO()  # which is closed in its place
        self._waited -= 1
        if self._waited:
            return
        if self._on_thread:
            self._predictor.leave_behind(self._running)
        else:
            self._running.cancel()
            self._task.cancel()

    async def _run(self) -> None:
        enter(self._running)  # in this task's own context
        try:
            result = await self._result(gathered([item.prepared.args for item in self._items]))
            self._tell()
            self._share_out(result)
        except BaseException as error:  # noqa: BLE001 - whatever the function raises
            self._tell()
            if not (isinstance(error, asyncio.CancelledError) and self._running.is_over):
                self._end_all(self._refusal(error))

    def _ended(self, _task: asyncio.Task[None]) -> None:
        self._running.hears(None)
        self._queue.ended((time.perf_counter_ns() - self._started) / 1e9)
        self._predictor.behind.discard(self._running)
        for io in self._kept:
            self._predictor.codecs.run(io.close)

    async def _result(self, args: list[list[Any]]) -> Any:
        """Runs the function where it is to be run."""
        predictor = self._predictor
        if predictor.executor is not None:
            return await predictor.executor.submit(args, self._running)
        if predictor.function.on_loop:
            return await predictor.function(args)
        self._on_thread = True
        result = await predictor.functions.run(self._call, args)
        self._on_thread = False
        if not inspect.isawaitable(result):
            return result
        if self._running.is_over and inspect.iscoroutine(result):
            result.close()
            return None
        return await result  # it looked sync

    def _call(self, args: list[list[Any]]) -> Any:
        """Calls the function, on a thread."""
        if self._running.is_over:
            return None  # all have left before a thread was free
        token = enter(self._running)
        try:
            return self._predictor.function(args)
        finally:
            leave(token)

    def _share_out(self, result: Any) -> None:
        """Gives each call what is its own."""
        items, predictor = self._items, self._predictor
        if not self._waited:
            return
        try:
            shares = shared_out(predictor.interface.returns, result, len(items))
        except OutputError as error:
            predictor.unfit(error)
            self._end_all(error)
            return
        for item, share in zip(items, shares, strict=True):
            if not item.outcome.done():
                if isinstance(share, BaseException):
                    item.fail(self._refusal(share))
                else:
                    item.outcome.set_result(share)

    def _end_all(self, error: RpcfaceError) -> None:
        """Fails all that are still waited for."""
        for item in self._items:
            if not item.outcome.done():
                item.fail(error)

    def _refusal(self, error: BaseException) -> RpcfaceError:
        """What callers get for what the function raised."""
        told = Error if self._predictor.executor is None else RpcfaceError
        return error if isinstance(error, told) else self._predictor.failed(error)

    def alert(self, alert: Alerted) -> None:
        """Tells it to each who waits, from whatever thread."""
        for item in self._items:
            if not item.outcome.done():
                item.prepared.running.alert(alert.level, alert.text)

    def progress(self) -> None:
        """Lets the bars be told soon, from whatever thread."""
        if not self._has_news:
            self._has_news = True
            with contextlib.suppress(RuntimeError):  # the loop has closed
                self._loop.call_soon_threadsafe(self._tell_soon)

    def _tell_soon(self) -> None:
        self._loop.call_at(self._told_at + PROGRESS, self._tell)

    def _tell(self) -> None:
        """Tells each who waits how the bars are now."""
        if not self._has_news:
            return
        self._has_news = False
        self._told_at = self._loop.time()
        bars = self._running.bars()
        for item in self._items:
            if not item.outcome.done():
                item.prepared.running.shows(bars)
