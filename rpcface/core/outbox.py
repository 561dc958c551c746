"""What is still to be told of one call: events in order, outputs as they are by now."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from rpcface.changes import changes
from rpcface.core.threads import Threads
from rpcface.events import Alerted, Bar, Event, Finished, Progressed, Queued, Started, Updated
from rpcface.values import Value

BACKLOG: Final = 16
"""Outputs that may wait where none is to be left out; then the function waits."""
LOW: Final = 4
"""Outputs that may still wait when the function goes on."""
BURST: Final = 32
"""Updates that leave at once, however fast they come."""
PACE: Final = 0.01
"""Seconds between two updates after that: what comes meanwhile is merged."""
QUIET: Final = 15.0
"""Seconds without an event after which the last one comes again."""
PROGRESS: Final = 0.05
"""Seconds between two events of progress."""


class Barred(Protocol):
    """What has bars: a `rpcface.running.Running`, or who passes on what one tells."""

    def bars(self) -> Sequence[Bar]:
        """Every bar there is now, the outermost first."""


class Outbox:
    """The events of one call, for one reader. Outputs that wait are merged, so that a
    reader who is slow, or a function that is fast, costs no memory and no message more;
    without `merge` each is told, and the function waits for the reader. `codecs` are the
    threads that compare large outputs; None: they are small.

    It belongs to one event loop; `alert` and `progress` may be called from any thread.
    """

    def __init__(self, running: Barred, *, merge: bool, codecs: Threads | None) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._codecs = codecs
        self._running = running
        self._merge = merge
        self._events: deque[Event] = deque()
        self._waiting: deque[Mapping[str, Value]] = deque()
        self._told: dict[str, Value] = {}
        self._end: Finished | BaseException | None = None
        self._reader: asyncio.Future[None] | None = None
        self._writer: asyncio.Future[None] | None = None
        self._allowance = float(BURST)
        self._refilled = 0.0
        self._bars_changed = False
        self._bars_time = 0.0
        self._is_closed = False
        self._state: Event | None = None
        """The last event that said where the call is."""
        self._last_time = self._loop.time()
        self._is_read = False
        self.unread = 0
        """How many outputs came since the reader took the last."""
        self._quiet = self._loop.call_later(QUIET, self._repeat)

    def alert(self, alert: Alerted) -> None:
        """Tells it, from whatever thread."""
        if threading.get_ident() == self._thread:
            self.put(alert)  # the function may end in this same step of the loop
        else:
            self._call(self.put, alert)

    def progress(self) -> None:
        """Tells the bars, from whatever thread; how they are when it is their turn."""
        if not self._bars_changed:
            self._bars_changed = True
            self._call(self._wake)

    def _call(self, what: Callable[..., None], *args: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed; nobody reads
            self._loop.call_soon_threadsafe(what, *args)

    def put(self, event: Event) -> None:
        """Adds an event that is told as it is."""
        if isinstance(event, Queued) and self._events and isinstance(self._events[-1], Queued):
            self._events.pop()  # of positions only the latest counts
        self._events.append(event)
        self._wake()

    def update(self, outputs: Mapping[str, Value], *, merge: bool = False) -> None:
        """Adds what some outputs are from now on; `merge`: in any case to those that wait."""
        if self._is_closed:
            return
        if (self._merge or merge) and self._waiting:
            self._waiting.append({**self._waiting.pop(), **outputs})
        else:
            self._waiting.append(outputs)
        self.unread += 1
        self._wake()

    @property
    def is_bounded(self) -> bool:
        """Whether it can be full: outputs are not merged."""
        return not self._merge

    @property
    def is_full(self) -> bool:
        """Whether the function is to wait for the reader."""
        return len(self._waiting) >= BACKLOG

    async def room(self) -> None:
        """Waits until it is not full, or `go_on` is called."""
        if self.is_full:
            self._writer = self._loop.create_future()
            await self._writer

    def finish(self, outputs: Mapping[str, Value], duration_ns: int, state: bytes = b"") -> None:
        """Ends it well: `outputs` that no update has told."""
        self._end = Finished(outputs, duration_ns, state=state)
        self._wake()

    def fail(self, error: BaseException) -> None:
        """Ends it with an error, which the reader gets after what was told before."""
        self._end = error
        self._wake()

    @property
    def outcome(self) -> Finished | None:
        """The end with all outputs there are; None: it did not end well by now."""
        end = self._end
        if not isinstance(end, Finished):
            return None
        return Finished({**self._told, **end.values}, end.duration_ns)

    def go_on(self) -> None:
        """Lets a function go on that waits for room."""
        writer = self._writer
        if writer is not None and not writer.done():
            writer.set_result(None)

    def _wake(self) -> None:
        reader = self._reader
        if reader is not None and not reader.done():
            reader.set_result(None)

    async def next(self) -> Event | None:
        """The next event; None: the call has ended. Its error is raised."""
        while True:
            event = self._take()
            if event is None and self._waiting and self._may_update():
                after = self._waiting.popleft()
                self.unread = 0
                if self._codecs is None:
                    found = changes(self._told, after)
                else:
                    found = await self._codecs.run(changes, self._told, after)
                self._told.update(after)
                if len(self._waiting) <= LOW:
                    self.go_on()
                if not found:
                    continue
                event = Updated(found)
            if event is not None:
                if isinstance(event, (Queued, Started, Progressed)):
                    self._state = event
                self._last_time = self._loop.time()
                return event
            if isinstance(self._end, BaseException):
                raise self._end
            if self._is_read:
                return None
            await self._sleep()

    def close(self) -> None:
        """Lets go of the timer, and of a function that waits for room; nobody reads any
        more.
        """
        self._quiet.cancel()
        self._is_closed = True
        self._waiting.clear()
        self.go_on()

    def _take(self) -> Event | None:
        """The next event that is no update; None: there is none by now."""
        if self._events:
            return self._events.popleft()
        if self._bars_changed and (
            self._end is not None or self._loop.time() - self._bars_time >= PROGRESS
        ):
            self._bars_changed = False
            self._bars_time = self._loop.time()
            return Progressed(self._running.bars())
        if not self._waiting and not self._is_read and isinstance(self._end, Finished):
            self._is_read = True
            return self._end
        return None

    def _may_update(self) -> bool:
        """Whether an update may leave; it takes one from the allowance."""
        if not self._merge or self._end is not None:
            return True
        now = self._loop.time()
        self._allowance = min(self._allowance + (now - self._refilled) / PACE, BURST)
        self._refilled = now
        if self._allowance < 1:
            return False
        self._allowance -= 1
        return True

    async def _sleep(self) -> None:
        """Waits until something is to be told."""
        self._reader = reader = self._loop.create_future()
        timer = None
        if self._waiting:
            timer = self._loop.call_later((1 - self._allowance) * PACE, self._wake)
        elif self._bars_changed:
            timer = self._loop.call_at(self._bars_time + PROGRESS, self._wake)
        try:
            await reader
        finally:
            self._reader = None
            if timer is not None:
                timer.cancel()

    def _repeat(self) -> None:
        """Tells again where the call is, so that no proxy takes a quiet one for dead."""
        quiet = self._loop.time() - self._last_time
        if quiet >= QUIET:
            if self._state is not None and not self._events:
                self.put(self._state)
            quiet = 0.0
        self._quiet = self._loop.call_later(QUIET - quiet, self._repeat)
