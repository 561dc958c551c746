"""RPCs of a server that asks for tokens: it looks at them before it reads a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import grpc

from rpcface.core.access import Access
from rpcface.core.access.tokens import digest
from rpcface.server.caller import authorization

MOST: Final = 4096
"""How many handlers are kept."""


class Method(NamedTuple):
    """An RPC of rpcface's. Its handlers are made for the authorization of a call, or None
    where that has not been read.
    """

    handler: Callable[[str | None], Any]
    """Makes what answers it."""
    refusal: Callable[[str], Any]
    """Makes what refuses it without its request."""


class Asking(grpc.GenericRpcHandler):
    """The handlers of RPCs by their paths. gRPC tells the metadata of a call before it has
    read the request, and reads none for a handler that takes a stream and does not ask for
    it: so strangers can't make a server take in large messages.

    Handlers are kept, for to make one for each call would cost more than all that is asked.
    They still ask: a token may not be valid any more.
    """

    def __init__(self, access: Access, methods: Mapping[str, Method]) -> None:
        self._access = access
        self._methods = methods
        self._kept: dict[tuple[str, bytes], Any] = {}

    def service(self, details: grpc.HandlerCallDetails) -> Any:
        """The handler of a call; None: it is no RPC of these."""
        given = authorization(details.invocation_metadata)
        key = details.method, digest(given)
        return self._kept.get(key) or self._made(key, given)

    def _made(self, key: tuple[str, bytes], given: str) -> Any:
        method = self._methods.get(key[0])
        if method is None:
            return None
        if self._access.refuses(given):
            return method.refusal(given)
        handler = method.handler(given)
        if self._access.knows(given):  # or else strangers would say what is kept
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[key] = handler
        return handler
