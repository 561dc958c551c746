"""Who calls, as gRPC knows it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote


class GrpcCaller:
    """A `rpcface.running.Caller` that asks gRPC when it is asked."""

    __slots__ = ("_context", "principal")

    def __init__(self, context: Any) -> None:
        self._context = context
        self.principal = ""
        """Who it has proved to be; "": nobody asked."""

    @property
    def peer(self) -> str:
        """The caller's address without its port: "127.0.0.1"."""
        kind, _, address = unquote(self._context.peer()).partition(":")
        return address.rpartition(":")[0] if kind in ("ipv4", "ipv6") else address

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
