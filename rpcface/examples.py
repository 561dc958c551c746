"""Inputs to try: what an author gives as `examples=`, as values that were checked.

The forms are Gradio's: a flat list for one input, rows for several, or a folder.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rpcface.component import IO, Accept
from rpcface.errors import Invalid
from rpcface.natural import to_value
from rpcface.natural.words import from_word
from rpcface.schemas import MediaShape
from rpcface.slots import Slot
from rpcface.values import Value, has_utf8

LOG = "log.csv"
"""The table in a folder of examples: a row of headings, then a row an example."""


@dataclass(frozen=True, slots=True)
class Example:
    """Inputs to try. `label` is a short name for people, or ""; inputs that are left
    out take their defaults. `cached`: whether a server answers them at once, from outputs
    that it keeps.
    """

    label: str
    inputs: Mapping[str, Value]
    cached: bool = False


def read_examples(
    given: object, labels: Sequence[str] | None, slots: Sequence[Slot], io: IO
) -> tuple[Example, ...]:
    """The examples for what was given: a list with a value each where there is one
    input, a list of rows (lists with a value an input, in order; the rest and None are
    left out), or the path of a folder: its files are one input's examples, or its
    log.csv has the rows, paths in it lying below the folder.

    TypeError, ValueError: something does not fit; the message names the place.
    """
    if given is None:
        if labels is not None:
            raise ValueError("example_labels: it goes with examples=")
        return ()
    if not slots:
        raise ValueError("examples: the interface has no inputs to try them with")
    if isinstance(given, (str, os.PathLike)):
        rows = _from_folder(os.fspath(given), slots)
    elif isinstance(given, (list, tuple)):
        rows = [_row(one, f"examples[{index}]", slots) for index, one in enumerate(given)]
    else:
        raise TypeError(
            f"examples: wanted a list of rows, or the path of a folder; came {given!r:.80}"
        )
    found = []
    for index, row in enumerate(rows):
        inputs = {}
        for slot, value in zip(slots, row, strict=False):
            if value is not None:
                place = f"examples[{index}] ({slot.name})"
                inputs[slot.name] = _value(slot, value, place, io)
        found.append(inputs)
    names = _labels(labels, len(found))
    return tuple(Example(name, inputs) for name, inputs in zip(names, found, strict=True))


@dataclass(frozen=True, slots=True)
class _Cell:
    """A word of a table, which is read as the schema wants it."""

    word: str


def _row(given: object, place: str, slots: Sequence[Slot]) -> Sequence[Any]:
    names = ", ".join(slot.name for slot in slots)
    if len(slots) == 1 and not isinstance(given, list):
        return [given]
    if not isinstance(given, (list, tuple)):
        raise TypeError(f"{place}: wanted a list with a value for each of {names}; came {given!r}")
    if len(given) > len(slots):
        raise ValueError(f"{place}: wanted at most {len(slots)} values ({names}); came {given!r}")
    return given


def _value(slot: Slot, given: Any, place: str, io: IO) -> Value:
    try:
        if isinstance(given, _Cell):
            value = to_value(from_word(given.word, slot.field.schema), slot.field.schema)
        else:
            value = slot.encode(given, Accept(), io)
        return slot.field.schema.check(value)
    except Invalid as fault:
        raise ValueError(f"{place}: {fault}") from None


def _labels(given: Sequence[str] | None, count: int) -> Sequence[str]:
    if given is None:
        return [""] * count
    if isinstance(given, str) or not all(isinstance(one, str) and has_utf8(one) for one in given):
        raise TypeError(f"example_labels: wanted a list of str; came {given!r}")
    if len(given) != count:
        raise ValueError(f"example_labels: wanted {count}, one an example; came {len(given)}")
    return given


def _from_folder(folder: str, slots: Sequence[Slot]) -> list[Sequence[Any]]:
    if not os.path.isdir(folder):
        raise ValueError(f"examples: wanted the path of a folder; there is none at {folder!r}")
    log = os.path.join(folder, LOG)
    if os.path.isfile(log):
        return _from_log(folder, log, slots)
    if len(slots) > 1:
        raise ValueError(
            f"examples: wanted a {LOG} in the folder {folder!r}, for there are {len(slots)} inputs"
        )
    names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    files = [os.path.join(folder, name) for name in names]
    return [[file] for file in files if os.path.isfile(file)]


def _from_log(folder: str, log: str, slots: Sequence[Slot]) -> list[Sequence[Any]]:
    """The rows below the headings, an empty cell left out, and so are the columns that
    no input is left for.
    """
    try:
        with open(log, encoding="utf-8", newline="") as file:
            table = list(csv.reader(file, strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        raise ValueError(f"examples: {log!r} is no CSV in UTF-8: {error}") from None
    return [
        [
            _path(folder, word) if _is_path(slot) else _Cell(word) if word else None
            for slot, word in zip(slots, words, strict=False)
        ]
        for words in table[1:]
        if words
    ]


def _is_path(slot: Slot) -> bool:
    return isinstance(slot.field.schema.shape, MediaShape)


def _path(folder: str, word: str) -> str | None:
    return os.path.join(folder, word) if word else None
