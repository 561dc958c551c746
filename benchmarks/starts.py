"""How long programs take to start, over a bare interpreter."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from benchmarks.result import Result

STARTS = 15

PROGRAMS = {
    "import": ("import rpcface", 15.0),
    "interface": (
        "import rpcface as rf; rf.Interface(str.upper, rf.Textbox(), rf.Textbox())",
        150.0,
    ),
}
"""What is run, and the most milliseconds that it may take."""


def measure(case: str) -> Result:
    """Milliseconds: the median of starts, each right after one of a bare interpreter."""
    program, limit = PROGRAMS[case]
    _start("pass"), _start(program)  # the first one reads the disk
    over = [-_start("pass") + _start(program) for _ in range(STARTS)]
    first, value, third = statistics.quantiles(over, n=4, method="inclusive")
    return Result(case, value, limit, value <= limit, quartiles=(first, third))


def _start(program: str) -> float:
    """Milliseconds until the program has ended."""
    started = time.perf_counter()
    # no timeout: with one, subprocess looks only after 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 ms
    subprocess.run((sys.executable, "-c", program), check=True)  # noqa: S603 - as above
    return (time.perf_counter() - started) * 1000
