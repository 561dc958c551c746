"""The few words of ASGI that the edge speaks, and plain answers in them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers: TypeAlias = Iterable[tuple[bytes, bytes]]

TEXT: Final = (b"content-type", b"text/plain; charset=utf-8")
NO_SNIFFING: Final = (b"x-content-type-options", b"nosniff")


def headers_of(scope: Scope) -> dict[bytes, bytes]:
    """The headers of a request, their names in lower case; of one that stands twice the
    last.
    """
    return dict(scope["headers"])


def has_tag(headers: dict[bytes, bytes], etag: bytes) -> bool:
    """Whether the caller has the content of that tag already."""
    tags = {
        tag.strip().removeprefix(b"W/") for tag in headers.get(b"if-none-match", b"").split(b",")
    }
    return etag in tags or b"*" in tags


async def answer(
    send: Send, status: int, body: bytes = b"", headers: Headers = (TEXT,), *, head: bool = False
) -> None:
    """Answers with a body, of which a HEAD is told the length alone."""
    told = [*headers, NO_SNIFFING]
    if status not in (204, 304):
        told.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": b"" if head else body})


async def refuse(send: Send, status: int, text: str, headers: Headers = ()) -> None:
    """Answers with what is wrong."""
    await answer(send, status, f"{text}\n".encode(), (TEXT, *headers))
