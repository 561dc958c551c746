"""How evenly the page draws while a text grows, and how soon a live one follows."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from playwright.sync_api import Browser

from benchmarks.page.browser import opened
from benchmarks.page.functions import TOKENS
from benchmarks.process import Process
from benchmarks.result import Result

STREAM = ("page-stream", "page-stream-p95")
LIVE = ("page-live", "page-live-p95")

RATE = 0.95
"""The least part of the frames of an idle page."""
FRAME, LATE = 20.0, 50.0
"""The most milliseconds of a frame, and from the end of a function to its paint."""

_IDLE_MS = 2000
_MOVES, _EVERY_MS = 60, 40


def frames(browser: Browser, process: Process, rounds: int) -> Iterator[Result]:
    """The frames a second while a text grows, against those of the same page idle."""
    values, floors, longest = [], [], []
    for _ in range(rounds):
        with opened(browser, process.web_address) as page:
            page.evaluate("() => watching.drawn")
            idle = page.evaluate("(ms) => watching.idle(ms)", _IDLE_MS)
            busy = page.evaluate("(letters) => watching.stream(letters)", 5 * TOKENS)
        floors.append(1000 / statistics.mean(idle))
        values.append(1000 / statistics.mean(busy))
        longest.append(statistics.quantiles(busy, n=20, method="inclusive")[-1])
    yield Result.of_rounds("page-stream", values, floors, RATE)
    value = statistics.median(longest)
    yield Result("page-stream-p95", value, FRAME, value <= FRAME)


def live(browser: Browser, process: Process, rounds: int) -> Iterator[Result]:
    """Milliseconds from the end of the function to the paint, while a slider moves."""
    late: list[float] = []
    for _ in range(rounds):
        with opened(browser, process.web_address) as page:
            moved = "([moves, every]) => watching.slide(moves, every)"
            late += page.evaluate(moved, [_MOVES, _EVERY_MS])
    first, value, third = statistics.quantiles(late, n=4, method="inclusive")
    yield Result("page-live", value, LATE, value <= LATE, quartiles=(first, third))
    most = statistics.quantiles(late, n=20, method="inclusive")[-1]
    yield Result("page-live-p95", most, LATE, most <= LATE)
