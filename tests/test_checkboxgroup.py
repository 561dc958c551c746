from __future__ import annotations

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO

LETTERS = ["a", "b", "c", "d"]


def chosen(component, value):
    """What a function gets for a value that was sent."""
    with CallIO() as files:
        return component.decode(component.schema().check(value), files)


def sent(component, given_back):
    """What travels for what a function returned."""
    with CallIO() as files:
        return component.schema().check(component.encode(given_back, rf.Accept(), files))


@given(st.lists(st.sampled_from(LETTERS), unique=True))
def test_what_is_chosen_keeps_its_order(value):
    component = rf.CheckboxGroup(LETTERS)

    assert chosen(component, value) == value
    assert sent(component, value) == sent(component, tuple(value)) == value


@given(st.sets(st.sampled_from(range(9))))
def test_a_set_leaves_in_the_order_of_the_choices(value):
    component = rf.CheckboxGroup([3, 1, 2, 0, 8, 7, 4, 5, 6])

    assert sent(component, value) == [one for one in (3, 1, 2, 0, 8, 7, 4, 5, 6) if one in value]
    assert sent(component, frozenset(value)) == sent(component, value)


@pytest.mark.parametrize("alone", ["a", "d"])
def test_one_thing_alone_leaves_as_a_list_of_it(alone):
    assert sent(rf.CheckboxGroup(LETTERS), alone) == [alone]


def test_objects_travel_as_for_a_radio():
    hour = datetime.timedelta(hours=1)
    component = rf.CheckboxGroup([("an hour", hour), None, 1])

    assert chosen(component, ["an hour", None, 1.0]) == [hour, None, 1]
    assert sent(component, [None, hour]) == [None, "an hour"]
    assert sent(component, np.int8(1)) == [1]


@pytest.mark.parametrize("value", [["a", "a"], ["b", "a", "b"]])
def test_each_is_chosen_once(value):
    component = rf.CheckboxGroup(LETTERS)

    with pytest.raises(rf.Invalid, match=r"^at /\d: wanted a list, each once"):
        chosen(component, value)
    with pytest.raises(rf.Invalid, match=r"^at /\d: wanted a list, each once"):
        sent(component, value)


def test_one_and_one_point_zero_are_one_choice():
    with pytest.raises(rf.Invalid, match=r"came 1\.0 twice"):
        chosen(rf.CheckboxGroup([1, "1", True]), [1, "1", True, 1.0])


def test_what_is_not_listed_is_named_by_its_place():
    component = rf.CheckboxGroup(LETTERS)

    with pytest.raises(rf.Invalid, match=r"^at /1: wanted one of .*; came text 'e'$"):
        chosen(component, ["a", "e"])
    with pytest.raises(rf.Invalid, match=r"^at /1: wanted one of .*; came object$"):
        sent(component, ["a", object()])


def test_with_index_the_function_gets_places():
    component = rf.CheckboxGroup(LETTERS, type="index")

    assert chosen(component, ["c", "a"]) == [2, 0]
    assert sent(component, ["c", "a"]) == ["c", "a"]


def test_left_out_it_is_none_of_the_choices():
    def count(found):
        return len(found)

    assert rf.Interface(count, rf.CheckboxGroup(LETTERS), "number")() == 0
    assert rf.Interface(count, rf.CheckboxGroup(LETTERS, value="a"), "number")() == 1
    assert rf.Interface(count, rf.CheckboxGroup(LETTERS, value=["a", "b"]), "number")() == 2


def test_a_function_that_changes_its_list_changes_no_default():
    interface = rf.Interface(lambda found: found.append("x"), rf.CheckboxGroup(LETTERS), None)

    interface()

    assert interface.inputs[0].field.default == []


def test_a_default_that_is_not_listed_is_refused():
    with pytest.raises(ValueError, match=r"inputs\[0\] .*: the default \['e'\] does not fit"):
        rf.Interface(len, rf.CheckboxGroup(LETTERS, value=["e"]), "number")
