from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO

TRUTHS = st.booleans() | st.integers(0, 1)


def sent(value):
    """What travels for a value that a function returned."""
    component = rf.Checkbox()
    with CallIO() as files:
        return component.schema().check(component.encode(value, rf.Accept(), files))


def received(value):
    """What a function gets for a value that a client sent."""
    component = rf.Checkbox()
    with CallIO() as files:
        return component.decode(component.schema().check(value), files)


@given(TRUTHS | TRUTHS.map(np.bool_) | TRUTHS.map(np.uint8) | TRUTHS.map(np.array))
def test_truth_comes_back_as_a_bool(value):
    normal = received(sent(value))

    assert normal is bool(value)
    assert received(sent(normal)) is normal


@pytest.mark.parametrize(
    "value", ["no", "", 2, -1, 1.0, 0.0, [], [True], {}, b"\1", np.array([True]), "x" * 1000]
)
def test_what_a_function_returns_is_true_or_false_or_refused(value):
    with pytest.raises(rf.Invalid, match=r"^wanted True or False; came ") as raised:
        sent(value)

    assert type(value).__name__ in str(raised.value)
    assert len(str(raised.value)) < 120


@pytest.mark.parametrize("value", [0, 1, "true", None, 1.0])
def test_what_a_client_sends_is_true_or_false_or_refused(value):
    with pytest.raises(rf.Invalid, match=r"^wanted true or false; came "):
        received(value)


@pytest.mark.parametrize(("component", "expected"), [(rf.Checkbox(), False), ("checkbox", False)])
def test_left_out_it_is_false(component, expected):
    (slot,) = rf.Interface(lambda x: None, component, None).inputs

    assert slot.field.default is expected


@pytest.mark.parametrize("value", [True, False])
def test_left_out_it_is_its_value_where_it_has_one(value):
    (slot,) = rf.Interface(lambda x=not value: None, rf.Checkbox(value=value), None).inputs

    assert slot.field.default is value


def test_the_help_of_a_checkbox_is_a_str():
    with pytest.raises(TypeError, match=r"^Checkbox\(info=…\): wanted a str; came \[\]$"):
        rf.Checkbox(info=[])
