"""The client's own part of a call: its encoding and decoding, without a network."""

from __future__ import annotations

import contextlib
import statistics
import time
from typing import cast

import grpc
import numpy as np

from benchmarks.calls import PREDICT
from benchmarks.process import Process
from benchmarks.result import Result
from rpcface.client.flows import Known
from rpcface.client.options import Options

CALLS = 50


def measure(process: Process) -> Result:
    """Milliseconds that the Python client adds to a call with a 1080p image."""
    image = np.random.default_rng(1).integers(0, 256, (1080, 1920, 3), dtype=np.uint8)
    known, options, took, answer = Known(), Options(), [], b""
    with grpc.insecure_channel(
        process.address, options=[("grpc.max_receive_message_length", -1)]
    ) as channel:
        describe, predict = (
            cast("grpc.UnaryUnaryMultiCallable[bytes, bytes]", channel.unary_unary(path))
            for path in (PREDICT.replace("Predict", "Describe"), PREDICT)
        )
        description = known.describe()
        with contextlib.suppress(StopIteration):
            description.send(describe(next(description).body, timeout=30))
        for _ in range(CALLS):
            started = time.perf_counter()
            flow = known.predict("invert", [image], {}, options)
            body = next(flow).body
            encoded = time.perf_counter()
            answer = answer or predict(body, timeout=30)
            answered = time.perf_counter()
            try:
                flow.send(answer)
            except StopIteration as end:
                took.append((time.perf_counter() - answered + encoded - started) * 1000)
                if not np.array_equal(end.value, 255 - image):
                    raise RuntimeError("the answer is not what was wanted") from None
    first, value, third = statistics.quantiles(took, n=4, method="inclusive")
    return Result("client-1080p", value, 3.0, value <= 3.0, quartiles=(first, third))
