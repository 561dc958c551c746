"""Who calls, as gRPC knows it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote


class GrpcCaller:
    """A `Claimant` that asks gRPC when it is asked, but for the peer: of a call that has
    ended, gRPC's answer would end the process.
    """

    __slots__ = ("_authorization", "_context", "peer", "principal")

    def __init__(self, context: Any, authorization: str | None = None) -> None:
        """`authorization`: what has been read of it already; None: nothing."""
        self._context = context
        self._authorization = authorization
        kind, _, address = context.peer().partition(":")
        if "%" in address:
            address = unquote(address)
        self.peer = address.rpartition(":")[0] if kind in ("ipv4", "ipv6") else address
        """The caller's address without its port: "127.0.0.1"."""
        self.principal = ""
        """Who it has proved to be; "": nobody asked."""

    @property
    def authorization(self) -> str:
        """The metadata of that name."""
        if self._authorization is None:
            self._authorization = authorization(self._context.invocation_metadata())
        return self._authorization

    @property
    def certificate(self) -> str:
        """The common name of the connection's certificate, or else the first of its other
        names.
        """
        told = self._context.auth_context() or {}
        for kind in ("x509_common_name", "x509_subject_alternative_name"):
            for name in told.get(kind, ()):
                if name:
                    return str(name, "utf-8", "replace")
        return ""

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


def authorization(metadata: Iterable[tuple[str, Any]] | None) -> str:
    """The metadata of that name; where it stands twice, both joined, as everywhere in HTTP."""
    found = [value for key, value in metadata or () if key == "authorization"]
    return found[0] if len(found) == 1 else ", ".join(found)
