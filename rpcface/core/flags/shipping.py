"""From the spool to the store, on a thread of its own, for as long as that takes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from rpcface.core.flags.complaints import Complaints
from rpcface.core.flags.lines import read_line
from rpcface.core.flags.spool import MOST, Spool
from rpcface.flag_store import FlagRecord, FlagStore

_log = logging.getLogger("rpcface")

FIRST: Final = 0.1
"""Seconds before the second try of what the store did not take; each wait is twice the one
before."""
PACE: Final = 0.1
"""Seconds in which what nobody waits for collects, to be written at once: a transaction of
its own costs twenty times as much as a record does."""
LONGEST: Final = 5.0
"""Seconds between two tries, at most."""


class Shipping:
    """Writes what waits in the spool to the store, in order, and again until it is kept.

    made: makes the store. folder: that of the media.
    """

    def __init__(
        self, spool: Spool, made: Callable[[], FlagStore], folder: str, complaints: Complaints
    ) -> None:
        self._spool = spool
        self._made = made
        self._folder = folder
        self._complaints = complaints
        self._store: FlagStore | None = None
        self._is_open = False
        self._thread: threading.Thread | None = None
        self._news = threading.Event()
        self._hurry = threading.Event()
        self._ending = threading.Event()
        self._until = 0.0
        self._lock = threading.Lock()
        self._shipped = 0
        self._is_failing = False
        self._singly = 0
        """How many lines are still to be written one by one."""
        self._waiting: list[tuple[int, asyncio.AbstractEventLoop, asyncio.Future[None]]] = []

    def appended(self, *, is_awaited: bool) -> None:
        """Something waits in the spool; `is_awaited`: and somebody for that."""
        with self._lock:
            if self._thread is None and not self._ending.is_set():
                self._thread = threading.Thread(
                    target=self._work, name="rpcface-flag-store", daemon=True
                )
                self._thread.start()
        self._news.set()
        if is_awaited:
            self._hurry.set()

    @property
    def is_started(self) -> bool:
        """Whether there is something to end."""
        return self._thread is not None

    async def wait(self, number: int, seconds: float) -> None:
        """Waits until so many lines have been written, `seconds` at most, and not where the
        store can't be written to now: they are kept in the spool anyway.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        with self._lock:
            if self._shipped >= number or self._is_failing:
                return
            self._waiting.append((number, loop, future))
        await asyncio.wait((future,), timeout=seconds)

    def stop(self, seconds: float) -> bool:
        """Ends when all is written, when the store can't be written to, or after so many
        seconds; whether it has ended.
        """
        self._until = time.monotonic() + seconds
        with self._lock:
            self._ending.set()
            thread = self._thread
        self._news.set()
        self._hurry.set()
        if thread is None:
            return True
        thread.join(seconds)
        return not thread.is_alive()

    def _work(self) -> None:
        pause = FIRST
        while True:
            self._news.clear()
            is_last = self._ending.is_set()
            lines = self._head()
            if is_last and (not lines or time.monotonic() > self._until):
                break
            if not lines:
                self._news.wait(LONGEST if self._is_failing else None)
                self._hurry.wait(PACE)
                self._hurry.clear()
            elif self._ship(lines):
                pause = FIRST
            elif is_last:
                break
            else:
                self._ending.wait(pause)
                pause = min(2 * pause, LONGEST)
        self._let_on(None)
        if self._store is not None:
            try:
                self._store.close()
            except Exception:  # noqa: BLE001 - a stranger's code
                _log.exception("the flag store can't be closed")

    def _head(self) -> list[bytes]:
        try:
            return self._spool.head(1 if self._singly else MOST)
        except OSError as error:
            self._failed(error)
            return []

    def _ship(self, lines: list[bytes]) -> bool:
        """Writes lines to the store; False: it was to no avail."""
        records = [record for line in lines if (record := read_line(line)) is not None]
        try:
            store = self._opened()
        except BaseException as error:  # noqa: BLE001 - a stranger's code, or its server
            return self._failed(error)
        try:
            if len(records) < len(lines):
                raise ValueError("it is no record")
            store.write(records)
        except ValueError as error:
            if len(lines) > 1:
                self._singly = len(lines)
                return True
            return self._refused(lines[0], records, error)
        except BaseException as error:  # noqa: BLE001 - the same
            return self._failed(error)
        self._drop(lines)
        self._complaints.over("store", "flagged calls are written to the store again")
        return True

    def _opened(self) -> FlagStore:
        if self._store is None:
            self._store = self._made()
        if not self._is_open:
            self._store.open(self._folder)
            self._is_open = True
        return self._store

    def _drop(self, lines: list[bytes]) -> None:
        self._spool.drop(lines)
        self._singly = max(self._singly - len(lines), 0)
        with self._lock:
            self._shipped += len(lines)
            self._is_failing = False
        self._let_on(self._shipped)

    def _refused(self, line: bytes, records: list[FlagRecord], error: ValueError) -> bool:
        try:
            path = self._spool.put_aside(line)
        except OSError as failure:
            return self._failed(failure)
        name = records[0].id if records else "a line that is none"
        _log.error("the flag store refuses %s: %s; it is put aside in %s", name, brief(error), path)
        self._drop([line])
        return True

    def _failed(self, error: BaseException) -> bool:
        with self._lock:
            self._is_failing = True
        self._let_on(None)
        self._complaints.say(
            "store",
            f"flagged calls can't be written to the store: {brief(error)}; they wait in "
            f"{self._folder} until they can",
        )
        return False

    def _let_on(self, number: int | None) -> None:
        """Wakes those who wait for so many lines; None: all."""
        with self._lock:
            woken = [one for one in self._waiting if number is None or one[0] <= number]
            self._waiting = [one for one in self._waiting if one not in woken]
        for _, loop, future in woken:
            with contextlib.suppress(RuntimeError):  # the loop has closed
                loop.call_soon_threadsafe(_end, future)


def _end(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def brief(error: BaseException) -> str:
    """What an error is, in a line."""
    text = str(error).strip().partition("\n")[0][:300]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
