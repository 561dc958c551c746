"""Servers that a program starts, and how they stop: by call, by signal, in time."""

from __future__ import annotations

import asyncio
import signal
import threading
import time

import grpc
import pytest
from grpc_health.v1 import health_pb2_grpc
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse

import rpcface as rf
from rpcface.core import programs
from rpcface.server.addresses import wish
from rpcface.server.server import Server

GRACE = rf.Options().grace

LONG = 20.0

PROGRAM = """
import rpcface as rf

loud = rf.Interface(lambda text: text.upper(), "text", "text")
{}
"""

STOPPED_BY_A_THREAD = """
import threading
import rpcface.server.launch

made = rf.server.launch.start

def start(*given):
    server = made(*given)
    threading.Timer(0.1, server.stop).start()
    return server

rf.server.launch.start = start
print("returned", loud.launch())
"""

ENDED_WHILE_IT_SAYS_SO = """
import os, signal
import rpcface.server.launch

def greet(*given):
    os.kill(os.getpid(), signal.SIGTERM)

rpcface.server.launch.greet = greet
print("returned", loud.launch())
"""

HEARD_BY_ANOTHER_THREAD = """
import signal, threading

def hit():
    signal.pthread_kill(threading.get_ident(), signal.SIGINT)

with loud.launch(block=False) as server:
    threading.Timer(0.2, hit).start()
    try:
        server.wait()
    except KeyboardInterrupt:
        print("interrupted")
"""

IN_A_THREAD = """
import threading
thread = threading.Thread(target=loud.launch, daemon=True)
thread.start()
thread.join(20)
"""


@pytest.fixture
def launching(program, tmp_path):
    """Starts a program whose last lines these are."""

    def start(last, *options):
        (tmp_path / "program.py").write_text(PROGRAM.format(last))
        return program(*options, "program.py")

    return start


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_program_that_launches_ends_well_and_at_once_on_a_signal(launching, client, number):
    started = launching("loud.launch()")
    open_client = client(started.serves())
    assert list(open_client.describe().interfaces) == ["loud"]
    assert open_client.predict("a") == "A"

    begun = time.monotonic()
    assert started.ends(number) == (0, "", "")
    assert time.monotonic() - begun < GRACE


def test_a_signal_ends_a_launch_well_however_early_it_comes(launching):
    started = launching(ENDED_WHILE_IT_SAYS_SO)

    assert started.ends() == (0, "returned <Server of loud stopped>\n", "")


def test_a_signal_ends_a_wait_also_where_another_thread_has_it(launching):
    started = launching(HEARD_BY_ANOTHER_THREAD)
    started.serves()

    assert started.ends() == (0, "interrupted\n", "")


def test_a_program_goes_on_behind_a_launch_that_does_not_block(launching):
    started = launching("with loud.launch(block=False) as server:\n    print(server.address)")
    address = started.serves()

    assert started.ends() == (0, f"{address}\n", "")


def test_a_launch_that_blocks_returns_when_another_thread_stops_it(launching):
    started = launching(STOPPED_BY_A_THREAD)
    started.serves()

    assert started.ends() == (0, "returned <Server of loud stopped>\n", "")


def test_a_launch_in_another_thread_blocks_there(launching, client):
    started = launching(IN_A_THREAD)

    assert client(started.serves()).predict("a") == "A"
    assert started.process.poll() is None


def test_a_prompt_stays_free(launching):
    started = launching("loud.launch()\nprint('free')", "-i")
    started.serves()

    assert started.ends()[:2] == (0, "free\n")


async def test_a_launch_returns_where_a_loop_runs():
    server = rf.Interface(str.upper, "text", "text").launch(port=0)

    try:
        async with rf.AsyncClient(server.address, timeout=LONG) as client:
            assert await client.predict("a") == "A"
    finally:
        await asyncio.to_thread(server.stop)


def test_while_a_file_is_loaded_a_server_only_collects():
    interface = rf.Interface(str.upper, "text", "text")

    with programs.collecting() as found, interface.launch(port=0) as server:
        assert server.wait(LONG)
        server.stop()

    assert found == [interface]
    assert server.address == ""


class Held:
    """Functions that begin, and end when they are let go or cancelled."""

    def __init__(self):
        self.begun, self.let_go, self.cancelled = (threading.Event() for _ in range(3))

    def sync(self, text):
        self.begun.set()
        assert self.let_go.wait(LONG)
        return text

    async def coroutine(self, text):
        self.begun.set()
        try:
            await asyncio.wait_for(asyncio.Event().wait(), LONG)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise


@pytest.fixture
def held():
    made = Held()
    yield made
    made.let_go.set()


def stopping(server, channel, grace):
    """A thread that stops the server, and has begun to."""
    watch = health_pb2_grpc.HealthStub(channel).Watch(HealthCheckRequest(), timeout=LONG)
    assert next(watch).status == HealthCheckResponse.SERVING
    thread = threading.Thread(target=server.stop, args=(grace,))
    thread.start()
    assert next(watch).status == HealthCheckResponse.NOT_SERVING
    return thread


def test_a_call_that_runs_may_end_within_the_grace(serving, raw, held):
    server = serving(rf.Interface(held.sync, "text", "text"))
    call = raw(server)
    future = call.start(inputs={"text": "a"})
    assert held.begun.wait(LONG)
    thread = stopping(server, call.channel, LONG)

    assert not server.wait(0)
    held.let_go.set()
    assert b"a" in future.result(LONG)
    thread.join(LONG)
    assert server.wait(0)


@pytest.mark.parametrize("kind", ["sync", "coroutine"])
def test_a_call_that_runs_longer_than_the_grace_is_cancelled(serving, raw, held, kind):
    server = serving(rf.Interface(getattr(held, kind), "text", "text"))
    call = raw(server)
    future = call.start(inputs={"text": "a"})
    assert held.begun.wait(LONG)
    started = time.monotonic()
    thread = stopping(server, call.channel, 0.2)
    thread.join(LONG)

    assert server.wait(0)
    assert 0.2 <= time.monotonic() - started < GRACE
    assert future.exception(LONG).code() is grpc.StatusCode.UNAVAILABLE
    if kind == "coroutine":
        assert held.cancelled.wait(LONG)


@pytest.mark.parametrize(("host", "fetches"), [("localhost", True), ("0.0.0.0", False)])
def test_only_a_server_on_loopback_fetches_from_private_addresses_untold(host, fetches):
    told = rf.Options(private_addresses=True)

    server = Server({}, wish(host, 0), rf.Options(max_request_bytes=1000))
    assert server._options.private_addresses is fetches
    assert Server({}, wish(host, 0), told)._options.private_addresses is True


def test_a_second_signal_does_not_wait_for_calls_in_flight(launching, raw):
    last = """
import threading

def wait(text):
    print("began")
    threading.Event().wait(60)

rf.Interface(wait, "text", "text").launch()
"""
    started = launching(last)
    client = raw(started.serves())
    call = client.start(inputs={"text": "a"})
    assert started.process.stdout.readline() == b"began\n"
    watch = health_pb2_grpc.HealthStub(client.channel).Watch(HealthCheckRequest(), timeout=LONG)
    assert next(watch).status == HealthCheckResponse.SERVING

    begun = time.monotonic()
    started.process.send_signal(signal.SIGINT)
    assert next(watch).status == HealthCheckResponse.NOT_SERVING
    assert started.ends(signal.SIGINT) == (130, "", "")
    assert time.monotonic() - begun < GRACE
    assert call.exception(LONG).code() is grpc.StatusCode.UNAVAILABLE


def test_a_call_that_comes_while_the_server_goes_down_is_refused_as_such(serving, raw, held):
    server = serving(rf.Interface(held.sync, "text", "text"))
    call = raw(server)
    future = call.start(inputs={"text": "a"})
    assert held.begun.wait(LONG)
    thread = stopping(server, call.channel, LONG)

    late = call.refused(inputs={"text": "b"})

    assert (late.code, late.info.reason) == ("UNAVAILABLE", "SHUTTING_DOWN")
    held.let_go.set()
    assert b"a" in future.result(LONG)
    thread.join(LONG)


STOPS = """
import rpcface as rf

for _ in range(30):
    server = rf.serve(rf.Interface(str.upper, "text", "text", api_name="up"), port=0, block=False)
    with rf.Client(server.address, timeout=20) as client:
        client.predict("a")
        server.stop(grace=0)
print("all stopped")
"""


def test_a_server_that_stops_at_once_under_an_open_connection_does_not_crash(program, tmp_path):
    (tmp_path / "stops.py").write_text(STOPS)

    code, out, _ = program("stops.py").ends()

    assert (code, out.splitlines()[-1]) == (0, "all stopped")
