"""A gibibyte to the server and back as a blob, against bare handlers for the same.

The floor of the way up appends each chunk to a file on the same disk and feeds it to
SHA-256; that of the way down streams pieces that it has in memory.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import time
from collections.abc import Iterator
from typing import Any, cast

import grpc

from benchmarks.process import Process
from benchmarks.result import Result
from benchmarks.serving import FLOOR
from rpcface.wire.blobs import Chunk, Range, read_piece, read_written, write_chunk, write_range

BLOBS = "/rpcface.v1.BlobService/"
CHUNK = 2**20
CHUNKS = 1024
ROUNDS = 3

_CONTENT = [os.urandom(CHUNK) for _ in range(8)]
"""The chunks, again and again."""


def measure(process: Process) -> Iterator[Result]:
    """MB a second each way, as parts of the floor's, and by how many MB the server
    grows. RuntimeError: what comes back is not what was sent.
    """
    ups, downs, floors_up, floors_down = [], [], [], []
    with grpc.insecure_channel(
        process.address, options=[("grpc.max_receive_message_length", -1)]
    ) as channel:

        def unary(path: str) -> grpc.UnaryUnaryMultiCallable[bytes, bytes]:
            return cast("grpc.UnaryUnaryMultiCallable[bytes, bytes]", channel.unary_unary(path))

        def stream(path: str) -> Any:
            return channel.unary_stream(path)

        _upload(unary(BLOBS + "WriteBlob"), 64)
        _append(unary(f"/{FLOOR}/Append"), 64)
        before = most = process.resident()
        for _ in range(ROUNDS):
            identifier, rate = _upload(unary(BLOBS + "WriteBlob"), CHUNKS)
            ups.append(rate)
            most = max(most, process.resident())
            rate = _download(stream(BLOBS + "ReadBlob"), write_range(Range(identifier)), CHUNKS)
            downs.append(rate)
            most = max(most, process.resident())
            floors_up.append(_append(unary(f"/{FLOOR}/Append"), CHUNKS))
            floors_down.append(_download(stream(f"/{FLOOR}/Stream"), b"%d" % CHUNKS, CHUNKS))
    yield _result("blob-up", ups, floors_up, 0.8)
    yield _result("blob-down", downs, floors_down, 0.5)
    yield Result("blob-rss", most - before, 32.0, most - before <= 32.0)


def _upload(write: grpc.UnaryUnaryMultiCallable[bytes, bytes], count: int) -> tuple[str, float]:
    started = time.perf_counter()
    identifier = ""
    digest = hashlib.sha256()
    for index in range(count):
        data = _CONTENT[index % len(_CONTENT)]
        chunk = Chunk(identifier, index * CHUNK, finish=index == count - 1, data=data)
        kept = read_written(write(write_chunk(chunk), timeout=60))
        identifier = kept.id
    took = time.perf_counter() - started
    for index in range(count):
        digest.update(_CONTENT[index % len(_CONTENT)])
    if kept.blob is None or kept.blob.sha256 != digest.digest():
        raise RuntimeError("the blob is not what was sent")
    return identifier, count * CHUNK / took / 1e6


def _append(append: grpc.UnaryUnaryMultiCallable[bytes, bytes], count: int) -> float:
    started = time.perf_counter()
    for index in range(count):
        data = _CONTENT[index % len(_CONTENT)]
        chunk = Chunk("", index * CHUNK, finish=index == count - 1, data=data)
        append(write_chunk(chunk), timeout=60)
    return count * CHUNK / (time.perf_counter() - started) / 1e6


def _download(read: Any, request: bytes, count: int) -> float:
    started = time.perf_counter()
    size = sum(len(read_piece(message)) for message in read(request, timeout=120))
    if size != count * CHUNK:
        raise RuntimeError(f"{size} bytes came of {count * CHUNK}")
    return size / (time.perf_counter() - started) / 1e6


def _result(name: str, values: list[float], floors: list[float], limit: float) -> Result:
    ratios = [value / floor for value, floor in zip(values, floors, strict=True)]
    first, ratio, third = statistics.quantiles(ratios, n=4, method="inclusive")
    return Result(
        name,
        statistics.median(values),
        limit,
        ratio >= limit,
        floor=statistics.median(floors),
        ratio=ratio,
        quartiles=(first, third),
    )
