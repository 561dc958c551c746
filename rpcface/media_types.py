"""IANA media types: comparing them, and the caller's wish among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

DECODED: Final = "application/vnd.rpcface.value"
"""Stands for the decoded form of a medium, see `rpcface.v1.MediaShape.decoded`."""


def essence(media_type: str) -> str:
    """The media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def matches(media_type: str, wanted: Iterable[str]) -> bool:
    """Whether it is one of `wanted`, whose subtype may be "*"."""
    kind = essence(media_type)
    top, slash, _ = kind.partition("/")
    wild = ("*/*", f"{top}/*") if slash else ("*/*",)
    return any(pattern == kind or pattern in wild for pattern in map(essence, wanted))


class Accept:
    """The media types that a caller wants outputs in, best first: its
    `PredictRequest.accept`.
    """

    __slots__ = ("types",)

    def __init__(self, types: Iterable[str] = ()) -> None:
        self.types = tuple(map(essence, types))

    def best(self, offers: Sequence[str]) -> str | None:
        """The first offer that matches the first wish that any offer matches; None
        where none does. An output's offers stand in its own order of preference and
        hold `DECODED` where it has a decoded form, which no wildcard stands for.
        """
        for wish in self.types:
            for offer in offers:
                if offer == wish or (offer != DECODED and matches(offer, (wish,))):
                    return offer
        return None

    def __repr__(self) -> str:
        return f"Accept({list(self.types)})"
