"""One call that is told as it goes: admit, run, and tell each output as it changes."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import inspect
import time
from collections.abc import Generator, Mapping
from contextlib import aclosing
from typing import Any, Final, Self

from rpcface.core import deadline
from rpcface.core.cached import repeatable
from rpcface.core.outbox import BACKLOG, Outbox
from rpcface.core.outlet import Outlet
from rpcface.core.predict import Predictor
from rpcface.core.prepared import Prepared
from rpcface.errors import RpcfaceError
from rpcface.events import Finished, Queued, Started, Updated
from rpcface.parts import own
from rpcface.running import enter
from rpcface.values import MISSING, Value
from rpcface.wire.events import write_event

SLICE_NS: Final = 1_000_000
"""Nanoseconds that a sync generator is stepped for before another's turn comes."""

UNREAD: Final = 64
"""Outputs in a row after which an async generator lets others have the loop."""

_NONE: Final = object()


class _Unfit(Exception):
    """What the function gave fits no output, or comes too late; it is told from what the
    function raises.
    """

    def __init__(self, error: RpcfaceError) -> None:
        super().__init__(error)
        self.error = error


class Run:
    """A call whose function runs in a task of its own."""

    def __init__(self, predictor: Predictor, prepared: Prepared, outlet: Outlet) -> None:
        self._predictor = predictor
        self._prepared = prepared
        self._running = prepared.running
        self._outbox = outlet
        self._on_thread = False
        self._started = 0
        self._given: Any = MISSING
        """What the function has given by now, where that is to be kept."""
        self._task: asyncio.Task[None]

    def start(self) -> Self:
        """Lets the function begin, when it is its turn."""
        self._running.hears(self._outbox)
        self._task = asyncio.get_running_loop().create_task(self._run())
        tasks = self._predictor.tasks
        tasks.add(self._task)
        self._task.add_done_callback(tasks.discard)
        return self

    def end(self) -> None:
        """Ends the call where it has not ended: nobody reads it any more."""
        self._outbox.close()
        if self._task.done():
            return
        if self._on_thread:
            self._predictor.leave_behind(self._running)
        else:
            self._running.cancel()
            self._task.cancel()

    def read(self, outcome: Finished | None) -> None:
        """A reader has been told all that it came to."""
        if self._predictor.flags is not None and outcome is not None:
            self._predictor.flags.told(self._prepared, outcome)

    async def _run(self) -> None:
        queue = self._predictor.queue
        running, seen = self._running, self._prepared.seen
        setup = self._predictor.setup
        try:
            if self._prepared.is_kept and await self._finished():
                return
            if setup is not None:
                await self._predictor.load(setup, self._prepared)
            if not queue.enter_now():
                await self._enter()
        except BaseException as error:  # noqa: BLE001 - the reader gets it, if there is one
            self._predictor.codecs.run(self._prepared.drop)
            self._outbox.fail(error)
            return
        self._started = time.perf_counter_ns()
        if seen is not None:
            seen.run.begin()
        self._outbox.put(Started())
        enter(running)  # in this task's own context
        try:
            if self._predictor.on_loop:
                await self._await(self._predictor.call(self._prepared))
            else:
                await self._call()
        except _Unfit as unfit:
            self._outbox.fail(unfit.error)
        except BaseException as error:
            if isinstance(error, asyncio.CancelledError) and running.is_over:
                raise
            self._outbox.fail(self._predictor.mapped(error, running))
        finally:
            self._predictor.close(self._prepared)
            self._predictor.leave(running, self._started)
            if seen is not None:
                seen.run.end()

    async def _finished(self) -> bool:
        """Whether the call has ended with outputs that were kept."""
        outputs = await self._predictor.kept(self._prepared)
        if outputs is not None:
            self._outbox.finish(outputs, 0)
        return outputs is not None

    async def _enter(self) -> None:
        running, seen = self._running, self._prepared.seen
        if seen is not None:
            seen.wait.begin()
        try:
            await self._predictor.queue.enter(running.caller, running.deadline, self._queued)
        finally:
            if seen is not None:
                seen.wait.end()

    def _queued(self, position: int, wait: float | None) -> None:
        self._outbox.put(Queued(position, wait))

    async def _finish(self, outputs: Mapping[str, Value]) -> None:
        """Ends the call well: `outputs` that no update has told. _Unfit: its time is over."""
        if deadline.is_past(self._running):
            raise _Unfit(deadline.exceeded())
        duration_ns = time.perf_counter_ns() - self._started
        example = self._prepared.example
        if example is not None:
            await self._predictor.codecs.run(example.keep, self._given, self._prepared)
        state = b"" if self._prepared.turn is None else await self._sealed()
        self._outbox.finish(outputs, duration_ns, state)

    async def _await(self, result: Any) -> None:
        """Runs what an async function gave to its end."""
        if not inspect.isasyncgen(result):
            await self._finish(await self._encoded(await result))
            return
        outbox, is_light = self._outbox, self._predictor.light_outputs
        async with aclosing(result):
            async for item in result:
                outbox.update(self._encode(item) if is_light else await self._encoded(item))
                if outbox.is_full:
                    await outbox.room()
                elif outbox.unread >= UNREAD:
                    await asyncio.sleep(0)  # a generator need not await anything itself
        await self._finish({})

    async def _sealed(self) -> bytes:
        """What the conversation goes on from."""
        try:
            return await self._predictor.codecs.run(self._predictor.sealed, self._prepared)
        except RpcfaceError as error:
            raise _Unfit(error) from None

    async def _encoded(self, result: Any) -> Mapping[str, Value]:
        if self._predictor.light_outputs:
            return self._encode(result)
        return await self._predictor.codecs.run(self._encode, result)

    def _encode(self, result: Any) -> Mapping[str, Value]:
        if self._prepared.example is not None:
            result = repeatable(result)
            self._given = self._predictor.over(self._given, result)
        try:
            outputs = self._predictor.encoded(result, self._prepared)
        except RpcfaceError as error:
            raise _Unfit(error) from None
        if self._predictor.light_outputs:
            return outputs
        # the function may change what it gave before that is compared and written
        return {name: own(value) for name, value in outputs.items()}

    async def _call(self) -> None:
        """Runs a sync function on threads; a generator in slices."""
        self._on_thread = True
        context = contextvars.copy_context()
        run = self._predictor.functions.run
        result, outputs = await run(context.run, self._first)
        if result is _NONE:
            await self._finish(outputs)
            return
        if not inspect.isgenerator(result):  # it looked sync, and is to be awaited
            self._on_thread = False
            if self._running.is_over:
                self._prepared.drop(result)
            else:
                await self._await(result)
            return
        while await run(context.run, self._slice, result):
            if self._outbox.is_full:
                await self._outbox.room()
        await self._finish({})

    def _first(self) -> tuple[Any, Mapping[str, Value]]:
        """Calls the function: what it gave that is still to be run, or its outputs."""
        result = self._predictor.function(self._prepared.args)
        if inspect.isgenerator(result) or inspect.isawaitable(result) or inspect.isasyncgen(result):
            return result, {}
        return _NONE, self._encode(result)

    def _slice(self, values: Generator[Any, Any, Any]) -> bool:
        """Steps the generator for a while, and hands over each value at once; whether
        there are more.
        """
        end = time.perf_counter_ns() + SLICE_NS
        outbox, post = self._outbox, self._predictor.functions.post
        # what was posted is not in the outbox yet, and may be as much again
        left = BACKLOG if self._outbox.is_bounded else -1
        while not self._running.is_over:
            try:
                item = next(values)
            except StopIteration:
                return False
            try:
                outputs = self._encode(item)
            except _Unfit:
                values.close()
                raise
            post(functools.partial(outbox.update, outputs))
            left -= 1
            if outbox.is_full or left == 0 or time.perf_counter_ns() > end:
                return True
        values.close()
        return False


class Stream(Run):
    """A call and its one reader. What the function does goes on in a task of its own, for
    neither is to wait for the other; it ends when the reader leaves.
    """

    def __init__(self, predictor: Predictor, prepared: Prepared) -> None:
        self._box = Outbox(
            prepared.running,
            merge=predictor.interface.merge_updates,
            codecs=None if predictor.light_outputs else predictor.codecs,
        )
        super().__init__(predictor, prepared, self._box)
        self.has_told = False
        """Whether it has told an output."""
        self.state = b""
        """What the conversation goes on from, once the outcome has been told."""

    async def next(self) -> bytes | None:
        """The bytes of the next `PredictStreamResponse`; None: the call has ended.
        QueueFull, Error, OutputError, FunctionFailed: it ended so.
        """
        event = await self._box.next()
        if event is None:
            self.read(self._box.outcome)
            return None
        self.has_told = self.has_told or type(event) is Updated
        if type(event) is Finished:
            self.state = event.state
        if self._predictor.light_outputs:
            return write_event(event)
        return await self._predictor.codecs.run(write_event, event)

    async def close(self) -> None:
        """Ends the call where it has not ended: its reader has left."""
        self.end()
