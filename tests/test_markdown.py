from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO

SENDABLE = st.text(alphabet=st.characters(codec="utf-8"))
LINES = st.text(" \t\nab#`", max_size=30)


def sent(given_back):
    """What travels for what a function returned."""
    component = rf.Markdown()
    with CallIO() as files:
        return component.schema().check(component.encode(given_back, rf.Accept(), files))


@given(SENDABLE | LINES)
def test_the_normal_form_is_its_own(text):
    assert sent(sent(text)) == sent(text)


@given(SENDABLE | LINES)
def test_a_sender_s_text_comes_as_it_is(text):
    with CallIO() as files:
        assert rf.Markdown().decode(rf.Markdown().schema().check(text), files) == text


@pytest.mark.parametrize("indent", ["", "  ", "    ", "\t"])
def test_what_all_lines_are_indented_by_is_taken_away(indent):
    written = f"\n{indent}# Title\n\n{indent}    code\n{indent}- a\n   \n\n"

    assert sent(written) == "# Title\n\n    code\n- a"


@pytest.mark.parametrize("text", ["a\n    code", "a  \nb", "  a\n\tb", "a\r\n  b", "a\n\n\nb"])
def test_nothing_else_is_taken_away(text):
    assert sent(text) == text


@pytest.mark.parametrize("given_back", [b"a", 3, None, ["a"]])
def test_what_is_no_text_is_refused(given_back):
    with pytest.raises(rf.Invalid, match=rf"^wanted a str; came {type(given_back).__name__}$"):
        sent(given_back)


def test_text_without_utf8_is_refused():
    with pytest.raises(rf.Invalid, match="came a lone surrogate"):
        sent("\ud800")


def test_its_schema_says_that_it_is_markdown():
    assert rf.Markdown().schema() == rf.Schema(rf.TextShape(media_type="text/markdown"))
    assert rf.Markdown().fallback_types == ("textbox",)


def test_what_is_shown_at_first_is_in_its_normal_form():
    output = rf.Interface(lambda: "", None, rf.Markdown("  # Wait\n")).outputs[0]

    assert output.field.default == "# Wait"
