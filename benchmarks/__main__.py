"""Prints one JSON object a line for each case; see README.md beside this file."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator

from benchmarks import (
    access,
    batches,
    blobs,
    calls,
    client,
    command,
    flags,
    processes,
    sockets,
    starts,
    states,
    streams,
    web,
)
from benchmarks.process import serving
from benchmarks.result import Result


def main() -> int:
    """Runs the cases; 1: one does not hold its limit, and 2: there is no h2load."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("case", nargs="*", help="what a case's name begins with; none: all")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of each call case")
    parser.add_argument("--seconds", type=float, default=2.0, help="seconds of a round's half")
    options = parser.parse_args()
    if shutil.which("h2load") is None:
        print("h2load is needed: Debian has it as nghttp2-client", file=sys.stderr)
        return 2
    holds = True
    for result in _results(tuple(options.case), options.rounds, options.seconds):
        print(result, flush=True)
        holds &= result.holds
    return 0 if holds else 1


def _results(begins: tuple[str, ...], rounds: int, seconds: float) -> Iterator[Result]:
    """The results of the cases whose names begin so, each as soon as it is there."""

    def asked(name: str) -> bool:
        return not begins or name.startswith(begins)

    for name in filter(asked, starts.PROGRAMS):
        yield starts.measure(name)
    for name in command.COMMANDS:
        if asked(f"{name}-ready") or asked(f"{name}-idle-rss"):
            yield from command.measure(name)
    if any(map(asked, streams.SPEEDS)):
        with serving() as process:
            yield from (r for r in streams.measure(process, rounds) if asked(r.case))
    if any(map(asked, streams.SIZES)):
        with serving() as process:
            yield from (r for r in streams.sizes(process) if asked(r.case))
    if any(map(asked, flags.CASES)):
        with serving() as process:
            yield from (r for r in flags.measure(process, rounds) if asked(r.case))
    if any(map(asked, (*batches.COSTS, "batch-gaps"))):
        with serving() as process:
            yield from (r for r in batches.measure(process, rounds) if asked(r.case))
    if asked("blob"):
        with serving() as process:  # one of its own, for its memory is measured
            yield from blobs.measure(process)
    if any(map(asked, states.CASES)):
        with serving() as process:
            yield from (r for r in states.measure(process, rounds, seconds) if asked(r.case))
    if any(map(asked, access.LIMITS)):
        with serving() as free, serving("asks") as asks:
            for name in filter(asked, access.LIMITS):
                yield access.measure(name, free, asks, rounds, seconds)
    yield from _web(asked, rounds, seconds)
    yield from _calls(asked, rounds, seconds)


def _web(asked: Callable[[str], bool], rounds: int, seconds: float) -> Iterator[Result]:
    """Those of the web."""
    on_web = [case for case in web.cases() if asked(case.name)]
    if on_web:
        with serving("web") as process:
            yield from (web.measure(case, process, rounds, seconds) for case in on_web)
    if any(map(asked, sockets.NODE)):
        with serving("web") as process:
            yield from (r for r in sockets.by_node(process, rounds, seconds) if asked(r.case))
    if asked(sockets.RSS):
        with serving("web") as process:  # one of its own, for its memory is measured
            yield sockets.resident(process)


def _calls(asked: Callable[[str], bool], rounds: int, seconds: float) -> Iterator[Result]:
    """Those of single calls, on one server."""
    cases = [case for case in calls.cases() if asked(case.name)]
    if not (cases or asked("client-1080p") or asked("process-1080p")):
        return
    with serving() as process:
        for case in cases:
            yield calls.measure(case, process, rounds, seconds)
        if any(case.name.startswith("tensor") for case in cases):
            held = process.resident()
            yield Result("tensor-rss", held, 300.0, held <= 300.0)
        if asked("client-1080p"):
            yield client.measure(process)
        if asked("process-1080p"):
            yield processes.measure(process, rounds, seconds)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
