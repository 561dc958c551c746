"""What tests of blobs share: the service as another language's client calls it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import grpc
import pytest

import rpcface as rf
from rpcface.v1 import blob_pb2 as pb

from .conftest import LONG, Failure, Raw

SERVICE = "/rpcface.v1.BlobService/"
MIB = 2**20


class Blobs:
    """Calls of `BlobService` in messages."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.channel = raw.channel

    def _call(self, name: str, request: Any, response: Any) -> Any:
        call = self.channel.unary_unary(SERVICE + name)
        try:
            return response.FromString(call(request.SerializeToString(), timeout=LONG))
        except grpc.RpcError as error:
            raise Failure(error) from None

    def write(self, identifier: str = "", offset: int = 0, data: bytes = b"", **fields: Any) -> Any:
        request = pb.WriteBlobRequest(id=identifier, offset_bytes=offset, data=data, **fields)
        return self._call("WriteBlob", request, pb.WriteBlobResponse)

    def stat(self, identifier: str) -> Any:
        return self._call("StatBlob", pb.StatBlobRequest(id=identifier), pb.StatBlobResponse)

    def read(self, identifier: str, **fields: Any) -> bytes:
        body = pb.ReadBlobRequest(id=identifier, **fields).SerializeToString()
        call = self.channel.unary_stream(SERVICE + "ReadBlob")
        try:
            messages = [pb.ReadBlobResponse.FromString(one) for one in call(body, timeout=LONG)]
        except grpc.RpcError as error:
            raise Failure(error) from None
        return b"".join(message.data for message in messages)

    def store(self, content: bytes, **fields: Any) -> Any:
        """The blob of a content, in chunks of a MiB."""
        kept = self.write(data=content[:MIB], finish=len(content) <= MIB, **fields)
        for at in range(MIB, len(content), MIB):
            data = content[at : at + MIB]
            kept = self.write(kept.id, at, data, finish=at + MIB >= len(content))
        return kept.blob

    def refused(self, *args: Any, **fields: Any) -> Failure:
        """The failure of a chunk that must fail."""
        try:
            answer = self.write(*args, **fields)
        except Failure as failure:
            return failure
        pytest.fail(f"it did not fail; it answered {answer}")

    def is_gone(self, identifier: str) -> bool:
        """Whether there is neither an upload nor a blob."""
        try:
            self.stat(identifier)
        except Failure as failure:
            return (failure.code, failure.info.reason) == ("NOT_FOUND", "BLOB_GONE")
        return False


def starter(serving: Any, raw: Any, tmp_path: Path) -> Callable[..., Blobs]:
    """Starts a server that keeps its blobs in `tmp_path / "kept"`; its `BlobService`."""

    def start(*interfaces: rf.Interface, **options: Any) -> Blobs:
        given = {"blob_folder": str(tmp_path / "kept"), **options}
        served = interfaces or (rf.Interface(lambda: None, None, "text"),)
        return Blobs(raw(serving(*served, options=rf.Options(**given))))

    return start


def kept(tmp_path: Path) -> list[str]:
    """The names of the files that it has."""
    return sorted(path.name for path in (tmp_path / "kept").iterdir() if path.name != "lock")


def sha256(content: bytes) -> bytes:
    """The hash that the contract speaks of."""
    return hashlib.sha256(content).digest()
