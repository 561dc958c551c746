"""Callers with tokens and without, as other languages' clients are."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import grpc

from rpcface.v1 import interface_pb2 as pb

LONG = 20.0
ADA = "adas-token-for-these-tests"
BOB = "bobs-token-for-these-tests"

RPCS = {
    "/rpcface.v1.InterfaceService/Describe": "unary_unary",
    "/rpcface.v1.InterfaceService/Predict": "unary_unary",
    "/rpcface.v1.InterfaceService/PredictLive": "stream_stream",
    "/rpcface.v1.InterfaceService/PredictStream": "unary_stream",
    "/rpcface.v1.BlobService/WriteBlob": "unary_unary",
    "/rpcface.v1.BlobService/StatBlob": "unary_unary",
    "/rpcface.v1.BlobService/ReadBlob": "unary_stream",
}
"""Every RPC of rpcface's, and its kind."""


def bearer(token: str) -> tuple[tuple[str, str], ...]:
    """The metadata of a call with a token."""
    return (("authorization", f"Bearer {token}"),)


def call(channel: grpc.Channel, path: str, body: bytes = b"", **options: Any) -> Any:
    """Calls an RPC, and takes one message of its answer. grpc.RpcError: as it failed."""
    kind = RPCS[path]
    method = getattr(channel, kind)(path)
    answer = method(iter([body]) if kind == "stream_stream" else body, timeout=LONG, **options)
    return answer if kind == "unary_unary" else next(answer)


def ending(function: Callable[[], object]) -> str:
    """The name of the status that a call ends with."""
    try:
        function()
    except grpc.RpcError as error:
        return str(error.code().name)  # type: ignore[attr-defined]  # it is a call, too
    return "OK"


def body(text: str = "a", name: str = "") -> bytes:
    """A `PredictRequest` with a text."""
    request = pb.PredictRequest(interface_name=name)
    request.inputs["text"].text_value = text
    return request.SerializeToString()


def until(condition: Callable[[], object], seconds: float = LONG) -> None:
    """Waits until it holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.02)


def renew(path: Path, content: str | bytes) -> None:
    """Puts another file in the place of one, all at once."""
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(content.encode() if isinstance(content, str) else content)
    os.replace(new, path)
