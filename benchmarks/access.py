"""What it costs to ask who calls, and what strangers with wrong tokens cost others."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks import calls
from benchmarks.load import GRPC, Load, frame
from benchmarks.process import Process
from benchmarks.result import Result
from benchmarks.serving import BEARER
from rpcface.wire.calls import write_call

LIMITS = {"access-async": 0.95, "access-sync": 0.95, "access-wrong": 0.5}
"""The cases, and which part is to be left: of the calls that a server makes of a second of a
processor when it asks nobody, and of those a second when nobody disturbs it.
"""

CALLS = 2000
"""How many are made at once where the processor's time counts."""

WRONG_PER_SECOND = 1000


def measure(name: str, free: Process, asks: Process, rounds: int, seconds: float) -> Result:
    """`free` is a server that asks nobody, `asks` one that wants tokens and has limits.
    RuntimeError: a call failed, or came back wrong.
    """
    kind = "sync" if name == "access-sync" else "async"
    case = next(case for case in calls.cases() if case.name == f"echo-{kind}")
    values: list[float] = []
    floors: list[float] = []
    with frame(b"".join(write_call(case.call))) as path:
        plain = Load(path, case.connections, case.streams)
        known = replace(plain, headers=(f"authorization: {BEARER}",))
        sizes = calls.sizes({"output": case.wanted})
        url, free_url = (f"http://{one.address}{calls.PREDICT}" for one in (asks, free))
        known.rate(url, 0.5, sizes)  # which looks at the answers
        plain.rate(free_url, 0.5, sizes)
        for _ in range(rounds):
            if name == "access-wrong":
                with _strangers(url, path, seconds):
                    values.append(known.rate(url, seconds, sizes))
                floors.append(known.rate(url, seconds, sizes))
                continue
            for _ in range(3):  # the processor's time is much alike however long it is taken
                values.append(_calls_for_a_second(asks, known, url))
                floors.append(_calls_for_a_second(free, plain, free_url))
    return Result.of_rounds(name, values, floors, LIMITS[name])


def _calls_for_a_second(process: Process, load: Load, url: str) -> float:
    """How many calls a server makes of a second of a processor."""
    before = process.busy()
    load.calls_a_second(url, CALLS)
    return CALLS / (process.busy() - before)


@contextlib.contextmanager
def _strangers(url: str, path: str, seconds: float) -> Iterator[None]:
    """Within it, a thousand calls a second come with wrong tokens."""
    many = 10
    options: Sequence[str] = ("-c", f"{many}", "-m", "8", f"--rps={WRONG_PER_SECOND / many}")
    with subprocess.Popen(  # noqa: S603 - nothing of it comes from elsewhere
        (
            *("h2load", *options, "-D", f"{seconds + 1:.0f}", "-d", path),
            *(*GRPC, "-H", "authorization: Bearer nobodys-token-at-all", url),
        ),
        stdout=subprocess.DEVNULL,
    ) as strangers:
        try:
            yield
            if strangers.poll() is not None:
                raise RuntimeError("the strangers left early")
        finally:
            strangers.kill()
