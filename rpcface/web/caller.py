"""Who calls, as HTTP knows it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from rpcface.web.asgi import Scope

TRANSPORT: Final = frozenset(
    (
        *("accept", "accept-encoding", "connection", "content-encoding", "content-length"),
        *("content-type", "expect", "host", "keep-alive", "te", "transfer-encoding", "upgrade"),
        *("x-grpc-web",),
    )
)
"""Headers that are about the way of the request, and no metadata."""


class HttpCaller:
    """A `rpcface.core.claimant.Claimant`. `headers`: gives those of the request, their names
    in lower case; `seconds`: how long it waits from now on.
    """

    __slots__ = ("_headers", "deadline", "peer", "principal")

    def __init__(
        self,
        peer: str,
        headers: Callable[[], Iterable[tuple[str, str]]],
        seconds: float | None = None,
    ) -> None:
        self.peer = peer
        """The caller's address without its port: "127.0.0.1"."""
        self.principal = ""
        """Who it has proved to be; "": nobody asked."""
        self.deadline = None if seconds is None else time.monotonic() + seconds
        """When the call ends, by `time.monotonic`."""
        self._headers = headers

    @property
    def authorization(self) -> str:
        """Its header of that name; where it stands twice, both joined."""
        return ", ".join(value for name, value in self._headers() if name == "authorization")

    @property
    def certificate(self) -> str:
        """Whom the certificate of its connection names; "": it has shown none."""
        return ""

    @property
    def metadata(self) -> Mapping[str, str]:
        """The headers that the caller added; of one that stands twice the last."""
        return {
            name: value
            for name, value in self._headers()
            if name not in TRANSPORT
            and not name.startswith(("connect-", "grpc-"))
            and not name.endswith("-bin")
        }


def caller_of(scope: Scope) -> HttpCaller:
    """The caller of a request, which sets no deadline."""
    client = scope.get("client") or ("", 0)
    pairs = scope["headers"]

    def texts() -> Iterable[tuple[str, str]]:
        return ((name.decode("latin-1"), text.decode("latin-1")) for name, text in pairs)

    return HttpCaller(client[0], texts)
