"""A way to make a component, and what is true of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

import rpcface as rf
from rpcface.testing.laws import LOSSLESS, itself


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
    accepts: tuple[tuple[str, ...], ...] = LOSSLESS
    """The wishes of callers under which nothing is lost."""

    def __repr__(self) -> str:
        return repr(self.make())


def pairs(
    returned: st.SearchStrategy[Any], normal: Callable[[Any], Any] = itself
) -> st.SearchStrategy[tuple[Any, Any]]:
    """Cases of what a function may return, whose normal form a function tells."""
    return returned.map(lambda given: (given, normal(given)))
