"""What is held of calls with ids, while they run and when they have ended."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

import rpcface as rf
from rpcface.core.options import Options
from rpcface.core.service import Service
from rpcface.wire.calls import Call, write_call
from rpcface.wire.events import stream_body

LONG = 20.0


class Person:
    """A caller as an edge knows one."""

    peer, principal, deadline = "10.0.0.1", "", None

    def __init__(self):
        self.metadata = {}


@pytest.fixture
async def serve():
    made = []

    def make(fn, **options):
        interface = rf.Interface(fn, "text", "text", concurrency_limit=None)
        made.append(Service({"f": interface}, Options(**options)))
        return made[-1]

    yield make
    for one in made:
        await one.close(0)


@pytest.fixture
def uncollected():
    """Nothing is collected but what nobody holds."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def body(name):
    return b"".join(write_call(Call(inputs={"text": "a"}, request_id=name)))


def steps(text):
    yield text
    rf.call().progress(1, 2)
    yield text * 2


async def soon(is_so):
    async with asyncio.timeout(LONG):
        while not is_so():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.005)


async def test_nothing_but_the_outcome_is_held_of_a_call_that_has_ended(serve, uncollected):
    service = serve(steps)
    held = []
    for name in "abc":
        work = asyncio.create_task(service.predict(body(name), Person()))
        await asyncio.sleep(0)  # it begins
        held += map(weakref.ref, service._repeats._runs.values())
        await work
        answers = await service.predict_stream(stream_body(body(name.upper())), Person())
        held += map(weakref.ref, service._repeats._runs.values())
        while await answers.next() is not None:
            pass
        await answers.close()
    del work, answers

    await soon(lambda: not any(one() for one in held))
    assert len(held) == 6
    assert not service._repeats._runs
    assert len(service._repeats._window) == 6


@pytest.mark.parametrize("rpc", ["predict", "stream"])
async def test_nothing_is_held_of_calls_that_were_cancelled(serve, uncollected, rpc):
    async def forever(text):
        await asyncio.Event().wait()

    service = serve(forever)

    async def call(name):
        if rpc == "predict":
            await service.predict(body(name), Person())
            return
        answers = await service.predict_stream(stream_body(body(name)), Person())
        try:
            while await answers.next() is not None:
                pass
        finally:
            await answers.close()

    calls = [asyncio.create_task(call(name)) for name in "abcabc"]
    await soon(lambda: service.lines["f"].running == 3)
    held = [weakref.ref(run) for run in service._repeats._runs.values()]
    assert len(held) == 3
    for one in calls:
        one.cancel()
    await asyncio.wait(calls, timeout=LONG)
    del calls, one

    await soon(lambda: not any(one() for one in held))
    assert service.lines["f"].running == 0
    assert not service._repeats._runs
    assert not service._repeats._window
    assert not service._predictors["f"].tasks


async def test_outcomes_that_nobody_asks_for_go_by_themselves(serve):
    service = serve(steps, repeat_seconds=0.05)
    await service.predict(body("a"), Person())
    await service.predict(body("b"), Person())

    await soon(lambda: not service._repeats._window)
    assert service._repeats._timer is None
