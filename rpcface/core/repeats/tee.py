"""What is told of one run to as many readers as there are."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from rpcface.core.outbox import Outbox
from rpcface.core.threads import Threads
from rpcface.events import Alerted, Bar, Event, Finished, Queued, Started
from rpcface.running import Running
from rpcface.values import Value

ALERTS: Final = 32
"""How many alerts are told to a reader who comes later: the last."""


class Tee:
    """An `Outbox` for any number of readers, each of whom has one of its own, which begins
    with what was told so far: where the run is, its alerts, the outputs as they are.

    Where updates are not merged the function waits for the reader who came last; one who
    came before is told each update too, as long as it keeps up with that.

    ended: called with the outcome, once. It belongs to one event loop; `alert` and
    `progress` may be called from any thread.
    """

    def __init__(
        self,
        *,
        merge: bool,
        codecs: Threads | None,
        ended: Callable[[Finished | BaseException], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._merge = merge
        self._codecs = codecs
        self._ended: Callable[[Finished | BaseException], None] | None = ended
        self._boxes: tuple[Outbox, ...] = ()
        self._running: Running | None = None
        self._last_bars: Sequence[Bar] = ()
        self._place: Queued | Started | None = None
        self._alerts: deque[Alerted] = deque(maxlen=ALERTS)
        self._outputs: dict[str, Value] = {}
        self._end: Finished | BaseException | None = None

    def tells_of(self, running: Running) -> None:
        """Has that call's bars."""
        self._running = running

    def join(self) -> Outbox:
        """The outbox of a further reader."""
        box = Outbox(self, merge=self._merge, codecs=self._codecs)
        for event in self.events():
            box.put(event)
        if self._outputs:
            box.update(self._outputs)
        if self.bars():
            box.progress()
        if self._end is not None:
            _end(box, self._end)
        if self._boxes:
            self._boxes[-1].go_on()
        self._boxes = (*self._boxes, box)
        return box

    def leave(self, box: Outbox) -> None:
        """A reader takes no more."""
        self._boxes = tuple(one for one in self._boxes if one is not box)
        box.close()

    def events(self) -> Sequence[Event]:
        """What was told so far, but for outputs and bars."""
        return [*([] if self._place is None else [self._place]), *self._alerts]

    @property
    def outputs(self) -> Mapping[str, Value]:
        """The outputs as updates have told them."""
        return self._outputs

    def bars(self) -> Sequence[Bar]:
        """Every bar there is now."""
        return self._last_bars if self._running is None else self._running.bars()

    def alert(self, alert: Alerted) -> None:
        """Tells it, from whatever thread."""
        if threading.get_ident() == self._thread:
            self.put(alert)
        else:
            with contextlib.suppress(RuntimeError):  # the loop has closed; nobody reads
                self._loop.call_soon_threadsafe(self.put, alert)

    def progress(self) -> None:
        """Tells the bars, from whatever thread."""
        for box in self._boxes:
            box.progress()

    def put(self, event: Event) -> None:
        """Adds an event that is told as it is."""
        if isinstance(event, Alerted):
            self._alerts.append(event)
        elif isinstance(event, (Queued, Started)):
            self._place = event
        for box in self._boxes:
            box.put(event)

    def update(self, outputs: Mapping[str, Value]) -> None:
        """Adds what some outputs are from now on."""
        self._outputs = {**self._outputs, **outputs}
        boxes = self._boxes
        for box in boxes:
            box.update(outputs, merge=box is not boxes[-1] and box.is_full)

    @property
    def is_bounded(self) -> bool:
        """Whether it can be full."""
        return not self._merge

    @property
    def is_full(self) -> bool:
        """Whether the function is to wait for the reader who came last."""
        boxes = self._boxes
        return bool(boxes) and boxes[-1].is_full

    @property
    def unread(self) -> int:
        """How many outputs came since that reader took the last."""
        boxes = self._boxes
        return boxes[-1].unread if boxes else 0

    async def room(self) -> None:
        """Waits until it is not full."""
        while self.is_full:
            await self._boxes[-1].room()

    def finish(self, outputs: Mapping[str, Value], duration_ns: int) -> None:
        """Ends it well: `outputs` that no update has told."""
        self._finish(Finished(outputs, duration_ns))

    def fail(self, error: BaseException) -> None:
        """Ends it with an error."""
        self._finish(error)

    def _finish(self, end: Finished | BaseException) -> None:
        self._end = end
        for box in self._boxes:
            _end(box, end)
        ended = self._ended
        self._let_go()
        if ended is not None:
            ended(end)

    def close(self) -> None:
        """Lets go of the function: nobody reads any more."""
        for box in self._boxes:
            self.leave(box)
        self._let_go()

    def _let_go(self) -> None:
        """Forgets who has this: large outputs are not to wait for the collector."""
        self._last_bars = self.bars()
        if self._running is not None:
            self._running.hears(None)
        self._ended = self._running = None


def _end(box: Outbox, end: Finished | BaseException) -> None:
    if isinstance(end, Finished):
        box.finish(end.values, end.duration_ns)
    else:
        box.fail(end)
