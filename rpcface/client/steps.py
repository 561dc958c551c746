"""What a flow asks of the driver that runs it: calls to be made, and events to be given."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeAlias, TypeVar

from rpcface.events import Event

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rpc:
    """A call to be made: the method's name and the bytes of its request. It is answered
    by the bytes of the response, or of a streaming method by a list of all of them.
    """

    method: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Open:
    """A call to be opened whose messages are asked for one by one. It is answered by
    None.
    """

    method: str
    body: bytes


class Next(Enum):
    """Asks for the next message of the call that is open: its bytes, or None at its end."""

    MESSAGE = auto()


@dataclass(frozen=True, slots=True)
class Work:
    """Something to be done with files, which would hold up an event loop. It is answered
    by what it returns.
    """

    run: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Pause:
    """Seconds to wait. It is answered by whether there was time for that: where there is
    not, the driver does not wait at all.
    """

    seconds: float

    def fits(self, left: float | None) -> bool:
        """Whether there is time, with so many seconds left; None: any number."""
        return left is None or self.seconds < left


Flow: TypeAlias = Generator[Rpc | Work | Pause, Any, T]
"""It is sent the answers, or has their errors thrown in, and returns its result."""

Watch: TypeAlias = Generator[Rpc | Work | Pause | Open | Next | Event, Any, None]
"""A flow that gives events on its way; they are answered by None."""
