"""Calls by h2load, which costs less than a client of gRPC's."""

from __future__ import annotations

import contextlib
import os
import re
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

PREFIX = 5
"""The bytes before each message of gRPC's: compressed or not, and the length."""

GRPC = ("-H", "content-type: application/grpc+proto", "-H", "te: trailers")
CONNECT = ("--h1", "-H", "content-type: application/proto")
"""What h2load sends so that it speaks one or the other."""

_RATE = re.compile(r"^finished in [\d.]+m?s, ([\d.]+) req/s", re.MULTILINE)
_CALLS = re.compile(r"(\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout")
_DATA = re.compile(r"\((\d+)\) data$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Load:
    """A request, sent again and again on each of `streams` streams of `connections`."""

    frame: str
    """The path of a file with the request in its gRPC frame; with `http1`, as it is."""
    connections: int
    streams: int
    headers: tuple[str, ...] = ()
    """Further headers of each call, "name: text"."""
    http1: bool = False
    """Whether it goes by Connect over HTTP/1.1."""

    def rate(self, url: str, seconds: float, sizes: range) -> float:
        """Calls a second. RuntimeError: some failed, for which h2load tells no gRPC
        status; but only an answer has data, and its length is one of `sizes`.
        """
        # no warm-up: h2load would count its bytes to the data
        told = self._run("-D", f"{seconds * 1000:.0f}ms", url, timeout=seconds + 60)
        rate, counts, data = _RATE.search(told), _CALLS.search(told), _DATA.search(told)
        if rate is None or counts is None or data is None:
            raise RuntimeError(f"h2load tells nothing that is known here:\n{told}")
        calls, *failures = map(int, counts.groups())
        prefix = 0 if self.http1 else PREFIX
        cut = self.connections * self.streams  # calls that the end of the time may cut
        least = calls * (sizes.start + prefix)
        most = (calls + cut) * (sizes.stop - 1 + prefix)
        if any(failures) or not calls or not least <= int(data[1]) <= most:
            raise RuntimeError(f"calls failed; wanted {least} to {most} bytes of data:\n{told}")
        return float(rate[1])

    def calls_a_second(self, url: str, calls: int) -> float:
        """Calls a second of that many, all begun at once where there are streams enough.
        RuntimeError: some failed.
        """
        told = self._run("-n", f"{calls}", url, timeout=300)
        rate, counts = _RATE.search(told), _CALLS.search(told)
        if rate is None or counts is None or int(counts[1]) != calls:
            raise RuntimeError(f"calls failed:\n{told}")
        return float(rate[1])

    def _run(self, *argv: str, timeout: float) -> str:
        """What h2load tells."""
        way = CONNECT if self.http1 else GRPC
        argv = (
            *("h2load", "-c", f"{self.connections}", "-m", f"{self.streams}", "-d", self.frame),
            *way,
            *(word for header in self.headers for word in ("-H", header)),
            *argv,
        )
        return subprocess.run(  # noqa: S603 - nothing of it comes from elsewhere
            argv, capture_output=True, check=True, text=True, timeout=timeout
        ).stdout


@contextlib.contextmanager
def frame(message: bytes, *, http1: bool = False) -> Iterator[str]:
    """The path of a file with the message as gRPC sends it, or else as it is."""
    with tempfile.TemporaryDirectory(prefix="rpcface-benchmarks-") as directory:
        path = os.path.join(directory, "frame")
        with open(path, "wb") as file:
            file.write(message if http1 else struct.pack(">BI", 0, len(message)) + message)
        yield path
