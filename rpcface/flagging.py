"""How the calls of an interface may be flagged, and what its author gave for that."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from rpcface.kinds import InterfaceKind
from rpcface.values import has_utf8

MODES: Final = ("manual", "auto", "never")

LONGEST: Final = 100
"""Characters of an option."""

MODE: Final = "RPCFACE_FLAGGING_MODE"


@dataclass(frozen=True, slots=True)
class Flagging:
    """How calls may be flagged: `rpcface.v1.Flagging`."""

    automatic: bool = False
    """Whether the server records every call that succeeds, and nobody else does."""
    options: tuple[str, ...] = ()
    """The flags that a person can choose from; none: there is one without a name."""
    values: tuple[str, ...] = ()
    """What is recorded for each of them."""

    def recorded(self, option: str) -> str | None:
        """What is recorded for an option; None: there is no such one."""
        if not self.options:
            return None if option else ""
        return dict(zip(self.options, self.values, strict=True)).get(option)


def given(mode: object, options: object, kind: InterfaceKind) -> Flagging | None:
    """How an interface of that kind is flagged, for its author's `flagging_mode` and
    `flagging_options`; None: not at all. TypeError, ValueError: they make no sense; the
    message names the parameter.
    """
    chosen = _mode("flagging_mode", mode) if mode is not None else None
    listed = _options(options)
    if kind is InterfaceKind.INPUT_ONLY:
        for parameter, is_asked in (
            ("flagging_mode", chosen in ("manual", "auto")),
            ("flagging_options", bool(listed)),
        ):
            if is_asked:
                raise ValueError(
                    f"{parameter}: an interface without outputs is not flagged; leave it out"
                )
        return None
    if listed and chosen in ("auto", "never"):
        raise ValueError(
            f"flagging_options: wanted them with flagging_mode='manual' alone; came {chosen!r}"
        )
    if chosen is None:
        chosen = _mode(MODE, os.environ.get(MODE) or "manual")
    if chosen == "never":
        return None
    if chosen == "auto":
        return Flagging(automatic=True)
    return Flagging(options=tuple(listed), values=tuple(listed.values()))


def _mode(parameter: str, given: object) -> str:
    if given in MODES:
        return str(given)
    import difflib

    nearest = difflib.get_close_matches(str(given).lower(), MODES, n=1)
    hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
    wanted = "'manual', 'auto' or 'never'"
    raise ValueError(f"{parameter}: wanted {wanted}; came {given!r}{hint}")


def _options(given: Any) -> dict[str, str]:
    """What is recorded, by what people choose."""
    if given is None:
        return {}
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise TypeError(f"flagging_options: wanted a list of str; came {given!r}")
    found: dict[str, str] = {}
    for index, one in enumerate(given):
        place = f"flagging_options[{index}]"
        label, value = one if isinstance(one, tuple) and len(one) == 2 else (one, one)
        for text in (label, value):
            if not isinstance(text, str):
                raise TypeError(f"{place}: wanted a str or a tuple (label, value); came {one!r}")
            if not 0 < len(text) <= LONGEST or not text.isprintable() or not has_utf8(text):
                raise ValueError(
                    f"{place}: wanted 1 to {LONGEST} printable characters; came {text!r}"
                )
        if label in found:
            raise ValueError(f"{place}: {label!r} stands twice")
        found[label] = value
    return found
