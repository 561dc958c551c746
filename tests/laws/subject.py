"""A way to make a component, and what is true of it."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import PIL.Image
from hypothesis import strategies as st

import rpcface as rf


def itself(given: Any) -> Any:
    """What was given."""
    return given


@dataclass(frozen=True, slots=True)
class Subject:
    """A component and what a function may do with it."""

    make: Callable[..., rf.Component]
    """Makes one; it takes further parameters, such as `label`."""
    cases: st.SearchStrategy[tuple[Any, Any]]
    """Pairs of what a function may return and what a function gets for that: its
    normal form, as `seen` shows it.
    """
    seen: Callable[[Any], Any] = itself
    """What is compared of what a function gets, such as the content of a file."""
    again: Callable[[Any], Any] = itself
    """What a function returns to say again what it got."""
    refuses: str = ""
    """Why `decode` may refuse what the schema takes, where it may."""
    normalizes: bool = True
    """Whether a function gets in its normal form what a sender sent in another."""
    accepts: tuple[tuple[str, ...], ...] = ((), (rf.DECODED,))
    """The wishes of callers under which nothing is lost."""

    def __repr__(self) -> str:
        return repr(self.make())


def pairs(
    returned: st.SearchStrategy[Any], normal: Callable[[Any], Any] = itself
) -> st.SearchStrategy[tuple[Any, Any]]:
    """Cases of what a function may return, whose normal form a function tells."""
    return returned.map(lambda given: (given, normal(given)))


def comparable(given: Any) -> Any:
    """Something that is equal only for what is the same: of one type, arrays and images
    with their elements, NaN that is NaN, times with their offset.
    """
    if isinstance(given, float):
        return "float", "nan" if math.isnan(given) else given.hex()
    if isinstance(given, np.ndarray):
        return "array", given.dtype.str, given.shape, np.ascontiguousarray(given).tobytes()
    if isinstance(given, PIL.Image.Image):
        return "image", given.mode, given.size, given.tobytes()
    if isinstance(given, datetime.datetime):
        return "datetime", given.astimezone(datetime.UTC), given.utcoffset()
    if isinstance(given, rf.Tensor):
        return "tensor", comparable(given.array())
    if isinstance(given, rf.Media):
        return "media", given.media_type, given.filename, given.data and bytes(given.data)
    if isinstance(given, dict):
        return "dict", [(name, comparable(part)) for name, part in given.items()]
    if isinstance(given, (list, tuple)):
        kind = "list" if isinstance(given, list) else "tuple"
        return kind, [comparable(part) for part in given]
    return type(given), given
