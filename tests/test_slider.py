from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO

INF, NAN = float("inf"), float("nan")


def sent(value, component):
    """What travels for a value that a function returned."""
    with CallIO() as files:
        return component.schema().check(component.encode(value, rf.Accept(), files))


def received(value, component):
    """What a function gets for a value that a client sent."""
    with CallIO() as files:
        return component.decode(component.schema().check(value), files)


@given(
    bounds=st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=2, unique=True).map(sorted),
    position=st.floats(0, 1),
)
def test_every_number_between_the_bounds_comes_back_exactly(bounds, position):
    low, high = bounds
    value = min(max(low, low + position * (high - low)), high)
    slider = rf.Slider(low, high)

    assert received(sent(value, slider), slider) == value
    assert received(sent(np.float64(value), slider), slider) == value


@given(low=st.integers(-(2**62), 2**62), step=st.integers(1, 1000), count=st.integers(1, 1000))
def test_with_whole_bounds_and_step_the_positions_are_ints(low, step, count):
    slider = rf.Slider(low, low + step * count, step=step)

    for position in (low, low + step, low + step * count):
        found = received(sent(position, slider), slider)
        assert found == position
        assert type(found) is int


@pytest.mark.parametrize("value", [1, 2.5, -2, 12, True, "4", NAN])
def test_what_is_no_position_is_refused(value):
    with pytest.raises(rf.Invalid, match="wanted a whole number from 0 to 10 in steps of 2; came"):
        received(value, rf.Slider(0, 10, step=2))


@pytest.mark.parametrize("value", [-0.1, 1.1, INF, NAN, 2])
def test_a_number_beyond_the_bounds_is_refused_both_ways(value):
    for through in (sent, received):
        with pytest.raises(rf.Invalid, match="wanted a number from 0 to 1; came "):
            through(value, rf.Slider(0, 1))


@pytest.mark.parametrize(
    ("slider", "shape"),
    [
        (rf.Slider(), rf.FloatShape(0, 100, 1)),
        (rf.Slider(0, 1), rf.FloatShape(0, 1, 0.01)),
        (rf.Slider(0, 255), rf.FloatShape(0, 255, 1)),
        (rf.Slider(-5, 5), rf.FloatShape(-5, 5, 0.1)),
        (rf.Slider(0, 1, step=0.25), rf.FloatShape(0, 1, 0.25)),
        (rf.Slider(0.0, 10, step=1), rf.FloatShape(0.0, 10, 1)),
        (rf.Slider(1, 9, step=2), rf.IntShape(1, 9, 2)),
        (rf.Slider(1.0, 9, precision=0), rf.IntShape(1, 9)),
    ],
)
def test_the_schema_says_bounds_and_step(slider, shape):
    found = slider.schema().shape

    assert type(found) is type(shape)
    assert (found.minimum, found.maximum) == (shape.minimum, shape.maximum)
    assert found.step == pytest.approx(shape.step)


def test_left_out_it_is_the_minimum():
    (slot,) = rf.Interface(lambda x: None, rf.Slider(3, 9, step=1), None).inputs

    assert slot.field.default == 3


def test_its_value_may_be_given_third():
    (slot,) = rf.Interface(lambda x: None, rf.Slider(0, 1, 0.5), None).inputs

    assert slot.field.default == 0.5


@pytest.mark.parametrize(
    "bounds", [(1, 1), (2, 1), (0, INF), (-INF, 0), (None, 1), (0, None), (-1e308, 1e308)]
)
def test_the_bounds_are_finite_and_apart(bounds):
    with pytest.raises(ValueError, match=r"^Slider\(minimum=.*, maximum=.*\): wanted "):
        rf.Slider(*bounds)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"minimum": "0"}, r"Slider\(minimum=…\): wanted a number; came '0'"),
        ({"maximum": NAN}, r"Slider\(maximum=…\): wanted a number; came nan"),
        ({"step": "x"}, r"Slider\(step=…\): wanted a number; came 'x'"),
        ({"info": 3}, r"Slider\(info=…\): wanted a str; came 3"),
    ],
)
def test_a_wrong_option_is_named_with_what_came(options, message):
    with pytest.raises(TypeError, match=f"^{message}$"):
        rf.Slider(**options)


def test_a_value_beyond_the_bounds_is_refused_when_the_interface_is_built():
    with pytest.raises(ValueError, match=r"inputs\[0\] \(x\): the default 11 does not fit its Sl"):
        rf.Interface(lambda x: None, rf.Slider(0, 10, 11), None)


def test_what_does_not_know_sliders_draws_a_number():
    assert rf.Slider.fallback_types == ("number",)
