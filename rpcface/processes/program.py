"""The program of a worker process: it imports the function, and runs call after call.

Its main thread takes calls and runs the function, for some libraries want that; another
one hears what the server says meanwhile, and ends the process when the server has gone.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import signal
import socket
import sys
import threading
from dataclasses import dataclass
from typing import Any, Final

from rpcface.core import memory, programs
from rpcface.executor import ExecutorError
from rpcface.processes import failures, tracebacks
from rpcface.processes.channel import Channel, Control, Kind
from rpcface.processes.pickles import Parcel
from rpcface.processes.run import Given, Run, close, pack_result
from rpcface.processes.target import Found, Target, find

_PR_SET_PDEATHSIG: Final = 1


@dataclass(frozen=True, slots=True)
class Begin:
    """What a worker is told first."""

    server: int
    """The server's process id."""
    argv: list[str]
    target: Target


def main(descriptor: int, control: int) -> None:
    """Serves one server, to whose sockets the descriptors lead, until it has enough."""
    for inherited in (descriptor, control):
        os.set_inheritable(inherited, False)  # noqa: FBT003 - the parameter has no name
    channel = Channel(socket.socket(fileno=descriptor))
    begin: Begin = channel.receive().content[0]
    _end_with(begin.server)
    memory.tune()
    sys.argv[:] = begin.argv
    worker = Worker(channel)
    listener = (worker, Control(socket.socket(fileno=control)))
    threading.Thread(target=_listen, args=listener, name="rpcface-listener", daemon=True).start()
    with programs.collecting() as launched, contextlib.suppress(_Broken, EOFError, OSError):
        found, loaded = _load(channel, begin.target, launched)
        worker.serve(found, loaded)
    close()


def _listen(worker: Worker, control: Control) -> None:
    try:
        while True:
            worker.heard(*control.receive())
    except (EOFError, OSError):
        os._exit(1)  # the server has gone


class _Broken(Exception):
    """The worker can't serve, and has said so."""


def _end_with(server: int) -> None:
    """Lets the system kill this process when the server has gone, whatever it is at."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != server:
        os._exit(1)


def _load(channel: Channel, target: Target, launched: Any) -> tuple[Found, Any]:
    is_found = False
    try:
        found = find(target, launched)
        is_found = True
        channel.send(Kind.FOUND)
        loaded = None if found.setup is None else found.setup()
    except ExecutorError as error:
        text = str(error)
    except BaseException as error:  # noqa: BLE001 - it is told, whatever it is
        text = f"its worker process failed:\n{tracebacks.text(error)}"
    else:
        channel.send(Kind.READY)
        return found, loaded
    channel.send(Kind.BROKEN, is_found, text)
    raise _Broken


class Worker:
    """Runs one call at a time."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._run: Run | None = None
        self._cancelled = 0
        """The last call that was cancelled, perhaps before it came."""
        self._moved = (0, 0.0)
        """The last call whose deadline has changed, and that."""

    def serve(self, found: Found, loaded: Any) -> None:
        """Runs calls until the server has no more. EOFError, OSError: it has gone."""
        while True:
            kind, content, payload = self._channel.receive()
            if kind is Kind.QUIT:
                return
            run = Run(self._channel, found, Given(*content), payload, loaded)
            del payload  # a worker keeps nothing of a call that is not the run's
            self._run = run
            if self._moved[0] == run.number:
                run.move(self._moved[1])
            if self._cancelled == run.number:
                run.cancel()
            parcel, failure = _outcome(run)
            self._run = None
            with contextlib.suppress(AttributeError, OSError, ValueError):
                sys.stdout.flush()
            run.end()
            try:
                self._channel.send(Kind.DONE, run.number, failure, parcel=parcel)
            except MemoryError as error:
                self._channel.send(Kind.DONE, run.number, failures.written(error))
            del run, parcel, failure

    def heard(self, number: int, count: int, deadline: float) -> None:
        """What the server says of a call, on another thread; see `Control`."""
        is_moved = not math.isnan(deadline)
        if is_moved:
            self._moved = number, deadline
        elif not count:
            self._cancelled = number
        run = self._run
        if run is not None and run.number == number:
            if is_moved:
                run.move(deadline)
            elif count:
                run.credit.give(count)
            else:
                run.cancel()


def _outcome(run: Run) -> tuple[Parcel | None, Any]:
    """What the function returned, or how it failed."""
    try:
        return pack_result(run()), None
    except BaseException as error:  # noqa: BLE001 - whatever the function raises
        return None, failures.written(error)
