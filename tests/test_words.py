"""What a person types, read as a schema wants it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.natural.words import from_word

NUMBERS_AND_TEXTS = rf.Radio([1, "1", True, "one", ("Half", 0.5)])


def read(word, component):
    return from_word(word, component.schema())


def refusal(word, component):
    with pytest.raises(rf.Invalid) as raised:
        read(word, component)
    return str(raised.value)


@given(st.text())
def test_a_text_is_what_is_typed(word):
    assert read(word, rf.Textbox()) == word


@given(st.integers() | st.floats(allow_nan=False))
def test_a_number_is_read_exactly(number):
    found = read(repr(number), rf.Number())

    assert (type(found), found) == (type(number), number)


@pytest.mark.parametrize(("word", "truth"), [("yes", True), ("TRUE", True), ("0", False)])
def test_truth_has_several_words(word, truth):
    assert read(word, rf.Checkbox()) is truth


@pytest.mark.parametrize(
    ("word", "choice"),
    [("1", 1), ('"1"', "1"), ("true", True), ("one", "one"), ("Half", 0.5), ("0.5", 0.5)],
)
def test_choices_that_look_alike_are_told_apart(word, choice):
    found = read(word, NUMBERS_AND_TEXTS)

    assert (type(found), found) == (type(choice), choice)


def test_a_text_that_looks_like_a_number_is_chosen_where_no_number_is_listed():
    assert read("1", rf.Radio(["1", "2"])) == "1"
    assert read("1", rf.Dropdown([], allow_custom_value=True)) == "1"


@pytest.mark.parametrize(
    ("word", "component", "message"),
    [
        ("much", rf.Number(), "wanted a number; came 'much'"),
        ("maybe", rf.Checkbox(), "wanted true or false; came 'maybe'"),
        ("two", rf.Radio(["one"]), "wanted one of 'one'; came 'two'"),
        ("a.png", rf.Image(), "wanted an image (png, jpeg, webp, gif, bmp, tiff); came 'a.png'"),
        ("[1,", rf.JSON(), "wanted JSON (text in double quotes); came '[1,': Expecting value"),
        ("[" * 100_000, rf.JSON(), "wanted JSON (text in double quotes); came '["),
    ],
)
def test_a_word_that_does_not_fit_is_told(word, component, message):
    assert refusal(word, component).startswith(message)


@given(st.recursive(st.booleans() | st.integers() | st.text(), st.lists, max_leaves=8))
def test_all_else_is_json(value):
    assert read(json.dumps([value]), rf.JSON()) == [value]
