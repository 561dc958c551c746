"""The media of flagged calls: files that are named by their content."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final

from rpcface.errors import BlobGone
from rpcface.media_types import essence
from rpcface.values import Media, Tensor

NPY: Final = "application/x-npy"

_ENDINGS: Final = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "image/tiff": ".tiff",
    "audio/wav": ".wav",
    "audio/x-wav": ".wav",
    "audio/flac": ".flac",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "video/x-matroska": ".mkv",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/pdf": ".pdf",
    NPY: ".npy",
}
"""How files are named, so that a person can open them. What could run something where it
is opened (HTML, SVG, programs) is not among them: that ends with ".bin".
"""


class MediaFolder:
    """A folder with one file for each content: "3f/3fa9….png". The caller sees to it that
    one thread at a time uses it.

    copy: writes the content of a blob, whose hash is known, to a file.
    """

    def __init__(self, path: str, copy: Callable[[str, str], None]) -> None:
        self.path = path
        self._copy = copy
        self._new: list[tuple[str, int]] = []

    def keep(self, given: Media | Tensor) -> Mapping[str, Any]:
        """Keeps a medium, or an array as a .npy file, and returns what records say of it.
        Of a blob, the hash is the server's word. BlobGone: the content is not there.
        OSError, LimitExceeded: it can't be written.
        """
        media = _npy(given) if isinstance(given, Tensor) else given.loaded()
        if media.is_held and not media.sha256:
            raise BlobGone(f"the server holds no blob {media.blob_id!r:.80}; send the content")
        sha256 = media.sha256 if media.is_held else hashlib.sha256(_bytes(media)).digest()
        name = sha256.hex()
        file = f"{name[:2]}/{name}{_ENDINGS.get(essence(media.media_type), '.bin')}"
        if not os.path.exists(os.path.join(self.path, file)):
            self._write(media, file)
        told = {
            "file": file,
            "media_type": media.media_type,
            "size": len(media),
            "sha256": name,
        }
        return told | ({"filename": media.filename} if media.filename else {})

    def undo(self) -> None:
        """Removes what was kept since `done`."""
        for file, _ in self._new:
            with contextlib.suppress(OSError):
                os.remove(os.path.join(self.path, file))
        self._new.clear()

    def done(self) -> int:
        """Lets what was kept stay; how many bytes it takes that were not there before."""
        size = sum(size for _, size in self._new)
        self._new.clear()
        return size

    def _write(self, media: Media, file: str) -> None:
        folder = os.path.join(self.path, os.path.dirname(file))
        os.makedirs(folder, mode=0o700, exist_ok=True)
        path = os.path.join(folder, f".{secrets.token_hex(8)}")
        try:
            _create(path)
            if media.is_held:
                self._copy(media.blob_id, path)
            else:
                with open(path, "wb") as target:
                    target.write(_bytes(media))
            os.replace(path, os.path.join(self.path, file))
        except BaseException:
            with contextlib.suppress(OSError):
                os.remove(path)
            raise
        self._new.append((file, len(media)))


def size_of(value: Media | Tensor) -> int:
    """How many bytes its file takes, or nearly."""
    return len(value) if isinstance(value, Media) else memoryview(value.data).nbytes


def _bytes(media: Media) -> bytes | memoryview:
    assert media.data is not None
    return media.data


def _create(path: str) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _npy(tensor: Tensor) -> Media:
    import numpy as np

    file = io.BytesIO()
    np.save(file, tensor.array(), allow_pickle=False)
    return Media(NPY, file.getbuffer())
