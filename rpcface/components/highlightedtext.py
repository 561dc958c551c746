"""Text in pieces, some of them labelled."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, TypeAlias

from rpcface.component import IO, Accept, Component, Invalid
from rpcface.components.code import only_text
from rpcface.components.number import number
from rpcface.components.options import place, props, shown, text, truth
from rpcface.schemas import Field, FloatShape, ListShape, Schema, StructShape, TextShape
from rpcface.values import Value, plain

Piece: TypeAlias = tuple[str, str | float | None]


class HighlightedText(Component):
    """Text in pieces, each with a label, a score, or neither.

    color_map: colours by label, as CSS writes them; None: the frontend's own.
    show_legend: whether the labels are shown beside the text.
    combine_adjacent: whether pieces of one label or score that stand side by side
        become one, joined by `adjacent_separator`, and empty pieces are left out.

    The function gets a list of (text, label) tuples: the label a `str`, a score as
    `float`, or None. It returns such a list, or a dict {"text": …, "entities":
    [{"entity": label, "start": …, "end": …}]}, as the taggers of the transformers
    library give it ("entity_group" and "label" mean the same); start and end count
    characters. Normal form: that list, as tuples. Invalid: entities that overlap or
    lie outside the text, scores that are NaN, anything else.

    On the wire: a list of structs {text; label: text or null; score: number or null},
    of which at most one of the two is not null.
    """

    type = "highlightedtext"
    aliases = ("highlight",)

    def __init__(
        self,
        value: Any = None,
        *,
        color_map: Mapping[str, str] | None = None,
        show_legend: bool = False,
        combine_adjacent: bool = False,
        adjacent_separator: str = "",
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)
        self.color_map = _colors(self, color_map)
        self.show_legend = truth(self, "show_legend", show_legend)
        self.combine_adjacent = truth(self, "combine_adjacent", combine_adjacent)
        self.adjacent_separator = text(self, "adjacent_separator", adjacent_separator) or ""

    def schema(self) -> Schema:
        fields = (
            Field(name="text", schema=Schema(TextShape())),
            Field(name="label", schema=Schema(TextShape(), nullable=True), default=None),
            Field(name="score", schema=Schema(FloatShape(), nullable=True), default=None),
        )
        return Schema(ListShape(Schema(StructShape(fields))))

    def props(self) -> Mapping[str, Any]:
        return props(color_map=self.color_map, show_legend=self.show_legend or None)

    def decode(self, value: Value, io: IO) -> list[Piece]:
        items: Any = value
        pieces: list[Piece] = []
        for index, item in enumerate(items):
            label, score = item["label"], item["score"]
            if label is not None and score is not None:
                raise Invalid("a label or a score", "both", f"/{index}")
            if score is not None and math.isnan(score):
                raise Invalid("a number as score", "NaN", f"/{index}/score")
            pieces.append((item["text"], label if score is None else float(score)))
        return self._combined(pieces)

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        if isinstance(value, Mapping):
            pieces = _tagged(value)
        elif isinstance(value, (list, tuple)):
            pieces = [_piece(item, index) for index, item in enumerate(value)]
        else:
            raise Invalid("a list of (text, label) tuples, or a dict", type(value).__name__)
        items: list[Value] = []
        for words, label in self._combined(pieces):
            is_label = isinstance(label, str)
            score = None if is_label else label
            items.append({"text": words, "label": label if is_label else None, "score": score})
        return items

    def _combined(self, pieces: list[Piece]) -> list[Piece]:
        if not self.combine_adjacent:
            return pieces
        found: list[Piece] = []
        for words, label in pieces:
            if not words:
                continue
            if found and found[-1][1] == label:
                words = found.pop()[0] + self.adjacent_separator + words  # noqa: PLW2901 - joined
            found.append((words, label))
        return found


def _piece(item: Any, index: int) -> Piece:
    if not isinstance(item, (tuple, list)) or len(item) != 2:
        came = f"{type(item).__name__} {shown(item)}"
        raise Invalid("a tuple (text, label)", came, f"/{index}")
    try:
        return only_text(item[0]), _label(item[1])
    except Invalid as fault:
        raise fault.below(index) from fault


def _label(given: Any) -> str | float | None:
    given = plain(given)
    if given is None:
        return None
    if isinstance(given, str):
        return only_text(given)
    try:
        score = float(number(given))
    except (Invalid, OverflowError):
        score = math.nan
    if isinstance(given, bool) or math.isnan(score):
        raise Invalid("a label: a str, a number or None", f"{type(given).__name__} {shown(given)}")
    return score


def _tagged(given: Mapping[Any, Any]) -> list[Piece]:
    """The pieces of a text with entities; what no entity covers has no label."""
    if set(given) != {"text", "entities"}:
        raise Invalid("a dict of 'text' and 'entities'", f"one of the keys {shown(list(given))}")
    if not isinstance(given["entities"], (list, tuple)):
        raise Invalid("a list of entities", type(given["entities"]).__name__, "/entities")
    words = only_text(given["text"])
    found = sorted(
        (_entity(item, index) for index, item in enumerate(given["entities"])),
        key=lambda entity: entity[:2],
    )
    pieces: list[Piece] = []
    reached = 0
    for start, end, label, index in found:
        if not reached <= start <= end <= len(words):
            wanted = f"entities that lie in the {len(words)} characters and do not overlap"
            raise Invalid(wanted, f"one from {start} to {end}", f"/entities/{index}")
        if start > reached:
            pieces.append((words[reached:start], None))
        pieces.append((words[start:end], label))
        reached = end
    if reached < len(words):
        pieces.append((words[reached:], None))
    return pieces


def _entity(item: Any, index: int) -> tuple[int, int, str | float | None, int]:
    wanted = "a dict of 'entity' (or 'entity_group', 'label'), 'start' and 'end'"
    if not isinstance(item, Mapping):
        raise Invalid(wanted, type(item).__name__, f"/entities/{index}")
    names = [name for name in ("entity", "entity_group", "label") if name in item]
    start, end = plain(item.get("start")), plain(item.get("end"))
    if not names or type(start) is not int or type(end) is not int:
        raise Invalid(wanted, shown(item), f"/entities/{index}")
    return start, end, _label(item[names[0]]), index


def _colors(component: HighlightedText, given: Any) -> dict[str, str] | None:
    if given is None:
        return None
    if isinstance(given, Mapping) and all(
        isinstance(part, str) for pair in given.items() for part in pair
    ):
        for pair in given.items():
            for part in pair:
                text(component, "color_map", part)
        return dict(given)
    raise TypeError(
        f"{place(component, 'color_map')}: wanted a dict of colours by label; came {given!r}"
    )
