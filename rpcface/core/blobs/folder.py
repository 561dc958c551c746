"""The folder that a store keeps its files in."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, Final

from rpcface.errors import LimitExceeded

PART: Final = ".part"
"""How the content of an upload is called, behind its id."""
BLOB: Final = ".blob"
"""How that of a finished blob is called."""
HELD: Final = ".held"
"""How that of a medium is called that is held as long as the server runs."""
NOTE: Final = ".json"
"""How what is known of a content is called."""

_ID: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")


class Folder:
    """A folder of files that are named by ids of the server's own making.

    path: where; it stays when the server ends, and one server at a time may have it.
        None: one of its own below the temp directory, made when it is first needed and
        removed by `close`.

    OSError: it can't be made, or another server has it.
    """

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._is_own = path is None
        self._closed = False
        self._lock: IO[str] | None = None
        self._remove: Callable[[], object] | None = None
        if path is not None:
            os.makedirs(path, mode=0o700, exist_ok=True)
            self._lock = _locked(os.path.join(path, "lock"))

    def file(self, identifier: str, ending: str) -> str:
        """The path of a file. OSError: the folder can't be made, or is closed."""
        if self._closed:
            raise OSError("the server has ended, and its folder of blobs with it")
        if self._path is None:
            self._path = tempfile.mkdtemp(prefix="rpcface-blobs-")
            # a program may end without stopping its server
            self._remove = weakref.finalize(self, shutil.rmtree, self._path, ignore_errors=True)
        return os.path.join(self._path, identifier + ending)

    def create(self, identifier: str, ending: str) -> str:
        """The path of a file that was made, empty. OSError: it can't be."""
        try:
            return _created(self.file(identifier, ending))
        except FileNotFoundError:
            if not self._is_own:
                raise
            self._path = None  # whoever tidies the temp directory has removed it
            return _created(self.file(identifier, ending))

    def note(self, identifier: str, known: Mapping[str, Any]) -> None:
        """Writes what is known of a content, whole or not at all. A folder that ends
        with the server needs no notes. OSError: it can't be written.
        """
        if self._is_own:
            return
        path = self.file(identifier, NOTE)
        with open(path + "~", "w", encoding="utf-8") as file:
            json.dump(known, file)
        os.replace(path + "~", path)

    def remove(self, identifier: str, *endings: str) -> None:
        """Removes files, those that are there."""
        for ending in endings:
            with contextlib.suppress(OSError):
                os.remove(self.file(identifier, ending))

    def contents(self) -> Iterator[tuple[str, str, Mapping[str, Any], float]]:
        """The id, ending, note and time of the last use of each content that was left by
        the server before; what else was left is removed.
        """
        if self._path is None:
            return
        for name in sorted(os.listdir(self._path)):
            identifier, ending = os.path.splitext(name)
            if _ID.fullmatch(identifier) and ending in (PART, BLOB):
                try:
                    with open(self.file(identifier, NOTE), encoding="utf-8") as file:
                        known = json.load(file)
                    used = os.path.getmtime(self.file(identifier, ending))
                except (OSError, ValueError):
                    self.remove(identifier, ending, NOTE)
                else:
                    yield identifier, ending, known, used
            elif ending in (HELD, NOTE + "~") or (
                ending == NOTE and not self._has_content(identifier)
            ):
                self.remove(identifier, ending)

    def _has_content(self, identifier: str) -> bool:
        return any(os.path.exists(self.file(identifier, ending)) for ending in (PART, BLOB))

    def close(self) -> None:
        """Removes a folder of its own; leaves another to the next server."""
        self._closed = True
        if self._remove is not None:
            self._remove()
        if self._lock is not None:
            self._lock.close()


def refusal(error: OSError) -> Exception:
    """What the caller is told of it: of a full disk that it is full."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return error
    return LimitExceeded(
        "the server's disk is full; nothing of the content is kept", metadata={"limit": "disk"}
    )


def _created(path: str) -> str:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    os.close(os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o600))
    return path


def _locked(path: str) -> IO[str] | None:
    """A file that one process at a time can have; None: the system has no such thing.
    OSError: another one has it.
    """
    try:
        import fcntl
    except ImportError:
        return None
    file = open(path, "w", encoding="utf-8")  # noqa: SIM115 - it is locked while it is open
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        folder = os.path.dirname(path)
        raise OSError(
            f"blob_folder: another server keeps its blobs in {folder!r}; give each its own"
        ) from None
    return file
