"""What the tests of worker processes run there, and what they wait for. It imports little,
for each worker does.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import rpcface as rf

LONG = 20.0


class Refused(rf.Error):
    """An error that can't be unpickled."""

    def __init__(self, one, two):
        super().__init__(f"{one} and {two}", metadata={"one": one})


class Stubborn(Exception):
    """An exception that can't be pickled."""

    def __init__(self, lock):
        super().__init__("stubborn")
        self.lock = lock


class Unreadable:
    """An object that can be pickled, but not unpickled."""

    def __reduce__(self):
        return load_badly, ()


def pid(text=""):
    return f"{text}{os.getpid()}"


async def apid(text=""):
    await asyncio.sleep(0)
    return f"{text}{os.getpid()}"


def numbers(count):
    yield from range(int(count))


async def anumbers(count):
    for number in range(int(count)):
        yield number


def same(value):
    return value


def write(array):
    array[...] = array + 1
    return array


_held = []


def hold(array):
    """Keeps each array beyond its call; whether the first is still what it was."""
    _held.append((array, array.copy()))
    return bool((_held[0][0] == _held[0][1]).all())


def says(text):
    call = rf.call()
    call.info("an info")
    call.success("a success")
    call.warning("a warning")
    for _ in rf.progress(range(3), text="Working", unit="steps"):
        call.progress(1, 2, text="inside")
    left = None if call.remaining is None else 0 < call.remaining < LONG
    return f"{text} {call.metadata.get('x-one')} {left} {call.request_id} {call.peer}"


def progresses(count):
    for _ in rf.progress(range(int(count))):
        pass
    return count


def raises(how):
    if how == "refused":
        raise Refused("one", "two")
    if how == "stubborn":
        raise Stubborn(threading.Lock())
    if how == "exit":
        raise SystemExit(3)
    raise ValueError("the secret")


def gives(what):
    return {"lambda": lambda: 0, "lock": threading.Lock(), "odd": Unreadable(), "text": "text"}[
        what
    ]


def dies(how):
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "exit":
        os._exit(7)
    if how == "segfault":
        import ctypes

        ctypes.string_at(0)
    if how == "held":  # it has a child that keeps what it inherited
        if os.fork():
            os._exit(7)
        time.sleep(LONG)
    return str(os.getpid())


def yields_and_dies(count):
    yield from range(int(count))
    os._exit(7)


def sleeps(path):
    """Tells its pid in a file, and sees no end."""
    tell(path)
    time.sleep(LONG)


def spins(path):
    """The same, and it lets no other thread run."""
    tell(path)
    return sum(range(10**12))


def starts_another(path):
    """Waits for a process that it has started, and tells that one's pid."""
    with subprocess.Popen(["sleep", str(LONG)]) as other:
        tell(path, str(other.pid))


def polls(path):
    """Ends when its call is cancelled, and tells so."""
    tell(path)
    ended = rf.call().wait(LONG)
    tell(path, f"cancelled {ended}")


def polls_and_yields(path):
    try:
        while True:
            yield 1
            tell(path)
    finally:
        tell(f"{path}.end", "closed")


async def awaits(path):
    tell(path)
    try:
        await asyncio.sleep(LONG)
    except asyncio.CancelledError:
        tell(path, "cancelled")
        raise


async def awaits_and_yields(path):
    try:
        while True:
            yield 1
            tell(path)
            await asyncio.sleep(0.001)
    finally:
        tell(f"{path}.end", "closed")


def tell(path, text=None):
    """Writes to a file what a test waits for."""
    with contextlib.suppress(FileNotFoundError):  # the test has ended
        part = Path(f"{path}.part")
        part.write_text(str(os.getpid()) if text is None else text)
        part.rename(path)


class Place:
    """A file by which a function in a worker tells something."""

    def __init__(self, path):
        self.path = str(path)

    def tells(self):
        """Waits until something is told there; it, and it is gone."""
        wait_for(lambda: os.path.exists(self.path))
        text = Path(self.path).read_text()
        os.unlink(self.path)
        return text


def wait_for(becomes):
    """Waits until it becomes true."""
    end = time.monotonic() + LONG
    while not becomes():
        assert time.monotonic() < end
        time.sleep(0.005)


def lives(pid):
    """Whether a process has not ended."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def loaded(text):
    return f"{rf.call().loaded} {os.getpid()}"


def load():
    return f"loaded {os.getpid()}"


def load_badly():
    raise RuntimeError("no model")


def load_and_die():
    os._exit(9)


def load_when_told():
    end = time.monotonic() + LONG
    while not os.path.exists(os.environ["PROCESS_TEST"]) and time.monotonic() < end:
        time.sleep(0.01)
    return "slow"


def load_at_the_second_try():
    place = Path(os.environ["PROCESS_TEST"])
    if place.exists():
        return "second"
    place.touch()
    raise RuntimeError("not yet")


def chat(message, history):
    history.append(message)
    return " ".join(history), history


async def achat(message, history):
    return chat(message, history)


def chatter(message, history):
    for end in range(1, len(message) + 1):
        yield message[:end], rf.skip()
    yield chat(message, history)
