"""The first page: what it weighs, and when its form is drawn; beside Gradio's."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from playwright.sync_api import Browser

from benchmarks.page.browser import load
from benchmarks.result import Result

CASES = ("page-code", "page-requests", "page-form", "page-form-gradio")

CODE, REQUESTS, FORM, TIMES = 70.0, 8, 300.0, 3.0
"""The most kB, requests and milliseconds; how many times sooner than Gradio's at the least."""


def measure(browser: Browser, ours: str, others: str, rounds: int) -> Iterator[Result]:
    """Cold loads of both in turn, after one of each that does not count."""
    load(browser, ours)
    load(browser, others)
    pairs = [(load(browser, ours), load(browser, others)) for _ in range(rounds)]
    own, gradio = ([pair[at] for pair in pairs] for at in (0, 1))
    code, other_code = (max(one.code for one in loads) / 1000 for loads in (own, gradio))
    yield _greatest("page-code", code, other_code, CODE)
    requests, other_requests = (max(one.requests for one in loads) for loads in (own, gradio))
    yield _greatest("page-requests", requests, other_requests, REQUESTS)
    forms = [one.form for one in own]
    first, value, third = statistics.quantiles(forms, n=4, method="inclusive")
    yield Result("page-form", value, FORM, value <= FORM, quartiles=(first, third))
    yield sooner("page-form-gradio", forms, [one.form for one in gradio], TIMES)


def _greatest(case: str, value: float, floor: float, limit: float) -> Result:
    return Result(case, value, limit, value <= limit, floor=floor, ratio=floor / value)


def sooner(case: str, values: list[float], others: list[float], limit: float) -> Result:
    """How many times sooner the values are, round by round."""
    ratios = [other / value for value, other in zip(values, others, strict=True)]
    first, ratio, third = statistics.quantiles(ratios, n=4, method="inclusive")
    return Result(
        case,
        statistics.median(values),
        limit,
        ratio >= limit,
        floor=statistics.median(others),
        ratio=ratio,
        quartiles=(first, third),
    )
