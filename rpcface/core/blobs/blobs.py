"""The media that a server holds: `BlobService` without its transport, and what calls
need of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import time
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final, Self

from rpcface.core.blobs.folder import BLOB, NOTE, PART, Folder
from rpcface.core.blobs.quotas import Quotas
from rpcface.core.blobs.shelf import Shelf
from rpcface.core.blobs.uploads import Uploads
from rpcface.core.threads import Threads
from rpcface.errors import BlobGone, LimitExceeded, RequestMalformed
from rpcface.files import CallIO
from rpcface.parts import replaced
from rpcface.values import Media, Value
from rpcface.wire import blobs as wire
from rpcface.wire.blobs import Chunk, Kept

PIECE: Final = 256 * 1024
"""The most bytes of content in one `ReadBlobResponse`."""

AHEAD: Final = 2**20
"""How many bytes are read from a file at once."""

MAX_CHUNK: Final = 2**20
"""The most bytes of content in one `WriteBlobRequest`."""

MAX_ANSWER: Final = 4 * 2**20 - 64 * 1024
"""The most bytes of media that come inline in an answer whose caller does not say."""

_MAX_NAMES: Final = 64 * 1024
"""What a `WriteBlobRequest` may have beside its content."""

SWEEPS: Final = 60.0
"""Seconds between two looks for what nobody uses any more, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobOptions:
    """What a server is told of blobs; see `rpcface.Options`."""

    folder: str | None
    max_bytes: int
    bytes_per_caller: int
    bytes_in_all: int
    seconds: float


class Blobs:
    """Media by their ids. It belongs to the event loop that runs when it is made; what
    works with files runs on `codecs`. OSError: the folder can't be had.
    """

    def __init__(self, options: BlobOptions, codecs: Threads) -> None:
        self.max_bytes = options.max_bytes
        self._codecs = codecs
        self._folder = Folder(options.folder)
        quotas = Quotas(options.bytes_per_caller, options.bytes_in_all)
        self._shelf = Shelf(self._folder, quotas, options.seconds, _clock)
        self._uploads = Uploads(
            self._folder,
            quotas,
            self._shelf,
            most=options.max_bytes,
            seconds=options.seconds,
            clock=_clock,
        )
        self._restore()
        self._period = min(SWEEPS, options.seconds / 2)
        self._timer = asyncio.get_running_loop().call_later(self._period, self._sweep)

    def hold(self, value: Value) -> Value:
        """The value as it is told to callers: the media in it held here as long as the
        server runs, under ids that are hashes of them, so that every replica of a
        server, and the same server after a restart, knows them too.
        """
        return replaced(value, self._held)

    def _held(self, media: Media) -> Media:
        if media.is_held:
            return media
        content = bytes(media)
        sha256 = hashlib.sha256(content).digest()
        key = f"{media.media_type}\0{media.filename}\0".encode() + sha256
        identifier = hashlib.sha256(key).hexdigest()
        told = Media(media.media_type, None, media.filename, identifier, len(content), sha256)
        self._shelf.hold(replace(told, data=content))
        return told

    def fill(self, value: Value) -> Value:
        """The value with what the server knows of the media that are held here, never
        what a caller tells of them; others stay as they are, and whoever opens them is
        told that they are gone.
        """
        return replaced(value, self._filled)

    def _filled(self, media: Media) -> Media:
        if not media.is_held:
            return media
        try:
            return self._shelf.find(media.blob_id)
        except BlobGone:
            return Media(media.media_type, None, media.filename, media.blob_id)

    def part(self, outputs: Mapping[str, Value], most: int, io: CallIO) -> dict[str, Value]:
        """The outputs with the media that are too large to come inline as blobs: those
        of more than `most` bytes, or for 0 those that would make too much of the
        answer. LimitExceeded: there is no room for one.
        """
        left = most or MAX_ANSWER
        kept: set[str] = set()

        def moved(media: Media) -> Media:
            nonlocal left
            if media.path and media.data is None:
                names = {"media_type": media.media_type, "filename": media.filename}
                media = replace(io.load(media.path, ()), **names)  # type: ignore[arg-type]
            if media.data is not None and self.max_bytes and len(media) > left:
                media = self.take(_pieces(media.data), media.media_type, media.filename)
                io.taken |= {media.blob_id}
            elif not most:
                left -= len(media)
            kept.add(media.blob_id)
            return media

        found = {name: replaced(value, moved) for name, value in outputs.items()}
        io.taken -= kept
        io.told = kept - {""}
        return found

    def touch(self, identifiers: Iterable[str]) -> bool:
        """Uses blobs; whether all of them are there still."""
        return all(self._shelf.has(identifier) for identifier in identifiers)

    @property
    def shelf(self) -> Self | None:
        """What calls find blobs on, and put some; None: the server takes none."""
        return self if self.max_bytes else None

    def open(self, identifier: str) -> BinaryIO:
        """See `Shelf.open`."""
        return self._shelf.open(identifier)

    def copy(self, identifier: str, path: str) -> None:
        """See `Shelf.copy`."""
        self._shelf.copy(identifier, path)

    def take(self, pieces: Iterator[bytes | memoryview], media_type: str, filename: str) -> Media:
        """See `Uploads.put`."""
        return self._uploads.put(pieces, media_type, filename)

    def drop(self, identifier: str) -> None:
        """See `Shelf.drop`."""
        self._shelf.drop(identifier)

    async def write(self, body: bytes, caller: str) -> bytes:
        """The bytes of the `WriteBlobResponse` to those of a `WriteBlobRequest` of a
        caller, whoever the edge takes for one. RequestMalformed: they are none, or say
        what can't be; else as `Uploads.write`.
        """
        if not self.max_bytes:
            raise LimitExceeded("the server takes no blobs", metadata={"limit": "max_blob_bytes"})
        if len(body) > MAX_CHUNK + _MAX_NAMES:
            raise _long_chunk(len(body))
        return await self._codecs.run(self._write, body, caller)

    def _write(self, body: bytes, caller: str) -> bytes:
        return wire.write_written(self._uploads.write(_checked(wire.read_chunk(body)), caller))

    async def stat(self, body: bytes) -> bytes:
        """The bytes of the `StatBlobResponse` to those of a `StatBlobRequest`.
        RequestMalformed: they are none. BlobGone: there is neither upload nor blob.
        """
        return await self._codecs.run(self._stat, body)

    def _stat(self, body: bytes) -> bytes:
        identifier = wire.read_stat_request(body)
        found = self._shelf.get(identifier)
        if found is None:
            return wire.write_stat(self._uploads.stat(identifier))
        media = self._shelf.told(found)
        return wire.write_stat(Kept(len(media), media))

    async def read(self, body: bytes) -> AsyncGenerator[bytes, None]:
        """The bytes of each `ReadBlobResponse` to those of a `ReadBlobRequest`. BlobGone:
        there is no such blob. RequestMalformed: the bytes are no request, or name a
        place before the start.
        """
        part = wire.read_range(body)
        file = await self._codecs.run(self._shelf.open, part.id, dropped=_close)
        end = part.offset + part.limit if part.limit else None
        at = part.offset
        following = self._codecs.run(_read, file, at, end)
        try:
            while messages := await following:
                at += AHEAD
                following = self._codecs.run(_read, file, at, end)
                for message in messages:
                    yield message
        finally:
            following.cancel()
            self._codecs.run(file.close)

    def _restore(self) -> None:
        """Goes on with what the server before this one has left."""
        for identifier, ending, known, used in self._folder.contents():
            try:
                media = Media(
                    known["media_type"],
                    None,
                    known["filename"],
                    identifier,
                    int(known["size"]),
                    bytes.fromhex(known["sha256"]),
                )
                place = self._shelf if ending == BLOB else self._uploads
                place.restore(media, known["caller"], used)
            except (KeyError, TypeError, ValueError, OSError):
                self._folder.remove(identifier, PART, BLOB, NOTE)

    def _sweep(self) -> None:
        self._codecs.run(self._shelf.sweep)
        self._codecs.run(self._uploads.sweep)
        self._timer = asyncio.get_running_loop().call_later(self._period, self._sweep)

    def close(self) -> None:
        """Removes the folder, if it is the server's own."""
        self._timer.cancel()
        self._folder.close()


def _clock() -> float:
    """Seconds since 1970, which files carry from one server to the next."""
    return time.time()


def _checked(chunk: Chunk) -> Chunk:
    """RequestMalformed, LimitExceeded: the chunk says what can't be."""
    wire.refuse_negative("offset_bytes", chunk.offset)
    wire.refuse_negative("size_bytes", chunk.size)
    if len(chunk.data) > MAX_CHUNK:
        raise _long_chunk(len(chunk.data))
    if len(chunk.sha256) not in (0, 32):
        raise RequestMalformed(f"sha256: wanted 32 bytes or none; came {len(chunk.sha256)}")
    if len(chunk.media_type) > 255:
        raise RequestMalformed(
            f"media_type: wanted at most 255 characters; came {len(chunk.media_type)}"
        )
    if fault := Media(chunk.media_type, None, chunk.filename).fault():
        raise RequestMalformed(f"filename: wanted a sound one; came {fault}")
    return chunk


def _long_chunk(size: int) -> LimitExceeded:
    return LimitExceeded(
        f"data: wanted a chunk of at most {MAX_CHUNK:,} bytes; came {size:,}",
        metadata={"limit": "max_chunk_bytes"},
    )


def _pieces(data: bytes | memoryview) -> Iterator[memoryview]:
    view = memoryview(data).cast("B")
    return (view[at : at + AHEAD] for at in range(0, len(view), AHEAD))


def _read(file: BinaryIO, start: int, end: int | None) -> list[bytes]:
    """The messages with what a file holds from a place on, as much as is read at once;
    none: it is read.
    """
    room = AHEAD if end is None else min(AHEAD, end - start)
    if room <= 0 or start > 2**62:
        return []
    file.seek(start)
    view = memoryview(file.read(room))
    return [wire.write_piece(view[at : at + PIECE]) for at in range(0, len(view), PIECE)]


def _close(file: Any) -> None:
    if file is not None:
        with contextlib.suppress(OSError):
            file.close()
