"""All who wait for one run, as the one caller that its function sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rpcface.core.prepared import Prepared
from rpcface.core.seen import Lapse, Seen
from rpcface.running import Caller


class Turn(Lapse):
    """A lapse that nobody wants to know: only whether it began."""

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
        "_prepared",
        "deadline",
        "metadata",
        "peer",
        "principal",
        "run",
        "wait",
    )

    def __init__(self, first: Caller) -> None:
        # asked for now: the first may leave, and of a call that has ended gRPC can't tell
        self.principal = first.principal
        self.peer = first.peer
        """Where the first calls from."""
        self.metadata: Mapping[str, str] = first.metadata
        """What the first sent beside the request."""
        self.deadline: float | None = None
        seen = first if isinstance(first, Seen) else None
        self.wait = _NOBODY if seen is None else seen.wait
        self.run = Turn() if seen is None else seen.run
        self._deadlines: dict[Caller, float | None] = {}
        self._prepared: Prepared | None = None

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
        """A further one waits."""
        self._deadlines[caller] = caller.deadline
        self._move()

    def leave(self, caller: Caller) -> bool:
        """One waits no more; whether nobody does."""
        del self._deadlines[caller]
        if not self._deadlines:
            return True  # the deadline stays as it was, for a function that runs on
        self._move()
        return False

    def _move(self) -> None:
        deadlines = self._deadlines.values()
        latest = None if None in deadlines else max(deadlines)  # type: ignore[type-var]  # no None
        if latest != self.deadline:
            self.deadline = latest
            follower = None if self._prepared is None else self._prepared.running.follower
            if follower is not None:
                follower()
