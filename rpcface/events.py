"""What happens to a call, as it happens: the events of `rpcface.v1.PredictStreamResponse`."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from rpcface.changes import Change
from rpcface.values import Value


@dataclass(frozen=True, slots=True)
class Queued:
    """The call waits for its turn."""

    position: int
    """How many calls run before it."""
    wait: float | None = None
    """The expected wait in seconds; None: not known."""


@dataclass(frozen=True, slots=True)
class Started:
    """The function started."""


class Bar(NamedTuple):
    """How far one part of a function is."""

    done: float
    """Units done."""
    total: float = 0.0
    """Units in all; 0: not known."""
    unit: str = ""
    """What is counted, such as "steps"."""
    text: str = ""
    """What it is doing."""


@dataclass(frozen=True, slots=True)
class Progressed:
    """The function said how far it is."""

    bars: Sequence[Bar]
    """Every bar there is now, the outermost first."""


class Level(enum.IntEnum):
    """How much an alert matters: `rpcface.v1.AlertLevel`."""

    INFO = 1
    """Good to know."""
    SUCCESS = 2
    """It worked."""
    WARNING = 3
    """It may not be what the person wants."""


@dataclass(frozen=True, slots=True)
class Alerted:
    """The function has something to tell the person."""

    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class Updated:
    """Outputs that are not the last."""

    changes: Sequence[Change]
    """What changed, in order; all are shown together."""
    outputs: Any = field(default=None, compare=False)
    """What the outputs are now, for a client: one as itself, several as a tuple with
    names. None on a server.
    """


@dataclass(frozen=True, slots=True)
class Finished:
    """The outcome; nothing follows."""

    values: Mapping[str, Value]
    """Outputs that updates have not brought to their last value already."""
    duration_ns: int = 0
    """How long the function ran."""
    outputs: Any = field(default=None, compare=False)
    """As in `Updated`."""
    state: bytes = field(default=b"", repr=False)
    """What the next call of the conversation sends; empty: there is none."""


Event: TypeAlias = Queued | Started | Progressed | Alerted | Updated | Finished
