from __future__ import annotations

import decimal
import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO

TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=9)
LABELS = st.none() | TEXT | st.floats(allow_nan=False)
PIECES = st.lists(st.tuples(TEXT, LABELS), max_size=6)
NAN = float("nan")


def sent(given_back, **options):
    """What travels for what a function returned."""
    component = rf.HighlightedText(**options)
    with CallIO() as files:
        return component.schema().check(component.encode(given_back, rf.Accept(), files))


def received(value, **options):
    """What a function gets for a value that was sent."""
    component = rf.HighlightedText(**options)
    with CallIO() as files:
        return component.decode(component.schema().check(value), files)


def entities(text, *spans, key="entity"):
    found = [{key: label, "start": start, "end": end} for start, end, label in spans]
    return {"text": text, "entities": found}


def refusal(given_back):
    with pytest.raises(rf.Invalid) as fault:
        sent(given_back)
    return str(fault.value)


@given(PIECES)
def test_pieces_come_back_as_tuples(pieces):
    assert received(sent(pieces)) == pieces
    assert received(sent([list(piece) for piece in pieces])) == pieces
    assert received(sent(tuple(pieces))) == pieces
    assert "".join(piece["text"] for piece in sent(pieces)) == "".join(text for text, _ in pieces)


@pytest.mark.parametrize(
    ("label", "told"),
    [
        (None, {"label": None, "score": None}),
        ("city", {"label": "city", "score": None}),
        ("", {"label": "", "score": None}),
        (0.5, {"label": None, "score": 0.5}),
        (0, {"label": None, "score": 0.0}),
        (-1, {"label": None, "score": -1.0}),
        (math.inf, {"label": None, "score": math.inf}),
        (np.float32(0.5), {"label": None, "score": 0.5}),
        (np.str_("city"), {"label": "city", "score": None}),
        (decimal.Decimal("0.25"), {"label": None, "score": 0.25}),
    ],
)
def test_a_label_is_text_or_a_score_or_nothing(label, told):
    assert sent([("a", label)]) == [{"text": "a"} | told]


@pytest.mark.parametrize(
    "label",
    [True, NAN, np.float64("nan"), b"a", ["a"], 10**400, pytest.param(10**5000, id="long"), {}],
)
def test_a_label_that_is_none_of_these_is_refused(label):
    assert refusal([("a", None), ("b", label)]).startswith("at /1: wanted a label: a str, a number")


@pytest.mark.parametrize("piece", ["a", ("a",), ("a", None, None), {"a": None}, None, "ab"])
def test_a_piece_is_a_text_with_its_label(piece):
    assert refusal([("a", None), piece]).startswith("at /1: wanted a tuple (text, label); came ")


@pytest.mark.parametrize("given_back", ["a", b"a", 3, {("a", None)}, iter([])])
def test_the_whole_is_a_list_or_a_dict(given_back):
    assert refusal(given_back).startswith("wanted a list of (text, label) tuples, or a dict; came")


def test_a_text_without_utf8_is_refused():
    for piece in (("\ud800", None), ("a", "\ud800")):
        assert refusal([piece]) == "at /0: wanted text that has a UTF-8 form; came a lone surrogate"
    assert "at /0: wanted a str; came int" in refusal([(3, None)])


def test_what_no_entity_covers_has_no_label():
    told = entities("They moved to Vienna.", (14, 20, "city"))

    assert received(sent(told)) == [("They moved to ", None), ("Vienna", "city"), (".", None)]


@given(text=TEXT, data=st.data())
def test_entities_lose_none_of_the_text(text, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    spans = [(*pair, f"e{pair[0]}") for pair in zip(cuts[::2], cuts[1::2], strict=False)]

    found = received(sent(entities(text, *spans)))

    assert "".join(words for words, _ in found) == text
    assert [words for words, label in found if label] == [
        text[start:end] for start, end, _ in spans
    ]


def test_entities_may_stand_in_any_order_and_touch():
    told = entities("abcd", (2, 4, "y"), (0, 2, "x"))

    assert received(sent(told)) == [("ab", "x"), ("cd", "y")]


def test_places_count_characters():
    assert received(sent(entities("😀é😀", (1, 2, "x")))) == [
        ("😀", None),
        ("é", "x"),
        ("😀", None),
    ]


@pytest.mark.parametrize("key", ["entity", "entity_group", "label"])
def test_taggers_call_their_label_one_of_three_names(key):
    told = entities("ab", (np.int64(0), np.int32(1), "x"), key=key)
    told["entities"][0] |= {"score": np.float32(0.9), "word": "a", "index": 1}

    assert received(sent(told)) == [("a", "x"), ("b", None)]


@pytest.mark.parametrize("text", ["", "ab"], ids=["an empty text", "a text"])
def test_without_entities_the_text_is_one_piece(text):
    assert received(sent(entities(text))) == ([(text, None)] if text else [])


def test_an_entity_of_no_characters_is_a_piece():
    assert received(sent(entities("ab", (1, 1, "x")))) == [("a", None), ("", "x"), ("b", None)]


@pytest.mark.parametrize(
    "spans",
    [
        [(0, 2, "x"), (1, 3, "y")],
        [(0, 4, "x"), (1, 2, "y")],
        [(0, 2, "x"), (0, 2, "x")],
        [(2, 1, "x")],
        [(-1, 2, "x")],
        [(3, 5, "x")],
        [(9, 9, "x")],
    ],
)
def test_entities_that_overlap_or_lie_outside_are_refused(spans):
    told = refusal(entities("abcd", *spans))

    assert "wanted entities that lie in the 4 characters and do not overlap; came one from" in told
    assert told.startswith(f"at /entities/{len(spans) - 1}: ")


@pytest.mark.parametrize(
    "entity",
    [
        {"start": 0, "end": 1},
        {"entity": "x", "end": 1},
        {"entity": "x", "start": 0, "end": 1.0},
        {"entity": "x", "start": True, "end": 1},
        {"entity": "x", "start": "0", "end": 1},
        {},
        ("x", 0, 1),
        None,
    ],
)
def test_an_entity_has_a_label_a_start_and_an_end(entity):
    told = refusal({"text": "ab", "entities": [entity]})

    assert told.startswith("at /entities/0: wanted a dict of 'entity' (or 'entity_group', 'label')")


@pytest.mark.parametrize("given_back", [{}, {"text": "a"}, entities("a") | {"more": 1}, {1: 2}])
def test_a_dict_has_a_text_and_entities(given_back):
    assert refusal(given_back).startswith("wanted a dict of 'text' and 'entities'; came one of the")


@pytest.mark.parametrize("given_back", [None, {}, "ab", 3])
def test_entities_are_a_list(given_back):
    told = refusal({"text": "a", "entities": given_back})

    assert told.startswith("at /entities: wanted a list of entities; came ")


@given(PIECES)
def test_pieces_that_touch_become_one_where_that_is_asked_for(pieces):
    for value in (sent(pieces, combine_adjacent=True), sent(pieces)):
        found = received(value, combine_adjacent=True)
        assert "".join(text for text, _ in found) == "".join(text for text, _ in pieces)
        assert all(text for text, _ in found)
        assert all(one[1] != other[1] for one, other in itertools.pairwise(found))
        assert received(sent(found, combine_adjacent=True), combine_adjacent=True) == found


def test_pieces_are_joined_by_the_separator():
    pieces = [("a", "x"), ("b", "x"), ("", "y"), ("c", "x"), ("d", None), ("e", 1.0), ("f", 1)]

    found = received(sent(pieces, combine_adjacent=True, adjacent_separator=" "))

    assert found == [("a b c", "x"), ("d", None), ("e f", 1.0)]


def test_pieces_are_left_apart_else():
    assert received(sent([("a", "x"), ("", "x")], adjacent_separator=" ")) == [
        ("a", "x"),
        ("", "x"),
    ]


@pytest.mark.parametrize(
    ("piece", "told"),
    [
        ({"text": "a", "label": "x", "score": 0.5}, "at /0: wanted a label or a score; came both"),
        ({"text": "a", "score": NAN}, "at /0/score: wanted a number as score; came NaN"),
        ({"label": "x"}, "at /0/text: wanted text; came nothing"),
    ],
)
def test_what_a_sender_gets_wrong_is_told(piece, told):
    with pytest.raises(rf.Invalid) as fault:
        received([piece])

    assert str(fault.value) == told


def test_label_and_score_may_be_left_out():
    assert received([{"text": "a"}, {"text": "b", "score": 1}]) == [("a", None), ("b", 1.0)]


def test_a_caller_gives_pieces_as_tuples_or_text():
    interface = rf.Interface(repr, rf.HighlightedText(), "text")

    pieces = [("a", "x"), "b", ("c", None, 0.5), ("d", None), {"text": "e", "score": 1}]

    told = [("a", "x"), ("b", None), ("c", 0.5), ("d", None), ("e", 1.0)]
    assert interface(pieces) == repr(told)


def test_its_looks_are_told():
    assert rf.HighlightedText().props() == {}
    assert rf.HighlightedText(color_map={"x": "red"}, show_legend=True).props() == {
        "color_map": {"x": "red"},
        "show_legend": True,
    }


@pytest.mark.parametrize("given_map", ["red", ["red"], {"x": 1}, {1: "red"}, {"x": None}])
def test_a_color_map_is_a_dict_of_text(given_map):
    with pytest.raises(TypeError, match=r"^HighlightedText\(color_map=…\): wanted a dict of col"):
        rf.HighlightedText(color_map=given_map)


@pytest.mark.parametrize(
    "options", [{"color_map": {"\ud800": "red"}}, {"adjacent_separator": "\ud800"}]
)
def test_options_that_no_message_can_carry_are_refused(options):
    with pytest.raises(ValueError, match=r"…\): wanted text that has a UTF-8 form"):
        rf.HighlightedText(**options)


@pytest.mark.parametrize("shortcut", ["highlight", "highlightedtext", "Highlighted_Text"])
def test_its_shortcuts_make_one(shortcut):
    assert isinstance(rf.Interface(len, shortcut, None).inputs[0].component, rf.HighlightedText)
