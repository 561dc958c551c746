"""What comes in, chunk by chunk, until it is a blob."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from rpcface.core.blobs.folder import NOTE, PART, Folder, refusal
from rpcface.core.blobs.quotas import SERVER, Quotas
from rpcface.core.blobs.shelf import Blob, Shelf, gone, new_id, note
from rpcface.core.blobs.upload import Upload, too_large
from rpcface.errors import BlobDamaged, BlobGone, BlobOffsetBeyond, LimitExceeded
from rpcface.values import Media
from rpcface.wire.blobs import Chunk, Kept


class Uploads:
    """Takes content and gives it to the shelf when it is whole. It works with files, so
    it is nothing for an event loop; it may be used from several threads.

    most: the bytes of the largest blob. seconds: how long an upload is kept to which
    nothing is added.
    """

    def __init__(
        self,
        folder: Folder,
        quotas: Quotas,
        shelf: Shelf,
        *,
        most: int,
        seconds: float,
        clock: Callable[[], float],
    ) -> None:
        self._folder = folder
        self._quotas = quotas
        self._shelf = shelf
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._uploads: dict[str, Upload] = {}

    def write(self, chunk: Chunk, caller: str) -> Kept:
        """Keeps a chunk; the first begins an upload, or finishes it where the caller
        has stored the content before.

        BlobGone: there is no such upload. BlobOffsetBeyond: the chunk starts beyond
        what is there. BlobDamaged, LimitExceeded: nothing of the upload is kept.
        """
        if chunk.id:
            done = self._shelf.get(chunk.id)
            if done is not None:
                return self._repeated(done, chunk)
            upload = self._get(chunk.id)
        else:
            if chunk.offset:
                raise BlobOffsetBeyond(
                    "offset_bytes: wanted 0 in the first chunk, which has no id; came "
                    f"{chunk.offset}"
                )
            wanted = Media(chunk.media_type, None, chunk.filename, "", chunk.size, chunk.sha256)
            stored = self._shelf.same(wanted, caller) if chunk.sha256 else None
            if stored is not None:
                return Kept(len(stored), stored, stored.blob_id)
            upload = self._begin(wanted, caller)
        with upload.lock, self._or_nothing(upload):
            if (done := self._shelf.get(upload.identifier)) is not None:  # in the meantime
                return self._repeated(done, chunk)
            upload.used = self._clock()
            upload.write(chunk.offset, chunk.data, self._quotas, self._most)
            if not chunk.finish:
                return Kept(upload.committed, None, upload.identifier)
            sha256 = upload.finish(chunk.offset + len(chunk.data), chunk.sha256)
            blob = self._finish(upload, sha256)
            return Kept(len(blob), blob, blob.blob_id)

    def put(self, pieces: Iterable[bytes | memoryview], media_type: str, filename: str) -> Media:
        """A new blob of the server's own. LimitExceeded: it is too large, or there is
        no room for it.
        """
        upload = self._begin(Media(media_type, None, filename), SERVER)
        with self._or_nothing(upload):
            for piece in pieces:
                upload.used = self._clock()
                upload.write(upload.committed, piece, self._quotas, self._most)
            return self._finish(upload, upload.finish(0, b""))

    def stat(self, identifier: str) -> Kept:
        """How far an upload is, which is used by that. BlobGone: there is none."""
        upload = self._get(identifier)
        upload.used = self._clock()
        return Kept(upload.committed)

    def restore(self, promised: Media, caller: str, used: float) -> None:
        """Goes on with what the server before this one has left. OSError: it can't be
        read.
        """
        path = self._folder.file(promised.blob_id, PART)
        committed = os.path.getsize(path)
        account = self._quotas.reopen(caller, committed)
        upload = Upload(promised, path, account, committed=committed)
        upload.used = used
        self._uploads[promised.blob_id] = upload

    def sweep(self) -> None:
        """Lets go of uploads to which nothing was added for long enough."""
        with self._lock:
            uploads = list(self._uploads.values())
        for upload in uploads:
            if self._is_over(upload):
                self._forget(upload)

    def _is_over(self, upload: Upload) -> bool:
        return upload.used + self._seconds <= self._clock()

    def _get(self, identifier: str) -> Upload:
        upload = self._uploads.get(identifier)
        if upload is not None and self._is_over(upload):
            self._forget(upload)
            upload = None
        if upload is None:
            raise gone(identifier)
        return upload

    def _begin(self, wanted: Media, caller: str) -> Upload:
        if len(wanted) > self._most:
            raise too_large(len(wanted), self._most)
        self._quotas.check(caller, len(wanted))
        promised = replace(wanted, blob_id=new_id())
        account = self._quotas.open(caller)
        upload = Upload(promised, "", account)
        upload.used = self._clock()
        with self._or_nothing(upload):
            upload.path = self._folder.create(promised.blob_id, PART)
            self._folder.note(promised.blob_id, note(promised, account))
        with self._lock:
            self._uploads[promised.blob_id] = upload
        return upload

    def _finish(self, upload: Upload, sha256: bytes) -> Media:
        media = replace(upload.promised, size_bytes=upload.committed, sha256=sha256)
        told = self._shelf.add(media, upload.path, upload.account)
        with self._lock:
            self._uploads.pop(upload.identifier, None)
        return told

    def _repeated(self, done: Blob, chunk: Chunk) -> Kept:
        """What is said of a chunk of an upload that is finished."""
        size, end = len(done.media), chunk.offset + len(chunk.data)
        if end > size:
            raise BlobDamaged(f"the blob is finished and has {size} bytes; a chunk ends at {end}")
        blob = self._shelf.told(done)
        return Kept(size, blob, blob.blob_id)

    @contextlib.contextmanager
    def _or_nothing(self, upload: Upload) -> Iterator[None]:
        """Within it, what fails for good leaves nothing of the upload."""
        try:
            yield
        except (LimitExceeded, BlobDamaged, BlobGone):
            self._forget(upload)
            raise
        except FileNotFoundError:  # let go of while it was written to
            self._forget(upload)
            raise gone(upload.identifier) from None
        except OSError as error:
            self._forget(upload)
            raise refusal(error) from None

    def _forget(self, upload: Upload) -> None:
        with self._lock:
            self._uploads.pop(upload.identifier, None)
        self._quotas.close(upload.account)
        self._folder.remove(upload.identifier, PART, NOTE)
