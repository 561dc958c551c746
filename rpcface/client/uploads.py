"""Content on its way to a server, chunk by chunk, so that it is never whole in memory."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO, Final, Self, TypeAlias

from rpcface.client.retries import Retries
from rpcface.client.steps import Flow, Rpc, Work
from rpcface.errors import BlobDamaged, BlobGone, BlobOffsetBeyond, RpcfaceError
from rpcface.values import Media
from rpcface.wire.blobs import (
    Chunk,
    Kept,
    read_stat,
    read_written,
    write_chunk,
    write_stat_request,
)

CHUNK: Final = 2**20
"""How many bytes are sent at once."""

FRESH_STARTS: Final = 3
"""How often an upload that the server has forgotten begins anew."""

Progress: TypeAlias = Callable[[int, int], object]
"""Told how many bytes are done, and how many there are."""


class Source:
    """Content that can be read from any place, and more than once.

    given: a path, bytes, or a file that can seek, of which what follows its position
    counts. TypeError: it is none. OSError: the file can't be read.
    """

    def __init__(self, given: Any) -> None:
        self._view: memoryview | None = None
        self._opened: BinaryIO | None = None
        self._file: BinaryIO
        self.name = ""
        """The last part of the path, if there is one."""
        if isinstance(given, (bytes, bytearray, memoryview)):
            self._view = memoryview(given).cast("B")
            self.size = len(self._view)
            return
        if isinstance(given, (str, os.PathLike)):
            self._opened = self._file = open(given, "rb", buffering=0)  # noqa: SIM115 - `close` does
            self.name = os.path.basename(os.fsdecode(given))
        elif hasattr(given, "seek") and hasattr(given, "read") and given.seekable():
            self._file = given
        else:
            raise TypeError(f"wanted a path, bytes or a file that can seek; came {given!r:.80}")
        self._start = self._file.tell()
        self.size = self._file.seek(0, os.SEEK_END) - self._start

    def read(self, offset: int, length: int) -> bytes | memoryview:
        """What stands at a place; less at the end."""
        if self._view is not None:
            return self._view[offset : offset + length]
        self._file.seek(self._start + offset)
        return self._file.read(length)

    def sha256(self) -> bytes:
        """The hash of all of it."""
        digest, at = hashlib.sha256(), 0
        while piece := self.read(at, CHUNK):
            digest.update(piece)
            at += len(piece)
        return digest.digest()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._opened is not None:
            self._opened.close()


def upload(
    source: Source,
    media_type: str,
    filename: str,
    retries: Retries,
    progress: Progress | None = None,
) -> Flow[Media]:
    """Stores the content on the server, unless it has it of this caller already; goes on
    where it was where the connection breaks.
    """
    sha256 = yield Work(source.sha256)
    first = Chunk("", 0, media_type, filename, source.size, sha256, source.size == 0)
    fresh_starts, is_lost = 0, False
    at = Kept(0)
    while at.blob is None:
        try:
            if not at.id:
                at = read_written((yield Rpc("WriteBlob", write_chunk(first))))
            elif is_lost:
                found = read_stat((yield Rpc("StatBlob", write_stat_request(at.id))))
                at = Kept(found.committed, found.blob, at.id)
            else:
                at = yield from _next(source, at)
        except (BlobGone, BlobOffsetBeyond) as error:
            fresh_starts += 1
            if fresh_starts > FRESH_STARTS or not at.id:
                raise
            at = Kept(0) if isinstance(error, BlobGone) else at
            is_lost = True
        except RpcfaceError as error:
            is_lost = True
            yield from retries.wait(error)
        else:
            is_lost = False
            retries.got_on()
            if progress is not None:
                progress(source.size if at.blob else at.committed, source.size)
    return at.blob


def _next(source: Source, at: Kept) -> Flow[Kept]:
    data = yield Work(partial(source.read, at.committed, CHUNK))
    end = at.committed + len(data)
    if not data:
        raise BlobDamaged(f"the file has become shorter than {source.size} bytes")
    chunk = Chunk(at.id, at.committed, finish=end >= source.size, data=data)
    return read_written((yield Rpc("WriteBlob", write_chunk(chunk))))
