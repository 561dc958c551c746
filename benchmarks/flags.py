"""What it costs that a server records every call: the caller's time, and its own."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Final, cast

import grpc

from benchmarks.calls import PREDICT
from benchmarks.process import Process
from benchmarks.result import Result
from rpcface.wire.calls import Call, read_outcome, write_call

LATENCY, COST = CASES = ("flag-latency", "flag-cost")

CALLS: Final = 400
"""Calls of a round's half, one after the other."""
PAUSE: Final = 0.002
"""Seconds between two calls that are counted for their cost: a record is not part of a
batch then, as it would be under load."""


def measure(process: Process, rounds: int) -> Iterator[Result]:
    """Calls a second, one after the other, with flags against without; and how many
    milliseconds of a processor a recorded call takes more.
    """
    text = "Some hundred bytes, which is what people write into a box. " * 2
    requests = [
        b"".join(write_call(Call(name, {"text": text}))) for name in ("echo_flagged", "echo_async")
    ]
    with grpc.insecure_channel(process.address) as channel:
        predict = cast("grpc.UnaryUnaryMultiCallable[bytes, bytes]", channel.unary_unary(PREDICT))
        for request in requests:
            if read_outcome(predict(request, timeout=30)).outputs != {"output": text}:
                raise RuntimeError("the answer is not what was wanted")
        rates, costs = [], []
        for _ in range(rounds):
            rates.append([_rate(predict, request) for request in requests])
            costs.append([_cost(process, predict, request) for request in requests])
    ratios = [flagged / plain for flagged, plain in rates]
    first, ratio, third = statistics.quantiles(ratios, n=4, method="inclusive")
    values, floors = zip(*rates, strict=True)
    yield Result(
        LATENCY,
        statistics.median(values),
        0.9,
        ratio >= 0.9,
        floor=statistics.median(floors),
        ratio=ratio,
        quartiles=(first, third),
    )
    more = [flagged - plain for flagged, plain in costs]
    first, value, third = statistics.quantiles(more, n=4, method="inclusive")
    yield Result(COST, value, 2.0, value < 2.0, quartiles=(first, third))


def _rate(predict: grpc.UnaryUnaryMultiCallable[bytes, bytes], request: bytes) -> float:
    """Calls a second, by the median call."""
    took = []
    for _ in range(CALLS):
        started = time.perf_counter()
        predict(request, timeout=30)
        took.append(time.perf_counter() - started)
    return 1 / statistics.median(took)


def _cost(
    process: Process, predict: grpc.UnaryUnaryMultiCallable[bytes, bytes], request: bytes
) -> float:
    """Milliseconds of a processor for a call, with all that is done after its answer."""
    before = process.processor_seconds()
    for _ in range(CALLS):
        predict(request, timeout=30)
        time.sleep(PAUSE)
    time.sleep(0.1)
    return (process.processor_seconds() - before) / CALLS * 1000
