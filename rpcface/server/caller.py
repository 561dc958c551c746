"""Who calls, as gRPC knows it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote


class GrpcCaller:
    """A `rpcface.running.Caller` that asks gRPC when it is asked, but for the peer: of a
    call that has ended, gRPC's answer would end the process.
    """

    __slots__ = ("_context", "peer", "principal")

    def __init__(self, context: Any) -> None:
        self._context = context
        kind, _, address = context.peer().partition(":")
        if "%" in address:
            address = unquote(address)
        self.peer = address.rpartition(":")[0] if kind in ("ipv4", "ipv6") else address
        """The caller's address without its port: "127.0.0.1"."""
        self.principal = ""
        """Who it has proved to be; "": nobody asked."""

    @property
    def deadline(self) -> float | None:
        """When the call ends, by `time.monotonic`."""
        remaining = self._context.time_remaining()
        return None if remaining is None else time.monotonic() + remaining

    @property
    def metadata(self) -> Mapping[str, str]:
        """The metadata that are text; of a key that stands twice the last."""
        pairs = self._context.invocation_metadata() or ()
        return {key: value for key, value in pairs if isinstance(value, str)}
