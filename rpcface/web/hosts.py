"""Which hosts and origins a page may have that calls the server.

A page of a stranger can have its own host name lead to this machine (DNS rebinding), and
would then be of the same origin as the server. So only names that the server is known by
are answered, and addresses, which nobody can rebind.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from typing import Final

from rpcface.web.asgi import Headers, Message, Scope, Send, answer

LOCAL: Final = "localhost"

_HOST: Final = re.compile(r"(?:\[([\da-f:.]+)\]|([\w.-]+))(?::\d{0,5})?", re.ASCII | re.IGNORECASE)

_ALLOWED: Final = ", ".join(
    (
        *("authorization", "connect-protocol-version", "connect-timeout-ms", "content-type"),
        *("grpc-timeout", "x-grpc-web", "x-user-agent", "*"),
    )
)
"""Headers that a page may send: a call's metadata are any, but "authorization" is not meant by
an asterisk.
"""
_EXPOSED: Final = "content-range, etag, grpc-status, grpc-message, grpc-status-details-bin"


class Hosts:
    """The hosts that requests may name. `names`: besides localhost and addresses; None, or
    "*" among them: any.
    """

    def __init__(self, names: Sequence[str] | None) -> None:
        self._is_any = names is None or "*" in names
        self._names = {LOCAL, *(name.lower().rstrip(".") for name in names or ())}
        self._known: set[bytes] = set()

    def allow(self, host: bytes | None) -> bool:
        """Whether a request may have this Host header."""
        if self._is_any or host in self._known:
            return True
        if host is None or not self._is_allowed(host.decode("latin-1")):
            return False
        if len(self._known) < 64:  # a caller chooses the port in it, and so how many there are
            self._known.add(host)
        return True

    def _is_allowed(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = (found[1] or found[2]).lower().rstrip(".")
        if name in self._names or name.endswith(f".{LOCAL}"):
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def strange(host: bytes | None) -> str:
    """What a request is told whose host is not allowed."""
    came = "none" if host is None else f"{host.decode('latin-1')!r:.80}"
    return (
        "wanted a host that the server is known by: localhost, an address, or a name that "
        f"--web-host or Options.web_hosts tells; came {came}"
    )


class Origins:
    """The origins of other pages that may call, "https://example.org"; "*": any. ValueError:
    one of them is none.
    """

    def __init__(self, origins: Sequence[str]) -> None:
        check_origins("web_origins", origins)
        self._origins = {origin.lower().encode() for origin in origins}
        self._is_any = "*" in origins

    def __bool__(self) -> bool:
        return bool(self._origins)

    def allow(self, origin: bytes | None) -> bool:
        """Whether a page of that origin may call."""
        return origin is not None and (self._is_any or origin.lower() in self._origins)

    def headers(self, origin: bytes | None) -> Headers:
        """What lets such a page read an answer."""
        told: list[tuple[bytes, bytes]] = [(b"vary", b"origin")]
        if origin is not None and self.allow(origin):
            told.append((b"access-control-allow-origin", origin))
            told.append((b"access-control-expose-headers", _EXPOSED.encode()))
        return told

    def telling(self, origin: bytes | None, send: Send) -> Send:
        """`send`, with these headers added."""

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self.headers(origin)]
            await send(message)

        return tell

    async def preflight(self, send: Send) -> None:
        """Answers a browser that asks whether a page may call."""
        told = (
            (b"access-control-allow-methods", b"GET, HEAD, POST"),
            (b"access-control-allow-headers", _ALLOWED.encode()),
            (b"access-control-max-age", b"7200"),
        )
        await answer(send, 204, headers=told)


def is_preflight(scope: Scope, headers: dict[bytes, bytes]) -> bool:
    """Whether a browser asks, before a page calls."""
    return scope["method"] == "OPTIONS" and b"access-control-request-method" in headers


def check_origins(option: str, origins: Sequence[str]) -> None:
    """Sees that an option names origins, or "*". ValueError: one of them is none."""
    for origin in origins:
        if origin != "*" and not _is_origin(origin):
            raise ValueError(
                f"{option}: wanted origins such as 'https://example.org'; came {origin!r}"
            )


def _is_origin(text: str) -> bool:
    scheme, _, host = text.partition("://")
    return scheme.lower() in {"http", "https"} and _HOST.fullmatch(host) is not None
