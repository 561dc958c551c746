"""Where a run is told to, whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from rpcface.events import Event
from rpcface.running import Sink
from rpcface.values import Value


class Outlet(Sink, Protocol):
    """Where a run is told: an `Outbox`, or what feeds several."""

    @property
    def is_bounded(self) -> bool:
        """Whether it can be full."""

    @property
    def is_full(self) -> bool:
        """Whether the function is to wait."""

    @property
    def unread(self) -> int:
        """How many outputs came since a reader took the last."""

    async def room(self) -> None:
        """Waits until it is not full."""

    def put(self, event: Event) -> None:
        """Adds an event that is told as it is."""

    def update(self, outputs: Mapping[str, Value]) -> None:
        """Adds what some outputs are from now on."""

    def finish(self, outputs: Mapping[str, Value], duration_ns: int, state: bytes = b"") -> None:
        """Ends it well: `outputs` that no update has told, and what the conversation goes on
        from.
        """

    def fail(self, error: BaseException) -> None:
        """Ends it with an error."""

    def close(self) -> None:
        """Nobody reads any more."""
