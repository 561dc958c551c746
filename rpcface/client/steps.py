"""What a flow asks of the driver that runs it: calls to be made, and events to be given."""

from __future__ import annotations

from collections.abc import Generator
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


Flow: TypeAlias = Generator[Rpc, Any, T]
"""It is sent the answers, or has their errors thrown in, and returns its result."""

Watch: TypeAlias = Generator[Rpc | Open | Next | Event, Any, None]
"""A flow that gives events on its way; they are answered by None."""
