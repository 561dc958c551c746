from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.schemas import is_light

INF, NAN = float("inf"), float("nan")
INT64 = st.integers(-(2**63), 2**63 - 1)
PNG = rf.Media("image/png", b"12345", "a.png")
BYTES = rf.Tensor(rf.DataType.UINT8, (2, 3), b"abcdef")
SURROGATE = "wanted text that has a UTF-8 form; came a lone surrogate"


def checked(shape, value):
    return rf.Schema(shape).check(value)


def refusal(shape, value):
    with pytest.raises(rf.Invalid) as raised:
        checked(shape, value)
    return str(raised.value)


def choices(*values, **options):
    return rf.ChoiceShape(tuple(map(rf.Choice, values)), **options)


ALL_SHAPES = [
    rf.AnyShape(),
    rf.BoolShape(),
    rf.IntShape(),
    rf.FloatShape(),
    rf.TextShape(),
    choices(1),
    rf.TensorShape(),
    rf.MediaShape(),
    rf.ListShape(rf.Schema(rf.AnyShape())),
    rf.StructShape(()),
]


@pytest.mark.parametrize("shape", ALL_SHAPES[1:])
def test_null_is_valid_only_where_the_schema_says_so(shape):
    assert rf.Schema(shape, nullable=True).check(None) is None
    assert rf.Schema(shape).or_null().check(None) is None
    assert refusal(shape, None).endswith("; came null")


def test_a_schema_that_is_nullable_already_is_its_own_nullable_form():
    schema = rf.Schema(rf.BoolShape(), nullable=True)

    assert schema.or_null() is schema


@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_a_value_of_a_kind_too_new_is_valid_nowhere(shape):
    assert refusal(shape, rf.UNKNOWN).endswith("a kind that this program is too old for")


@pytest.mark.parametrize("value", [0, 1, 1.0, "true", None, []])
def test_only_true_and_false_are_truth(value):
    assert checked(rf.BoolShape(), True) is True
    assert checked(rf.BoolShape(), False) is False
    assert refusal(rf.BoolShape(), value).startswith("wanted true or false; came ")


@given(INT64)
def test_every_int_of_64_bits_is_a_whole_number(value):
    found = checked(rf.IntShape(), value)

    assert found == value
    assert type(found) is int


@pytest.mark.parametrize("value", [3.0, -0.0, -(2.0**63), 1e18])
def test_a_float_without_a_fraction_becomes_an_int(value):
    found = checked(rf.IntShape(), value)

    assert found == value
    assert type(found) is int


@pytest.mark.parametrize("value", [True, 0.5, NAN, INF, "3", None, [3]])
def test_what_is_no_whole_number_is_refused(value):
    assert refusal(rf.IntShape(), value).startswith("wanted a whole number; came ")


@pytest.mark.parametrize("shape", [rf.IntShape(), rf.FloatShape(), rf.AnyShape()])
@pytest.mark.parametrize("value", [2**63, -(2**63) - 1])
def test_an_int_beyond_64_bits_is_refused(shape, value):
    wanted = "wanted a whole number of at most 64 bits; came a whole number of 64 bits"

    assert refusal(shape, value) == wanted


def test_a_float_beyond_64_bits_is_no_whole_number():
    assert refusal(rf.IntShape(), 2.0**63) == (
        "wanted a whole number of at most 64 bits; came a whole number of 64 bits"
    )


@pytest.mark.parametrize(
    ("shape", "value", "wanted"),
    [
        (rf.IntShape(1, 5), 0, "a whole number from 1 to 5"),
        (rf.IntShape(1, 5), 6.0, "a whole number from 1 to 5"),
        (rf.IntShape(1, 5), 2.0**63, "a whole number from 1 to 5"),
        (rf.IntShape(minimum=1), 0, "a whole number of at least 1"),
        (rf.IntShape(maximum=5), 6, "a whole number of at most 5"),
        (rf.IntShape(1, 9, 2), 2, "a whole number from 1 to 9 in steps of 2"),
        (rf.IntShape(step=3), 4, "a whole number in steps of 3"),
        (rf.FloatShape(0, 1), 1.5, "a number from 0 to 1"),
        (rf.FloatShape(minimum=0.5), 0.25, "a number of at least 0.5"),
        (rf.FloatShape(maximum=1e300), INF, "a number of at most 1e+300"),
        (rf.FloatShape(maximum=2**63 - 1), INF, "a number of at most 9223372036854775807"),
    ],
)
def test_a_number_beyond_its_bounds_is_refused_with_them(shape, value, wanted):
    assert refusal(shape, value).startswith(f"wanted {wanted}; came ")


@pytest.mark.parametrize(
    ("shape", "values"),
    [
        (rf.IntShape(1, 5), [1, 5]),
        (rf.IntShape(1, 9, 2), [1, 3, 9]),
        (rf.IntShape(step=3), [-3, 0, 3]),
        (rf.FloatShape(0, 1), [0, 1, 0.0, 0.3, 1.0]),
        (rf.FloatShape(0, 1, 0.25), [0.3]),
        (rf.FloatShape(minimum=0), [INF]),
        (rf.FloatShape(), [INF, -INF, 3, 2**63 - 1]),
    ],
)
def test_the_bounds_belong_to_what_is_valid(shape, values):
    assert [checked(shape, value) for value in values] == values


def test_a_number_stays_the_int_or_float_that_came():
    assert type(checked(rf.FloatShape(), 3)) is int
    assert type(checked(rf.FloatShape(), 3.0)) is float


def test_nan_is_valid_only_without_bounds():
    assert np.isnan(checked(rf.FloatShape(step=1), NAN))
    for shape in (rf.FloatShape(minimum=-INF), rf.FloatShape(maximum=INF), rf.FloatShape(0, 1)):
        assert refusal(shape, NAN).endswith("; came nan")


@pytest.mark.parametrize("value", [True, "1", None, [1], BYTES])
def test_what_is_no_number_is_refused(value):
    assert refusal(rf.FloatShape(), value).startswith("wanted a number; came ")


@pytest.mark.parametrize(
    ("shape", "value", "message"),
    [
        (rf.TextShape(), 3, "wanted text; came 3"),
        (rf.TextShape(max_length=2), "abc", "wanted text of at most 2 characters; came text of 3"),
        (rf.TextShape(min_length=2), "a", "wanted text of at least 2 characters; came text of 1"),
        (rf.TextShape(2, 3), "", "wanted text of 2 to 3 characters; came text of 0"),
        (rf.TextShape(), "\ud800", SURROGATE),
        (choices(allow_custom=True), "\ud800", SURROGATE),
        (rf.AnyShape(), "\ud800", SURROGATE),
    ],
)
def test_text_that_does_not_fit_is_refused(shape, value, message):
    assert refusal(shape, value).startswith(message)


def test_text_is_measured_in_code_points():
    assert checked(rf.TextShape(max_length=2), "😀\0") == "😀\0"


def test_a_text_that_is_refused_for_its_length_is_not_shown():
    assert "secret" not in refusal(rf.TextShape(max_length=3, format="password"), "secret")


def test_equal_numbers_are_one_choice_and_come_as_the_one_that_is_listed():
    found = [checked(choices(1, 0.5, 2.0), value) for value in (1.0, 1, 0.5, 2)]

    assert found == [1, 1, 0.5, 2]
    assert type(found[0]) is int


@pytest.mark.parametrize(
    ("listed", "value"),
    [
        (1, True),
        (1, "1"),
        (True, 1),
        (True, 1.0),
        ("1", 1),
        (None, False),
        ([1], [True]),
        ({"a": 0}, {"a": False}),
        (2**53 + 1, float(2**53)),
        (NAN, NAN),
    ],
)
def test_values_of_another_kind_are_another_choice(listed, value):
    assert refusal(choices(listed), value).startswith("wanted one of ")


def test_a_choice_can_be_any_value():
    values = [None, True, "a", [1, "b"], {"x": 1, "y": [2]}, BYTES, PNG]

    assert [checked(choices(*values), value) for value in values] == values
    assert checked(choices(*values), {"y": [2.0], "x": 1}) == {"x": 1, "y": [2]}


def test_the_choices_stand_in_the_message():
    assert refusal(choices("a", 2), "b") == "wanted one of 'a', 2; came text 'b'"
    assert refusal(choices(*range(100)), "b").startswith("wanted one of 0, 1, ")
    assert ", 19 and 80 more; came" in refusal(choices(*range(100)), "b")


def test_a_custom_choice_is_any_text_and_nothing_else():
    shape = choices("a", allow_custom=True)

    assert checked(shape, "b") == "b"
    assert refusal(shape, 1) == "wanted one of 'a' or any text; came 1"


@pytest.mark.parametrize(
    "shape",
    [
        rf.TensorShape(),
        rf.TensorShape((rf.DataType.UINT8,)),
        rf.TensorShape((rf.DataType.INT8, rf.DataType.UINT8), (2, 3)),
        rf.TensorShape(dimensions=(-1, 3)),
        rf.TensorShape(dimensions=(-1, -1)),
    ],
)
def test_a_tensor_of_a_listed_type_and_matching_lengths_is_valid(shape):
    assert checked(shape, BYTES) is BYTES


@pytest.mark.parametrize(
    ("shape", "wanted"),
    [
        (rf.TensorShape((rf.DataType.INT8,)), "a tensor int8"),
        (rf.TensorShape((rf.DataType.INT8, rf.DataType.BOOL)), "a tensor int8 or bool"),
        (rf.TensorShape(dimensions=(2,)), "a tensor (2)"),
        (rf.TensorShape(dimensions=(-1, 4)), "a tensor (any, 4)"),
        (rf.TensorShape(dimensions=(-1, -1, -1)), "a tensor (any, any, any)"),
    ],
)
def test_a_tensor_of_another_type_or_length_is_refused(shape, wanted):
    assert refusal(shape, BYTES) == f"wanted {wanted}; came a tensor uint8 (2, 3)"


@pytest.mark.parametrize(
    ("tensor", "fault"),
    [
        (rf.Tensor(rf.DataType.UINT8, (3,), b"ab"), "2 bytes of data where 3 belong"),
        (rf.Tensor(rf.DataType.UINT8, (-3,), b""), "a negative length"),
        (rf.Tensor(rf.DataType.FLOAT64, (2**40, 2**40), b""), "more bytes than 63 bits count"),
        (rf.Tensor(rf.DataType.FLOAT64, (0, 2**62), b""), "more bytes than 63 bits count"),
        (rf.Tensor(rf.DataType.UINT8, (1,) * 33, b"a"), "33 dimensions; at most 32"),
        (rf.Tensor(rf.DataType.UNSPECIFIED, (1,), b"a"), "not given or not known"),
    ],
)
@pytest.mark.parametrize("shape", [rf.TensorShape(), rf.AnyShape()])
def test_a_tensor_that_is_not_sound_is_refused(tensor, fault, shape):
    assert fault in refusal(shape, tensor)


@pytest.mark.parametrize("value", [[1, 2], "ab", PNG, 1])
def test_what_is_no_tensor_is_refused(value):
    assert refusal(rf.TensorShape(), value).startswith("wanted a tensor; came ")


@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_only_numbers_choices_and_texts_are_light(shape):
    heavy = (rf.AnyShape, rf.TensorShape, rf.MediaShape, rf.ListShape, rf.StructShape)

    assert is_light(rf.Schema(shape)) is not isinstance(shape, heavy)
