"""Workers that have to end: when their call is cancelled, and when the server is gone."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from pathlib import Path

import grpc
import numpy as np
import pytest

import rpcface as rf
from rpcface.core import programs
from rpcface.executor import Work
from rpcface.processes import executor
from rpcface.processes.executor import ProcessExecutor
from rpcface.running import Running

LONG = 20.0
FUNCTIONS = os.path.join(os.path.dirname(__file__), "process_functions.py")
fn = sys.modules.get("process_functions") or programs.import_file(FUNCTIONS, "process_functions")

APP = """
import os
import rpcface as rf

def pid():
    return str(os.getpid())

loud = rf.Interface(lambda text: text.upper(), "text", "text", executor="process", workers=1)
pids = rf.Interface(pid, None, "text", executor="process", workers=2)
"""

GUARDED = """
import functools
import os
import sys
import rpcface as rf

class Loud:
    def __init__(self, mark):
        self.mark = mark

    def __call__(self, text):
        return f"{text}{self.mark} {__name__}"

def join(one, two):
    return one + two

if __name__ == "__main__":
    options = {"executor": "process", "workers": 1}
    rf.serve(
        rf.Interface(Loud("!"), "text", "text", api_name="loud", **options),
        rf.Interface(functools.partial(join, "a"), "text", "text", api_name="join", **options),
    )
"""

UNGUARDED = """
import rpcface as rf

def make(mark):
    return rf.Interface(
        lambda text: text + mark, "text", "text", api_name=f"f{mark}", executor="process",
        workers=1,
    )

rf.serve(make("1"), make("2"))
"""


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(executor, "PATIENCE", 0.2)


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "told")


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

    def becomes(self, text):
        wait_for(lambda: self.tells() == text)


def wait_for(becomes):
    end = time.monotonic() + LONG
    while not becomes():
        assert time.monotonic() < end
        time.sleep(0.005)


def lives(pid):
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def children():
    """The processes that this one has started, zombies too."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == os.getpid():
            found.add(int(stat.parent.name))
    return found


def held():
    """What a server holds: children, descriptors, mapped shared memory, threads."""
    maps = Path("/proc/self/maps").read_text()
    descriptors = len(os.listdir("/proc/self/fd"))
    return len(children()), descriptors, maps.count("memfd:rpcface"), threading.active_count()


@pytest.fixture
def start(serving, raw):
    def start(function, **options):
        given = {"inputs": rf.Textbox(name="text"), "outputs": "text", "workers": 1} | options
        interface = rf.Interface(function, executor="process", **given)
        return raw(serving(interface))

    return start


@pytest.mark.parametrize("function", [fn.sleeps, fn.spins])
@pytest.mark.parametrize("way", ["cancel", "deadline"])
def test_a_function_that_sees_no_end_is_killed_and_its_worker_replaced(start, place, function, way):
    call = start(function)
    future = call.start(inputs={"text": place.path}, timeout=LONG if way == "cancel" else 0.3)
    first = int(place.tells())
    if way == "cancel":
        future.cancel()
    with pytest.raises((grpc.RpcError, grpc.FutureCancelledError)):
        future.result(LONG)

    wait_for(lambda: not lives(first))
    again = call.start(inputs={"text": place.path})
    assert int(place.tells()) != first
    again.cancel()


@pytest.mark.parametrize(
    ("function", "outcome"), [(fn.polls, "cancelled True"), (fn.awaits, "cancelled")]
)
def test_a_function_is_asked_to_end_before_it_is_killed(start, place, function, outcome):
    call = start(function)
    future = call.start(inputs={"text": place.path})
    first = place.tells()

    future.cancel()

    assert place.tells() == outcome
    again = call.start(inputs={"text": place.path})
    assert place.tells() == first
    again.cancel()


@pytest.mark.parametrize("function", [fn.polls_and_yields, fn.awaits_and_yields])
def test_a_generator_is_closed_when_its_caller_leaves(start, client, serving, place, function):
    interface = rf.Interface(function, "text", "number", executor="process", workers=1)
    events = client(serving(interface)).stream(place.path)
    for event in events:
        if isinstance(event, rf.Updated):
            break
    events.cancel()

    place.becomes("closed")


def test_a_hundred_cancelled_calls_leave_nothing(start, place):
    call = start(fn.polls, workers=2, concurrency_limit=2)
    call.start(inputs={"text": place.path}).cancel()
    before = held()

    for index in range(100):
        future = call.start(inputs={"text": place.path})
        if index % 10 == 0:
            place.tells()
        future.cancel()
    wait_for(lambda: held()[0] <= before[0])
    call.start(inputs={"text": place.path}, timeout=1.0)
    place.tells()

    wait_for(lambda: all(now <= then + 3 for now, then in zip(held(), before, strict=True)))


def test_nothing_is_left_when_a_server_has_stopped(serving, client):
    before = held()
    server = serving(
        rf.Interface(fn.write, rf.Image(), rf.Image(), executor="process", workers=2),
        rf.Interface(fn.anumbers, "number", "number", executor="process", workers=1),
    )
    with rf.Client(server.address, timeout=LONG) as calls:
        image = np.zeros((500, 500, 3), np.uint8)
        assert calls["write"](image).max() == 1
        assert calls["anumbers"](3) == 2
    assert held()[0] == before[0] + 3

    server.stop()

    wait_for(lambda: all(now <= then for now, then in zip(held(), before, strict=True)))


async def test_a_drain_waits_for_what_runs_and_then_kills(tmp_path):
    interface = rf.Interface(fn.sleeps, "text", "text")
    one = ProcessExecutor(Work("sleeps", interface.function, None, 1))
    await one.start()
    place = Place(tmp_path / "told")
    task = asyncio.create_task(one.submit([place.path], Running()))
    pid = int(await asyncio.to_thread(place.tells))
    assert one.stats()["workers"] == 1

    await one.drain(0.1)

    with pytest.raises(rf.WorkerLost):
        await task
    assert not lives(pid)
    with pytest.raises(rf.ShuttingDown):
        await one.submit(["late"], Running())


def workers_of(call, count):
    """The pids of that many workers."""
    found = set()
    wait_for(lambda: found.add(call["pid"]()) or len(found) == count)
    return [int(pid) for pid in found]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_rpcface_serve_however_that_ends(program, client, tmp_path, number):
    (tmp_path / "app.py").write_text(APP)
    served = program("-m", "rpcface", "serve", "app.py")
    calls = client(served.serves())
    assert calls["loud"]("a") == "A"
    pid = int(calls["pid"]())
    assert lives(pid)

    code, _, err = served.ends(number)

    assert code == (-9 if number == signal.SIGKILL else 0), err
    assert "Traceback" not in err
    assert "Warning" not in err
    wait_for(lambda: not lives(pid))


def test_functions_of_a_program_that_serves_below_its_guard_are_found(program, client, tmp_path):
    (tmp_path / "program.py").write_text(GUARDED)
    calls = client(program("program.py").serves())

    assert calls["loud"]("a") == "a! __mp_main__"
    assert calls["join"]("b") == "ab"


def test_functions_of_a_program_that_runs_as_a_module_are_found(program, client, tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "other.py").write_text("MARK = '?'\n")
    (package / "app.py").write_text("from .other import MARK\n" + GUARDED.replace('"!"', "MARK"))
    calls = client(program("-m", "package.app").serves())

    assert calls["loud"]("a") == "a? __mp_main__"


def test_closures_of_a_program_that_serves_when_imported_are_found(program, client, tmp_path):
    (tmp_path / "program.py").write_text(UNGUARDED)
    calls = client(program("program.py").serves())

    assert calls["f1"]("a") == "a1"
    assert calls["f2"]("a") == "a2"


def test_rpcface_serve_tells_what_a_worker_can_not_find(program, tmp_path):
    broken = "import sys\nif sys.orig_argv[-2] == '-c':\n    raise OSError('no disk')\n"
    (tmp_path / "app.py").write_text(APP + broken)

    code, out, err = program("-m", "rpcface", "serve", "app.py").ends()

    assert (code, out) == (1, "")
    assert err.startswith("rpcface: interface '")
    assert "OSError: no disk" in err
