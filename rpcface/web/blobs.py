"""Blobs as files of HTTP: /blobs/ID, whole and in part."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Final
from urllib.parse import quote

from rpcface.errors import BlobGone, RpcfaceError
from rpcface.media_types import essence, matches
from rpcface.values import Media
from rpcface.web.asgi import NO_SNIFFING, Receive, Scope, Send, answer, has_tag, headers_of, refuse
from rpcface.web.caller import HttpCaller, caller_of
from rpcface.web.errors import http_status
from rpcface.web.ranges import BeyondEnd, asked
from rpcface.web.rpcs import Rpcs
from rpcface.wire.blobs import Range, read_piece, read_stat, write_range, write_stat_request

PREFIX: Final = "/blobs/"

SHOWN: Final = (
    *("audio/*", "video/*", "text/plain", "application/pdf"),
    *("image/avif", "image/bmp", "image/gif", "image/jpeg", "image/png", "image/webp"),
)
"""What a browser may show when its address is opened: it runs no scripts of the server's
origin. The rest is saved."""

POLICY: Final = (b"content-security-policy", b"default-src 'none'; sandbox")

_TYPE: Final = re.compile(r"[\w.+!#$&^-]+/[\w.+!#$&^-]+(?:; ?[\w-]+=[\w.+-]+)*", re.ASCII)


class BlobFiles:
    """Answers GET and HEAD of a blob, as the RPCs StatBlob and ReadBlob would."""

    def __init__(self, rpcs: Rpcs) -> None:
        self._rpcs = rpcs

    async def __call__(self, scope: Scope, receive: Receive, send: Send, identifier: str) -> None:
        """Answers one request."""
        headers = headers_of(scope)
        caller = caller_of(scope)
        is_head = scope["method"] == "HEAD"
        try:
            media = await self._stat(identifier, caller)
            told = _headers(media)
            etag = dict(told)[b"etag"]
            if has_tag(headers, etag):
                await answer(send, 304, headers=told)
                return
            part = None
            if not is_head and headers.get(b"if-range", etag) == etag:
                part = asked(headers.get(b"range", b"").decode("latin-1"), len(media))
            start, size = part or (0, len(media))
            if part is not None:
                whole = f"bytes {start}-{start + size - 1}/{len(media)}"
                told.append((b"content-range", whole.encode()))
            told.append((b"content-length", str(size).encode()))
            status = 200 if part is None else 206
            if is_head or not size:  # no bytes would be all of them to ReadBlob
                await _begin(send, status, told)
                await send({"type": "http.response.body"})
                return
            body = write_range(Range(identifier, start, size))
            contents = _data(self._rpcs.answers(self._rpcs.read_blob, body, caller))
            async with contextlib.aclosing(contents), _watched(receive) as is_gone:
                first = await anext(contents, b"")
                await _begin(send, status, told)
                await send({"type": "http.response.body", "body": first, "more_body": True})
                async for content in contents:
                    if is_gone.done():
                        return
                    await send({"type": "http.response.body", "body": content, "more_body": True})
                await send({"type": "http.response.body"})
        except BeyondEnd:
            text = f"the blob has {len(media):,} bytes, and the range begins behind them"
            beyond = (b"content-range", f"bytes */{len(media)}".encode())
            await refuse(send, 416, text, (beyond,))
        except RpcfaceError as error:
            await refuse(send, http_status(error), str(error))

    async def _stat(self, identifier: str, caller: HttpCaller) -> Media:
        body = await self._rpcs.answer(self._rpcs.stat_blob, write_stat_request(identifier), caller)
        found = read_stat(body).blob
        if found is None:
            raise BlobGone(f"the upload {identifier!r:.80} is not finished")
        return found


async def _data(pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    async with contextlib.aclosing(pieces):
        async for piece in pieces:
            yield read_piece(piece)


@contextlib.asynccontextmanager
async def _watched(receive: Receive) -> AsyncIterator[asyncio.Task[None]]:
    """A task that ends when the caller leaves."""

    async def leave() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    task = asyncio.get_running_loop().create_task(leave())
    try:
        yield task
    finally:
        task.cancel()


async def _begin(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    told = [*headers, NO_SNIFFING, POLICY]
    await send({"type": "http.response.start", "status": status, "headers": told})


def _headers(media: Media) -> list[tuple[bytes, bytes]]:
    media_type = media.media_type
    if not _TYPE.fullmatch(media_type):
        media_type = "application/octet-stream"
    way = "inline" if matches(essence(media_type), SHOWN) else "attachment"
    return [
        (b"content-type", media_type.encode()),
        (b"content-disposition", _disposition(way, media.filename)),
        (b"etag", f'"{media.sha256.hex()}"'.encode()),
        (b"accept-ranges", b"bytes"),
        (b"cache-control", b"private, max-age=3600, immutable"),
    ]


def _disposition(way: str, filename: str) -> bytes:
    if not filename:
        return way.encode()
    plain = re.sub(r"[^ !#$&+.0-9A-Z^_`a-z{}~-]", "_", filename)
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}".encode()
