"""The token that a client sends."""

from __future__ import annotations

import contextlib
import os
import re
import threading
import time
from collections.abc import Callable
from typing import Any, Final, TypeAlias

Metadata: TypeAlias = tuple[tuple[str, str], ...]

LOOKS: Final = 1.0
"""Seconds between two looks whether a file has changed."""

MOST: Final = 64 * 1024
"""How much of a file is read."""

_TOKEN: Final = re.compile(r"[\x21-\x7e]+")


class Token:
    """A token, as the metadata of calls. A file is read again when it changes. ValueError:
    there is none, or the file can't be read.

    token: the token itself; file: the path of a file that holds it, alone or behind a name
        and a colon. One of them is given.
    """

    def __init__(self, token: str | None, file: str | os.PathLike[str] | None) -> None:
        if token is not None and file is not None:
            raise ValueError("wanted either token or token_file; came both")
        self._file = file
        self._looked = time.monotonic()
        self._changed = 0
        self._lock = threading.Lock()
        if file is None:
            self._metadata = _metadata("token", token)
        else:
            self._changed, self._metadata = _read(file)

    def __repr__(self) -> str:
        return "<Token>"

    def metadata(self) -> Metadata:
        """What is sent with a call."""
        if self._file is not None and time.monotonic() > self._looked + LOOKS:
            self._look(self._file)
        return self._metadata

    def sent(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """A method of gRPC's that sends it with each call."""

        def call(*args: Any, **options: Any) -> Any:
            return method(*args, metadata=self.metadata(), **options)

        return call

    def _look(self, file: str | os.PathLike[str]) -> None:
        with self._lock:
            self._looked = time.monotonic()
            # where it is just being replaced, the token before is as good as any
            with contextlib.suppress(OSError, ValueError):
                if os.stat(file).st_mtime_ns != self._changed:
                    self._changed, self._metadata = _read(file)


def _read(path: str | os.PathLike[str]) -> tuple[int, Metadata]:
    """When a file has changed, and what it says. ValueError: it holds no token, or can't be
    read.
    """
    name = os.fspath(path)
    try:
        with open(name, encoding="utf-8-sig") as file:
            changed = os.fstat(file.fileno()).st_mtime_ns
            lines = [line.partition("#")[0].strip() for line in file.read(MOST).split("\n")]
    except OSError as error:
        raise ValueError(f"token_file: {name!r} can't be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ValueError(f"token_file: {name!r} is no UTF-8 text") from None
    found = [line.rpartition(":")[2].strip() for line in lines if line]
    if len(found) != 1:
        raise ValueError(f"token_file: wanted one token in {name!r}; came {len(found)}")
    return changed, _metadata("token_file", found[0])


def _metadata(source: str, token: object) -> Metadata:
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        # it is not shown: what is wrong with it may be one character of many
        raise ValueError(f"{source}: wanted a token, text of ASCII without spaces; came another")
    return (("authorization", f"Bearer {token}"),)
