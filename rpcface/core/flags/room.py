"""How many bytes flagged calls may take."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from math import inf
from typing import Final

from rpcface.errors import LimitExceeded

FRESH: Final = 60.0
"""Seconds for which what was measured is trusted where it leaves no room."""


class Room:
    """Bytes for one flag, and for all that there are. It may be used from several threads.

    measure: how many there are on the disk. It is asked when that is first needed, and
        where there is no room, a minute after it was asked: somebody may have made some.
    """

    def __init__(self, per_flag: int, in_all: int, measure: Callable[[], int]) -> None:
        self._per_flag = per_flag
        self._in_all = in_all
        self._measure = measure
        self._taken = 0
        self._measured = -inf
        self._lock = threading.Lock()

    def take(self, size: int) -> None:
        """Takes room for one flag of so many bytes. LimitExceeded: there is none."""
        if size > self._per_flag:
            raise LimitExceeded(
                f"the flag has {size:,} bytes, its media included; the server takes at most "
                f"{self._per_flag:,}",
                metadata={"limit": "max_flag_bytes"},
            )
        with self._lock:
            if not self._has(size):
                raise LimitExceeded(
                    f"the server has no room for {size:,} bytes more of flagged calls",
                    metadata={"limit": "flag_bytes_in_all"},
                )
            self._taken += size

    def _has(self, size: int) -> bool:
        if self._taken + size <= self._in_all and self._measured > -inf:
            return True
        if time.monotonic() - self._measured > FRESH:
            self._taken, self._measured = self._measure(), time.monotonic()
        return self._taken + size <= self._in_all

    def give(self, size: int) -> None:
        """Gives back what was taken and is not needed."""
        with self._lock:
            self._taken -= size
