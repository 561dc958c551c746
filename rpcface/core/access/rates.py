"""How often, and how many at once, each caller may call."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from rpcface.errors import LimitExceeded

MOST: Final = 65_536
"""Callers that are remembered. Of more those are forgotten that came first."""


class Rates:
    """Lets each caller do something so often: `burst` times at once, and then `per_second`.
    A caller who has not been there for so long that all of its burst is there again is
    forgotten.

    limit: the name of the limit, which an error tells.
    """

    def __init__(
        self,
        per_second: float,
        burst: int,
        limit: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._interval = 1 / per_second
        self._slack = (burst - 1) * self._interval
        self._limit = limit
        self._clock = clock
        self._even: OrderedDict[str, float] = OrderedDict()
        """When what each caller has done is made up for, which may be in the past."""

    def __len__(self) -> int:
        return len(self._even)

    def take(self, caller: str) -> None:
        """Does it once. LimitExceeded: not now; `retry_after` tells when."""
        now = self._clock()
        even = self._even.get(caller)
        if even is None:
            self._forget(now)
            even = now
        elif even < now:
            even = now
        elif (wait := even - now - self._slack) > 0:
            error = LimitExceeded(
                f"{caller} has come to the limit {self._limit}; try again in {wait:.1f} s",
                metadata={"limit": self._limit},
            )
            error.retry_after = wait
            raise error
        self._even[caller] = even + self._interval

    def give_back(self, caller: str) -> None:
        """Makes one that was taken undone."""
        if caller in self._even:
            self._even[caller] -= self._interval

    def booked(self, caller: str) -> float:
        """Takes one that may still be to come; in how many seconds it is there."""
        now = self._clock()
        even = max(self._even.get(caller, now), now)
        self._even[caller] = even + self._interval
        return max(even - now - self._slack, 0.0)

    def _forget(self, now: float) -> None:
        """Forgets up to two callers for one that comes, so that there are never many more
        than those who call.
        """
        for _ in range(min(2, len(self._even))):
            caller, even = next(iter(self._even.items()))
            if even <= now or len(self._even) >= MOST:
                del self._even[caller]
            else:
                self._even.move_to_end(caller)


class AtOnce:
    """Lets each caller have so many calls at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._counts: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._counts)

    def enter(self, caller: str) -> None:
        """Begins one, which `leave` ends. LimitExceeded: there are as many as may be."""
        count = self._counts.get(caller, 0)
        if count >= self._most:
            raise LimitExceeded(
                f"{caller} has {count} calls at once, the most that one caller may have; try again "
                "when one of them has ended",
                metadata={"limit": "calls_at_once"},
            )
        self._counts[caller] = count + 1

    def leave(self, caller: str) -> None:
        """Ends one."""
        count = self._counts[caller] - 1
        if count:
            self._counts[caller] = count
        else:
            del self._counts[caller]
