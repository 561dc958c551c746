"""Components to choose with, each over choices of several kinds."""

from __future__ import annotations

import datetime
import enum
import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

import rpcface as rf
from tests.laws.subject import Subject, pairs

VALUES: Sequence[Any] = ["a", ("Bee", "b"), 1, "1", True, 2.5, None, [1, 2], {"k": [1]}]
TOLD: Sequence[Any] = [one for one in VALUES if one is not None]
OBJECTS: Sequence[Any] = [
    ("an hour", datetime.timedelta(hours=1)),
    ("a type", complex),
    ("ones", np.ones(2)),
    (" ", frozenset()),
]


class Size(enum.Enum):
    """Things with names."""

    SMALL = 30
    LARGE = (90, "L")


def _object(choice: Any) -> Any:
    return choice[1] if isinstance(choice, tuple) else choice


def _one(choices: Sequence[Any], **options: Any) -> list[Subject]:
    """The subjects of components that one thing is chosen with."""
    objects = [_object(one) for one in choices]
    chosen = st.sampled_from(objects)
    found = [
        Subject(functools.partial(kind, choices, **options), pairs(chosen))
        for kind in (rf.Radio, rf.Dropdown)
    ]
    if None in [one for one in objects if one is None]:
        return found
    places = st.integers(0, len(objects) - 1)
    return found + [
        Subject(
            functools.partial(kind, choices, type="index", **options),
            places.map(lambda place: (objects[place], place)),
            again=objects.__getitem__,
        )
        for kind in (rf.Radio, rf.Dropdown)
    ]


def _several(choices: Sequence[Any]) -> list[Subject]:
    objects = [_object(one) for one in choices]
    places = st.lists(st.integers(0, len(objects) - 1), unique=True)
    chosen = places.map(lambda found: [objects[place] for place in found])
    many = functools.partial(rf.Dropdown, multiselect=True)
    values = [
        Subject(functools.partial(kind, choices), pairs(chosen | chosen.map(tuple), list))
        for kind in (rf.CheckboxGroup, many)
    ]
    if None in [one for one in objects if one is None]:
        return values
    return values + [
        Subject(
            functools.partial(kind, choices, type="index"),
            places.map(lambda found: ([objects[place] for place in found], found)),
            again=lambda found: [objects[place] for place in found],
        )
        for kind in (rf.CheckboxGroup, many)
    ]


_CUSTOM = st.text(alphabet=st.characters(codec="utf-8"), max_size=9)
_SIZES = [
    Subject(functools.partial(kind, Size), pairs(st.sampled_from(Size)))
    for kind in (rf.Radio, rf.Dropdown)
]
_ALL = [
    *_one(VALUES),
    *_one(TOLD),
    *_one(OBJECTS),
    *_SIZES,
    *_several(VALUES),
    *_several(TOLD),
    *_several(OBJECTS),
    Subject(
        functools.partial(rf.CheckboxGroup, range(3)),
        st.sampled_from([(1, [1]), ({2, 0, 1}, [0, 1, 2]), (np.int8(2), [2]), ([2.0, 0], [2, 0])]),
    ),
    Subject(
        functools.partial(rf.Dropdown, ["a", ("one", 1)], allow_custom_value=True),
        pairs(_CUSTOM | st.just(1)),
    ),
    Subject(functools.partial(rf.Dropdown, [], allow_custom_value=True), pairs(_CUSTOM)),
    Subject(
        functools.partial(
            rf.Dropdown, ["a", 1], multiselect=True, allow_custom_value=True, max_choices=2
        ),
        pairs(st.lists(_CUSTOM | st.just(1), max_size=2, unique=True)),
    ),
]

CHOOSING = {
    kind: [one for one in _ALL if one.make().type == kind]
    for kind in ("radio", "checkboxgroup", "dropdown")
}
