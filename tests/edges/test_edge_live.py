"""Calls that go on, by every way that has them."""

from __future__ import annotations

import asyncio
import threading

import pytest

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message

from .failures import Failure
from .rpcs import LONG


def double(x: float, y: float = 1.0):
    """Twice their product."""
    return 2 * x * y


@pytest.fixture
def doubling(live_transport):
    return live_transport(rf.Interface(double, [rf.Slider(0, 10), rf.Number()], rf.Number()))


def request_of(**inputs):
    given = {name: value_message(value) for name, value in inputs.items()}
    return pb.PredictLiveRequest(call=pb.PredictRequest(inputs=given))


def result(answers):
    """The next result: the number of its request, and its output."""
    for answer in answers:
        if answer.event.HasField("result"):
            return answer.sequence, answer.event.result.outputs["output"].float_value
    raise AssertionError("there is none")


def test_each_request_is_answered_with_what_was_sent_before(doubling):
    live = doubling.live()
    answers = iter(live)

    live.send(request_of(x=3.0))
    assert result(answers) == (1, 6.0)
    live.send(request_of(y=5.0))
    assert result(answers) == (2, 30.0)
    live.send(request_of(x=1.0))
    assert result(answers) == (3, 10.0)
    live.finish()
    assert list(answers) == []


def test_a_request_that_is_not_valid_is_told_and_the_call_goes_on(doubling):
    live = doubling.live()
    answers = iter(live)
    live.send(request_of(x=3.0))
    result(answers)

    live.send(request_of(x=11.0))
    told = next(answers)
    assert (told.sequence, told.WhichOneof("outcome")) == (2, "error")
    live.send(request_of(x=4.0))

    assert result(answers) == (3, 8.0)
    live.finish()


def test_a_call_of_no_interface_ends(doubling):
    live = doubling.live()
    live.send(pb.PredictLiveRequest(call=pb.PredictRequest(interface_name="nobody")))

    with pytest.raises(Failure) as caught:
        list(live)

    assert (caught.value.code, caught.value.reason) == ("NOT_FOUND", "INTERFACE_UNKNOWN")


def test_many_requests_at_once_are_all_taken(doubling):
    live = doubling.live()

    for number in range(200):
        live.send(request_of(x=number % 10 * 1.0))
    live.finish()

    *_, last = live
    assert (last.sequence, last.event.result.outputs["output"].float_value) == (200, 18.0)


class Held:
    """A function that goes on until nobody waits for it."""

    def __init__(self):
        self.begun, self.over = threading.Event(), threading.Event()

    async def __call__(self, x):
        self.begun.set()
        try:
            await asyncio.sleep(LONG)
        finally:
            self.over.set()


def test_a_function_ends_when_its_caller_leaves(live_transport):
    held = Held()
    calls = live_transport(rf.Interface(held, rf.Number(), rf.Textbox(), api_name="held"))
    live = calls.live()
    live.send(request_of(x=1.0))
    assert held.begun.wait(LONG)

    live.close()

    assert held.over.wait(LONG)


def test_a_call_ends_with_its_deadline(live_transport):
    held = Held()
    calls = live_transport(rf.Interface(held, rf.Number(), rf.Textbox(), api_name="held"))
    live = calls.live(timeout=0.4)
    live.send(request_of(x=1.0))

    with pytest.raises(Failure) as caught:
        list(live)

    assert caught.value.code == "DEADLINE_EXCEEDED"
    assert held.over.wait(LONG)
