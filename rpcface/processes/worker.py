"""One worker process, and the thread of the server's that talks with it."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import math
import os
import select
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Final, Protocol

from rpcface.errors import WorkerLost
from rpcface.processes import failures, spawn
from rpcface.processes.calls import Call
from rpcface.processes.channel import STAYS, Channel, Control, Kind, Message
from rpcface.processes.pickles import pack
from rpcface.processes.program import Begin

QUIT: Final = 2.0
"""Seconds that a worker has to end by itself."""


class Owner(Protocol):
    """Who hears of a worker, on the event loop."""

    def found(self, worker: Worker) -> None:
        """It has found the function."""

    def ready(self, worker: Worker) -> None:
        """It can take calls."""

    def broken(self, worker: Worker, text: str, *, is_found: bool) -> None:
        """It can't serve, and ends; `is_found`: it has the function, and its setup failed."""

    def free(self, worker: Worker) -> None:
        """Its call has ended, and it can take the next."""

    def ended(self, worker: Worker, how: str) -> None:
        """It has ended, and its call with it, if it had one."""


class Worker:
    """A worker process. All but `_work` and what that calls belongs to the event loop.
    Calls go by the thread, for what is large is packed there; what the worker is to hear
    meanwhile, which is short, by a connection of its own.
    """

    def __init__(self, number: int, name: str, begin: Begin, owner: Owner) -> None:
        self.number = number
        self.call: Call | None = None
        """What it runs."""
        self.is_ready = False
        self.is_broken = False
        """Whether it said that it can't serve."""
        self.has_served = False
        """Whether it has run a call."""
        self.is_dead = False
        """Whether it takes no call any more."""
        self._name = name
        self._begin = begin
        self._owner = owner
        self._loop = asyncio.get_running_loop()
        self._commands: deque[Callable[[Channel], None]] = deque()
        self._woken, self._wake = os.pipe()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: Control | None = None
        self._is_quitting = False
        self.is_killed = False
        """Whether it was ended on purpose."""
        self.thread = threading.Thread(target=self._work, name=f"rpcface-worker-{number}")
        self.thread.daemon = True
        self.thread.start()

    def run(self, call: Call) -> None:
        """Lets it run a call; it runs none now."""
        self.call = call
        self.has_served = True
        self._post(functools.partial(self._send_call, call))

    def cancel(self, call: Call) -> None:
        """Lets the function know that nobody waits."""
        call.is_cancelled = True
        self._say(call.number, 0)

    def more(self, call: Call, count: int) -> None:
        """Lets it send so many values more."""
        self._say(call.number, count)

    def move(self, call: Call) -> None:
        """Lets the function know another deadline."""
        deadline = call.running.deadline
        self._say(call.number, 0, math.inf if deadline is None else deadline)

    def _say(self, number: int, count: int, deadline: float = STAYS) -> None:
        with self._lock, contextlib.suppress(OSError):
            if self._control is not None:
                self._control.send(number, count, deadline)

    def quit(self) -> None:
        """Lets it end by itself, soon."""
        self._is_quitting = self.is_dead = True
        self._post(lambda channel: channel.send(Kind.QUIT))

    def kill(self) -> None:
        """Ends it, with all that it started."""
        self.is_dead = True
        with self._lock:
            self.is_killed = True
            if self._process is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)

    def _post(self, command: Callable[[Channel], None]) -> None:
        with self._lock:
            if self._wake >= 0:
                self._commands.append(command)
                os.write(self._wake, b".")

    def _tell(self, what: Callable[..., None], *args: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed; nobody listens
            self._loop.call_soon_threadsafe(what, *args)

    def _work(self) -> None:
        try:
            process, channel, control = spawn.spawn()
        except OSError as error:
            how = f"it could not be started: {error}"
        else:
            with self._lock:
                self._process, self._control = process, control
            if self.is_killed:
                self.kill()
            with contextlib.suppress(EOFError, OSError):
                channel.send(Kind.BEGIN, self._begin)
                self._talk(channel, process.pid)
            how = self._reap(process)
            channel.close()
            with self._lock:
                self._control = None
            control.close()
        with self._lock:
            os.close(self._woken)
            os.close(self._wake)
            self._wake = -1
        self._tell(self._ended, how)

    def _reap(self, process: subprocess.Popen[bytes]) -> str:
        """Ends all that is left of it; how it ended."""
        if self._is_quitting and not self.is_killed:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(QUIT)
        with self._lock:
            if process.returncode is None:  # or else its number may be another's by now
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
            self._process = None
        status = process.wait()
        if status >= 0:
            return f"it ended with status {status}"
        return f"it was killed by signal {-status}"

    def _talk(self, channel: Channel, process: int) -> None:
        """Does what the loop wants and hears what the worker says. EOFError, OSError: it
        has gone.
        """
        with spawn.watching(process) as ending:
            poll = select.poll()
            for descriptor in (self._woken, channel.fileno(), ending):
                if descriptor is not None:
                    poll.register(descriptor, select.POLLIN)
            is_ending = False
            while True:
                at_once = is_ending or channel.has_more
                came = dict(poll.poll(0 if at_once else None))
                if channel.has_more or channel.fileno() in came:
                    self._hear(channel.receive())
                elif is_ending:
                    raise EOFError  # what it has started may still hold its socket
                if self._woken in came:
                    os.read(self._woken, 4096)
                    while self._commands:
                        self._commands.popleft()(channel)
                is_ending = ending in came

    def _send_call(self, call: Call, channel: Channel) -> None:
        if call.is_cancelled:
            return self._tell(self._done, call.number, (), None)
        running = call.running
        given = (
            call.number,
            call.streams,
            running.request_id,
            running.peer,
            running.principal,
            running.deadline,
            dict(running.metadata),
        )
        try:
            parcel = pack(call.args)
            call.args = ()
            channel.send(Kind.CALL, *given, parcel=parcel)
        except OSError:
            raise  # it has gone
        except Exception as error:  # noqa: BLE001 - an argument that can't be pickled
            self._tell(self._done, call.number, (), error)
        return None

    def _hear(self, message: Message) -> None:
        kind, content, payload = message
        if kind is Kind.FOUND:
            return self._tell(self._owner.found, self)
        if kind is Kind.READY:
            return self._tell(self._ready)
        if kind is Kind.BROKEN:
            return self._tell(self._broken, *content)
        number, call = content[0], self.call
        if call is None or call.number != number:
            return None
        if kind is Kind.BARS:
            return call.running.shows(content[1])
        if kind is Kind.ALERT:
            return call.running.alert(content[1].level, content[1].text)
        error = failures.read(content[1]) if kind is Kind.DONE else None
        items: tuple[Any, ...] = ()
        try:
            if payload is not None and not call.is_cancelled:
                items = (payload.open(),)
        except Exception as failure:  # noqa: BLE001 - such as a class that is not here
            error = failures.Unfit(
                f"what it sent can't be had here: {type(failure).__name__}: {failure}"
            )
        if kind is Kind.DONE:
            return self._tell(self._done, number, () if call.streams else items, error)
        return self._tell(self._came, number, items, error)

    def _ready(self) -> None:
        self.is_ready = True
        self._owner.ready(self)

    def _broken(self, is_found: bool, text: str) -> None:  # noqa: FBT001 - as it came
        self.is_broken = self.is_dead = True
        self._owner.broken(self, text, is_found=is_found)

    def _came(self, number: int, items: tuple[Any, ...], error: Exception | None) -> None:
        call = self.call
        if call is not None and call.number == number:
            if error is not None:
                call.fail(error)
            for item in items:
                call.put(item)

    def _done(self, number: int, items: tuple[Any, ...], error: Exception | None) -> None:
        self._came(number, items, error)
        call, self.call = self.call, None
        if call is not None:
            call.end()
            if not self.is_dead:
                self._owner.free(self)

    def _ended(self, how: str) -> None:
        self.is_dead = True
        call, self.call = self.call, None
        if call is not None:
            lost = f"{self._name}: the process that ran the function was lost, {how}"
            call.fail(WorkerLost(f"{lost}; the function may have run in part"))
            call.end()
        self._owner.ended(self, how)
