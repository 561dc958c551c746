"""The folder with kept outputs, each a file that is called after its key."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import tempfile
from collections.abc import Collection
from typing import Final

from rpcface.wire.fields import Pieces

MOST: Final = 2**30
"""Bytes beyond which a server that starts removes what is not its own, what has been used
least lately first."""

HEAD: Final = b"rpcface outputs 1\n"
"""What a file begins with; the SHA-256 of the rest comes next."""

_DIGEST: Final = hashlib.sha256().digest_size
_ENDING: Final = ".outputs"
_PART: Final = ".part"

_log = logging.getLogger("rpcface")


class Store:
    """Contents by their keys. Several servers may share the folder: a file is whole as soon
    as it is there, and never written to again. It works with files, so it is nothing for
    an event loop.

    OSError: the folder can't be made or written to.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._sound: dict[str, tuple[int, int, int]] = {}
        """What a file was when its hash was found to be right."""
        try:
            os.remove(self._part("probe"))
        except OSError as error:
            raise OSError(
                error.errno,
                f"cache_folder: wanted a folder that can be written to; came {folder!r}: "
                f"{error.strerror}. Name another as cache_folder or RPCFACE_CACHE_FOLDER",
            ) from None

    def get(self, key: str) -> memoryview | None:
        """A content; None: there is none, or it is damaged, which is logged."""
        try:
            with open(self._path(key), "rb") as file:
                found = os.fstat(file.fileno())
                whole = memoryview(file.read())
        except FileNotFoundError:
            return None
        except OSError as error:
            _log.warning("kept outputs can't be read, and are made anew: %s", error)
            return None
        start = len(HEAD) + _DIGEST
        mark = found.st_ino, found.st_mtime_ns, found.st_size
        if self._sound.get(key) != mark:
            if bytes(whole[:start]) != HEAD + hashlib.sha256(whole[start:]).digest():
                _log.warning("kept outputs are damaged, and made anew: %s", self._path(key))
                return None
            self._sound[key] = mark
        return whole[start:]

    def put(self, key: str, content: Pieces) -> None:
        """Keeps a content, in the place of another. OSError: it can't be written."""
        digest = hashlib.sha256()
        for piece in content:
            digest.update(piece)
        path = self._part(key)
        try:
            with open(path, "wb") as file:
                file.writelines((HEAD, digest.digest(), *content))
            os.replace(path, self._path(key))
        except BaseException:
            with contextlib.suppress(OSError):
                os.remove(path)
            raise

    def use(self, key: str) -> None:
        """Notes that a content is used."""
        with contextlib.suppress(OSError):
            os.utime(self._path(key))

    def trim(self, own: Collection[str]) -> None:
        """Removes contents until `MOST` bytes are left, never those of the keys `own`."""
        found = []
        with contextlib.suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                key, ending = os.path.splitext(entry.name)
                if ending in (_ENDING, _PART) and key not in own:
                    known = entry.stat()
                    found.append((known.st_mtime_ns, known.st_size, entry.path))
        left = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if left <= MOST:
                break
            with contextlib.suppress(OSError):
                os.remove(path)
            left -= size

    def _part(self, key: str) -> str:
        """The path of a new file, empty, that is still to be written."""
        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        number, path = tempfile.mkstemp(prefix=f"{key}.", suffix=_PART, dir=self.folder)
        os.close(number)
        return path

    def _path(self, key: str) -> str:
        return os.path.join(self.folder, key + _ENDING)


def usual_folder() -> str:
    """Where outputs are kept unless somebody says otherwise."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # as the specification wants it
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "rpcface")
