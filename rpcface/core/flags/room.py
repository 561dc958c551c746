"""How many bytes flagged calls may take."""

from __future__ import annotations

import threading
from collections.abc import Callable

from rpcface.errors import LimitExceeded


class Room:
    """Bytes for one flag, and for all that there are. It may be used from several threads.

    measure: how many there are already; it is asked when that is first needed.
    """

    def __init__(self, per_flag: int, in_all: int, measure: Callable[[], int]) -> None:
        self._per_flag = per_flag
        self._in_all = in_all
        self._measure = measure
        self._taken: int | None = None
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
            if self._taken is None:
                self._taken = self._measure()
            if self._taken + size > self._in_all:
                raise LimitExceeded(
                    f"the server has no room for {size:,} bytes more of flagged calls",
                    metadata={"limit": "flag_bytes_in_all"},
                )
            self._taken += size

    def give(self, size: int) -> None:
        """Gives back what was taken and is not needed."""
        with self._lock:
            if self._taken is not None:
                self._taken -= size
