"""Which WebSockets are opened, and those that are."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Final

from rpcface.core.access.access import Access
from rpcface.web.asgi import TEXT, Receive, Scope, Send, headers_of
from rpcface.web.hosts import Hosts, Origins, strange
from rpcface.web.rpcs import Rpcs
from rpcface.web.socket import Socket

PATH: Final = "/rpcface.v1.Socket"
"""Where it is opened."""

PROTOCOL: Final = "rpcface.v1"
"""The subprotocol that it speaks."""

FLUSH: Final = 1.0
"""Seconds that the last answers have to leave."""


class Sockets:
    """Opens sockets for pages of this server, and of origins that it was told of, and for
    programs that name none. It belongs to one event loop.

    most: bytes that a request may have. of_caller: how many one host may have open.
    """

    def __init__(
        self,
        rpcs: Rpcs,
        access: Access,
        hosts: Hosts,
        origins: Origins,
        *,
        most: int,
        of_caller: int,
    ) -> None:
        self._rpcs = rpcs
        self._access = access
        self._hosts = hosts
        self._origins = origins
        self._most = most
        self._of_caller = of_caller
        self._open: dict[str, set[Socket]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request for a socket, and then speaks on it until it is closed."""
        await receive()  # that it is asked for
        peer = scope["client"][0] if scope.get("client") else ""
        refusal = self._refusal(scope, peer)
        if refusal is not None:
            await _refuse(scope, send, *refusal)
            return
        socket = Socket(
            self._rpcs,
            self._access,
            receive,
            send,
            peer=peer,
            headers=_told(scope),
            most=self._most,
        )
        own = self._open.setdefault(peer, set())
        own.add(socket)
        try:
            await send({"type": "websocket.accept", "subprotocol": PROTOCOL})
            await socket.run()
        finally:
            own.discard(socket)
            if not own:
                self._open.pop(peer, None)

    def _refusal(self, scope: Scope, peer: str) -> tuple[int, str] | None:
        path = scope["path"].removeprefix(scope.get("root_path") or "")
        headers = headers_of(scope)
        host, origin = headers.get(b"host"), headers.get(b"origin")
        if path != PATH:
            return 404, f"there is no socket at {path!r:.80}; it is at {PATH}"
        if not self._hosts.allow(host):
            return 403, strange(host)
        if origin is not None and not (self._origins.allow(origin) or _is_own(origin, host)):
            return 403, (
                "wanted a page of this server, or of an origin that --web-origin or "
                f"Options.web_origins tells; came {origin.decode('latin-1')!r:.80}"
            )
        if PROTOCOL not in scope.get("subprotocols", ()):
            return 400, f"wanted the subprotocol {PROTOCOL!r}; came {scope.get('subprotocols')}"
        if len(self._open.get(peer, ())) >= self._of_caller:
            return 429, f"wanted at most {self._of_caller} sockets of one caller; close one"
        return None

    async def close(self) -> None:
        """Closes all of them once what is in flight has been answered, or has had its time:
        the server goes down.
        """
        found = [socket for own in self._open.values() for socket in own]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2 * FLUSH):  # to close can wait for one who does not read
                await asyncio.gather(*(socket.end(FLUSH) for socket in found))


def _is_own(origin: bytes, host: bytes | None) -> bool:
    """Whether a page is of the host that it asks."""
    scheme, _, name = origin.partition(b"://")
    return scheme in {b"http", b"https"} and name == host


def _told(scope: Scope) -> Iterator[tuple[str, str]]:
    """What a handshake says besides what makes it one."""
    for name, value in scope["headers"]:
        if not name.startswith(b"sec-websocket-"):
            yield name.decode("latin-1"), value.decode("latin-1")


async def _refuse(scope: Scope, send: Send, status: int, text: str) -> None:
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008, "reason": text[:120]})
        return
    start = {"type": "websocket.http.response.start", "status": status, "headers": [TEXT]}
    await send(start)
    await send({"type": "websocket.http.response.body", "body": f"{text}\n".encode()})
