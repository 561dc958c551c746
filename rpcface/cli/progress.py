"""How far a large file is on its way, on a terminal."""

from __future__ import annotations

import sys

from rpcface.client.uploads import Progress

_WIDTH = 30


def is_shown() -> bool:
    """Whether somebody sees it."""
    return sys.stderr.isatty()


def bar(doing: str) -> Progress | None:
    """Shows on stderr how many bytes are done, and is gone when all are; None: stderr is
    no terminal.
    """
    if not is_shown():
        return None
    shown = ""

    def show(done: int, total: int) -> None:
        nonlocal shown
        part = done / total if total else 1.0
        filled = int(part * _WIDTH)
        line = f"{doing} [{'=' * filled:{_WIDTH}}] {part:4.0%} of {total / 1e6:,.1f} MB"
        if done >= total:
            line = ""
        if line != shown:
            sys.stderr.write(f"\r{line}\x1b[K")
            sys.stderr.flush()
            shown = line

    return show
