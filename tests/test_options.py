from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.components import options

BOX = rf.Textbox()


class Shy:
    def __repr__(self):
        raise RuntimeError("not today")


def test_a_message_names_the_component_and_its_parameter():
    assert options.place(BOX, "lines") == "Textbox(lines=…)"


@given(st.integers(1, 2**63 - 1) | st.none())
def test_a_length_is_a_whole_number_from_1_on_or_none(length):
    assert options.length(BOX, "lines", length) == length


@pytest.mark.parametrize("given_", [0, -1, 1.0, True, "1", [1]])
def test_another_length_is_refused(given_):
    with pytest.raises(ValueError, match=r"^Textbox\(lines=…\): wanted an int from 1 on; came "):
        options.length(BOX, "lines", given_)


def test_a_length_of_thousands_of_digits_is_refused_in_a_few_words():
    with pytest.raises(ValueError, match=r"wanted an int of at most 64 bits; came <int>$"):
        options.length(BOX, "lines", 10**5000)
    with pytest.raises(ValueError, match=r"bits; came 9223372036854775808$"):
        options.length(BOX, "lines", 2**63)


@pytest.mark.parametrize("given_", ["A", "b ", "", 3, ["a"], {}])
def test_one_of_several_is_one_of_them(given_):
    assert options.one_of(BOX, "type", "a", ("a", None)) == "a"
    assert options.one_of(BOX, "type", None, ("a", None)) is None
    with pytest.raises(ValueError, match=r"^Textbox\(type=…\): wanted one of 'a', None; came "):
        options.one_of(BOX, "type", given_, ("a", None))


@pytest.mark.parametrize("given_", [1, 0, None, "True", []])
def test_truth_is_true_or_false(given_):
    assert options.truth(BOX, "many", True) is True
    with pytest.raises(TypeError, match=r"^Textbox\(many=…\): wanted True or False; came "):
        options.truth(BOX, "many", given_)


def test_a_text_is_a_str_with_utf8_or_none():
    assert options.text(BOX, "placeholder", "é") == "é"
    assert options.text(BOX, "placeholder", None) is None
    with pytest.raises(TypeError, match=r"^Textbox\(placeholder=…\): wanted a str; came 3$"):
        options.text(BOX, "placeholder", 3)
    with pytest.raises(
        ValueError, match=r"^Textbox\(placeholder=…\): wanted text that has a UTF-8"
    ):
        options.text(BOX, "placeholder", "\udfff")


@pytest.mark.parametrize(
    ("thing", "shown"),
    [("a", "'a'"), (3, "3"), pytest.param(10**5000, "<int>", id="long"), (Shy(), "<Shy>")],
)
def test_an_object_is_shown_whatever_it_is(thing, shown):
    assert options.shown(thing) == shown


def test_what_is_shown_is_short():
    assert options.shown(["a" * 1000]) == "['" + "a" * 58


def test_looks_that_are_none_are_not_told():
    assert options.props(a=1, b=None, c=False) == {"a": 1, "c": False}
