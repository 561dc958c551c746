"""The finished blobs that a server has, each a file in its folder."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from rpcface.core.blobs.folder import BLOB, HELD, NOTE, Folder, refusal
from rpcface.core.blobs.quotas import Account, Quotas
from rpcface.errors import BlobGone
from rpcface.values import Media


@dataclass(slots=True)
class Blob:
    """A finished blob. `media` is what is told of it, less the time that it goes at.
    account None: it is held as long as the server runs.
    """

    media: Media
    path: str
    account: Account | None = None
    used: float = 0.0


class Shelf:
    """Keeps blobs until nobody has used them for `seconds`. It works with files, so it
    is nothing for an event loop; it may be used from several threads. A blob's file is
    never written to again.
    """

    def __init__(
        self, folder: Folder, quotas: Quotas, seconds: float, clock: Callable[[], float]
    ) -> None:
        self._folder = folder
        self._quotas = quotas
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._blobs: dict[str, Blob] = {}
        self._by_content: dict[tuple[str, bytes], list[str]] = {}

    def hold(self, media: Media) -> None:
        """Keeps a medium, which is all there, as long as the server runs, under the
        id that it says. OSError: it can't be written.
        """
        if media.blob_id not in self._blobs:
            assert media.data is not None
            path = self._folder.create(media.blob_id, HELD)
            with open(path, "wb") as file:
                file.write(media.data)
            self._blobs[media.blob_id] = Blob(replace(media, data=None), path)

    def add(self, media: Media, source: str, account: Account) -> Media:
        """Keeps what is finished: the file at `source`, which moves. OSError: it can't."""
        self._folder.note(media.blob_id, note(media, account))
        path = self._folder.file(media.blob_id, BLOB)
        os.rename(source, path)
        return self._put(Blob(media, path, account, self._clock()), account)

    def restore(self, media: Media, caller: str, used: float) -> None:
        """Keeps what the server before this one has left. ValueError: it is not whole."""
        path = self._folder.file(media.blob_id, BLOB)
        if os.path.getsize(path) != media.size_bytes:
            raise ValueError(f"{media.blob_id} has not {media.size_bytes} bytes")
        account = self._quotas.reopen(caller, media.size_bytes)
        self._blobs[media.blob_id] = Blob(media, path, account, used)
        self._by_content.setdefault((caller, media.sha256), []).append(media.blob_id)

    def get(self, identifier: str) -> Blob | None:
        """The blob; None: there is none, or not any more."""
        found = self._blobs.get(identifier)
        if found is not None and found.account is not None and self._is_over(found):
            self._forget(found)
            return None
        return found

    def told(self, blob: Blob) -> Media:
        """What a caller is told of a blob, which is used by that."""
        if blob.account is None:
            return blob.media
        now = self._clock()
        if now - blob.used >= 1:  # for the server that comes after this one
            with contextlib.suppress(OSError):
                os.utime(blob.path, (now, now))
        blob.used = now
        is_endless = self._seconds == float("inf")
        return replace(blob.media, expire_time=0 if is_endless else int(now + self._seconds))

    def find(self, identifier: str) -> Media:
        """What a blob is, which is used by that. BlobGone: there is none."""
        found = self.get(identifier)
        if found is None:
            raise gone(identifier)
        return self.told(found)

    def has(self, identifier: str) -> bool:
        """Whether there is a blob, which is used by that."""
        found = self.get(identifier)
        if found is not None:
            self.told(found)
        return found is not None

    def same(self, wanted: Media, caller: str) -> Media | None:
        """A blob with the SHA-256, names and, if it is said, size of `wanted`, of what
        this very caller has stored; None: it has not. LimitExceeded: there is no room
        for it under other names.
        """
        with self._lock:
            identifiers = list(self._by_content.get((caller, wanted.sha256), ()))
        found = [one for name in reversed(identifiers) if (one := self.get(name)) is not None]
        found = [one for one in found if wanted.size_bytes in (0, len(one.media))]
        for blob in found:
            names = blob.media.media_type, blob.media.filename
            if names == (wanted.media_type, wanted.filename):
                return self.told(blob)
        return self._linked(found[0], wanted, caller) if found else None

    def open(self, identifier: str) -> BinaryIO:
        """The content of a blob, which is used by that, and lasts until the file is
        closed. BlobGone: there is none.
        """
        found = self.get(identifier)
        if found is not None:
            with contextlib.suppress(FileNotFoundError):
                file = open(found.path, "rb")  # noqa: SIM115 - the caller closes it
                self.told(found)
                return file
        raise gone(identifier)

    def copy(self, identifier: str, path: str) -> None:
        """Writes the content of a blob to a file, which shares the disk with the
        blob's own where the file system knows how. BlobGone: there is none.
        LimitExceeded: the disk is full.
        """
        with self.open(identifier) as source, open(path, "wb") as target:
            try:
                _copy(source, target)
            except OSError as error:
                raise refusal(error) from None

    def drop(self, identifier: str) -> None:
        """Lets go of a blob, if there is one."""
        found = self._blobs.get(identifier)
        if found is not None:
            self._forget(found)

    def sweep(self) -> None:
        """Lets go of what nobody has used for long enough."""
        with self._lock:
            blobs = list(self._blobs.values())
        for blob in blobs:
            if blob.account is not None and self._is_over(blob):
                self._forget(blob)

    def _is_over(self, blob: Blob) -> bool:
        return blob.used + self._seconds <= self._clock()

    def _put(self, blob: Blob, account: Account) -> Media:
        identifier = blob.media.blob_id
        with self._lock:
            self._blobs[identifier] = blob
            key = account.caller, blob.media.sha256
            self._by_content.setdefault(key, []).append(identifier)
        return self.told(blob)

    def _linked(self, found: Blob, wanted: Media, caller: str) -> Media | None:
        """The same content as another blob, under the names of `wanted`; None: the file
        system can't, and the content shall come again.
        """
        media = replace(
            found.media,
            media_type=wanted.media_type,
            filename=wanted.filename,
            blob_id=new_id(),
        )
        account = self._quotas.open(caller, len(media))
        try:
            self._folder.note(media.blob_id, note(media, account))
            path = self._folder.file(media.blob_id, BLOB)
            os.link(found.path, path)
        except OSError:
            self._quotas.close(account)
            self._folder.remove(media.blob_id, NOTE)
            return None
        return self._put(Blob(media, path, account, self._clock()), account)

    def _forget(self, blob: Blob) -> None:
        account, identifier = blob.account, blob.media.blob_id
        assert account is not None
        with self._lock:
            if self._blobs.pop(identifier, None) is None:
                return
            key = account.caller, blob.media.sha256
            self._by_content[key].remove(identifier)
            if not self._by_content[key]:
                del self._by_content[key]
        self._quotas.close(account)
        self._folder.remove(identifier, BLOB, NOTE)


def new_id() -> str:
    """An id that cannot be guessed: 192 bits by chance."""
    return secrets.token_urlsafe(24)


def note(media: Media, account: Account) -> Mapping[str, Any]:
    """What a server that is started again must know of a content."""
    return {
        "caller": account.caller,
        "media_type": media.media_type,
        "filename": media.filename,
        "size": media.size_bytes,
        "sha256": media.sha256.hex(),
    }


def gone(identifier: str) -> BlobGone:
    """The error for an id that stands for nothing."""
    return BlobGone(f"the server holds no blob {identifier!r:.80}; send the content")


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    with contextlib.suppress(OSError, AttributeError):
        while os.copy_file_range(source.fileno(), target.fileno(), 2**30):
            pass
    shutil.copyfileobj(source, target, 2**20)  # what is left, where the system can't
