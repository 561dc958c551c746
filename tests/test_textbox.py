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


@pytest.mark.parametrize(
    ("given_type", "schema_format"), [("text", ""), ("password", "password"), ("email", "email")]
)
def test_its_type_is_a_format_of_its_schema(given_type, schema_format):
    shape = rf.Textbox(type=given_type, max_length=9).schema().shape

    assert shape == rf.TextShape(max_length=9, format=schema_format)


@pytest.mark.parametrize("given_type", ["Text", "url", "", None, 3, ["text"]])
def test_a_type_that_is_not_known_is_refused(given_type):
    with pytest.raises(ValueError, match=r"^Textbox\(type=…\): wanted one of 'text', 'password', "):
        rf.Textbox(type=given_type)


@pytest.mark.parametrize("given_type", ["password", "email"])
@pytest.mark.parametrize("lines", [{"lines": 2}, {"max_lines": 1}])
def test_a_password_and_an_address_have_one_line(given_type, lines):
    assert rf.Textbox(type=given_type, lines=1).props() == {"lines": 1}
    with pytest.raises(ValueError, match=rf"^Textbox\(type=…\): '{given_type}' has one line"):
        rf.Textbox(type=given_type, **lines)


@given(SENDABLE)
def test_a_password_is_any_text_and_comes_as_it_is(value):
    component = rf.Textbox(type="password")

    assert received(sent(value, component), component) == value


@pytest.mark.parametrize("value", ["a@b.de", "A.b+c@X-1.org"])
def test_an_address_comes_as_it_is(value):
    component = rf.Textbox(type="email")

    assert received(sent(value, component), component) == value


@pytest.mark.parametrize("value", ["", "a", "a@b@c", "A <a@b.de>", "a@b.de, c@d.de", "a@b.de\n"])
def test_what_is_no_address_is_refused_in_and_out(value):
    component = rf.Textbox(type="email")

    with pytest.raises(rf.Invalid, match=r"^wanted an e-mail address; came text "):
        sent(value, component)
    with pytest.raises(rf.InputError, match=r"^inputs\.text: wanted an e-mail address; came text "):
        rf.Interface(lambda text: text, component, "text")(value)


@pytest.mark.parametrize("secret", ["hunter2-hunter2", 271_828, {"hunter2": 1}, ["hunter2"]])
def test_no_message_tells_a_password(secret, caplog):
    interface = rf.Interface(lambda text: text, rf.Textbox(type="password", max_length=3), "text")

    with pytest.raises(rf.InputError) as error:
        interface(secret)

    told = f"{error.value!r} {error.value} {error.value.violations} {caplog.text}"
    assert "hunter2" not in told
    assert "271828" not in told


def test_what_gives_text_is_no_text():
    with pytest.raises(TypeError, match=r"^Textbox\(value=…\): wanted text, not what gives it"):
        rf.Textbox(lambda: "now")


def test_a_count_is_of_at_most_64_bits():
    for parameter in ("lines", "max_lines", "max_length"):
        with pytest.raises(
            ValueError, match=rf"^Textbox\({parameter}=…\): wanted an int of at most 64 bits"
        ):
            rf.Textbox(**{parameter: 2**63})
    assert rf.Textbox(max_length=2**63 - 1).schema().shape.max_length == 2**63 - 1


def test_a_placeholder_has_utf8():
    with pytest.raises(
        ValueError, match=r"^Textbox\(placeholder=…\): wanted text that has a UTF-8"
    ):
        rf.Textbox(placeholder="\ud800")
