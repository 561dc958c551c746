"""All who wait for one run, as the one caller that its function sees."""

from __future__ import annotations

from rpcface.core.prepared import Prepared
from rpcface.core.seen import Lapse, Seen
from rpcface.running import Caller


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
        # of a call that has ended, gRPC knows none of these any more
        self.peer = first.peer
        self.principal = first.principal
        self.metadata = first.metadata
        self.deadline: float | None = None
        seen = first if isinstance(first, Seen) else None
        self.wait = Lapse() if seen is None else seen.wait
        self.run = Lapse() if seen is None else seen.run
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
        self._deadlines.pop(caller, None)
        self._move()
        return not self._deadlines

    def _move(self) -> None:
        deadlines = self._deadlines.values()
        if not deadlines:
            return  # it stays as it was for a function that runs on
        known = [deadline for deadline in deadlines if deadline is not None]
        latest = max(known) if len(known) == len(deadlines) else None
        if latest != self.deadline:
            self.deadline = latest
            follower = None if self._prepared is None else self._prepared.running.follower
            if follower is not None:
                follower()
