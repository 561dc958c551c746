"""Tracebacks as their reader needs them: without the frames of what led to the function."""

from __future__ import annotations

import asyncio
import importlib
import os
import traceback
from typing import Final

_SKIPPED: Final = (
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep,
    os.path.dirname(os.path.abspath(asyncio.__file__)) + os.sep,
    os.path.dirname(os.path.abspath(importlib.__file__)) + os.sep,
    "<frozen importlib",
)


def text(error: BaseException) -> str:
    """The error with its traceback, from the first frame on that is not this package's,
    asyncio's or the import system's.
    """
    report = traceback.TracebackException.from_exception(error)
    while report.stack and report.stack[0].filename.startswith(_SKIPPED):
        del report.stack[0]
    return "".join(report.format()).rstrip()
