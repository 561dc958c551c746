"""Calls over the network, against a handler that does nothing (`benchmarks.serving`)."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import grpc
import numpy as np

from benchmarks.load import Load, frame
from benchmarks.process import Process
from benchmarks.result import Result
from benchmarks.serving import FLOOR
from rpcface.media_types import DECODED
from rpcface.values import Tensor, Value
from rpcface.wire.calls import Call, Outcome, read_outcome, write_call, write_outcome

PREDICT = "/rpcface.v1.InterfaceService/Predict"


@dataclass(frozen=True, slots=True)
class Case:
    """What is called and how. `limit`: the part of the floor that is to be reached."""

    name: str
    call: Call
    wanted: Value
    connections: int
    streams: int
    limit: float


def cases() -> Iterator[Case]:
    """All of them."""
    text = "Some hundred bytes, which is what people write into a box. " * 2
    for kind, limit in (("async", 0.85), ("sync", 0.7)):
        yield Case(f"echo-{kind}", Call(f"echo_{kind}", {"text": text}), text, 4, 16, limit)
    image = np.random.default_rng(1).integers(0, 256, (1080, 1920, 3), dtype=np.uint8)
    call = Call("invert", {"image": Tensor.of(image)}, [DECODED])
    for many in (1, 2):
        yield Case(f"tensor-1080p-{many}x{many}", call, Tensor.of(255 - image), many, many, 0.8)


def measure(case: Case, process: Process, rounds: int, seconds: float) -> Result:
    """Rounds of the value and the floor in turn: the system's mood is the same for both.
    RuntimeError: a call failed, or came back wrong.
    """
    request = b"".join(write_call(case.call))
    with grpc.insecure_channel(
        process.address, options=[("grpc.max_receive_message_length", -1)]
    ) as channel:
        predict, keep, floored = (
            cast("grpc.UnaryUnaryMultiCallable[bytes, bytes]", channel.unary_unary(path))
            for path in (PREDICT, f"/{FLOOR}/Keep", f"/{FLOOR}/Answer")
        )
        answer = predict(request, timeout=30)
        outcome = read_outcome(answer)
        if dict(outcome.outputs) != {"output": case.wanted}:
            raise RuntimeError(f"{case.name}: the answer is not what was wanted")
        keep(answer, timeout=30)
        if floored(request, timeout=30) != answer:
            raise RuntimeError(f"{case.name}: the floor does not give the same answer")
    values, floors = [], []
    with frame(request) as path:
        load = Load(path, case.connections, case.streams)
        for _ in range(rounds):
            value = load.rate(f"http://{process.address}{PREDICT}", seconds, sizes(outcome))
            floor = load.rate(
                f"http://{process.address}/{FLOOR}/Answer",
                seconds,
                range(len(answer), len(answer) + 1),
            )
            values.append(value)
            floors.append(floor)
    ratios = [value / floor for value, floor in zip(values, floors, strict=True)]
    first, ratio, third = statistics.quantiles(ratios, n=4, method="inclusive")
    return Result(
        case.name,
        statistics.median(values),
        case.limit,
        ratio >= case.limit,
        floor=statistics.median(floors),
        ratio=ratio,
        quartiles=(first, third),
    )


def sizes(outcome: Outcome) -> range:
    """How long an answer with these outputs can be: it also tells how long it took."""
    least, most = (
        sum(map(len, write_outcome(outcome.outputs, duration))) for duration in (1, 10**12 - 1)
    )
    return range(least, most + 1)
