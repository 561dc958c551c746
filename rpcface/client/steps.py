"""What a client's operations ask for: they are generators that yield these, one after
the other, and are sent what came of each, or have its error thrown in. The sync and
the async client only drive them.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rpc:
    """A call to be made: the method's name and the bytes of its request. It is answered
    by the bytes of the response, or of a streaming method by a list of all of them.
    """

    method: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Work:
    """Something to be done with files, which would hold up an event loop. It is answered
    by what it returns.
    """

    run: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Pause:
    """Seconds to wait."""

    seconds: float


Flow: TypeAlias = Generator[Rpc | Work | Pause, Any, T]
