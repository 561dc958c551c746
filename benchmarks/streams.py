"""Streams of many small updates, against a bare generator of the same messages."""

from __future__ import annotations

import statistics
import struct
import time
from collections.abc import Iterator
from typing import cast

import grpc

from benchmarks.load import Load, frame
from benchmarks.process import Process
from benchmarks.result import Result
from benchmarks.serving import CHAT, FLOOR, TOKEN, TOKENS, UPDATES
from rpcface.events import Finished, Updated
from rpcface.wire.calls import Call, write_call
from rpcface.wire.events import read_event, stream_body

STREAM = "/rpcface.v1.InterfaceService/PredictStream"
STREAMS = 1000
SPEEDS = (
    "stream-async",
    "stream-sync",
    "stream-peak-rss",
    "stream-threads",
    "merged-async",
    "merged-sync",
)
SIZES = ("tokens-bytes", "tokens-bytes-slow", "chat-bytes")
LIMITS = {"async": 0.6, "sync": 0.55}


def measure(process: Process, rounds: int) -> Iterator[Result]:
    """Updates a second of a thousand streams at once, on four connections; with merging
    as fast at least as without; then what the server held.
    """
    with _channel(process) as channel:
        for kind, limit in LIMITS.items():
            yield _case(channel, process, f"stream-{kind}", rounds, limit)
        held, threads = process.peak(), float(process.threads())
        yield Result("stream-peak-rss", held, 120.0, held <= 120.0)
        yield Result("stream-threads", threads, 24.0, threads <= 24.0)
        for kind, limit in LIMITS.items():
            yield _case(channel, process, f"merged-{kind}", rounds, limit)


def _case(channel: grpc.Channel, process: Process, case: str, rounds: int, limit: float) -> Result:
    name = case.replace("-", "_").replace("stream", "plain")
    request = _request(name)
    answers = _answers(channel, request)
    if _text(answers) != "word " * UPDATES:
        raise RuntimeError(f"{case}: the answer is not what was wanted")
    plain = _answers(channel, _request(name.replace("merged", "plain")))
    keep = cast("grpc.UnaryUnaryMultiCallable[bytes, bytes]", channel.unary_unary(f"/{FLOOR}/Keep"))
    keep(b"".join(struct.pack("<I", len(one)) + one for one in plain), timeout=30)
    values, floors = [], []
    with frame(request) as path:
        load = Load(path, 4, STREAMS // 4)
        for _ in range(rounds):
            value = load.calls_a_second(f"http://{process.address}{STREAM}", STREAMS)
            floor = load.calls_a_second(f"http://{process.address}/{FLOOR}/Repeat", STREAMS)
            values.append(value * UPDATES)
            floors.append(floor * UPDATES)
    ratios = [value / floor for value, floor in zip(values, floors, strict=True)]
    first, ratio, third = statistics.quantiles(ratios, n=4, method="inclusive")
    value, floor = statistics.median(values), statistics.median(floors)
    return Result(case, value, limit, ratio >= limit, floor, ratio, (first, third))


def sizes(process: Process) -> Iterator[Result]:
    """How many bytes of messages tell a byte of text: of a growing text, to a fast reader
    and to one who pauses 50 ms, and inside the last message of a chat.
    """
    text = len(TOKEN) * TOKENS
    with _channel(process) as channel:
        for case, name, pause, limit, size in (
            ("tokens-bytes", "tokens", 0.0, 6.0, text),
            ("tokens-bytes-slow", "tokens", 0.05, 2.0, text),
            ("chat-bytes", "chat", 0.0, 9.0, len(TOKEN) * CHAT),
        ):
            answers = _answers(channel, _request(name), pause)
            updates = sum(len(one) for one in answers if isinstance(read_event(one), Updated))
            ratio = updates / size
            yield Result(case, ratio, limit, ratio <= limit)


def _channel(process: Process) -> grpc.Channel:
    return grpc.insecure_channel(process.address)


def _request(name: str) -> bytes:
    return stream_body(b"".join(write_call(Call(name))))


def _answers(channel: grpc.Channel, request: bytes, pause: float = 0.0) -> list[bytes]:
    call = cast("grpc.UnaryStreamMultiCallable[bytes, bytes]", channel.unary_stream(STREAM))
    found = []
    for message in call(request, timeout=300):
        found.append(message)
        if pause:
            time.sleep(pause)
    return found


def _text(answers: list[bytes]) -> str:
    found = ""
    for event in map(read_event, answers):
        if isinstance(event, Updated):
            for change in event.changes:
                assert isinstance(change.value, str)
                found = found + change.value if change.kind == "append_text" else change.value
        elif isinstance(event, Finished) and event.values:
            raise RuntimeError("outputs that were told came once more")
    return found
