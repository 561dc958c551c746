"""The files of the page, which lie in a folder and never change while it is served."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rpcface.core.threads import Threads
from rpcface.web.asgi import Headers, Send, answer, has_tag
from rpcface.web.packing import packed

FOLDER: Final = os.path.join(os.path.dirname(__file__), "static")

HASHED: Final = "assets/"
"""The folder of those with a hash of their content in their names: a browser that has one
never asks for it again."""

_POLICY: Final = (
    *("default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'"),
    *("img-src 'self' data: blob:", "media-src 'self' blob:", "connect-src 'self'"),
    *("worker-src 'self' blob:", "frame-src 'self' blob:", "base-uri 'self'"),
    "form-action 'self'",
)
"""What a page may load: from its own origin, and no script or style that stands in a page."""


_FRAME_POLICY: Final = (
    *("sandbox allow-scripts", "default-src 'none'", "script-src 'unsafe-inline'"),
    *("style-src 'unsafe-inline'", "img-src data: blob:", "media-src data: blob:"),
    *("font-src data:", "base-uri 'none'", "form-action 'none'"),
)
"""What HTML may do that a function returned: all that needs nobody else."""


def safety(frames: Sequence[str], *, of_frame: bool = False) -> Headers:
    """The headers that say what a page may load, and who may embed it: pages of its own
    origin, and of those. `of_frame`: it is the frame that shows a function's HTML.
    """
    rules = _FRAME_POLICY if of_frame else _POLICY
    policy = "; ".join((*rules, " ".join(("frame-ancestors 'self'", *frames))))
    return (
        (b"content-security-policy", policy.encode()),
        (b"referrer-policy", b"same-origin"),
    )


_TYPES: Final = {
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent. `less`: its content in gzip; None: that is not worth it."""

    content: bytes
    less: bytes | None
    media_type: str
    etag: bytes
    is_hashed: bool = False

    @classmethod
    def of(cls, content: bytes, name: str) -> File:
        """The file of that content and name."""
        ending = os.path.splitext(name)[1]
        media_type = _TYPES.get(ending) or mimetypes.guess_type(name)[0] or ""
        if media_type.startswith("text/"):
            media_type += "; charset=utf-8"
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'.encode()
        less = gzip.compress(content, mtime=0) if packed(content) is not None else None
        media_type = media_type or "application/octet-stream"
        return cls(content, less, media_type, etag, name.startswith(HASHED))

    async def send(
        self,
        send: Send,
        headers: dict[bytes, bytes],
        more: Headers,
        *,
        zip_it: bool,
        head: bool,
    ) -> None:
        """Answers a request that has these headers; `more`: headers of the answer; `zip_it`:
        the request takes gzip.
        """
        told = [
            (b"content-type", self.media_type.encode()),
            (b"etag", self.etag),
            (b"vary", b"accept-encoding"),
            (b"cache-control", _KEPT if self.is_hashed else b"no-cache"),
            *more,
        ]
        if has_tag(headers, self.etag):
            await answer(send, 304, headers=told)
            return
        body = self.content
        if zip_it and self.less is not None:
            body = self.less
            told.append((b"content-encoding", b"gzip"))
        await answer(send, 200, body, told, head=head)


_KEPT: Final = b"public, max-age=31536000, immutable"


class Files:
    """The files of a folder by their names, "assets/index-4f2a.js", and `more`, by name. Only
    those that it has when this is made are ever opened.
    """

    def __init__(self, codecs: Threads, more: Mapping[str, bytes], folder: str = FOLDER) -> None:
        self._codecs = codecs
        self._paths = {
            os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/"): os.path.join(
                place, name
            )
            for place, _, names in os.walk(folder)
            for name in names
        }
        self._read = {name: File.of(content, name) for name, content in more.items()}

    async def get(self, name: str) -> File | None:
        """The file of that name; None: there is none."""
        if name not in self._read and name in self._paths:
            self._read[name] = await self._codecs.run(_read, self._paths[name], name)
        return self._read.get(name)


def _read(path: str, name: str) -> File:
    with open(path, "rb") as file:
        return File.of(file.read(), name)
