from __future__ import annotations

import datetime
import enum
import operator
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO

VALUES = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text("ab1", max_size=3)


class Size(enum.Enum):
    SMALL = 30
    LARGE = 90


class Color(enum.StrEnum):
    RED = "red"


def chosen(component, value):
    """What a function gets for a value that was sent."""
    with CallIO() as files:
        return component.decode(component.schema().check(value), files)


def sent(component, given_back):
    """What travels for what a function returned."""
    with CallIO() as files:
        return component.schema().check(component.encode(given_back, rf.Accept(), files))


@given(choices=st.lists(VALUES, min_size=1, unique_by=lambda one: (type(one), one)))
def test_every_choice_travels_as_the_value_that_it_is(choices):
    component = rf.Radio(choices)

    for choice in choices:
        value = sent(component, choice)
        assert (type(value), value) == (type(choice), choice)
        found = chosen(component, value)
        assert (type(found), found) == (type(choice), choice)


def test_the_function_gets_the_very_object_that_was_listed():
    hour, kind = datetime.timedelta(hours=1), complex
    component = rf.Radio([("an hour", hour), ("complex", kind), ("add", operator.add)])

    assert chosen(component, "an hour") is hour
    assert chosen(component, "complex") is kind
    assert chosen(component, "add") is operator.add
    assert sent(component, operator.add) == "add"


def test_what_cannot_travel_is_told_apart_by_what_it_equals():
    component = rf.Radio([("an hour", datetime.timedelta(hours=1))])

    assert sent(component, datetime.timedelta(minutes=60)) == "an hour"
    with pytest.raises(rf.Invalid, match=r"wanted one of 'an hour'; came datetime\.timedelta"):
        sent(component, datetime.timedelta(minutes=61))


def test_the_label_of_what_travels_as_a_value_is_no_choice():
    component = rf.Radio([("Small", 30), ("an object", object())])

    assert sent(component, 30) == 30
    assert sent(component, "an object") == "an object"
    with pytest.raises(rf.Invalid, match="came text 'Small'"):
        sent(component, "Small")
    with pytest.raises(rf.Invalid, match="came text 'Small'"):
        chosen(component, "Small")


def test_an_enum_is_chosen_by_its_names():
    component = rf.Radio(Size)

    assert [one.value for one in component.schema().shape.choices] == ["SMALL", "LARGE"]
    assert chosen(component, "LARGE") is Size.LARGE
    assert sent(component, Size(90)) == "LARGE"


def test_an_enum_of_texts_travels_as_the_texts_and_is_shown_by_its_names():
    component = rf.Radio(Color)

    assert component.schema().shape.choices == (rf.Choice("red", "RED"),)
    assert chosen(component, "red") is Color.RED
    assert sent(component, "red") == "red"


def test_one_the_text_one_and_truth_are_three_choices():
    component = rf.Radio([1, "1", True])

    assert [chosen(component, value) for value in (1, "1", True)] == [1, "1", True]
    assert type(chosen(component, True)) is bool
    assert type(chosen(component, 1.0)) is int


@pytest.mark.parametrize(
    ("choices", "place"),
    [
        ([1, 1.0], r"\[1\]: 1\.0 is the same choice as 1 at \[0\]"),
        (["a", ("A", "a")], r"\[1\]: 'a' is the same choice as 'a' at \[0\]"),
        (["a", ("a", object)], r"\[1\]: <class 'object'> is the same choice as 'a' at \[0\]"),
        ([[1], (1,)], r"\[1\]"),
        ([{"a": 1, "b": 2}, {"b": 2.0, "a": 1}], r"\[1\]"),
        ([np.ones(2), np.ones(2)], r"\[1\]"),
    ],
)
def test_two_choices_that_travel_as_one_value_are_refused(choices, place):
    with pytest.raises(ValueError, match=rf"^Radio\(choices=…\){place}"):
        rf.Radio(choices)


@pytest.mark.parametrize("choices", ["ab", b"ab", {"a": 1}, None, 3])
def test_choices_are_a_list(choices):
    with pytest.raises(TypeError, match=r"^Radio\(choices=…\): wanted a list of values or of"):
        rf.Radio(choices)


def test_there_is_something_to_choose():
    with pytest.raises(ValueError, match=r"^Radio\(choices=…\): wanted at least one choice"):
        rf.Radio([])


@pytest.mark.parametrize(
    "choice", [object(), b"a", {1, 2}, 2**63, "\ud800", float("nan"), [np.nan]]
)
def test_what_cannot_travel_needs_a_label(choice):
    with pytest.raises(ValueError, match=r"^Radio\(choices=…\)\[0\]: .* give it a label that can"):
        rf.Radio([choice])

    assert chosen(rf.Radio([("it", choice)]), "it") is choice


@pytest.mark.parametrize("label", ["", "\ud800"])
def test_a_label_is_shown(label):
    with pytest.raises(ValueError, match=r"\[0\]: wanted a label that is shown; came "):
        rf.Radio([(label, 1)])


def test_choices_may_be_any_iterable():
    assert chosen(rf.Radio(range(3)), 2) == 2
    assert chosen(rf.Radio(one for one in "ab"), "b") == "b"
    assert chosen(rf.Radio({"a": 1}.keys()), "a") == "a"


def test_a_function_that_changes_what_it_got_changes_no_choice():
    component = rf.Radio([[1, {"a": []}]])

    chosen(component, [1, {"a": []}])[1]["a"].append("changed")

    assert chosen(component, [1, {"a": []}]) == [1, {"a": []}]


def test_an_object_that_travels_as_its_label_is_never_copied():
    locks = [threading.Lock()]

    assert chosen(rf.Radio([("locks", locks)]), "locks") is locks


def test_an_author_who_changes_an_array_changes_no_choice():
    array = np.zeros(2)
    component = rf.Radio([("zeros", array)])

    array += 1

    assert component.schema().shape.choices[0].value == rf.Tensor.of(np.zeros(2))


def test_numpys_numbers_are_pythons():
    component = rf.Radio([np.int64(3), np.float32(0.5)])

    assert [choice.value for choice in component.schema().shape.choices] == [3, 0.5]
    assert sent(component, np.int8(3)) == 3
    assert sent(component, 3.0) == 3


def test_with_index_the_function_gets_the_place():
    component = rf.Radio(["a", ("Bee", "b")], type="index")

    assert [chosen(component, value) for value in ("a", "b")] == [0, 1]
    assert sent(component, "b") == "b"


def test_index_tells_no_none():
    with pytest.raises(ValueError, match=r"^Radio\(type=…\): 'index' can't tell None"):
        rf.Radio(["a", None], type="index")


@pytest.mark.parametrize("given_type", ["label", None, 3])
def test_its_type_is_value_or_index(given_type):
    with pytest.raises(ValueError, match=r"^Radio\(type=…\): wanted one of 'value', 'index'"):
        rf.Radio(["a"], type=given_type)


def test_none_is_chosen_as_any_other():
    component = rf.Radio([("nothing", None), "a"])
    interface = rf.Interface(lambda choice: f"{choice!r}", component, "text")

    assert interface(None) == "None"
    assert component.schema().check(None) is None


def test_it_has_no_default_of_itself():
    assert rf.Interface(repr, rf.Radio(["a"]), "text").inputs[0].field.default is rf.MISSING
    told = rf.Interface(repr, rf.Radio(["a", Color.RED], value=Color.RED), "text").inputs[0]
    assert told.field.default == "red"


def test_it_is_drawn_as_a_dropdown_where_it_is_not_known():
    assert rf.Radio(["a"]).fallback_types == ("dropdown",)


def test_it_has_no_short_form():
    with pytest.raises(TypeError, match=r"inputs: .*choices"):
        rf.Interface(repr, "radio", "text")
