"""What a function that takes several calls gets, and what each call gets of what it returns."""

from __future__ import annotations

import numpy as np
import pytest

import rpcface as rf
from rpcface.batching import gathered, shared_out
from rpcface.values import MISSING


def outputs(count):
    fn = {0: lambda a: None, 1: lambda a: a, 2: lambda a: a}[count]
    return rf.Interface(fn, "text", ["text"] * count).outputs


def test_the_function_gets_a_list_for_each_input():
    assert gathered([["a", 1], ["b", 2], ["c", 3]]) == [["a", "b", "c"], [1, 2, 3]]


@pytest.mark.parametrize(
    "returned",
    [["a", "b"], (["a", "b"],), {"output": ["a", "b"]}],
    ids=["list", "tuple", "dict"],
)
def test_one_output_is_a_list_or_a_list_in_a_tuple_or_a_dict(returned):
    assert shared_out(outputs(1), returned, 2) == ["a", "b"]


@pytest.mark.parametrize(
    "returned",
    [
        (["a", "b"], [1, 2]),
        [["a", "b"], [1, 2]],
        {"output_0": ["a", "b"], "output_1": [1, 2]},
        {"output_1": [1, 2], "output_0": ["a", "b"]},
    ],
    ids=["tuple", "list", "dict", "other order"],
)
def test_several_outputs_are_a_list_each(returned):
    assert shared_out(outputs(2), returned, 2) == [("a", 1), ("b", 2)]


def test_a_dict_may_name_outputs_by_their_components():
    made = outputs(2)

    found = shared_out(made, {made[0].component: ["a", "b"]}, 2)

    assert found == [("a", MISSING), ("b", MISSING)]


def test_a_value_that_is_a_list_stands_in_a_tuple():
    assert shared_out(outputs(1), ([["a"]],), 1) == [["a"]]
    assert shared_out(outputs(1), ([["a"], ["b", "c"]],), 2) == [["a"], ["b", "c"]]


def test_a_value_that_is_a_tuple_needs_none():
    assert shared_out(outputs(1), [(8000, "a")], 1) == [(8000, "a")]


@pytest.mark.parametrize("count", [1, 2])
def test_a_list_of_lists_for_one_output_is_refused_whatever_their_number(count):
    for returned in ([["a"]], [["a", "b"]], [["a"], ["b"]]):
        with pytest.raises(rf.OutputError, match=r"wanted a tuple of one list, \(values,\)"):
            shared_out(outputs(1), returned, count)


@pytest.mark.parametrize("skipped", [rf.skip(), [rf.skip(), rf.skip()], (rf.skip(),)])
def test_what_is_skipped_is_skipped_for_each(skipped):
    assert shared_out(outputs(1), skipped, 2) == [MISSING, MISSING]


def test_one_may_be_skipped():
    assert shared_out(outputs(1), [rf.skip(), "b"], 2) == [MISSING, "b"]
    assert shared_out(outputs(2), (["a", "b"], rf.skip()), 2) == [("a", MISSING), ("b", MISSING)]


def test_an_error_stands_for_its_call():
    error = rf.Error("no")

    assert shared_out(outputs(1), ["a", error], 2) == ["a", error]
    assert shared_out(outputs(2), (["a", "b"], [error, 1]), 2) == [error, ("b", 1)]


@pytest.mark.parametrize("returned", [None, "anything", [1], (1, 2, 3)])
def test_without_outputs_what_is_returned_is_dropped(returned):
    assert shared_out(outputs(0), returned, 2) == [MISSING, MISSING]


def test_without_outputs_a_list_may_still_have_errors():
    error = rf.Error("no")

    assert shared_out(outputs(0), [None, error], 2) == [MISSING, error]


WRONG = {
    "none": (1, None, "wanted a list with one value for each call", "one NoneType"),
    "text": (1, "ab", "wanted a list with one value for each call", "one str"),
    "array": (1, np.zeros(2), "wanted a list with one value for each call", "one ndarray"),
    "generator": (1, (x for x in "ab"), "wanted a list with one value", "one generator"),
    "tuple of values": (1, ("a", "b"), "or a tuple of such a list", "a tuple of 2"),
    "tuple of one value": (1, ("ab",), "output 'output': wanted a list of 2, one", "one str"),
    "too few": (1, ["a"], "output 'output': wanted a list of 2, one value", "a list of 1"),
    "too many": (1, ["a", "b", "c"], "wanted a list of 2, one value", "a list of 3"),
    "too few in a tuple": (1, (["a"],), "wanted a list of 2, one value", "a list of 1"),
    "no list": (1, [], "wanted a list of 2, one value", "a list of 0"),
    "one output of two": (2, (["a", "b"],), "a tuple of 2 lists, one for each", "a tuple of 1"),
    "three outputs of two": (2, ([1, 2],) * 3, "a tuple of 2 lists", "a tuple of 3"),
    "one text for two": (2, "ab", "a tuple of 2 lists, one for each output", "one str"),
    "none for two": (2, None, "a tuple of 2 lists, one for each output", "one NoneType"),
    "a row for each": (2, [("a", 1), ("b", 2)], "'output_0': wanted a list of 2", "a tuple of 2"),
    "one is none": (2, (["a", "b"], None), "'output_1': wanted a list of 2", "one NoneType"),
    "one is short": (2, (["a", "b"], [1]), "'output_1': wanted a list of 2", "a list of 1"),
    "one in a dict": (2, {"output_0": ["a"]}, "'output_0': wanted a list of 2", "a list of 1"),
    "unknown in a dict": (2, {"x": [1, 2]}, "a dict by the outputs output_0, output_1", "'x'"),
}


@pytest.mark.parametrize(("count", "returned", "wanted", "came"), WRONG.values(), ids=WRONG.keys())
def test_whatever_else_is_returned_is_told(count, returned, wanted, came):
    with pytest.raises(rf.OutputError) as caught:
        shared_out(outputs(count), returned, 2)

    assert wanted in str(caught.value)
    assert caught.value.__cause__.came == came
    assert came not in str(caught.value)
