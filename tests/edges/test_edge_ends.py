"""How calls end before their time, by every way: the caller leaves, its time is over, the
server goes down.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time

import pytest

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb

from .failures import Failure
from .transports import LONG

REQUEST = pb.PredictRequest()
WATCHED = pb.PredictStreamRequest(call=REQUEST)


class Held:
    """Functions that begin, and go on until nobody waits for them."""

    def __init__(self):
        self.begun, self.over = threading.Event(), threading.Event()
        self.remaining = None

    async def coroutine(self):
        self.begin()
        try:
            await asyncio.sleep(LONG)
        except asyncio.CancelledError:
            self.over.set()
            raise

    def sync(self):
        self.begin()
        if rf.call().wait(LONG):
            self.over.set()

    async def generator(self):
        self.begin()
        try:
            while True:
                yield "more"
                await asyncio.sleep(0.01)
        finally:
            self.over.set()

    def begin(self):
        self.remaining = rf.call().remaining
        self.begun.set()


@pytest.fixture
def held():
    return Held()


def interface(function):
    return rf.Interface(function, None, rf.Textbox(), api_name="held")


@pytest.mark.parametrize("kind", ["coroutine", "generator"])
def test_a_function_ends_when_its_caller_leaves(transport, held, kind):
    calls = transport(interface(getattr(held, kind)))

    started = calls.stream("Predict", REQUEST)
    assert held.begun.wait(LONG)
    started.close()

    assert held.over.wait(LONG)


def test_a_sync_function_sees_that_its_caller_has_left(transport, held):
    calls = transport(interface(held.sync))

    stream = calls.stream("PredictStream", WATCHED)
    assert next(iter(stream)).WhichOneof("event") == "started"
    assert held.begun.wait(LONG)
    stream.close()

    assert held.over.wait(LONG)


def test_a_generator_ends_when_its_watcher_leaves(transport, held):
    calls = transport(interface(held.generator))

    stream = calls.stream("PredictStream", WATCHED)
    events = iter(stream)
    assert next(events).WhichOneof("event") == "started"
    assert next(events).WhichOneof("event") == "updates"
    stream.close()

    assert held.over.wait(LONG)


@pytest.mark.parametrize("rpc", ["Predict", "PredictStream"])
def test_a_call_ends_with_its_deadline_and_its_function_does(transport, held, rpc):
    calls = transport(interface(held.coroutine))
    request = REQUEST if rpc == "Predict" else WATCHED
    call = calls.unary if rpc == "Predict" else lambda *args, **kw: list(calls.stream(*args, **kw))
    begun = time.monotonic()

    with pytest.raises(Failure) as caught:
        call(rpc, request, timeout=0.4)

    assert caught.value.code == "DEADLINE_EXCEEDED"
    assert 0.3 < time.monotonic() - begun < LONG / 2
    assert held.over.wait(LONG)
    assert 0 < held.remaining < 0.5  # clocks differ a little


async def gives_up():
    while not rf.call().cancelled:
        time.sleep(0.01)  # noqa: ASYNC251 - the server's own timer has to wait for it
    return "what there is"


async def complains():
    await gives_up()
    raise rf.Error("there was too little time")


async def leaves_off():
    yield "a beginning"
    await gives_up()


@pytest.mark.parametrize("function", [gives_up, complains, leaves_off])
@pytest.mark.parametrize("rpc", ["Predict", "PredictStream"])
def test_what_a_function_gives_after_its_deadline_is_told_to_nobody(transport, rpc, function):
    calls = transport(interface(function))
    request = REQUEST if rpc == "Predict" else WATCHED
    call = calls.unary if rpc == "Predict" else lambda *args, **kw: list(calls.stream(*args, **kw))

    with pytest.raises(Failure) as caught:
        call(rpc, request, timeout=0.2)

    assert caught.value.code == "DEADLINE_EXCEEDED"


def test_an_id_is_free_once_its_call_came_too_late(transport):
    async def hurried():
        return "in time" if rf.call().remaining > LONG / 2 else await gives_up()

    calls = transport(interface(hurried))
    request = pb.PredictRequest(request_id="one")
    with pytest.raises(Failure):
        calls.unary("Predict", request, timeout=0.2)

    answer = calls.unary("Predict", request, timeout=LONG)

    assert answer.outputs["output"].text_value == "in time"


def test_a_call_that_finds_the_queue_full_is_sent_away(transport, held):
    calls = transport(rf.Interface(held.sync, None, "text", max_queue_size=1))
    running = calls.stream("PredictStream", WATCHED)
    assert next(iter(running)).WhichOneof("event") == "started"
    waiting = calls.stream("PredictStream", WATCHED)
    assert next(iter(waiting)).WhichOneof("event") == "queued"

    with pytest.raises(Failure) as caught:
        calls.unary("Predict", REQUEST)
    waiting.close()
    running.close()

    failure = caught.value
    assert (failure.code, failure.reason) == ("RESOURCE_EXHAUSTED", "QUEUE_FULL")
    assert failure.retry
    assert held.over.wait(LONG)


def test_while_a_server_goes_down_new_calls_are_refused(transport, held):
    finish = threading.Event()

    def wait():
        held.begun.set()
        assert finish.wait(LONG)
        return "done"

    calls = transport(interface(wait))
    answers, refused = [], None
    first = threading.Thread(target=lambda: answers.append(calls.unary("Predict", REQUEST)))
    first.start()
    assert held.begun.wait(LONG)
    stopping = threading.Thread(target=calls.server.stop, kwargs={"grace": LONG})
    stopping.start()
    end = time.monotonic() + LONG
    while refused is None and time.monotonic() < end:
        with contextlib.suppress(TimeoutError):
            try:
                calls.unary("Describe", pb.DescribeRequest())
            except Failure as failure:
                refused = failure
    finish.set()
    first.join(LONG)
    stopping.join(LONG)

    assert (refused.code, refused.reason) == ("UNAVAILABLE", "SHUTTING_DOWN")
    assert answers[0].outputs["output"].text_value == "done"


def test_a_call_is_told_that_the_server_went_down(transport, held):
    calls = transport(interface(held.coroutine))
    ends = []

    def call():
        try:
            calls.unary("Predict", REQUEST)
        except Failure as failure:
            ends.append(failure.code)

    caller = threading.Thread(target=call)
    caller.start()
    assert held.begun.wait(LONG)
    calls.server.stop(grace=0.2)
    caller.join(LONG)

    assert held.over.wait(LONG)
    assert ends in (["UNAVAILABLE"], ["CANCELLED"])
