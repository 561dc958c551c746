"""Records on their way to a store: lines in files, which outlive the server."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
import time
from collections import deque
from collections.abc import Sequence
from typing import Final

ENDING: Final = ".jsonl"
REFUSED: Final = "refused.txt"
"""The file with the lines that the store can never keep."""

LONG: Final = 4 * 2**20
"""From how many bytes on the next line begins a new file: one is removed when all of it has
been taken."""

MOST: Final = 256
"""Lines that are taken at once, at most."""
MOST_BYTES: Final = 4 * 2**20
"""Bytes after which no further line is taken at once."""


class Spool:
    """Lines that are added at the end and taken from the start, in files below a folder. A
    server goes on with what one before it has left there. It may be used from several
    threads, and several servers may have the folder.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._files: deque[_File] = deque()
        self._lock = threading.Lock()
        self._appended = 0

    def adopt(self) -> bool:
        """Takes over what no living server has; whether there is something."""
        with self._lock:
            names = os.listdir(self._folder) if os.path.isdir(self._folder) else []
            for name in sorted(names):
                path = os.path.join(self._folder, name)
                if name.endswith(ENDING) and (file := _File.adopted(path)) is not None:
                    self._files.append(file)
                    self._appended += file.lines
            return self._appended > 0

    def append(self, line: bytes) -> int:
        """Adds a line, without its end; how many have been added by now. OSError: it can't
        be written.
        """
        with self._lock:
            if not self._files or self._files[-1].size >= LONG:
                os.makedirs(self._folder, mode=0o700, exist_ok=True)
                self._files.append(_File.made(self._folder))
            self._files[-1].append(line + b"\n")
            self._appended += 1
            return self._appended

    def head(self, most: int = MOST) -> list[bytes]:
        """The first lines that were not dropped; none: there are none."""
        with self._lock:
            while len(self._files) > 1 and self._files[0].is_read:
                self._files.popleft().remove()
            return self._files[0].head(most) if self._files else []

    def drop(self, lines: Sequence[bytes]) -> None:
        """Lets go of lines that `head` has given."""
        with self._lock:
            self._files[0].drop(sum(len(line) + 1 for line in lines))

    def put_aside(self, line: bytes) -> str:
        """Keeps a line that the store can't in a file for a person to look at, whose path is
        given back. OSError: it can't be written.
        """
        path = os.path.join(self._folder, REFUSED)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        with open(os.open(path, flags, 0o600), "ab") as file:
            file.write(line + b"\n")
        return path

    def close(self) -> None:
        """Leaves the files to the next server; those that nothing waits in are removed."""
        with self._lock:
            while self._files:
                file = self._files.popleft()
                if file.is_read:
                    file.remove()
                file.close()


class _File:
    """One file; what is before `_start` has been dropped."""

    def __init__(self, path: str, number: int) -> None:
        self._path = path
        self._number = number
        self._start = 0
        self.size = os.fstat(number).st_size
        self.lines = 0

    @classmethod
    def made(cls, folder: str) -> _File:
        """A new one. OSError: it can't be made."""
        while True:
            name = f"{time.time_ns():020d}-{secrets.token_hex(4)}{ENDING}"
            path = os.path.join(folder, name)
            number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            if _is_ours(number):
                return cls(path, number)
            os.close(number)  # another server has taken it over before it was ours

    @classmethod
    def adopted(cls, path: str) -> _File | None:
        """One that was left; None: a server that lives has it."""
        try:
            number = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            return None
        if not _is_ours(number):
            os.close(number)
            return None
        file = cls(path, number)
        with open(path, "rb") as content:
            whole = 0
            for line in content:
                if line.endswith(b"\n"):  # else its writer was killed within it
                    file.lines += 1
                    whole += len(line)
        file._cut(whole)
        return file

    @property
    def is_read(self) -> bool:
        return self._start == self.size

    def append(self, line: bytes) -> None:
        before = self.size
        try:
            while line:
                os.lseek(self._number, self.size, os.SEEK_SET)
                written = os.write(self._number, line)
                self.size += written
                line = line[written:]
        except OSError:
            self.size = before
            with contextlib.suppress(OSError):
                self._cut(before)
            raise

    def head(self, most: int) -> list[bytes]:
        found: list[bytes] = []
        size = 0
        with open(self._path, "rb") as file:
            file.seek(self._start)
            while len(found) < most and size < MOST_BYTES and self._start + size < self.size:
                line = file.readline()
                size += len(line)
                found.append(line[:-1])
        return found

    def drop(self, size: int) -> None:
        self._start += size
        if self.is_read:
            self._cut(0)

    def _cut(self, size: int) -> None:
        os.ftruncate(self._number, size)
        self.size = size
        self._start = min(self._start, size)

    def remove(self) -> None:
        with contextlib.suppress(OSError):
            os.remove(self._path)
        self.close()

    def close(self) -> None:
        number, self._number = self._number, -1
        if number >= 0:
            os.close(number)


def _is_ours(number: int) -> bool:
    """Whether nobody else has the file, who would have it as long as it is open."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
