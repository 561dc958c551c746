"""Conversations whose calls are watched, or live."""

from __future__ import annotations

import threading

import grpc
import pytest

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message
from rpcface.wire.events import read_event, read_live

from .conftest import chat, remembering

LONG = 20.0
SERVICE = "/rpcface.v1.InterfaceService/"


def watch(raw, **fields):
    inputs = {name: value_message(given) for name, given in fields.pop("inputs", {}).items()}
    call = pb.PredictRequest(inputs=inputs, **fields)
    method = raw.channel.unary_stream(SERVICE + "PredictStream")
    return method(pb.PredictStreamRequest(call=call).SerializeToString(), timeout=LONG)


def test_the_result_of_a_stream_carries_the_state(serving, raw, kind):
    call, state = raw(serving(remembering(kind))), b""
    for _ in range(3):
        events = list(map(read_event, watch(call, inputs={"message": "ab"}, state=state)))
        states = [event.state for event in events if isinstance(event, rf.Finished)]
        assert states[0]
        assert states == [events[-1].state]
        state = states[0]

    assert call.predict(inputs={"message": "c"}, state=state).outputs["output"].text_value == (
        "ab ab ab c"
    )


def test_a_stream_whose_last_state_can_not_be_kept_fails_so(serving, raw):
    def fn(message, history):
        yield "told", history
        yield "told more", [{1}]

    call = raw(serving(remembering(fn)))
    told = []
    with pytest.raises(grpc.RpcError) as caught:
        told += map(read_event, watch(call, inputs={"message": "a"}))

    failure = call.failure(caught.value)
    assert failure.info.reason == "OUTPUT_INVALID"
    assert failure.text == (
        "the state at /0: wanted None, bool, int, float, str, bytes, an array, a PIL image, or a "
        "list, tuple or dict of these"
    )


def live(raw, *messages, **fields):
    """The answers to the requests, each sent when the one before has its result."""
    sent = threading.Semaphore(1)

    def requests():
        for number, message in enumerate(messages):
            assert sent.acquire(timeout=LONG)
            more = fields if number == 0 else {}
            call = pb.PredictRequest(inputs={"message": value_message(message)}, **more)
            yield pb.PredictLiveRequest(call=call).SerializeToString()

    method = raw.channel.stream_stream(SERVICE + "PredictLive")
    found = []
    for body in method(requests(), timeout=LONG):
        sequence, event = read_live(body)
        if isinstance(event, (rf.Finished, rf.RpcfaceError)):
            found.append((sequence, event))
            sent.release()
    return found


def test_in_a_live_call_the_state_goes_from_run_to_run(serving, raw, kind):
    call = raw(serving(remembering(kind)))
    before = call.predict(inputs={"message": "a"}).state

    found = live(call, "b", "c", "d", state=before)

    states = [event.state for _, event in found]
    assert len(set(states)) == 3
    for state, said in zip(states, ("a b", "a b c", "a b c d"), strict=True):
        answer = call.predict(inputs={"message": "x"}, state=state)
        assert answer.outputs["output"].text_value == f"{said} x"


def test_a_run_of_a_live_call_that_fails_leaves_the_state(serving, raw):
    def fn(message, history):
        if message == "fail":
            history.append("lost")
            raise rf.Error("No.")
        return chat(message, history)

    call = raw(serving(remembering(fn)))

    found = live(call, "a", "fail", "b")

    assert isinstance(found[1][1], rf.Error)
    assert found[2][1].values == {"output": "a b"}


def test_a_live_call_with_a_state_that_is_refused_answers_so(serving, raw):
    call = raw(serving(remembering()))

    found = live(call, "a", "b", state=b"nonsense")

    assert [type(error) for _, error in found] == [rf.StateRefused] * 2
