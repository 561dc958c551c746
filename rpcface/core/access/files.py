"""Files that are read again when they change."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeAlias

_Look: TypeAlias = tuple[tuple[int, ...], ...]


class Watched:
    """Files, and whether they have changed since they were read. OSError: one can't be
    looked at.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths
        self._read = self._last = self._look()

    def has_changed(self) -> bool:
        """Whether they are others than those that were read, and the same at the last two
        looks: a file that is being written is not read by half. It says so once.
        """
        now = self._look()
        is_settled, self._last = now == self._last, now
        if now == self._read or not is_settled:
            return False
        self._read = now
        return True

    def _look(self) -> _Look:
        found = map(os.stat, self._paths)
        return tuple(
            (one.st_mtime_ns, one.st_ctime_ns, one.st_size, one.st_ino, one.st_dev) for one in found
        )
