"""A server that ends lets its calls end first: signalled as an orchestrator would."""

from __future__ import annotations

import signal

import grpc
import pytest
from grpc_health.v1 import health_pb2_grpc
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse

import rpcface as rf

from .conftest import LONG, Failure

FILE = """
import os
import rpcface as rf

def until_there(path, wanted: bool = True):
    print("runs", flush=True)
    while os.path.exists(path) is not wanted:
        if rf.call().wait(0.01):
            return "cancelled"
    return "ended"

def count(path):
    yield 1
    until_there(path)
    yield 2

one = rf.Interface(until_there, ["text", "checkbox"], "text", concurrency_limit=None)
several = rf.Interface(count, "text", "number", concurrency_limit=None)
"""


@pytest.fixture
def started(program, tmp_path):
    """Starts `rpcface serve` of the file above with these options: it, and its address."""
    (tmp_path / "app.py").write_text(FILE)

    def start(*options):
        running = program("-m", "rpcface", "serve", "app.py", *options)
        return running, running.serves()

    return start


def watch_health(channel):
    watch = health_pb2_grpc.HealthStub(channel).Watch(HealthCheckRequest(), timeout=LONG)
    assert next(watch).status == HealthCheckResponse.SERVING
    return watch


def test_calls_and_streams_in_flight_end_well_after_health_has_turned(started, client, tmp_path):
    running, address = started("--grace", str(LONG))
    there = tmp_path / "there"
    with grpc.insecure_channel(address) as channel:
        watch = watch_health(channel)
        calls = client(address)
        one = calls["until_there"].submit(str(there), wanted=True)
        several = calls["count"].submit(str(there))
        assert next(iter(several)) == 1
        assert running.process.stdout.readline() == b"runs\n"
        assert running.process.stdout.readline() == b"runs\n"

        running.process.send_signal(signal.SIGTERM)

        assert next(watch).status == HealthCheckResponse.NOT_SERVING
        with pytest.raises(rf.ShuttingDown):
            calls["until_there"].predict(str(there))
        there.touch()
        assert (one.result(), several.result()) == ("ended", 2)
        assert list(watch) == []

    assert running.ends()[0] == 0


def test_what_lasts_longer_than_the_grace_is_cancelled(started, client, tmp_path):
    running, address = started("--grace", "0.2")
    call = client(address)["until_there"].submit(str(tmp_path / "never"), wanted=True)
    assert running.process.stdout.readline() == b"runs\n"

    running.process.send_signal(signal.SIGTERM)

    with pytest.raises(rf.RpcfaceError) as caught:
        call.result()
    assert caught.value.code is rf.StatusCode.UNAVAILABLE
    assert running.ends()[0] == 0


def test_for_the_delay_calls_are_taken_though_health_has_turned(serving, raw):
    server = serving(
        rf.Interface(str.upper, "text", "text", api_name="up"),
        options=rf.Options(drain_delay=0.5),
    )
    call = raw(server)
    watch = watch_health(call.channel)
    with rf.Client(server.address, timeout=LONG) as client:
        server._loop.call_soon_threadsafe(server._end.set)
        assert next(watch).status == HealthCheckResponse.NOT_SERVING

        assert client.predict("a") == "A"
        assert server.wait(LONG)
        assert isinstance(call.refused(inputs={"input_0": "a"}), Failure)
