"""`rpcface serve`: how soon it serves, and what it holds while nobody calls."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from benchmarks.process import resident
from benchmarks.result import Result

STARTS = 7
FILE = os.path.join("examples", "sepia", "sepia.py")

COMMANDS = {"serve": (("--no-web",), 0.7, 75.0), "web": (("--web-port", "0"), 1.0, 90.0)}
"""Options of the command, and the most seconds and MB that it may take."""


def measure(name: str) -> Iterator[Result]:
    """Seconds from the command to SERVING, and the server's MB a second later."""
    options, *limits = COMMANDS[name]
    told = zip(*(_start(options) for _ in range(STARTS)), strict=True)
    for kind, values, limit in zip(("ready", "idle-rss"), told, limits, strict=True):
        case = f"{name}-{kind}"
        first, value, third = statistics.quantiles(values, n=4, method="inclusive")
        yield Result(case, value, limit, value <= limit, quartiles=(first, third))


def _start(options: tuple[str, ...]) -> tuple[float, float]:
    command = os.path.join(os.path.dirname(sys.executable), "rpcface")
    started = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - the project's own command
        [command, "serve", FILE, "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as popen:
        try:
            assert popen.stdout is not None
            line = popen.stdout.readline().split()  # rpcface serves sepia at localhost:50051
            if not line:
                raise RuntimeError(f"rpcface serve {FILE} does not say where it serves")
            _wait_until_serving(line[-1])
            ready = time.perf_counter() - started
            time.sleep(1)  # idle, it has settled by then
            return ready, resident(popen.pid)
        finally:
            popen.send_signal(signal.SIGTERM)
            try:
                popen.wait(10)
            except subprocess.TimeoutExpired:
                popen.kill()


def _wait_until_serving(address: str) -> None:
    with grpc.insecure_channel(address) as channel:
        health = health_pb2_grpc.HealthStub(channel)
        for answer in health.Watch(health_pb2.HealthCheckRequest(), timeout=30):
            if answer.status == health_pb2.HealthCheckResponse.SERVING:
                return
    raise RuntimeError(f"{address} never came to serve")
