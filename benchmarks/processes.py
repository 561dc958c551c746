"""What a process costs a function, against a thread: the same call of the same server."""

from __future__ import annotations

import statistics
import time
from typing import cast

import grpc
import numpy as np

from benchmarks.calls import PREDICT
from benchmarks.process import Process
from benchmarks.result import Result
from rpcface.media_types import DECODED
from rpcface.values import Tensor
from rpcface.wire.calls import Call, read_outcome, write_call

LIMIT = 1.5
"""Milliseconds that a 1080p image in and out may take more."""


def measure(process: Process, rounds: int, seconds: float) -> Result:
    """Milliseconds that a call with a 1080p image in, and its negative out, takes longer
    where the function has a process of its own: the difference of the medians of each
    round, in which the two take turns. RuntimeError: an answer is not what was wanted.
    """
    image = np.random.default_rng(1).integers(0, 256, (1080, 1920, 3), dtype=np.uint8)
    names = ("invert", "invert_process")
    requests = [
        b"".join(write_call(Call(name, {"image": Tensor.of(image)}, [DECODED]))) for name in names
    ]
    with grpc.insecure_channel(
        process.address, options=[("grpc.max_receive_message_length", -1)]
    ) as channel:
        predict = cast("grpc.UnaryUnaryMultiCallable[bytes, bytes]", channel.unary_unary(PREDICT))
        for name, request in zip(names, requests, strict=True):
            for _ in range(10):  # the first ones make the shared memory
                answer = predict(request, timeout=30)
            if dict(read_outcome(answer).outputs) != {"output": Tensor.of(255 - image)}:
                raise RuntimeError(f"{name}: the answer is not what was wanted")
        more = []
        for _ in range(rounds):
            took: list[list[float]] = [[], []]
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                for times, request in zip(took, requests, strict=True):
                    started = time.perf_counter()
                    predict(request, timeout=30)
                    times.append((time.perf_counter() - started) * 1000)
            thread, own = map(statistics.median, took)
            more.append(own - thread)
    first, value, third = statistics.quantiles(more, n=4, method="inclusive")
    return Result("process-1080p", value, LIMIT, value <= LIMIT, quartiles=(first, third))
