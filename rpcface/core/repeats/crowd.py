"""All who wait for one run, as the one caller that its function sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rpcface.core.prepared import Prepared
from rpcface.core.seen import Lapse, Seen
from rpcface.running import Caller


class Turn(Lapse):
    """A lapse of which nobody wants to know how long it is: only whether it began."""

    __slots__ = ("has_come",)

    def __init__(self) -> None:
        self.has_come = False

    def begin(self) -> None:
        self.has_come = True

    def end(self) -> None:
        pass

    @property
    def seconds(self) -> float | None:
        return 0.0 if self.has_come else None


_NOBODY: Final = Turn()


class Crowd:
    """A `rpcface.running.Caller` that is there as long as anybody waits: the first is who
    calls, and its deadline is the latest of those who still wait. It belongs to the event
    loop; what a function asks for may be asked for from any thread.
    """

    __slots__ = (
        "_deadlines",
        "_first",
        "_latest",
        "_metadata",
        "_prepared",
        "peer",
        "principal",
        "run",
        "wait",
    )

    def __init__(self, first: Caller) -> None:
        self.peer = first.peer
        self.principal = first.principal
        self._first = first
        self._metadata: Mapping[str, str] | None = None
        self._deadlines: dict[Caller, float | None] | None = None
        """Of all who wait; None: it is the first alone."""
        self._latest: float | None = None
        self._prepared: Prepared | None = None
        if isinstance(first, Seen):
            self.wait, self.run = first.wait, first.run
        else:
            self.wait, self.run = _NOBODY, Turn()

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the first sent beside the request."""
        metadata = self._metadata
        return self._first.metadata if metadata is None else metadata

    @property
    def deadline(self) -> float | None:
        """When the last stops waiting; None: never."""
        return self._first.deadline if self._deadlines is None else self._latest

    def waits_for(self, prepared: Prepared) -> None:
        """What they wait for: how long it takes is noted of the first."""
        prepared.seen = self
        self._prepared = prepared

    def waits_no_more(self) -> None:
        """The run has ended."""
        self._prepared = None  # which holds this: nothing is to wait for the collector

    @property
    def has_run(self) -> bool:
        """Whether the function's turn came."""
        return self.run.seconds is not None

    def join(self, caller: Caller) -> None:
        """One waits."""
        deadlines = self._deadlines
        if deadlines is None:
            if caller is self._first:
                return
            self._latest = self._first.deadline
            deadlines = {self._first: self._latest}
        deadlines[caller] = caller.deadline
        self._deadlines = deadlines
        self._move()

    def leave(self, caller: Caller) -> bool:
        """One waits no more; whether nobody does."""
        deadlines = self._deadlines
        if deadlines is None:
            return True
        del deadlines[caller]
        if not deadlines:
            return True  # the deadline stays as it was, for a function that runs on
        if caller is self._first:
            self._metadata = caller.metadata  # an edge need not know it for longer
        self._move()
        return False

    def _move(self) -> None:
        assert self._deadlines is not None
        deadlines = self._deadlines.values()
        latest = None if None in deadlines else max(deadlines)  # type: ignore[type-var]  # no None
        if latest != self._latest:
            self._latest = latest
            follower = None if self._prepared is None else self._prepared.running.follower
            if follower is not None:
                follower()
