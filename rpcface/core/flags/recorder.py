"""Calls that the server records by itself: noted on the loop, written on a thread."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from typing import Final, NamedTuple

from rpcface.core.flags.complaints import Complaints
from rpcface.core.flags.keeper import Note
from rpcface.core.flags.shipping import brief

_log = logging.getLogger("rpcface")

MOST: Final = 10_000
"""Calls that may wait to be written; those that come then are not recorded."""
MOST_BYTES: Final = 256 * 2**20
"""How much of their values may wait."""
QUICK: Final = MOST_BYTES // 4
"""From how much on arrays stay arrays, for that takes less time."""

PACE: Final = 0.02
"""Seconds in which calls collect: a thread that wakes for each would run when its caller
sends the next."""

OVERHEAD: Final = 1024
"""What a call counts as beside its values."""


class Answered(NamedTuple):
    """A call that has succeeded; `note` makes what is recorded of it, on the thread."""

    note: Callable[[], Note]
    size: int


class Recorder:
    """Hands calls to `keep`, on a thread of its own. `put` belongs to the event loop."""

    def __init__(self, keep: Callable[..., object], complaints: Complaints) -> None:
        self._keep = keep
        self._complaints = complaints
        self._calls: queue.SimpleQueue[Answered | None] = queue.SimpleQueue()
        self._noted = 0
        self._noted_bytes = 0
        self._written = 0
        self._written_bytes = 0
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._work, name="rpcface-flags", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    @property
    def is_started(self) -> bool:
        """Whether it has begun."""
        return self._thread.ident is not None

    def put(self, answered: Answered) -> None:
        """Notes a call, which takes microseconds. Where too many wait it is left out, and
        the log tells.
        """
        size = answered.size + OVERHEAD
        waiting = self._noted_bytes - self._written_bytes
        if self._noted - self._written >= MOST or (waiting and waiting + size > MOST_BYTES):
            self._complaints.say(
                "overrun", "a call is not recorded: they come faster than they can be written"
            )
            return
        self._noted += 1
        self._noted_bytes += size
        self._calls.put(answered)

    def stop(self, seconds: float) -> None:
        """Writes what was noted, for so many seconds at most."""
        if not self.is_started:
            return
        self._ending.set()
        self._calls.put(None)
        self._thread.join(seconds)
        if left := self._noted - self._written:
            _log.error("%d calls are not recorded: the server had no time left for them", left)

    def _work(self) -> None:
        while True:
            answered = self._calls.get()
            self._ending.wait(PACE)
            while answered is not None:
                self._write(answered)
                self._written += 1
                self._written_bytes += answered.size + OVERHEAD
                answered = None  # a thread that waits keeps nothing of the last call
                with contextlib.suppress(queue.Empty):
                    answered = self._calls.get_nowait()
            if self._ending.is_set() and self._calls.empty():
                return

    def _write(self, answered: Answered) -> None:
        waiting = self._noted_bytes - self._written_bytes
        try:
            is_quick = self._ending.is_set() or waiting > QUICK
            self._keep(answered.note(), quick=is_quick)
        except BaseException as error:  # noqa: BLE001 - the next call is to be recorded
            self._complaints.say("recorder", f"a call is not recorded: {brief(error)}")
