from __future__ import annotations

import decimal
import enum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO

SENDABLE = st.text(alphabet=st.characters(codec="utf-8"))
RETURNED = SENDABLE | st.none() | st.integers() | st.floats() | st.lists(SENDABLE)


class Color(enum.StrEnum):
    RED = "red"


def sent(value, component=None):
    """What travels for a value that a function returned."""
    component = component or rf.Textbox()
    with CallIO() as files:
        return component.schema().check(component.encode(value, rf.Accept(), files))


def received(value, component=None):
    """What a function gets for a value that travelled."""
    with CallIO() as files:
        return (component or rf.Textbox()).decode(value, files)


@given(RETURNED.filter(lambda value: value is not None))
def test_what_a_function_returns_comes_back_as_its_str(value):
    normal = received(sent(value))

    assert normal == str(value)
    assert type(normal) is str
    assert received(sent(normal)) == normal


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.str_("ä"), "ä"),
        (np.int64(3), "3"),
        (Color.RED, "red"),
        (decimal.Decimal("1.10"), "1.10"),
        (True, "True"),
        ("a\0b\r\n", "a\0b\r\n"),
    ],
)
def test_the_normal_form_is_text_without_a_subclass(value, expected):
    found = sent(value)

    assert found == expected
    assert type(found) is str


@pytest.mark.parametrize("value", [b"a", bytearray(b"a"), memoryview(b"a")])
def test_bytes_are_no_text(value):
    with pytest.raises(rf.Invalid, match="wanted text; came bytes; decode them in the function"):
        sent(value)


@pytest.mark.parametrize("value", ["\ud800", "a\udfffb"])
def test_text_without_a_utf8_form_is_refused(value):
    with pytest.raises(rf.Invalid, match="wanted text that has a UTF-8 form; came a lone"):
        sent(value)


def test_text_has_at_most_max_length_code_points():
    component = rf.Textbox(max_length=2)

    assert sent("😀😀", component) == "😀😀"
    with pytest.raises(rf.Invalid, match="text of at most 2 characters; came text of 3"):
        sent("abc", component)


def test_only_looks_that_are_given_are_told():
    assert rf.Textbox().props() == {"lines": 1}
    assert rf.Textbox(lines=3, max_lines=9, placeholder="Say", max_length=5).props() == {
        "lines": 3,
        "max_lines": 9,
        "placeholder": "Say",
    }


@pytest.mark.parametrize("parameter", ["lines", "max_lines", "max_length"])
@pytest.mark.parametrize("given", [0, -1, 1.5, True, "3"])
def test_a_count_of_lines_or_characters_is_an_int_from_1_on(parameter, given):
    with pytest.raises(ValueError, match=rf"^Textbox\({parameter}=…\): wanted an int from 1") as e:
        rf.Textbox(**{parameter: given})

    assert str(e.value).endswith(f"came {given!r}")


@pytest.mark.parametrize("parameter", ["label", "info", "name", "placeholder"])
def test_what_people_read_is_a_str(parameter):
    with pytest.raises(TypeError, match=rf"^Textbox\({parameter}=…\): wanted a str; came 3$"):
        rf.Textbox(**{parameter: 3})


def test_a_component_shows_its_label():
    assert repr(rf.Textbox()) == "Textbox()"
    assert repr(rf.Textbox(label="Name")) == "Textbox(label='Name')"


@pytest.mark.parametrize("shortcut", ["text", "textbox", "Textbox"])
def test_its_shortcuts_make_one(shortcut):
    slot = rf.Interface(str.upper, shortcut, None).inputs[0]

    assert isinstance(slot.component, rf.Textbox)
    assert slot.field.type == "textbox"
