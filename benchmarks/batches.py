"""What batches cost the server, and how full they get: 64 calls in flight."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import cast

import grpc

from benchmarks.calls import PREDICT
from benchmarks.load import Load, frame
from benchmarks.process import Process
from benchmarks.result import Result
from benchmarks.serving import BATCH
from rpcface.wire.calls import Call, read_outcome, write_call

CALLS = 8_000
COSTS = {
    "batch-cpu-sync": ("batch_sync", "single_sync"),
    "batch-cpu-sync-free": ("batch_sync", "echo_sync"),
    "batch-cpu-async": ("batch_async", "single_async"),
    "batch-cpu-async-free": ("batch_async", "echo_async"),
}
"""What is compared: functions in batches, and alone, one at a time or any number."""


def measure(process: Process, rounds: int) -> Iterator[Result]:
    """The server's CPU time for a call in batches, as a part of that for a call alone, the
    function doing nothing; then the part of the places in batches that stays empty where
    it takes 2 ms.
    """
    for case, names in COSTS.items():
        ratios = []
        for _ in range(rounds):
            batched, alone = (_cost(process, name) for name in names)
            ratios.append(batched / alone)
        first, ratio, third = statistics.quantiles(ratios, n=4, method="inclusive")
        yield Result(case, ratio, 1.1, ratio <= 1.1, quartiles=(first, third))
    empty = 1 - _fill(process) / BATCH
    yield Result("batch-gaps", empty, 0.1, empty <= 0.1)


def _cost(process: Process, name: str) -> float:
    """The microseconds of CPU time that a call of an interface takes."""
    before = process.processor_seconds()
    _load(process, name, CALLS)
    return (process.processor_seconds() - before) / CALLS * 1e6


def _load(process: Process, name: str, calls: int) -> None:
    text = "Some hundred bytes, which is what people write into a box. " * 2
    with frame(b"".join(write_call(Call(name, {"text": text})))) as path:
        Load(path, 4, 16).calls_a_second(f"http://{process.address}{PREDICT}", calls)


def _fill(process: Process) -> float:
    """How many calls a batch has, all in all."""
    _load(process, "batch_slow", 2_000)
    with grpc.insecure_channel(process.address) as channel:
        predict = cast("grpc.UnaryUnaryMultiCallable[bytes, bytes]", channel.unary_unary(PREDICT))
        answer = predict(b"".join(write_call(Call("batch_fill"))), timeout=30)
    return cast("float", read_outcome(answer).outputs["output"])
