from __future__ import annotations

import decimal
import enum
import fractions
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO

INF, NAN = float("inf"), float("nan")
INT64 = st.integers(-(2**63), 2**63 - 1)
NUMBERS = INT64 | st.floats()


class Level(enum.IntEnum):
    HIGH = 3


def sent(value, component=None):
    """What travels for a value that a function returned."""
    component = component or rf.Number()
    with CallIO() as files:
        return component.schema().check(component.encode(value, rf.Accept(), files))


def received(value, component=None):
    """What a function gets for a value that a client sent."""
    component = component or rf.Number()
    with CallIO() as files:
        return component.decode(component.schema().check(value), files)


def is_same(one, other):
    return type(one) is type(other) and (one == other or (math.isnan(one) and math.isnan(other)))


@given(NUMBERS)
def test_every_number_comes_back_exactly(value):
    assert is_same(received(sent(value)), value)


@given(value=st.floats(-1e6, 1e6) | INT64, precision=st.integers(1, 5))
def test_a_float_is_rounded_to_its_precision_in_and_out(value, precision):
    component = rf.Number(precision=precision)
    normal = round(value, precision)

    assert is_same(sent(value, component), normal)
    assert is_same(received(value, component), normal)
    assert is_same(received(normal, component), normal)


@given(st.floats(-9e18, 9e18) | INT64)
def test_with_precision_0_the_function_gives_whole_numbers(value):
    normal = sent(value, rf.Number(precision=0))

    assert type(normal) is int
    assert normal == round(value)
    assert received(normal, rf.Number(precision=0)) == normal


def test_halves_are_rounded_to_even():
    assert [sent(half, rf.Number(precision=0)) for half in (0.5, 1.5, 2.5)] == [0, 2, 2]
    assert sent(0.125, rf.Number(precision=2)) == 0.12


def test_with_precision_0_a_client_sends_whole_numbers_only():
    assert is_same(received(3.0, rf.Number(precision=0)), 3)
    with pytest.raises(rf.Invalid, match=r"wanted a whole number; came 3\.5"):
        received(3.5, rf.Number(precision=0))


@pytest.mark.parametrize("value", [NAN, INF, -INF, np.float32("nan")])
def test_with_precision_0_what_is_not_finite_is_refused(value):
    with pytest.raises(rf.Invalid, match="wanted a whole number; came "):
        sent(value, rf.Number(precision=0))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, 1),
        (Level.HIGH, 3),
        (np.int8(-3), -3),
        (np.uint64(5), 5),
        (np.float32(0.5), 0.5),
        (np.longdouble(0.5), 0.5),
        (np.bool_(True), 1),
        (np.array(2.5), 2.5),
        (decimal.Decimal("0.25"), 0.25),
        (fractions.Fraction(1, 4), 0.25),
        (-0.0, -0.0),
    ],
)
def test_what_equals_a_number_leaves_as_it(value, expected):
    found = sent(value)

    assert is_same(found, expected)
    assert math.copysign(1, found) == math.copysign(1, expected)


@pytest.mark.parametrize(
    ("value", "called"),
    [
        ("1", "str"),
        (b"1", "bytes"),
        ([1], "list"),
        ({}, "dict"),
        (1j, "complex"),
        (np.array([1.0]), "ndarray"),
        (np.array([]), "ndarray"),
        (np.str_("1"), "str"),
        (object(), "object"),
        (fractions.Fraction(10**400), "Fraction: "),
    ],
)
def test_what_is_no_number_is_refused_by_its_type(value, called):
    with pytest.raises(rf.Invalid, match=f"^wanted a number; came {called}"):
        sent(value)


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, np.uint64(2**64 - 1), 10**1000])
def test_an_int_beyond_64_bits_is_refused(value):
    for component in (rf.Number(), rf.Number(precision=0), rf.Number(minimum=0)):
        with pytest.raises(rf.Invalid, match="wanted a whole number of at most 64 bits; came "):
            sent(value, component)


@pytest.mark.parametrize("component", [rf.Number(minimum=0, maximum=1), rf.Number(minimum=-1.5)])
@pytest.mark.parametrize("value", [NAN, -2, -INF])
def test_a_number_beyond_the_bounds_is_refused_both_ways(component, value):
    for through in (sent, received):
        with pytest.raises(rf.Invalid, match=r"^wanted a number (from 0 to 1|of at least -1\.5);"):
            through(value, component)


@given(value=st.floats(0.25, 0.75), precision=st.integers(2, 4))
def test_rounding_never_leaves_the_bounds(value, precision):
    component = rf.Number(minimum=0.25, maximum=0.75, precision=precision)

    assert 0.25 <= received(value, component) <= 0.75


def test_the_schema_says_the_bounds():
    assert rf.Number().schema() == rf.Schema(rf.FloatShape())
    assert rf.Number(minimum=0, maximum=INF, step=0.1).schema().shape == rf.FloatShape(0, INF, 0.1)
    assert rf.Number(minimum=1, maximum=5.0, precision=0).schema().shape == rf.IntShape(1, 5)
    assert rf.Number(minimum=np.int8(1)).schema().shape == rf.FloatShape(1)


@pytest.mark.parametrize("parameter", ["minimum", "maximum", "step"])
@pytest.mark.parametrize("given", ["1", True, NAN, [1], 1j])
def test_a_bound_or_step_is_a_number(parameter, given):
    with pytest.raises(TypeError, match=rf"^Number\({parameter}=…\): wanted a number; came "):
        rf.Number(**{parameter: given})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"minimum": 2, "maximum": 1}, "minimum=2, maximum=1): wanted minimum <= maximum"),
        ({"minimum": 2**63}, f"minimum=…): wanted an int of at most 64 bits; came {2**63}"),
        ({"step": 0}, "step=…): wanted a number above 0; came 0"),
        ({"step": -1}, "step=…): wanted a number above 0; came -1"),
        ({"step": INF}, "step=…): wanted a number above 0; came inf"),
        ({"precision": -1}, "precision=…): wanted an int from 0 on; came -1"),
        ({"precision": 1.0}, "precision=…): wanted an int from 0 on; came 1.0"),
        ({"precision": True}, "precision=…): wanted an int from 0 on; came True"),
        (
            {"minimum": 0.15, "precision": 1},
            "minimum=…): wanted no more decimal places than precision=1; came 0.15",
        ),
        (
            {"maximum": 0.5, "precision": 0},
            "maximum=…): wanted no more decimal places than precision=0; came 0.5",
        ),
        (
            {"minimum": -INF, "precision": 0},
            "minimum=…): wanted a whole number of at most 64 bits; came -inf",
        ),
    ],
)
def test_options_that_cannot_be_met_are_refused(options, message):
    with pytest.raises(ValueError, match=r"^Number\(") as raised:
        rf.Number(**options)

    assert str(raised.value) == f"Number({message}"


def test_the_label_of_a_number_is_a_str():
    with pytest.raises(TypeError, match=r"^Number\(label=…\): wanted a str; came 3$"):
        rf.Number(label=3)
