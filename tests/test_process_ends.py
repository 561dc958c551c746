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


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(executor, "PATIENCE", 0.2)


@pytest.fixture
def place(tmp_path):
    return fn.Place(tmp_path / "told")


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

    fn.wait_for(lambda: not fn.lives(first))
    again = call.start(inputs={"text": place.path})
    assert int(place.tells()) != first
    again.cancel()


def test_a_worker_that_is_killed_in_mid_call_is_lost_and_replaced(start, place):
    call = start(fn.sleeps)
    future = call.start(inputs={"text": place.path})
    pid = int(place.tells())

    os.kill(pid, signal.SIGKILL)

    assert future.exception(LONG).code() is grpc.StatusCode.ABORTED
    again = call.start(inputs={"text": place.path})
    assert int(place.tells()) != pid
    again.cancel()


def test_what_a_function_has_started_is_killed_with_it(start, place):
    call = start(fn.starts_another)
    future = call.start(inputs={"text": place.path})
    other = int(place.tells())
    assert fn.lives(other)

    future.cancel()

    fn.wait_for(lambda: not fn.lives(other))


def test_a_server_stops_in_time_whatever_its_functions_do(start, serving, raw, place):
    server = serving(rf.Interface(fn.spins, "text", "text", executor="process", workers=2))
    call = raw(server).start(inputs={"path": place.path})
    pid = int(place.tells())

    begun = time.monotonic()
    server.stop(grace=0.1)

    assert time.monotonic() - begun < LONG / 4
    assert not fn.lives(pid)
    assert call.exception(LONG) is not None


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

    assert fn.Place(f"{place.path}.end").tells() == "closed"


def test_a_hundred_cancelled_calls_leave_nothing(start, place):
    call = start(fn.polls, workers=2, concurrency_limit=2)
    call.start(inputs={"text": place.path}).cancel()
    before = held()

    for index in range(100):
        future = call.start(inputs={"text": place.path})
        if index % 10 == 0:
            place.tells()
        future.cancel()
    fn.wait_for(lambda: held()[0] <= before[0])
    last = call.start(inputs={"text": place.path})
    place.tells()
    last.cancel()

    fn.wait_for(lambda: all(now <= then + 3 for now, then in zip(held(), before, strict=True)))


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

    fn.wait_for(lambda: all(now <= then for now, then in zip(held(), before, strict=True)))


async def test_a_drain_waits_for_what_runs_and_then_kills(tmp_path):
    interface = rf.Interface(fn.sleeps, "text", "text")
    one = ProcessExecutor(Work("sleeps", interface.function, None, 1))
    await one.start()
    place = fn.Place(tmp_path / "told")
    task = asyncio.create_task(one.submit([place.path], Running()))
    pid = int(await asyncio.to_thread(place.tells))
    assert one.stats()["workers"] == 1

    await one.drain(0.1)

    with pytest.raises(rf.WorkerLost):
        await task
    assert not fn.lives(pid)
    with pytest.raises(rf.ShuttingDown):
        await one.submit(["late"], Running())
