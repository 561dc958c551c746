"""Calls by Connect over HTTP/1.1, against the same calls by gRPC on the same server."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.calls import PREDICT, sizes
from benchmarks.load import Load, frame
from benchmarks.process import Process
from benchmarks.result import Result
from rpcface.media_types import DECODED
from rpcface.values import Tensor, Value
from rpcface.wire.calls import Call, write_call


@dataclass(frozen=True, slots=True)
class Case:
    """What is called, and from how many connections. `limit`: the part of gRPC's rate that is
    to be reached.
    """

    name: str
    call: Call
    wanted: Value
    connections: int
    limit: float


def cases() -> Iterator[Case]:
    """Both of them."""
    text = "Some hundred bytes, which is what people write into a box. " * 2
    yield Case("web-echo", Call("echo_async", {"text": text}), text, 32, 0.9)
    image = np.random.default_rng(1).integers(0, 256, (1080, 1920, 3), dtype=np.uint8)
    call = Call("invert", {"image": Tensor.of(image)}, [DECODED])
    yield Case("web-tensor-6mb", call, Tensor.of(255 - image), 1, 1 / 1.2)


def measure(case: Case, process: Process, rounds: int, seconds: float) -> Result:
    """Rounds of both in turn. RuntimeError: a call failed."""
    request = b"".join(write_call(case.call))
    lengths = sizes({"output": case.wanted})
    values, floors = [], []
    with frame(request) as framed, frame(request, http1=True) as plain:
        by_grpc = Load(framed, case.connections, 1)
        by_web = Load(plain, case.connections, 1, http1=True)
        for _ in range(rounds):
            url = f"http://{process.web_address}{PREDICT}"
            values.append(by_web.rate(url, seconds, lengths))
            url = f"http://{process.address}{PREDICT}"
            floors.append(by_grpc.rate(url, seconds, lengths))
    ratios = [value / floor for value, floor in zip(values, floors, strict=True)]
    first, ratio, third = statistics.quantiles(ratios, n=4, method="inclusive")
    return Result(
        case.name,
        statistics.median(values),
        round(case.limit, 3),
        ratio >= case.limit,
        floor=statistics.median(floors),
        ratio=ratio,
        quartiles=(first, third),
    )
