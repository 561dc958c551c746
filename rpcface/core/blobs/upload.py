"""One upload: content that comes chunk by chunk."""

from __future__ import annotations

import hashlib
import os
import threading
from typing import Any

from rpcface.core.blobs.quotas import Account, Quotas
from rpcface.errors import BlobDamaged, BlobOffsetBeyond, LimitExceeded
from rpcface.values import Media


class Upload:
    """A file that grows, and the SHA-256 of what is in it.

    promised: what the blob is to be; its size and SHA-256 are 0 and nothing where they
        were not promised.
    committed: how much of the content the file holds.
    lock: whoever writes to it has it.
    """

    def __init__(
        self,
        promised: Media,
        path: str,
        account: Account,
        *,
        committed: int = 0,
    ) -> None:
        self.identifier = promised.blob_id
        self.promised = promised
        self.path = path
        self.account = account
        self.committed = committed
        self.used = 0.0
        self.lock = threading.Lock()
        self._digest: Any = None if committed else hashlib.sha256()

    def write(self, offset: int, data: bytes | memoryview, quotas: Quotas, most: int) -> None:
        """Adds what is not there yet of a chunk that starts at `offset`.

        BlobOffsetBeyond: it starts beyond what is there. BlobDamaged: the content
        becomes longer than was promised. LimitExceeded: it becomes longer than `most`,
        or there is no room for it. OSError: it can't be written.
        """
        if offset > self.committed:
            raise BlobOffsetBeyond(
                f"offset_bytes: wanted at most {self.committed}, which is what the server holds; "
                f"came {offset}"
            )
        fresh = memoryview(data)[self.committed - offset :]
        if not fresh:
            return
        end = self.committed + len(fresh)
        promised = self.promised.size_bytes
        if promised and end > promised:
            raise BlobDamaged(f"the content was to have {promised} bytes and has at least {end}")
        if end > most:
            raise too_large(end, most)
        digest = self._hash()
        quotas.take(self.account, len(fresh))
        with open(self.path, "r+b", buffering=0) as file:
            file.seek(self.committed)
            rest = fresh
            while rest:
                rest = rest[file.write(rest) :]
        digest.update(fresh)
        self.committed = end

    def finish(self, end: int, sha256: bytes) -> bytes:
        """The SHA-256 of the content, which ends at `end` (0: where it does). BlobDamaged:
        its length or its hash is another than was promised before or is now.
        """
        for wanted in filter(None, (end, self.promised.size_bytes)):
            if self.committed != wanted:
                raise BlobDamaged(
                    f"the content was to have {wanted} bytes and has {self.committed}"
                )
        found: bytes = self._hash().digest()
        for promised in filter(None, (self.promised.sha256, sha256)):
            if found != promised:
                raise BlobDamaged(
                    f"the SHA-256 of the content was to be {promised.hex()} and is {found.hex()}"
                )
        return found

    def _hash(self) -> Any:
        """The hash of what is in the file: of what the server before this one was sent,
        it is computed from there.
        """
        if self._digest is None:
            digest = hashlib.sha256()
            with open(self.path, "rb", buffering=0) as file:
                left = self.committed
                while left and (piece := file.read(min(left, 2**20))):
                    digest.update(piece)
                    left -= len(piece)
            if left:
                raise OSError(f"{os.path.basename(self.path)} has lost {left} bytes")
            self._digest = digest
        return self._digest


def too_large(size: int, most: int) -> LimitExceeded:
    """The error for content of more bytes than the server takes."""
    return LimitExceeded(
        f"the content has {size:,} bytes or more; the server takes at most {most:,}",
        metadata={"limit": "max_blob_bytes"},
    )
