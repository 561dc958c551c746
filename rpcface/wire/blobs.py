"""Chunks and blobs as messages: those of `BlobService`, both ways.

A chunk's data is neither parsed nor copied on its way in, and copied once on its way
out; so is a piece's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from google.protobuf.message import DecodeError

from rpcface.errors import RequestMalformed
from rpcface.v1 import blob_pb2 as pb
from rpcface.values import Media
from rpcface.wire.fields import Bytes, Pieces, Unusual, fields_of, put, text_of, varint
from rpcface.wire.values import media_from
from rpcface.wire.writing import write_media

_DATA: Final = b"\x7a"
"""The tag of `data` in a chunk and in a piece."""


@dataclass(slots=True)
class Chunk:
    """What a `WriteBlobRequest` says."""

    id: str = ""
    offset: int = 0
    media_type: str = ""
    filename: str = ""
    size: int = 0
    sha256: bytes = b""
    finish: bool = False
    data: Bytes = b""


@dataclass(slots=True)
class Range:
    """What a `ReadBlobRequest` says. `limit` 0: to the end."""

    id: str
    offset: int = 0
    limit: int = 0


@dataclass(slots=True)
class Kept:
    """What a `WriteBlobResponse` or a `StatBlobResponse` says; the latter has no id.
    `blob`: the finished one.
    """

    committed: int
    blob: Media | None = None
    id: str = ""


def read_chunk(body: bytes) -> Chunk:
    """The chunk in the bytes of a `WriteBlobRequest`, its data looking into them.
    RequestMalformed: they are none.
    """
    try:
        chunk = _walk_chunk(memoryview(body))
    except Unusual:
        message = _parsed(pb.WriteBlobRequest, body)
        chunk = Chunk(
            message.id,
            message.offset_bytes,
            message.media_type,
            message.filename,
            message.size_bytes,
            message.sha256,
            message.finish,
            message.data,
        )
    return chunk


def _walk_chunk(view: memoryview) -> Chunk:
    """As `read_chunk`, without a copy of the data. Unusual: protobuf shall read it."""
    chunk = Chunk()
    for number, content in fields_of(view):
        if isinstance(content, int):
            if number == 2:
                chunk.offset = content
            elif number == 5:
                chunk.size = content
            elif number == 7:
                chunk.finish = bool(content)
            else:
                raise Unusual
        elif number == 1:
            chunk.id = text_of(content)
        elif number == 3:
            chunk.media_type = text_of(content)
        elif number == 4:
            chunk.filename = text_of(content)
        elif number == 6:
            chunk.sha256 = bytes(content)
        elif number == 15:
            chunk.data = content
        else:
            raise Unusual
    return chunk


def write_chunk(chunk: Chunk) -> bytes:
    """The bytes of the `WriteBlobRequest`."""
    head = pb.WriteBlobRequest(
        id=chunk.id,
        offset_bytes=chunk.offset,
        media_type=chunk.media_type,
        filename=chunk.filename,
        size_bytes=chunk.size,
        sha256=chunk.sha256,
        finish=chunk.finish,
    )
    out: Pieces = [head.SerializeToString()]
    if len(chunk.data):
        put(_DATA, [chunk.data], len(chunk.data), out)
    return b"".join(out)


def read_written(body: bytes) -> Kept:
    """What a `WriteBlobResponse` says. RequestMalformed: the bytes are none."""
    message = _parsed(pb.WriteBlobResponse, body)
    return Kept(message.committed_bytes, _blob(message), message.id)


def write_written(kept: Kept) -> bytes:
    """The bytes of the `WriteBlobResponse`."""
    identifier = kept.id.encode()
    out: Pieces = []
    put(b"\x0a", [identifier], len(identifier), out)
    out.append(b"\x10" + varint(kept.committed))
    if kept.blob is not None:
        inner: Pieces = []
        put(b"\x1a", inner, write_media(kept.blob, inner), out)
    return b"".join(out)


def read_stat_request(body: bytes) -> str:
    """The id in the bytes of a `StatBlobRequest`. RequestMalformed: they are none."""
    found: str = _parsed(pb.StatBlobRequest, body).id
    return found


def write_stat_request(identifier: str) -> bytes:
    """The bytes of the `StatBlobRequest`."""
    return pb.StatBlobRequest(id=identifier).SerializeToString()


def read_stat(body: bytes) -> Kept:
    """What a `StatBlobResponse` says. RequestMalformed: the bytes are none."""
    message = _parsed(pb.StatBlobResponse, body)
    return Kept(message.committed_bytes, _blob(message))


def write_stat(kept: Kept) -> bytes:
    """The bytes of the `StatBlobResponse`."""
    out: Pieces = [b"\x08" + varint(kept.committed)]
    if kept.blob is not None:
        inner: Pieces = []
        put(b"\x12", inner, write_media(kept.blob, inner), out)
    return b"".join(out)


def read_range(body: bytes) -> Range:
    """What a `ReadBlobRequest` says. RequestMalformed: the bytes are none, or it names
    a place before the start.
    """
    message = _parsed(pb.ReadBlobRequest, body)
    refuse_negative("offset_bytes", message.offset_bytes)
    refuse_negative("limit_bytes", message.limit_bytes)
    return Range(message.id, message.offset_bytes, message.limit_bytes)


def write_range(part: Range) -> bytes:
    """The bytes of the `ReadBlobRequest`."""
    message = pb.ReadBlobRequest(id=part.id, offset_bytes=part.offset, limit_bytes=part.limit)
    return message.SerializeToString()


def read_piece(body: bytes) -> bytes:
    """The data in the bytes of a `ReadBlobResponse`. RequestMalformed: they are none."""
    data: bytes = _parsed(pb.ReadBlobResponse, body).data
    return data


def write_piece(data: Bytes) -> bytes:
    """The bytes of the `ReadBlobResponse`."""
    return b"".join((_DATA, varint(len(data)), data))


def refuse_negative(name: str, given: int) -> None:
    """RequestMalformed: the number in a field is negative."""
    if given < 0:
        raise RequestMalformed(f"{name}: wanted 0 or more; came {given}")


def _blob(message: Any) -> Media | None:
    return media_from(message.blob) if message.HasField("blob") else None


def _parsed(kind: Any, body: bytes) -> Any:
    try:
        return kind.FromString(body)
    except DecodeError:
        raise RequestMalformed(f"the message is no {kind.DESCRIPTOR.full_name}") from None
