"""Lines in the log about what goes wrong again and again."""

from __future__ import annotations

import logging
import threading
import time
from typing import Final

_log = logging.getLogger("rpcface")

QUIET: Final = 60.0
"""Seconds between two lines about the same."""


class Complaints:
    """Writes the first of a kind at once, and of those that follow one a minute, with how
    many they are. It may be used from several threads.
    """

    def __init__(self) -> None:
        self._told: dict[str, float] = {}
        self._untold: dict[str, int] = {}
        self._lock = threading.Lock()

    def say(self, kind: str, message: str) -> None:
        """Something went wrong once more."""
        with self._lock:
            now = time.monotonic()
            count = self._untold.pop(kind, 0) + 1
            if now - self._told.get(kind, -QUIET) < QUIET:
                self._untold[kind] = count
                return
            self._told[kind] = now
        _log.error("%s%s", message, f" ({count} times by now)" if count > 1 else "")

    def over(self, kind: str, message: str) -> None:
        """It goes well again, which is said where something else was said before."""
        with self._lock:
            self._untold.pop(kind, None)
            if self._told.pop(kind, None) is None:
                return
        _log.warning("%s", message)
