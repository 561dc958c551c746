"""The metrics of a server, as Prometheus wants them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from rpcface.core.seen import Seen

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram
    from prometheus_client.metrics_core import Metric

T = TypeVar("T")

BUCKETS: Final = (
    *(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5),
    *(1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0),
)
"""Seconds: from a lookup to a picture that is painted."""


class Line(Protocol):
    """A queue."""

    @property
    def running(self) -> int:
        """How many calls are in."""

    @property
    def waiting(self) -> int:
        """How many calls wait."""


class Levels(Protocol):
    """What is to be asked of a server, rather than counted call by call."""

    @property
    def lines(self) -> Mapping[str, Line]:
        """The queue of each interface; some may share one."""

    @property
    def left_behind(self) -> Mapping[str, int]:
        """How many functions of each interface ran on though their caller had left."""

    @property
    def batches(self) -> Mapping[str, Sequence[int]]:
        """How many batches of each size have begun, of each interface that has some."""

    @property
    def threads(self) -> Mapping[str, int]:
        """How many threads each pool has."""


class Metrics:
    """Counts each call, in a registry of its own. ImportError: there is no
    prometheus-client.
    """

    def __init__(self, levels: Levels) -> None:
        try:
            from prometheus_client import (
                CollectorRegistry,
                Counter,
                Gauge,
                Histogram,
                ProcessCollector,
            )
        except ImportError:
            raise ImportError(
                "metrics need prometheus-client: pip install 'rpcface[metrics]'"
            ) from None
        self.registry = registry = CollectorRegistry()
        call = ("interface", "rpc")
        self._calls = Counter(
            "rpcface_calls",
            "Calls that have ended, by the name of their gRPC status.",
            (*call, "status"),
            registry=registry,
        )
        self._run = Histogram(
            "rpcface_call_run_seconds",
            "How long the function ran and its outputs were encoded.",
            call,
            registry=registry,
            buckets=BUCKETS,
        )
        self._wait = Histogram(
            "rpcface_call_wait_seconds",
            "How long calls waited for their turn.",
            call,
            registry=registry,
            buckets=BUCKETS,
        )
        self._repeats = Counter(
            "rpcface_repeats",
            "Calls that got the outcome of a run that began for another.",
            call,
            registry=registry,
        )
        self._received = Counter(
            "rpcface_received_bytes", "Bytes of requests.", call, registry=registry
        )
        self._sent = Counter("rpcface_sent_bytes", "Bytes of answers.", call, registry=registry)
        self._in_flight = Gauge(
            "rpcface_calls_in_flight", "Calls that have not ended.", ("rpc",), registry=registry
        )
        self._bytes: dict[tuple[str, str], tuple[Counter, Counter]] = {}
        self._times: dict[tuple[str, str], tuple[Histogram, Histogram]] = {}
        registry.register(_Collected(levels))
        ProcessCollector(registry=registry)

    def begin(self, seen: Seen) -> None:
        """Counts it among those in flight."""
        self._in_flight.labels(seen.rpc).inc()

    def around(self, handler: T) -> T:
        """The handler as it is."""
        return handler

    def end(self, seen: Seen) -> None:
        """Counts it by how it ended."""
        self._in_flight.labels(seen.rpc).dec()
        self._calls.labels(seen.interface, seen.rpc, seen.status.name).inc()
        of = (seen.interface, seen.rpc)
        if of not in self._bytes:  # looked up once
            self._bytes[of] = self._received.labels(*of), self._sent.labels(*of)
        received, sent = self._bytes[of]
        received.inc(seen.bytes_in)
        sent.inc(seen.bytes_out)
        if seen.is_repeat:
            self._repeats.labels(*of).inc()
        if seen.wait_seconds is None:
            return
        if of not in self._times:
            self._times[of] = self._wait.labels(*of), self._run.labels(*of)
        wait, run = self._times[of]
        wait.observe(seen.wait_seconds)
        if seen.run_seconds is not None:
            run.observe(seen.run_seconds)


class _Collected:
    """What is asked for when somebody scrapes."""

    def __init__(self, levels: Levels) -> None:
        self._levels = levels

    def collect(self) -> Iterator[Metric]:
        from prometheus_client.core import (
            CounterMetricFamily,
            GaugeMetricFamily,
            HistogramMetricFamily,
        )

        levels = self._levels
        running = GaugeMetricFamily(
            "rpcface_queue_running", "Calls that have a place to run.", labels=["queue"]
        )
        waiting = GaugeMetricFamily(
            "rpcface_queue_waiting", "Calls that wait for a place.", labels=["queue"]
        )
        for name, line in _named(levels.lines).items():
            running.add_metric([name], line.running)
            waiting.add_metric([name], line.waiting)
        left = CounterMetricFamily(
            "rpcface_functions_left_behind",
            "Functions that ran on for over a second after their caller had left.",
            labels=["interface"],
        )
        for name, count in levels.left_behind.items():
            left.add_metric([name], count)
        threads = GaugeMetricFamily(
            "rpcface_threads", "Threads that have started.", labels=["pool"]
        )
        for name, count in levels.threads.items():
            threads.add_metric([name], count)
        batches = HistogramMetricFamily(
            "rpcface_batch_size", "How many calls a batch had.", labels=["interface"]
        )
        for name, sizes in levels.batches.items():
            items = sum(size * count for size, count in enumerate(sizes))
            batches.add_metric([name], _buckets(sizes), items)
        yield from (running, waiting, left, threads, batches)


def _buckets(sizes: Sequence[int]) -> list[tuple[str, int]]:
    """How many batches had at most so many calls: 1, 2, 4, …, as many as there may be."""
    most = len(sizes) - 1
    bounds = [2**power for power in range(most.bit_length()) if 2**power < most]
    found = [(str(float(bound)), sum(sizes[: bound + 1])) for bound in [*bounds, most]]
    return [*found, ("+Inf", sum(sizes))]


def _named(lines: Mapping[str, Line]) -> dict[str, Line]:
    """Each queue once, by the name of its interface, or of all that share it: "a+b"."""
    names: dict[int, list[str]] = {}
    for name, line in lines.items():
        names.setdefault(id(line), []).append(name)
    return {"+".join(held): lines[held[0]] for held in names.values()}
