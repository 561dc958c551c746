"""The Range header of HTTP: which part of a content is asked for."""

from __future__ import annotations

import re
from typing import Final

_ONE: Final = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))", re.ASCII)


class BeyondEnd(Exception):
    """The part that is asked for lies beyond the end."""


def asked(header: str, size: int) -> tuple[int, int] | None:
    """The first byte and the number of bytes that a Range header asks of a content of
    `size` bytes; None: all, for it asks in a way that need not be understood, such as for
    several parts. BeyondEnd: there is nothing of what it asks for.
    """
    found = _ONE.fullmatch(header.replace(" ", ""))
    if found is None:
        return None
    first, last, tail = found.groups()
    if tail is not None:
        start, end = max(size - int(tail), 0), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= end:
        raise BeyondEnd
    return start, end - start
