"""Calls that are told as they go, by every way."""

from __future__ import annotations

import threading

import pytest

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message

from .cases import SPEECH
from .failures import Failure
from .transports import LONG


@pytest.fixture(autouse=True)
def no_thread_is_left():
    """The threads of a server that several tests share outlast each of them."""


def watch(calls, interface, **inputs):
    """The events of a call, as they come."""
    given = {name: value_message(value) for name, value in inputs.items()}
    call = pb.PredictRequest(interface_name=interface, inputs=given)
    return calls.stream("PredictStream", pb.PredictStreamRequest(call=call))


def kinds(events):
    return [event.WhichOneof("event") for event in events]


def test_every_value_is_told(calls):
    events = list(watch(calls, "count", n=5))

    assert kinds(events) == ["started", *["updates"] * 5, "result"]
    told = [event.updates.updates[0].set.int_value for event in events[1:-1]]
    assert told == [0, 1, 2, 3, 4]


def test_what_grows_is_told_by_what_was_added(calls):
    events = list(watch(calls, "grow", words="a b ä🙂"))

    changes = [event.updates.updates[0] for event in events[1:-1]]
    assert changes[0].set.text_value == "a "
    assert [change.append_text for change in changes[1:]] == ["b ", "ä🙂 "]


def test_many_values_are_told(calls):
    assert kinds(watch(calls, "count", n=1000)).count("updates") == 1000


def test_an_error_comes_behind_what_was_told(calls):
    events = []

    with pytest.raises(Failure) as caught:
        events.extend(watch(calls, "stumble", n=2))  # keeps what came before it raised

    failure = caught.value
    assert (failure.code, failure.reason) == ("FAILED_PRECONDITION", "FUNCTION_REFUSED")
    assert failure.text == SPEECH
    assert kinds(events) == ["started", "updates", "updates"]


def test_a_call_that_is_not_valid_ends_at_once(calls):
    with pytest.raises(Failure) as caught:
        list(watch(calls, "count", n="many"))

    assert (caught.value.code, caught.value.reason) == ("INVALID_ARGUMENT", "INPUT_INVALID")
    assert list(caught.value.faults) == ["inputs.n"]


def test_a_value_is_told_before_the_next_one_is_there(transport):
    told = threading.Event()

    def wait():
        yield "first"
        assert told.wait(LONG)
        yield "second"

    calls = transport(rf.Interface(wait, None, rf.Textbox(), merge_updates=False))
    events = iter(watch(calls, "wait"))

    assert kinds([next(events), next(events)]) == ["started", "updates"]
    told.set()
    assert kinds(events) == ["updates", "result"]
