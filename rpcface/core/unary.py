"""One call that is answered once: admit, run, encode. It is the shortest way there is."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Coroutine
from types import AsyncGeneratorType
from typing import Any

from rpcface.core.cached import repeatable
from rpcface.core.flags import Recording
from rpcface.core.predict import Predictor
from rpcface.core.prepared import Prepared
from rpcface.core.setup import Setup
from rpcface.function import alast, last
from rpcface.running import enter, leave
from rpcface.wire.calls import write_outcome


def run(predictor: Predictor, prepared: Prepared) -> Coroutine[Any, Any, bytes]:
    """Admits the call and runs the function; the bytes of its `PredictResponse`.
    QueueFull: it can't be admitted. Error, OutputError, FunctionFailed: the function
    refused, or failed.
    """
    running = _kept(predictor, prepared) if prepared.is_kept else _begun(predictor, prepared)
    return running if predictor.flags is None else _recorded(predictor.flags, prepared, running)


def _begun(predictor: Predictor, prepared: Prepared) -> Coroutine[Any, Any, bytes]:
    """The same, where the function has to run."""
    if predictor.setup is not None:
        return _loaded(predictor.setup, predictor, prepared)
    run_it = _on_loop if predictor.on_loop else _on_thread
    return run_it(predictor, prepared)


async def _kept(predictor: Predictor, prepared: Prepared) -> bytes:
    """The answer from outputs that are kept; where they are lost, the function's."""
    outputs = await predictor.kept(prepared)
    if outputs is None:
        return await _begun(predictor, prepared)
    if predictor.light_outputs:
        return b"".join(write_outcome(outputs))
    return await predictor.codecs.run(lambda: b"".join(write_outcome(outputs)))


async def _recorded(
    flags: Recording, prepared: Prepared, running: Coroutine[Any, Any, bytes]
) -> bytes:
    """The same, noted for the one who reviews it."""
    answer = await running
    flags.answered(prepared, answer)
    return answer


async def _loaded(setup: Setup, predictor: Predictor, prepared: Prepared) -> bytes:
    """The same, once all is loaded that the function needs."""
    try:
        await predictor.load(setup, prepared)
    except BaseException:
        predictor.codecs.run(prepared.drop)
        raise
    return await _begun(predictor, prepared)


async def _on_loop(predictor: Predictor, prepared: Prepared, result: Any = None) -> bytes:
    """`result`: a coroutine or an async generator that is still to be awaited; None:
    what the function gives when it is called.
    """
    queue = predictor.queue
    if not queue.enter_now():
        await _enter(predictor, prepared, result)
    started = time.perf_counter_ns()
    running, seen = prepared.running, prepared.seen
    if seen is not None:
        seen.run.begin()
    token = enter(running)
    try:
        try:
            if result is None:
                result = predictor.call(prepared)
            if isinstance(result, AsyncGeneratorType):
                result = await alast(result, predictor.over)
            else:
                result = await result
        except BaseException as error:
            if isinstance(error, asyncio.CancelledError) and is_cancelled():
                running.cancel()
                raise
            raise predictor.mapped(error, running) from None
        duration_ns = time.perf_counter_ns() - started
        if predictor.conversations is not None:
            return await _stateful_answer(predictor, result, prepared, duration_ns)
        if predictor.light_outputs and prepared.example is None:
            return _answer(predictor, result, prepared, duration_ns)
        return await predictor.codecs.run(_answer, predictor, result, prepared, duration_ns)
    finally:
        leave(token)
        predictor.close(prepared)
        predictor.leave(running, started)
        if seen is not None:
            seen.run.end()


async def _on_thread(predictor: Predictor, prepared: Prepared) -> bytes:
    queue = predictor.queue
    if not queue.enter_now():
        await _enter(predictor, prepared)
    started = time.perf_counter_ns()
    running, seen = prepared.running, prepared.seen
    if seen is not None:
        seen.run.begin()

    def left() -> None:
        predictor.leave(running, started)
        if seen is not None:
            seen.run.end()

    work = predictor.functions.run(_call, predictor, prepared, done=left, dropped=prepared.drop)
    try:
        answer = await work
    except asyncio.CancelledError:
        if work.cancelled():  # else it had just ended
            predictor.leave_behind(running)
        raise
    if type(answer) is bytes:
        return answer
    # a function that looked sync gave something to await
    return await _on_loop(predictor, prepared, answer)


async def _enter(predictor: Predictor, prepared: Prepared, result: Any = None) -> None:
    running, seen = prepared.running, prepared.seen
    if seen is not None:
        seen.wait.begin()
    try:
        await predictor.queue.enter(running.caller, running.deadline)
    except BaseException:
        predictor.codecs.run(prepared.drop, result)
        raise
    finally:
        if seen is not None:
            seen.wait.end()


def _call(predictor: Predictor, prepared: Prepared) -> Any:
    """The bytes of the answer, or what is still to be awaited."""
    started = time.perf_counter_ns()
    late = False
    running = prepared.running
    token = enter(running)
    try:
        try:
            result = predictor.function(prepared.args)
            if type(result) is not str and inspect.isgenerator(result):
                result = last(result, predictor.over, lambda: running.is_over)
            elif inspect.isawaitable(result) or inspect.isasyncgen(result):
                late = True
                return result
        except BaseException as error:  # noqa: BLE001 - whatever the function raises
            raise predictor.mapped(error, running) from None
        return _answer(predictor, result, prepared, time.perf_counter_ns() - started)
    finally:
        leave(token)
        if not late:
            prepared.io.close()


def _answer(predictor: Predictor, result: Any, prepared: Prepared, duration_ns: int) -> bytes:
    example = prepared.example
    if example is not None:
        result = repeatable(result)
    outputs = predictor.encoded(result, prepared)
    if example is not None:
        example.keep(result, prepared)
    state = b"" if prepared.turn is None else predictor.sealed(prepared)
    return b"".join(write_outcome(outputs, duration_ns, state))


async def _stateful_answer(
    predictor: Predictor, result: Any, prepared: Prepared, duration_ns: int
) -> bytes:
    """As `_answer`, from the loop: on threads, where it takes longer than microseconds."""
    run = predictor.codecs.run
    if not predictor.light_outputs:
        return await run(_answer, predictor, result, prepared, duration_ns)
    outputs = predictor.encoded(result, prepared)
    is_quick = prepared.turn is not None and prepared.turn.is_quick()
    state = predictor.sealed(prepared) if is_quick else await run(predictor.sealed, prepared)
    return b"".join(write_outcome(outputs, duration_ns, state))


def is_cancelled() -> bool:
    """Whether this call itself is being cancelled, and not something it waits for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
