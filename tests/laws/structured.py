"""Components of values with parts: JSON, labels, text in pieces."""

from __future__ import annotations

import datetime
import functools
from typing import Any

import numpy as np
from hypothesis import strategies as st

import rpcface as rf
from tests.laws.single import INT64, TEXT, WORD
from tests.laws.subject import Subject, pairs

SCALARS = st.none() | st.booleans() | INT64 | st.floats() | TEXT
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORD, inner, max_size=3),
    max_leaves=8,
)
ODD: list[tuple[Any, Any]] = [
    ((1, (2, "a")), [1, [2, "a"]]),
    (np.arange(4).reshape(2, 2), [[0, 1], [2, 3]]),
    ({"a": np.float32(0.5), "b": np.True_}, {"a": 0.5, "b": True}),
    (datetime.date(2026, 11, 24), "2026-11-24"),
    (np.array(["2026-11-24", "NaT"], "M8[D]"), ["2026-11-24", None]),
    ([np.zeros((0, 3))], [[]]),
]


def _told(trees: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Without None on its own, which reaches no component."""
    return trees.filter(lambda tree: tree is not None)


SURE = st.floats(allow_nan=False) | st.integers(-5, 5) | st.booleans()
CONFIDENCES = st.dictionaries(TEXT, SURE, max_size=5)


def _ranked(most: int | None) -> Any:
    def normal(given: dict[str, float]) -> dict[str, float]:
        places = {label: place for place, label in enumerate(given)}
        labels = sorted(given, key=lambda label: (-float(given[label]), places[label]))
        return {label: float(given[label]) for label in labels[:most]}

    return normal


MARKS = st.none() | TEXT | st.floats(allow_nan=False)
PIECES = st.lists(st.tuples(st.text("ab ", max_size=3), MARKS), max_size=5)
FEW = st.lists(st.tuples(st.text("ab ", max_size=2), st.sampled_from([None, "x", 0.5])))


def _joined(pieces: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for text, mark in pieces:
        if text and found and found[-1][1] == mark:
            found[-1] = (f"{found[-1][0]}-{text}", mark)
        elif text:
            found.append((text, mark))
    return found


def _tagged(cuts: tuple[str, list[int]]) -> tuple[Any, Any]:
    """Entities between the cuts of a text, every other one, and the pieces that result."""
    text, places = cuts
    spans = list(zip([0, *places], [*places, len(text)], strict=True))
    spans = [span for span in spans if span[0] < span[1]]
    tags = [
        {"entity": f"e{start}", "start": start, "end": end, "score": 0.9}
        for start, end in spans[::2]
    ]
    pieces = [
        (text[start:end], None if index % 2 else f"e{start}")
        for index, (start, end) in enumerate(spans)
    ]
    return {"text": text, "entities": tags[::-1]}, pieces


ENTITIES = TEXT.flatmap(
    lambda text: st.tuples(
        st.just(text), st.lists(st.integers(0, len(text)), unique=True).map(sorted)
    )
).map(_tagged)

STRUCTURED = {
    "json": [
        Subject(
            rf.JSON,
            pairs(_told(TREES)) | st.sampled_from(ODD),
            refuses="it takes any value, and refuses tensors and media",
        )
    ],
    "label": [
        Subject(
            functools.partial(rf.Label, num_top_classes=most),
            pairs(CONFIDENCES, _ranked(most)) | pairs(TEXT | st.integers(-5, 5), str),
            refuses="no label may stand twice, and no confidence be NaN",
        )
        for most in (None, 2)
    ],
    "highlightedtext": [
        Subject(
            functools.partial(rf.HighlightedText, color_map={"x": "red"}, show_legend=True),
            pairs(PIECES | PIECES.map(tuple), list) | ENTITIES,
            refuses="a piece has a label or a score, which is not NaN",
        ),
        Subject(
            functools.partial(rf.HighlightedText, combine_adjacent=True, adjacent_separator="-"),
            pairs(FEW, _joined),
            refuses="a piece has a label or a score, which is not NaN",
        ),
    ],
}
