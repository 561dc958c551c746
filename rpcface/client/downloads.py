"""The content of blobs on its way from a server, range by range."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, BinaryIO, Final

from rpcface.client.retries import Retries
from rpcface.client.steps import Flow, Rpc, Work
from rpcface.client.uploads import Progress
from rpcface.errors import BlobDamaged, BlobGone, RpcfaceError
from rpcface.values import Media
from rpcface.wire.blobs import Range, read_piece, read_stat, write_range, write_stat_request

RANGE: Final = 8 * 2**20
"""How many bytes are asked for at once."""

PART: Final = ".part"
"""How a file is called while its content comes, behind its name."""


def read(media: Media, retries: Retries) -> Flow[Media]:
    """The medium with its content in memory."""
    if not media.is_held:
        return media
    pieces: list[bytes] = []
    yield from _fetch(media, 0, pieces.extend, retries)
    data = b"".join(pieces)
    if media.sha256 and hashlib.sha256(data).digest() != media.sha256:
        raise _damaged(media)
    return Media(media.media_type, data, media.filename)


def save(
    media: Media,
    target: str | os.PathLike[str] | BinaryIO,
    retries: Retries,
    progress: Progress | None,
) -> Flow[None]:
    """Writes the content to a path, or to a file that is open for it."""
    if not isinstance(target, (str, os.PathLike)):
        yield from _stream(media, target, retries, progress)
        return
    path = os.fspath(target)
    if not media.is_held:
        yield Work(partial(media.save, path))
        return
    media = yield from _stat(media, retries)
    for is_last in (False, True):
        file = _Part(path + PART, len(media))
        try:
            yield Work(file.open)
            yield from _fetch(media, file.size, file.add, retries, progress)
            if file.digest.digest() == media.sha256:
                file.close()
                os.replace(file.path, path)
                return
            is_own = file.begun == 0
            yield Work(file.clear)  # it began with something else, or something went wrong
            if is_own or is_last:
                raise _damaged(media)
        finally:
            file.close()


class _Part:
    """The file that grows, from what a try before has left of it on."""

    def __init__(self, path: str, most: int) -> None:
        self.path = path
        self.size = self.begun = 0
        self.digest: Any = hashlib.sha256()
        self._most = most
        self._file: BinaryIO | None = None

    def open(self) -> None:
        self._file = open(self.path, "a+b")  # noqa: SIM115 - `close` does
        self._file.seek(0)
        while piece := self._file.read(2**20):
            self.digest.update(piece)
            self.begun += len(piece)
        self.size = self.begun
        if self.size > self._most:
            self.clear()

    def add(self, pieces: Sequence[bytes]) -> None:
        assert self._file is not None
        for piece in pieces:
            self._file.write(piece)
            self.digest.update(piece)
            self.size += len(piece)

    def clear(self) -> None:
        assert self._file is not None
        self._file.truncate(0)
        self.size = self.begun = 0
        self.digest = hashlib.sha256()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        if not self.size:
            with contextlib.suppress(OSError):
                os.remove(self.path)


def _stream(
    media: Media, target: BinaryIO, retries: Retries, progress: Progress | None
) -> Flow[None]:
    if not media.is_held:
        yield Work(lambda: target.write(bytes(media)))
        return
    media = yield from _stat(media, retries)
    digest = hashlib.sha256()

    def add(pieces: Sequence[bytes]) -> None:
        for piece in pieces:
            target.write(piece)
            digest.update(piece)

    yield from _fetch(media, 0, add, retries, progress)
    if digest.digest() != media.sha256:
        raise _damaged(media)


def _stat(media: Media, retries: Retries) -> Flow[Media]:
    """What the server tells of a blob. BlobGone: it has none of that id."""
    while True:
        try:
            body = write_stat_request(media.blob_id)
            found = read_stat((yield Rpc("StatBlob", body))).blob
        except RpcfaceError as error:
            yield from retries.wait(error)
        else:
            retries.got_on()
            if found is None:
                raise BlobGone(f"id: {media.blob_id!r:.80} is an upload that is not finished")
            return found


def _fetch(
    media: Media,
    start: int,
    add: Callable[[Sequence[bytes]], object],
    retries: Retries,
    progress: Progress | None = None,
) -> Flow[None]:
    """Asks for all from a place on, and again from there where the connection breaks."""
    at = start
    while True:
        try:
            messages = yield Rpc("ReadBlob", write_range(Range(media.blob_id, at, RANGE)))
        except RpcfaceError as error:
            yield from retries.wait(error)
            continue
        retries.got_on()
        pieces = [read_piece(message) for message in messages]
        yield Work(partial(add, pieces))
        came = sum(map(len, pieces))
        at += came
        if progress is not None:
            progress(at, max(len(media), at))
        if came < RANGE:
            return


def _damaged(media: Media) -> BlobDamaged:
    return BlobDamaged(f"the content that came is not the one that {media!r} stands for")
