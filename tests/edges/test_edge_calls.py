"""Calls with one answer, by every way."""

from __future__ import annotations

import pytest

from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message

from .cases import CALLS, FAILURES, interfaces
from .failures import Failure


@pytest.fixture(autouse=True)
def no_thread_is_left():
    """The threads of a server that several tests share outlast each of them."""


def request_of(case):
    inputs = {name: value_message(value) for name, value in case.inputs.items()}
    return pb.PredictRequest(interface_name=case.interface, inputs=inputs, **case.fields)


def refused(call):
    """The failure of what must fail."""
    with pytest.raises(Failure) as caught:
        call()
    return caught.value


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_answered_as_by_every_other_way(calls, name):
    case = CALLS[name]

    answer = calls.unary("Predict", request_of(case))

    assert dict(answer.outputs) == {"output": value_message(case.output)}
    assert answer.duration.ToNanoseconds() > 0


@pytest.mark.parametrize("name", FAILURES)
def test_a_call_fails_as_by_every_other_way(calls, name):
    case = FAILURES[name]

    failure = refused(lambda: calls.unary("Predict", request_of(case)))

    assert (failure.code, failure.reason) == (case.code, case.reason)
    assert list(failure.faults) == list(case.faults)
    for field, text in case.faults.items():
        assert failure.faults[field].startswith(text)
    assert not case.text or failure.text == case.text
    assert "swordfish" not in str(failure)


def test_a_failure_of_the_function_names_its_incident(calls):
    failure = refused(
        lambda: calls.unary("Predict", request_of(FAILURES["failed in the function"]))
    )

    assert failure.metadata["incident"] in failure.text


def test_a_description_is_the_same(calls, raw, served):
    told = calls.unary("Describe", pb.DescribeRequest())

    assert told == raw(served).describe()


def test_a_message_that_is_none_is_malformed(calls):
    garbage = b"\xff\xff" if calls.takes_bytes else b'{"inputs": '

    failure = refused(lambda: calls.unary("Predict", None, raw=garbage))

    assert (failure.code, failure.reason) == ("INVALID_ARGUMENT", "REQUEST_MALFORMED")


def test_a_request_beyond_the_limit_is_refused(transport):
    calls = transport(*interfaces(), options={"max_request_bytes": 5000})
    request = pb.PredictRequest(interface_name="text", inputs={"value": value_message("a" * 6000)})

    assert refused(lambda: calls.unary("Predict", request)).code == "RESOURCE_EXHAUSTED"
    assert (
        refused(
            lambda: list(calls.stream("PredictStream", pb.PredictStreamRequest(call=request)))
        ).code
        == "RESOURCE_EXHAUSTED"
    )


def test_a_request_at_the_limit_is_taken(transport):
    calls = transport(*interfaces(), options={"max_request_bytes": 50_000})
    request = pb.PredictRequest(
        interface_name="text", inputs={"value": value_message("a" * 49_000)}
    )

    assert calls.unary("Predict", request).outputs["output"].text_value == "a" * 49_000
