from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.components.code import LANGUAGES
from rpcface.files import CallIO

SENDABLE = st.text(alphabet=st.characters(codec="utf-8"))


def sent(component, given_back):
    """What travels for what a function returned."""
    with CallIO() as files:
        return component.schema().check(component.encode(given_back, rf.Accept(), files))


def received(component, value):
    """What a function gets for a value that was sent."""
    with CallIO() as files:
        return component.decode(component.schema().check(value), files)


@given(SENDABLE)
def test_source_text_leaves_and_comes_as_it_is(text):
    assert sent(rf.Code(), text) == text
    assert received(rf.Code(), text) == text


@pytest.mark.parametrize("text", ["\n  if a:\r\n\tb\n\n", "\0", "\ufeff# é", ""])
def test_no_white_space_is_taken_away(text):
    assert received(rf.Code(), sent(rf.Code(), text)) == text


def test_a_text_of_a_subclass_leaves_as_text():
    class Source(str):
        __slots__ = ()

        def __str__(self):
            return "another"

    found = sent(rf.Code(), Source("a"))

    assert (type(found), found) == (str, "a")


@pytest.mark.parametrize("given_back", [b"a", 3, ("a.py",), ["a"], {"a": 1}, True])
def test_what_is_no_text_is_refused(given_back):
    with pytest.raises(rf.Invalid, match=rf"^wanted a str; came {type(given_back).__name__}$"):
        sent(rf.Code(), given_back)


def test_text_without_utf8_is_refused():
    with pytest.raises(
        rf.Invalid, match="wanted text that has a UTF-8 form; came a lone surrogate"
    ):
        sent(rf.Code(), "a\ud800")


@pytest.mark.parametrize("language", [*LANGUAGES, None])
def test_a_language_is_told_to_who_draws_it(language):
    looks = rf.Code("", language).props()

    assert looks == {"lines": 5} | ({"language": language} if language else {})


@pytest.mark.parametrize("language", ["Python", "klingon", "", 3])
def test_a_language_that_is_not_known_is_refused(language):
    with pytest.raises(ValueError, match=r"^Code\(language=…\): wanted one of 'python', 'c', "):
        rf.Code(language=language)


def test_every_language_is_named_where_it_is_explained():
    for language in LANGUAGES:
        assert f'"{language}"' in rf.Code.__doc__


def test_lines_are_hints():
    assert rf.Code(lines=1, max_lines=9).props() == {"lines": 1, "max_lines": 9}
    assert received(rf.Code(lines=1, max_lines=1), "a\nb\nc") == "a\nb\nc"


@pytest.mark.parametrize("parameter", ["lines", "max_lines"])
def test_a_count_of_lines_is_an_int_from_1_on(parameter):
    for count in (0, -1, 1.5, True):
        with pytest.raises(ValueError, match=rf"^Code\({parameter}=…\): wanted an int from 1 on"):
            rf.Code(**{parameter: count})


def test_it_is_drawn_as_text_where_it_is_not_known():
    assert rf.Code().fallback_types == ("textbox",)
    assert rf.Code().schema() == rf.Schema(rf.TextShape())
