"""A conversation in a file: what `rpcface predict --state FILE` goes on from."""

from __future__ import annotations

import contextlib
import os
import tempfile


def read(interface: str, path: str) -> dict[str, bytes]:
    """The state in the file by the interface's name; nothing where there is no file, or an
    empty one. OSError: it can't be read, or there is no folder for it.
    """
    try:
        with open(path, "rb") as file:
            state = file.read()
    except FileNotFoundError:
        if not os.path.isdir(os.path.dirname(os.path.realpath(path))):
            raise
        return {}
    return {interface: state} if state else {}


def write(path: str, state: bytes) -> None:
    """Puts the state into the file, which its owner alone can read: whole, or not at all.
    OSError: it can't be written.
    """
    target = os.path.realpath(path)
    number, made = tempfile.mkstemp(prefix=".rpcface-state-", dir=os.path.dirname(target))
    try:
        with open(number, "wb") as file:
            file.write(state)
        os.replace(made, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(made)
        raise
