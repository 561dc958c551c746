"""What is packed with gzip: requests, and answers where the caller takes that and it is worth
it.
"""

from __future__ import annotations

import gzip
import zlib
from typing import Final

from rpcface.core.threads import Threads
from rpcface.errors import RequestMalformed
from rpcface.web.asgi import Message, Send
from rpcface.web.errors import too_large

LEAST: Final = 1024
"""Bytes below which packing gains nothing."""
LIGHT: Final = 32 * 1024
"""Up to how many bytes are packed on the event loop, in half a millisecond."""
SAMPLE: Final = 4096
"""Bytes from the middle that are packed to see whether it is worth it."""
WORTH: Final = 0.6
"""What of the sample may be left. Bytes in base64 come to three quarters: to pack them costs
more than to send them, on every network but a slow one."""


def takes_gzip(accept_encoding: bytes | None) -> bool:
    """Whether an Accept-Encoding header has gzip."""
    asked = (accept_encoding or b"").lower()
    if b"gzip" not in asked:
        return False
    wishes = (part.partition(b";") for part in asked.split(b","))
    weights = {name.strip(): weight.replace(b" ", b"") for name, _, weight in wishes}
    return b"gzip" in weights and weights[b"gzip"] not in {b"q=0", b"q=0.0", b"q=0.00"}


def packed(body: bytes) -> bytes | None:
    """The body in gzip; None: it is not worth it."""
    middle = len(body) // 2
    sample = body[middle : middle + SAMPLE]
    if len(body) < LEAST or len(zlib.compress(sample, 1)) > WORTH * len(sample):
        return None
    return gzip.compress(body, compresslevel=1, mtime=0)


def unpacked(body: bytes, most: int) -> bytes:
    """What a request in gzip holds, at most `most` bytes. RequestMalformed: it is no gzip.
    LimitExceeded: it has more.
    """
    reader = zlib.decompressobj(wbits=31)
    try:
        found = reader.decompress(body, most + 1)
    except zlib.error as error:
        raise RequestMalformed(f"the request is no gzip: {error}") from None
    if len(found) > most:
        raise too_large(most)
    if not reader.eof or reader.unused_data:
        raise RequestMalformed("the request is no gzip: it has not one end")
    return found


class Packing:
    """`send` of an answer whose whole body comes in one message: it goes packed where that is
    worth it.
    """

    def __init__(self, send: Send, codecs: Threads) -> None:
        self._send = send
        self._codecs = codecs
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        start, self._start = self._start, None
        if start is None:
            await self._send(message)
            return
        body = message.get("body", b"")
        if not message.get("more_body") and len(body) >= LEAST:
            if len(body) <= LIGHT:
                less = packed(body)
            else:
                less = await self._codecs.run(packed, body)
            if less is not None:
                message["body"] = less
                _mark(start, len(less))
        await self._send(start)
        await self._send(message)


def _mark(start: Message, length: int) -> None:
    untrue = {b"content-length", b"content-encoding"}
    start["headers"] = [
        *((name, value) for name, value in start["headers"] if name not in untrue),
        (b"content-encoding", b"gzip"),
        (b"content-length", str(length).encode()),
    ]
