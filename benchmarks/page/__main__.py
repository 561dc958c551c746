"""Prints one JSON object a line for each case of the page; see ../README.md."""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.page import loads, pictures, streams
from benchmarks.page.browser import chromium
from benchmarks.process import Process, serving
from benchmarks.result import Result
from rpcface.web.files import FOLDER
from rpcface.web.pages import INDEX

GRADIO = Path(__file__).parents[2] / ".venvs" / "gradio" / "bin" / "python"


def main() -> int:
    """Runs the cases; 1: one does not hold its limit, and 2: something is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("case", nargs="*", help="what a case's name begins with; none: all")
    parser.add_argument("--rounds", type=int, default=10, help="rounds of each case")
    parser.add_argument("--gradio", default=str(GRADIO), help="a Python that has Gradio")
    options = parser.parse_args()
    browser = shutil.which("chromium")
    missing = [
        *(["chromium: Debian has it by this name"] if browser is None else []),
        *(["the page: `make page` builds it"] if not (Path(FOLDER) / INDEX).exists() else []),
        *(["Gradio: `make bench-web` sets it up"] if not Path(options.gradio).exists() else []),
    ]
    if missing or browser is None:
        print(*(f"Wanted {one}" for one in missing), sep="\n", file=sys.stderr)
        return 2
    holds = True
    for result in _results(browser, options.gradio, tuple(options.case), options.rounds):
        print(result, flush=True)
        holds &= result.holds
    return 0 if holds else 1


def _results(path: str, gradio: str, begins: tuple[str, ...], rounds: int) -> Iterator[Result]:
    """The results of the cases whose names begin so, each as soon as it is there."""

    def asked(*cases: str) -> bool:
        return not begins or any(case.startswith(begins) for case in cases)

    def ours(name: str) -> contextlib.AbstractContextManager[Process]:
        return serving(name, program="benchmarks.page.serving")

    def others(name: str) -> contextlib.AbstractContextManager[Process]:
        return serving(name, program="benchmarks.page.beside", python=gradio)

    with chromium(path) as browser:
        found: Iterator[Result]
        if asked(*loads.CASES):
            with ours("greet") as process, others("greet") as other:
                found = loads.measure(browser, process.web_address, other.web_address, rounds)
                yield from (result for result in found if asked(result.case))
        if asked(*pictures.CASES):
            with ours("negative") as process, others("negative") as other:
                found = pictures.measure(browser, process, other, rounds)
                yield from (result for result in found if asked(result.case))
        if asked(*streams.STREAM):
            with ours("talk") as process:
                yield from streams.frames(browser, process, max(2, rounds // 3))
        if asked(*streams.LIVE):
            with ours("ended") as process:
                yield from streams.live(browser, process, max(2, rounds // 3))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
