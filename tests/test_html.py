from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO

SENDABLE = st.text(alphabet=st.characters(codec="utf-8"))


def sent(given_back):
    """What travels for what a function returned."""
    component = rf.HTML()
    with CallIO() as files:
        return component.schema().check(component.encode(given_back, rf.Accept(), files))


@given(SENDABLE)
def test_html_leaves_and_comes_as_it_is(text):
    with CallIO() as files:
        assert rf.HTML().decode(sent(text), files) == text


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<p", " &lt; ", "\n<b>\n"])
def test_nobody_looks_into_it(text):
    assert sent(text) == text


@pytest.mark.parametrize("given_back", [b"<p>", 3, None, ["<p>"]])
def test_what_is_no_text_is_refused(given_back):
    with pytest.raises(rf.Invalid, match=rf"^wanted a str; came {type(given_back).__name__}$"):
        sent(given_back)


def test_text_without_utf8_is_refused():
    with pytest.raises(rf.Invalid, match="came a lone surrogate"):
        sent("<p>\ud800")


def test_its_schema_says_that_it_is_html():
    assert rf.HTML().schema() == rf.Schema(rf.TextShape(media_type="text/html"))
    assert rf.HTML().fallback_types == ("textbox",)
    assert rf.HTML().props() == {}
