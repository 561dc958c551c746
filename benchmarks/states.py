"""What a state costs: a call that carries one, against the same call without."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import cast

import grpc

from benchmarks.calls import PREDICT
from benchmarks.process import Process
from benchmarks.result import Result
from rpcface.wire.calls import Call, read_outcome, write_call

KINDS = ("async", "sync")
CASES = tuple(f"state-{kind}{what}" for kind in KINDS for what in ("", "-cpu"))

LIMIT = 0.15
"""Milliseconds that a state of ten kilobytes may take."""

TURN = 100
"""Calls of one kind before the other has its turn."""


def measure(process: Process, rounds: int, seconds: float) -> Iterator[Result]:
    """Milliseconds that a call takes longer, and the server's processors, where the function
    keeps a state: the difference of each round, in which both take turns. RuntimeError: an
    answer is not what was wanted.
    """
    text = "Some hundred bytes, which is what people write into a box. " * 2
    with grpc.insecure_channel(process.address) as channel:
        predict = cast("grpc.UnaryUnaryMultiCallable[bytes, bytes]", channel.unary_unary(PREDICT))
        for kind in KINDS:
            plain = b"".join(write_call(Call(f"echo_{kind}", {"text": text})))
            first = read_outcome(predict(b"".join(write_call(_with(kind, text, b""))), timeout=30))
            if len(first.state) < 10_000:
                raise RuntimeError(f"{kind}: the state has {len(first.state)} bytes")
            stateful = b"".join(write_call(_with(kind, text, first.state)))
            for request in (plain, stateful):
                if dict(read_outcome(predict(request, timeout=30)).outputs) != {"output": text}:
                    raise RuntimeError(f"{kind}: the answer is not what was wanted")
            more, cpu = [], []
            for _ in range(rounds):
                took: list[list[float]] = [[], []]
                used = [0.0, 0.0]
                end = time.perf_counter() + seconds
                while time.perf_counter() < end:
                    for which, request in enumerate((plain, stateful)):
                        before = process.processor_seconds()
                        for _ in range(TURN):
                            started = time.perf_counter()
                            predict(request, timeout=30)
                            took[which].append((time.perf_counter() - started) * 1000)
                        used[which] += process.processor_seconds() - before
                without, with_ = map(statistics.median, took)
                more.append(with_ - without)
                cpu.append((used[1] - used[0]) / len(took[0]) * 1000)
            for name, values in ((f"state-{kind}", more), (f"state-{kind}-cpu", cpu)):
                low, value, high = statistics.quantiles(values, n=4, method="inclusive")
                yield Result(name, value, LIMIT, value <= LIMIT, quartiles=(low, high))


def _with(kind: str, text: str, state: bytes) -> Call:
    return Call(f"recall_{kind}", {"text": text}, state=state)
