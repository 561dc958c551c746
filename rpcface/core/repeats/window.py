"""The outcomes that are kept for those who ask again."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

from rpcface.errors import RpcfaceError
from rpcface.wire.statuses import from_status, to_status

OVERHEAD: Final = 1024
"""What an outcome counts as beside its bytes, so that short ones are bounded too."""


class Kept:
    """An outcome: the messages of the answer, and the status of an error behind them.
    `blobs`: the ids of those that the messages tell of.
    """

    __slots__ = ("_status", "blobs", "digest", "messages", "size", "until")

    def __init__(
        self,
        digest: tuple[str, bytes],
        messages: tuple[bytes, ...],
        error: RpcfaceError | None = None,
        blobs: tuple[str, ...] = (),
    ) -> None:
        self.digest = digest
        self.messages = messages
        self.blobs = blobs
        size = OVERHEAD + sum(map(len, messages))
        if blobs:
            size += sum(map(len, blobs))
        self._status: tuple[int, str, bytes] | None = None
        if error is not None:  # itself it would hold the frames that it went through
            self._status = int(error.code), str(error), to_status(error)
            size += len(self._status[1]) + len(self._status[2])
        self.size = size
        self.until = 0.0

    @property
    def error(self) -> RpcfaceError | None:
        """The error, made anew each time; None: it ended well."""
        if self._status is None:
            return None
        return from_status(*self._status)


class Window:
    """Outcomes by whatever names them, each for `seconds`, and `most` bytes of them in
    all: the oldest go first. One that is larger alone is not kept.
    """

    def __init__(
        self, seconds: float, most: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self.size = 0
        """How many bytes there are."""

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Kept | None:
        """The outcome; None: there is none, or not any more."""
        found = self._kept.get(key)
        if found is not None and found.until <= self._clock():
            self.sweep()
            return None
        return found

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keeps an outcome, in the place of the one there is."""
        self.drop(key)
        if kept.size > self._most:
            return
        kept.until = self._clock() + self._seconds
        self._kept[key] = kept
        self.size += kept.size
        while self.size > self._most:
            self._forget_oldest()

    def drop(self, key: Hashable) -> None:
        """Lets go of an outcome, if there is one."""
        found = self._kept.pop(key, None)
        if found is not None:
            self.size -= found.size

    def sweep(self) -> None:
        """Lets go of what has been there for long enough."""
        now = self._clock()
        while self._kept and next(iter(self._kept.values())).until <= now:
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        self.size -= self._kept.popitem(last=False)[1].size
