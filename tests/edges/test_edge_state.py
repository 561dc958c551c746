"""What a call has to do with those before it, by every way: states, and calls that come twice."""

from __future__ import annotations

import itertools

import pytest

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message

from .failures import Failure
from .over_grpc import Grpc


def remember(text, said):
    """What was said until now."""
    said = [*said, text]
    return " ".join(said), said


def remembering():
    return rf.Interface(remember, ["text", rf.State([])], ["text", "state"])


def saying(text, state=b""):
    return pb.PredictRequest(inputs={"text": value_message(text)}, state=state)


def text_of(answer):
    (value,) = answer.outputs.values()
    return value.text_value


def test_a_conversation_goes_on(transport):
    calls = transport(remembering())

    first = calls.unary("Predict", saying("a"))
    request = pb.PredictStreamRequest(call=saying("b", first.state))
    second = list(calls.stream("PredictStream", request))[-1].result
    third = calls.unary("Predict", saying("c", second.state))

    assert [text_of(answer) for answer in (first, second, third)] == ["a", "a b", "a b c"]


def test_a_conversation_goes_on_that_began_by_another_way(transport):
    calls = transport(remembering())
    grpc = Grpc(calls.server)

    first = grpc.unary("Predict", saying("a"))
    second = calls.unary("Predict", saying("b", first.state))
    third = grpc.unary("Predict", saying("c", second.state))
    grpc.close()

    assert text_of(third) == "a b c"


def test_a_state_that_the_server_has_not_sealed_is_refused(transport):
    calls = transport(remembering())

    with pytest.raises(Failure) as caught:
        calls.unary("Predict", saying("a", b"forged"))

    assert (caught.value.code, caught.value.reason) == ("FAILED_PRECONDITION", "STATE_REFUSED")


def test_a_call_that_comes_twice_runs_once_whichever_way_it_comes(transport):
    numbers = itertools.count(1)
    calls = transport(rf.Interface(lambda: next(numbers), None, rf.Number(), api_name="count"))
    grpc = Grpc(calls.server)
    request = pb.PredictRequest(request_id="once")

    found = [each.unary("Predict", request).outputs["output"] for each in (calls, calls, grpc)]
    grpc.close()

    assert found == [value_message(1)] * 3
    assert next(numbers) == 2
