"""What a conversation begins with."""

from __future__ import annotations

import itertools

import numpy as np
import PIL.Image
import pytest

import rpcface as rf


def begins(state, fn=lambda text, state: (repr(state), state)):
    return rf.Interface(fn, ["text", state], ["text", "state"])("x")


def test_a_conversation_begins_with_the_value_of_the_input():
    demo = rf.Interface(
        lambda text, state: (repr(state), state),
        ["text", rf.State("in")],
        ["text", rf.State("out")],
    )

    assert demo("x") == "'in'"
    assert begins(rf.State()) == "None"


def test_a_conversation_begins_with_the_default_of_the_parameter_where_there_is_no_value():
    assert begins(rf.State(), last_of_two) == "[7]"
    assert begins(rf.State("own"), last_of_two) == "'own'"


def last_of_two(text, state=[7]):  # noqa: B006 - each conversation has one of its own
    return repr(state), state


def test_each_conversation_has_a_value_of_its_own():
    held = [{"a": [1]}]

    def grow(text, state):
        state[0]["a"].append(2)
        return repr(state), state

    demo = rf.Interface(grow, ["text", rf.State(held)], ["text", "state"])

    assert [demo("x"), demo("x")] == ["[{'a': [1, 2]}]"] * 2
    assert held == [{"a": [1]}]


def test_what_can_be_called_is_called_for_each_conversation():
    numbers = itertools.count()
    demo = rf.Interface(
        lambda text, state: (repr(state), state),
        ["text", rf.State(lambda: [next(numbers)])],
        ["text", "state"],
    )

    assert [demo("x"), demo("x")] == ["[0]", "[1]"]
    assert begins(rf.State(list)) == "[]"


def test_the_first_value_is_in_the_normal_form_too():
    assert begins(rf.State(np.float32(1))) == "1.0"
    assert begins(rf.State(lambda: bytearray(b"a"))) == "b'a'"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": [set()]}, r"^inputs\[1\] \(state\): the state can't begin with .*: at /a/0: wanted"),
        (10**20, r"wanted a whole number of at most 64 bits; came a whole number of 67 bits"),
    ],
)
def test_a_value_that_can_not_be_kept_is_refused_when_the_interface_is_made(value, message):
    with pytest.raises(ValueError, match=message):
        begins(rf.State(value))


def test_what_a_callable_gives_that_can_not_be_kept_is_told_when_it_is_called():
    with pytest.raises(rf.OutputError, match=r"^the state at /0: wanted None, bool"):
        begins(rf.State(lambda: [object()]))


def test_arrays_and_images_are_kept(serving, client):
    def fn(text, state):
        seen, array = state
        return f"{type(seen).__name__} {array.sum()}", (seen, array + 1)

    value = (PIL.Image.new("RGB", (2, 2)), np.zeros((2, 3), "f4"))
    demo = rf.Interface(fn, ["text", rf.State(value)], ["text", "state"])
    session = client(serving(demo)).session()

    assert [session.predict("x") for _ in range(3)] == ["Image 0.0", "Image 6.0", "Image 12.0"]
