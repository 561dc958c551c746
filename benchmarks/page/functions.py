"""The functions that are called on the pages, rpcface's and Gradio's."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

TOKENS = 5000
PACE = 1000
"""Tokens a second, of which no model gives as many to one reader."""


def greet(name: str, loud: bool, times: float) -> str:  # noqa: FBT001 - a page gives them in order
    """A greeting."""
    return f"Hello {name}{'!' if loud else '.'} " * int(times)


def negative(picture: Any) -> Any:
    """The negative of a picture."""
    return 255 - picture


async def talk() -> AsyncIterator[str]:
    """A text that grows by a word at a time, in five seconds."""
    text = ""
    begun = time.monotonic()
    for number in range(1, TOKENS + 1):
        text += "word\n" if number % 50 == 0 else "word "
        yield text
        await asyncio.sleep(max(0.0, begun + number / PACE - time.monotonic()))


def ended(_position: float) -> str:
    """When the function ended, in seconds since 1970."""
    return f"{time.time():.6f}"
