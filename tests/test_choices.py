"""What Radio, Dropdown and CheckboxGroup have in common."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.components.choices import Choices
from rpcface.schemas.scalars import key_of

SCALARS = (
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | st.text("ab", max_size=2)
)
VALUES = st.recursive(
    SCALARS,
    lambda part: st.lists(part, max_size=2) | st.dictionaries(st.text("ab"), part, max_size=2),
)


def choices(*given_, **options):
    return Choices(rf.Radio(["a"]), given_, **options)


class Odd:
    """Equal to nothing, and angry when asked."""

    __hash__ = None

    def __eq__(self, other):
        raise RuntimeError("do not compare me")

    def __repr__(self):
        raise RuntimeError("do not show me")


@given(one=VALUES, other=VALUES)
def test_two_values_have_one_key_where_they_are_one_choice(one, other):
    def same(one, other):
        if isinstance(one, bool) or isinstance(other, bool):
            return one is other
        if isinstance(one, list) and isinstance(other, list):
            return len(one) == len(other) and all(map(same, one, other))
        if isinstance(one, dict) and isinstance(other, dict):
            return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
        return one == other

    assert (key_of(one) == key_of(other)) == same(one, other)
    assert key_of(one) == key_of(one)


@given(VALUES)
def test_a_choice_is_found_again_by_its_value(value):
    found = choices("another", value) if value != "another" else choices(value)

    assert found.decode(value) == value
    assert found.encode(value) == value
    assert found.shape.check(value) == value


def test_what_is_angry_when_compared_is_found_by_itself():
    odd, other = Odd(), Odd()
    found = choices(("odd", odd), ("other", other))

    assert found.encode(other) == "other"
    with pytest.raises(rf.Invalid, match="wanted one of 'odd', 'other'; came "):
        found.encode(Odd())


def test_arrays_are_choices_by_their_elements():
    found = choices(("zeros", np.zeros(2)), ("ones", np.ones(2)), np.zeros((2, 1)))

    assert found.encode(np.ones(2)) == rf.Tensor.of(np.ones(2))
    assert np.array_equal(found.decode(rf.Tensor.of(np.ones(2))), np.ones(2))
    for other in (np.ones(2, np.float32), np.full(2, 2.0)):
        with pytest.raises(rf.Invalid, match="came a tensor"):
            found.encode(other)


def test_nan_is_a_choice_by_its_label_alone():
    nan = float("nan")
    found = choices(("none", nan), 1.0)

    assert found.encode(nan) == "none"
    assert found.decode("none") is nan
    with pytest.raises(rf.Invalid, match="came nan"):
        found.shape.check(float("nan"))


def test_custom_text_is_any_that_has_utf8():
    found = choices("a", 1, allow_custom=True)

    assert found.encode("b") == found.decode("b") == "b"
    assert found.encode(np.str_("b")) == "b"
    for other in (2, True, None, ["b"]):
        with pytest.raises(rf.Invalid, match="wanted one of 'a', 1 or any text"):
            found.encode(other)
    with pytest.raises(rf.Invalid, match="wanted one of 'a', 1 or any text; came a lone surrogate"):
        found.encode("\ud800")


def test_no_choices_and_custom_text_is_any_text():
    assert choices(allow_custom=True).shape.wanted() == "any text"
    assert choices(allow_custom=True).first is rf.MISSING


def test_the_first_of_the_choices_may_be_none():
    assert choices(None, 1).first is None
    assert choices(("nothing", None), 1).has_none
    assert not choices(0, "").has_none


def test_a_message_lists_no_more_than_twenty_choices():
    wanted = choices(*range(1000)).shape.wanted()

    assert wanted.endswith("18, 19 and 980 more")


def test_a_message_tells_a_long_choice_in_a_few_words():
    assert len(choices("x" * 10_000).shape.wanted()) < 100


def test_a_message_tells_which_array_or_list_by_its_label():
    wanted = choices(("ones", np.ones(2)), ("three", [1, 2, 3]), ("yes", True)).shape.wanted()

    assert wanted == "one of a tensor float64 (2,) (ones), a list of 3 (three), true"


@pytest.mark.parametrize(
    "made",
    [
        lambda: rf.Radio(one for one in "ab"),
        lambda: rf.Radio({"a": 1}.keys()),
        lambda: rf.Radio([("ones", np.ones(2))]),
        lambda: rf.Dropdown([("add", sum), "b"], allow_custom_value=True),
    ],
)
def test_a_component_with_any_choices_can_be_pickled(made):
    component = made()

    copy = pickle.loads(pickle.dumps(component))  # noqa: S301 - our own bytes

    assert copy.schema() == component.schema()
    assert repr(copy) == repr(component)
