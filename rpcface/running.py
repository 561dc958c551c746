"""What a function knows of the call that it runs for, and tells the caller meanwhile.

for step in rf.progress(range(steps), text="Denoising"):
if rf.call().cancelled:
return
"""

from __future__ import annotations

import contextvars
import operator
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Protocol, TypeVar

from rpcface.events import Alerted, Bar, Level

T = TypeVar("T")


class Caller(Protocol):
    """Who calls, as the edge that the call came in by knows it."""

    @property
    def peer(self) -> str:
        """Where it calls from: an address without its port."""

    @property
    def principal(self) -> str:
        """Who it has proved to be, such as by a token; "": nobody asked."""

    @property
    def deadline(self) -> float | None:
        """When it stops waiting, by `time.monotonic`; None: never."""

    @property
    def metadata(self) -> Mapping[str, str]:
        """What it sent beside the request, by names in lower case."""


def identity(caller: Caller) -> str:
    """Who calls, told from others: the principal where there is one, else the peer."""
    return caller.principal or caller.peer


class Sink(Protocol):
    """Who hears what a function tells. It is called from any thread."""

    def alert(self, alert: Alerted) -> None:
        """Something to tell the person."""

    def progress(self) -> None:
        """The bars have changed; `Running.bars` has them."""


class Running:
    """The call that a function runs for: `rpcface.call()`. It may be used from every
    thread, also after the call has ended, when nobody hears it.
    """

    __slots__ = ("_caller", "_ended", "_open", "_over", "_sink", "follower", "loaded", "request_id")

    def __init__(self, caller: Caller | None = None, request_id: str = "") -> None:
        self.request_id = request_id
        """What the caller names the call by; "": it does not."""
        self.loaded: Any = None
        """What `Interface(setup=…)` returned where the function runs; None without one."""
        self.follower: Callable[[], object] | None = None
        """What an executor wants to be called, on the event loop, when `deadline` has
        become another: several may wait for one call, and the last of them counts.
        """
        self._caller = caller
        self._sink: Sink | None = None
        self._over = False
        self._ended: threading.Event | None = None
        self._open: list[_Bar] = []

    def hears(self, sink: Sink | None) -> None:
        """Lets `sink` hear what the function tells from now on."""
        self._sink = sink

    def cancel(self) -> None:
        """Lets the function know that nobody waits for it any more."""
        with _lock:
            self._over = True
            if self._ended is not None:
                self._ended.set()

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for the result any more: the caller left, or its deadline
        has passed. A function that sees it returns; what it returns is dropped.
        """
        remaining = self.remaining
        return self._over or (remaining is not None and remaining <= 0)

    def wait(self, seconds: float) -> bool:
        """Waits that long, or until the call is cancelled; whether it is."""
        with _lock:
            if self._ended is None:
                self._ended = threading.Event()
                if self._over:
                    self._ended.set()
        end = time.monotonic() + seconds
        while True:
            left, remaining = end - time.monotonic(), self.remaining
            longest = left if remaining is None else min(left, remaining)
            if self._ended.wait(max(longest, 0.0)) or self.cancelled:
                return True
            if time.monotonic() >= end:
                return False  # or else the deadline has become a later one

    @property
    def deadline(self) -> float | None:
        """When the caller stops waiting, by `time.monotonic`; None: never."""
        return None if self._caller is None else self._caller.deadline

    @property
    def remaining(self) -> float | None:
        """Seconds until then; below 0 where it has passed."""
        deadline = self.deadline
        return None if deadline is None else deadline - time.monotonic()

    @property
    def peer(self) -> str:
        """Where the call comes from: an address without its port."""
        return "" if self._caller is None else self._caller.peer

    @property
    def principal(self) -> str:
        """Who calls, as it has proved to the server; "": nobody asked."""
        return "" if self._caller is None else self._caller.principal

    @property
    def caller(self) -> str:
        """Who calls, told from others: the principal where there is one, else the peer."""
        return "" if self._caller is None else identity(self._caller)

    @property
    def is_over(self) -> bool:
        """Whether `cancel` was called."""
        return self._over

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the caller sent beside the request, by names in lower case: gRPC's
        metadata, without binary ones.
        """
        return {} if self._caller is None else self._caller.metadata

    def info(self, text: str) -> None:
        """Tells the person something that is good to know."""
        self.alert(Level.INFO, text)

    def success(self, text: str) -> None:
        """Tells the person that something worked."""
        self.alert(Level.SUCCESS, text)

    def warning(self, text: str) -> None:
        """Tells the person that something may not be as they want it."""
        self.alert(Level.WARNING, text)

    def alert(self, level: Level, text: str) -> None:
        """Tells the person something that matters so much."""
        sink = self._sink
        if sink is not None:
            sink.alert(Alerted(level, _told(text)))

    def progress(self, done: float, total: float = 0, *, text: str = "", unit: str = "") -> None:
        """Tells how far the function is: `done` of `total` units, 0 where that is not
        known. It is a bar of its own, inside the loops that `rpcface.progress` tells of.
        """
        with _lock:
            if not self._open or self._open[-1].is_loop:
                self._open.append(_Bar(is_loop=False))
            self._open[-1].set(done, total, unit, text)
        self._tell()

    def bars(self) -> tuple[Bar, ...]:
        """Every bar there is now, the outermost first."""
        with _lock:
            return tuple(bar.shown for bar in self._open)

    def shows(self, bars: Iterable[Bar]) -> None:
        """Replaces every bar, for one who passes on what a function elsewhere tells."""
        made = [_Bar(bar) for bar in bars]
        with _lock:
            self._open = made
        self._tell()

    def opened(self, total: float = 0, *, text: str = "", unit: str = "") -> _Bar:
        """A further bar inside those there are, which `closed` takes away."""
        bar = _Bar(is_loop=True)
        bar.set(0, total, unit, text)
        with _lock:
            self._open.append(bar)
        self._tell()
        return bar

    def moved(self, bar: _Bar, done: float) -> None:
        """Sets how far a bar is."""
        bar.shown = bar.shown._replace(done=float(done))
        self._tell()

    def renewed(self, bar: _Bar, done: float, total: float, *, text: str, unit: str) -> None:
        """Sets all that a bar says."""
        bar.set(done, total, unit, text)
        self._tell()

    def closed(self, bar: _Bar) -> None:
        """Takes a bar away, with those inside it."""
        with _lock:
            if bar in self._open:
                del self._open[self._open.index(bar) :]
        self._tell()

    def _tell(self) -> None:
        sink = self._sink
        if sink is not None:
            sink.progress()


_NOTHING: Final = Bar(0)

_lock: Final = threading.Lock()
"""Held for microseconds, by one call of all; a lock for each call would cost each call."""


class _Bar:
    """A bar, told from others that look alike."""

    __slots__ = ("is_loop", "shown")

    def __init__(self, shown: Bar = _NOTHING, *, is_loop: bool = False) -> None:
        self.is_loop = is_loop
        self.shown = shown

    def set(self, done: float, total: float, unit: str, text: str) -> None:
        self.shown = Bar(float(done), float(total or 0), _told(unit), _told(text))


def _told(text: object) -> str:
    """The text of what a function tells, as far as it has a UTF-8 form."""
    return str(text).encode("utf-8", "replace").decode()


_current: Final[contextvars.ContextVar[Running]] = contextvars.ContextVar("rpcface.call")


def enter(running: Running) -> contextvars.Token[Running]:
    """Makes it the call of this context; `leave` takes the token back."""
    return _current.set(running)


def leave(token: contextvars.Token[Running]) -> None:
    """Undoes `enter`."""
    _current.reset(token)


def is_inside() -> bool:
    """Whether a function runs for a call here."""
    return _current.get(None) is not None


def call() -> Running:
    """The call that the function runs for. Where none does, such as in a test of the
    function itself, one that never ends and that nobody hears.

    It is known where the function runs: on its thread, in its tasks, in
    `asyncio.to_thread`. Into a thread that it starts itself the function takes it along,
    or the whole context: `Thread(target=contextvars.copy_context().run, args=(work,))`.
    """
    running = _current.get(None)
    return Running() if running is None else running


def progress(
    iterable: Iterable[T], total: float | None = None, *, text: str = "", unit: str = ""
) -> Iterator[T]:
    """The items, while the caller is told how far they are. Loops inside it have bars of
    their own below this one.

    total: how many there are; None: what the iterable says of that, if anything.
    """
    running = call()
    if total is None:
        total = operator.length_hint(iterable)
    bar = running.opened(total, text=text, unit=unit)
    try:
        for done, item in enumerate(iterable):
            if done:
                running.moved(bar, done)
            yield item
        running.moved(bar, total or bar.shown.done + 1)
    finally:
        running.closed(bar)
