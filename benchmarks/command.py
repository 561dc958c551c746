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


def measure() -> Iterator[Result]:
    """Seconds from the command to SERVING, and the server's MB a second later."""
    seconds, held = zip(*(_start() for _ in range(STARTS)), strict=True)
    for case, values, limit in (("serve-ready", seconds, 0.7), ("serve-idle-rss", held, 75.0)):
        first, value, third = statistics.quantiles(values, n=4, method="inclusive")
        yield Result(case, value, limit, value <= limit, quartiles=(first, third))


def _start() -> tuple[float, float]:
    command = os.path.join(os.path.dirname(sys.executable), "rpcface")
    started = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - the project's own command
        [command, "serve", FILE, "--port", "0"],
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
