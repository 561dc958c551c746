"""What is noted of a call that somebody looks at: who, what, how long, how it ended."""

from __future__ import annotations

import itertools
import secrets
import time
from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

from rpcface.core.claimant import Claimant
from rpcface.errors import StatusCode

LONGEST_ID: Final = 64
"""Characters that are noted of the id that a caller gives."""


class Lapse:
    """How long something went on, however often and however many at once."""

    __slots__ = ("_count", "_since", "_total")

    def __init__(self) -> None:
        self._count = 0
        self._since = 0
        self._total: int | None = None

    def begin(self) -> None:
        """One begins."""
        if not self._count:
            self._since = time.perf_counter_ns()
        self._count += 1

    def end(self) -> None:
        """One ends that began."""
        self._count -= 1
        if not self._count:
            self._total = (self._total or 0) + time.perf_counter_ns() - self._since

    @property
    def seconds(self) -> float | None:
        """The seconds by now; None: none began."""
        if self._count:
            return ((self._total or 0) + time.perf_counter_ns() - self._since) / 1e9
        return None if self._total is None else self._total / 1e9


class Lapses(Protocol):
    """Where it is noted how long a call takes."""

    wait: Lapse
    """How long it waits for its turn."""
    run: Lapse
    """How long the function runs and its outputs are encoded."""


class Seen:
    """A call that somebody looks at: its caller, as the core knows one, and what is noted
    of it. It holds nothing of what the caller sent but the id that it chose.
    """

    __slots__ = (
        "_begun",
        "_caller",
        "bytes_in",
        "bytes_out",
        "incident",
        "interface",
        "is_repeat",
        "messages",
        "peer",
        "reason",
        "request_id",
        "rpc",
        "run",
        "run_seconds",
        "seconds",
        "service",
        "span",
        "span_is_own",
        "status",
        "trace_id",
        "wait",
        "wait_seconds",
    )

    def __init__(self, service: str, rpc: str, caller: Claimant, bytes_in: int) -> None:
        self._caller = caller
        self._begun = time.perf_counter_ns()
        self.peer = caller.peer
        """Who calls: an address without its port. It is asked for now: of a call that has
        ended nobody knows it.
        """
        self.service = service
        """The service: "rpcface.v1.InterfaceService"."""
        self.rpc = rpc
        """Its RPC: "Predict"."""
        self.interface = ""
        """The name of the interface that is called; "": none, or none that there is."""
        self.request_id = ""
        """What the caller names the call by, or else the server."""
        self.bytes_in = bytes_in
        """The bytes of the request."""
        self.bytes_out = 0
        """The bytes of the answer, of a stream's as far as they were taken."""
        self.messages: int | None = None
        """How many messages were taken; None: it is no stream."""
        self.wait = Lapse()
        """How long it waits for its turn."""
        self.run = Lapse()
        """How long the function runs and its outputs are encoded."""
        self.status = StatusCode.OK
        """What it ended with."""
        self.reason = ""
        """The error's reason, where it ended with one."""
        self.is_repeat = False
        """Whether it got the outcome of a run that began for another call."""
        self.incident = ""
        """What the log calls the failure that the caller is told nothing of."""
        self.seconds = 0.0
        """How long it was there, once it has ended."""
        self.wait_seconds: float | None = None
        """How long of that it waited; None: it did not come so far."""
        self.run_seconds: float | None = None
        """How long of that it ran; None: it did not."""
        self.trace_id = ""
        """The trace that it belongs to; "": none."""
        self.span: Any = None
        """Its span in that trace."""
        self.span_is_own = False
        """Whether it is to be ended with the call."""

    @property
    def principal(self) -> str:
        """Who the caller has proved to be; "": nobody asked."""
        return self._caller.principal

    @principal.setter
    def principal(self, principal: str) -> None:
        self._caller.principal = principal

    @property
    def authorization(self) -> str:
        """What the caller proves that by."""
        return self._caller.authorization

    @property
    def certificate(self) -> str:
        """Whom the certificate of its connection names."""
        return self._caller.certificate

    @property
    def deadline(self) -> float | None:
        """When the caller stops waiting, by `time.monotonic`; None: never."""
        return self._caller.deadline

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the caller sent beside the request."""
        return self._caller.metadata

    def names(self, interface: str, request_id: str) -> None:
        """Notes what is called; "": no interface has the name that was asked for."""
        self.interface = interface
        self.request_id = request_id[:LONGEST_ID]

    def end(self) -> None:
        """Notes how long it took, and a name for it where its caller gave none."""
        self.seconds = (time.perf_counter_ns() - self._begun) / 1e9
        self.run_seconds = self.run.seconds
        waited = self.wait.seconds
        self.wait_seconds = 0.0 if waited is None and self.run_seconds is not None else waited
        self.request_id = self.request_id or next(_ids)

    def is_late(self) -> bool:
        """Whether the caller's time is over, or nearly: a caller's own clock began before
        the request came here, so it leaves a little before.
        """
        deadline = self.deadline
        if deadline is None:
            return False
        remaining = deadline - time.monotonic()
        gone = (time.perf_counter_ns() - self._begun) / 1e9
        return remaining <= 0.05 + 0.05 * (remaining + gone)


def _numbered() -> Iterator[str]:
    """Ids that no other process gives."""
    start = secrets.token_hex(4)
    for number in itertools.count(1):
        yield f"{start}-{number}"


_ids: Final = _numbered()
