"""The processes that are measured. Each ends with this one, whatever ends it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator


class Process:
    """A running process whose first line of output tells where it serves: by gRPC, and where
    it does on the web.
    """

    def __init__(self, popen: subprocess.Popen[str]) -> None:
        assert popen.stdout is not None
        self.address, _, self.web_address = popen.stdout.readline().strip().partition(" ")
        self._pid = popen.pid
        if not self.address:
            raise RuntimeError(f"the server ended with status {popen.wait()}")

    def resident(self) -> float:
        """The MB (10**6 bytes) of memory that it holds."""
        return resident(self._pid)

    def busy(self) -> float:
        """The seconds of a processor that its threads have had."""
        total = 0
        for task in os.scandir(f"/proc/{self._pid}/task"):
            with open(f"{task.path}/schedstat", encoding="ascii") as stat:
                total += int(stat.read().split()[0])
        return total / 1e9

    def peak(self) -> float:
        """The most MB that it ever held."""
        return _status(self._pid, "VmHWM") * 1024 / 1e6

    def processor_seconds(self) -> float:
        """The seconds that processors have worked for it."""
        with open(f"/proc/{self._pid}/stat", encoding="ascii", errors="replace") as stat:
            user, system = stat.read().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def threads(self) -> int:
        """How many threads it has."""
        return _status(self._pid, "Threads")


@contextlib.contextmanager
def serving(
    *arguments: str, program: str = "benchmarks.serving", python: str = sys.executable
) -> Iterator[Process]:
    """A process of a module of these, which ends with the block."""
    # Ctrl-C is for this process alone: that one ends with its standard input
    with subprocess.Popen(  # noqa: S603 - nothing of it comes from elsewhere
        [python, "-m", program, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as popen:
        assert popen.stdin is not None
        try:
            yield Process(popen)
        finally:
            popen.stdin.close()
            try:
                popen.wait(10)
            except subprocess.TimeoutExpired:
                popen.kill()


def resident(pid: int) -> float:
    """The MB (10**6 bytes) of memory that a process holds, without swapped ones."""
    return _status(pid, "VmRSS") * 1024 / 1e6


def _status(pid: int, name: str) -> int:
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(f"{name}:"):
                return int(line.split()[1])
    raise RuntimeError(f"the system does not tell {name}")
