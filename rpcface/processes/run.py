"""One call, as a worker runs it."""

from __future__ import annotations

import contextlib
import contextvars
import inspect
import math
import threading
import time
import traceback
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rpcface.events import Alerted
from rpcface.function import alast, last
from rpcface.processes.channel import Channel, Kind
from rpcface.processes.pickles import Parcel, pack
from rpcface.processes.shared import Payload
from rpcface.running import Running, enter, leave
from rpcface.values import MISSING

if TYPE_CHECKING:
    import asyncio

    from rpcface.processes.target import Found

WINDOW: Final = 16
"""Values of a generator that a worker sends before the server has taken any."""
PACE: Final = 0.05
"""Seconds between two messages of progress."""


class Unsent(Exception):
    """What the function gave can't be sent; the text is for the log."""


@dataclass(slots=True)
class Given:
    """A call, but for its arguments. It is the `rpcface.running.Caller` of it, too."""

    number: int
    streams: bool
    """Whether each value of a generator is wanted."""
    request_id: str
    peer: str
    principal: str
    deadline: float | None
    """By `time.monotonic`, which goes alike in all processes of a machine; it may move."""
    metadata: Mapping[str, str]


class Credit:
    """How many values may be sent."""

    def __init__(self) -> None:
        self._count = WINDOW
        self._changed = threading.Condition()

    def give(self, count: int) -> None:
        """Adds to it."""
        with self._changed:
            self._count += count
            self._changed.notify_all()

    def take(self, *, wait: bool) -> bool:
        """Takes one; False: there is none, and it does not wait."""
        with self._changed:
            if not wait and self._count <= 0:
                return False
            self._changed.wait_for(lambda: self._count > 0)
            self._count -= 1
            return True


_ENDLESS: Final = 1 << 30


class Run:
    """A call. `cancel` may be called from another thread."""

    def __init__(
        self, channel: Channel, found: Found, given: Given, payload: Payload | None, loaded: Any
    ) -> None:
        self.number = given.number
        self.credit = Credit()
        self._channel = channel
        self._found = found
        self._given = given
        self._streams = given.streams
        self._payload = payload
        self._running = Running(given, given.request_id)
        self._running.loaded = loaded
        self._teller = Teller(channel, self.number, self._running)
        self._running.hears(self._teller)
        self._stop: Callable[[], object] | None = None

    def __call__(self) -> Any:
        """What the function returns; MISSING where its values have been sent. What it
        raises comes as it is. Unsent: a value of it can't be sent.
        """
        token = enter(self._running)
        try:
            return self._result()
        finally:
            leave(token)

    def cancel(self) -> None:
        """Lets the function know, or cancels it where it is async."""
        self._running.cancel()
        self.credit.give(_ENDLESS)
        stop = self._stop
        if stop is not None:
            stop()

    def move(self, deadline: float) -> None:
        """Lets the function know another deadline, infinity for none."""
        self._given.deadline = None if deadline == math.inf else deadline

    def end(self) -> None:
        """Tells what is still to be told; nobody hears the function any more."""
        self._running.hears(None)
        self._teller.close()

    def _result(self) -> Any:
        if self._running.is_over:
            return None
        assert self._payload is not None
        function, args = self._found.function, self._payload.open()
        self._payload = None
        if function.on_loop:
            return self._await(lambda: function(args))
        result = function(args)
        if inspect.isgenerator(result):
            return self._step(result)
        if inspect.isawaitable(result) or inspect.isasyncgen(result):
            return self._await(lambda: result)
        return self._named(result)

    def _step(self, values: Generator[Any, Any, Any]) -> Any:
        if not self._streams:
            return self._named(last(values, _later, lambda: self._running.is_over))
        with contextlib.closing(values):
            for item in values:
                if self._running.is_over:
                    break
                self._send(item)
                self.credit.take(wait=True)
        return None

    def _send(self, item: Any) -> None:
        parcel = pack_result(self._named(item))
        self._channel.send(Kind.ITEM, self.number, parcel=parcel)

    def _named(self, result: Any) -> Any:
        """The result, with the names of outputs for their components, which are others
        where it goes.
        """
        if type(result) is dict and self._found.outputs:
            return {self._found.outputs.get(id(key), key): given for key, given in result.items()}
        return result

    def _await(self, call: Callable[[], Any]) -> Any:
        """Runs what is async to its end, on an event loop that is kept for the next."""
        import asyncio

        async def finish() -> Any:
            task, loop = asyncio.current_task(), asyncio.get_running_loop()
            assert task is not None
            self._stop = lambda: loop.call_soon_threadsafe(task.cancel)
            try:
                if self._running.is_over:
                    raise asyncio.CancelledError
                result = call()
                if not inspect.isasyncgen(result):
                    return self._named(await result)
                return await self._astep(result)
            finally:
                self._stop = None

        return _runner().run(finish(), context=contextvars.copy_context())

    async def _astep(self, values: AsyncGenerator[Any, Any]) -> Any:
        import asyncio

        if not self._streams:
            return self._named(await alast(values, _later))
        async with contextlib.aclosing(values):
            async for item in values:
                self._send(item)
                if not self.credit.take(wait=False):
                    await asyncio.to_thread(self.credit.take, wait=True)
        return None


def _later(before: Any, given: Any) -> Any:
    """What a generator has given by now, as far as it can be told without its outputs."""
    return before if given is MISSING else given


def pack_result(result: Any) -> Parcel:
    """What a function gave, to be sent. Unsent: it can't be."""
    try:
        return pack(result)
    except Exception as error:  # noqa: BLE001 - a stranger's way to pickle itself
        text = "".join(traceback.format_exception_only(error)).strip()
        raise Unsent(f"{type(result).__qualname__} can't be sent from a worker: {text}") from None


_kept: list[asyncio.Runner] = []


def _runner() -> asyncio.Runner:
    """The event loop of this process."""
    import asyncio

    if not _kept:
        _kept.append(asyncio.Runner())
    return _kept[0]


def close() -> None:
    """Ends the event loop, if there is one, and what still runs on it."""
    for runner in _kept:
        runner.close()


class Teller:
    """Tells the server what the function tells: alerts at once, progress now and then."""

    def __init__(self, channel: Channel, number: int, running: Running) -> None:
        self._channel = channel
        self._number = number
        self._running = running
        self._lock = threading.Lock()
        self._wake: threading.Event | None = None
        self._is_changed = False
        self._is_closed = False

    def alert(self, alert: Alerted) -> None:
        """Tells the person something."""
        self._channel.send(Kind.ALERT, self._number, alert)

    def progress(self) -> None:
        """The bars have changed."""
        if self._is_changed:
            return
        with self._lock:
            self._is_changed = True
            if self._wake is None:
                self._wake = threading.Event()
                threading.Thread(target=self._tell, name="rpcface-teller", daemon=True).start()
            self._wake.set()

    def close(self) -> None:
        """Tells the last, and no more."""
        self._send()
        self._is_closed = True
        if self._wake is not None:
            self._wake.set()

    def _send(self) -> None:
        with self._lock:
            if self._is_changed and not self._is_closed:
                self._is_changed = False
                self._channel.send(Kind.BARS, self._number, self._running.bars())

    def _tell(self) -> None:
        assert self._wake is not None
        with contextlib.suppress(OSError):
            while not self._is_closed:
                self._wake.wait()
                self._wake.clear()
                self._send()
                if not self._is_closed:
                    time.sleep(PACE)
