"""The files of the page, which lie in a folder and never change while it is served."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import os
from dataclasses import dataclass
from typing import Final

from rpcface.core.threads import Threads
from rpcface.web import frame
from rpcface.web.asgi import Send, answer, has_tag
from rpcface.web.packing import packed

FOLDER: Final = os.path.join(os.path.dirname(__file__), "static")

HASHED: Final = "assets/"
"""The folder of those with a hash of their content in their names: a browser that has one
never asks for it again."""

POLICY: Final = "; ".join(
    (
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'"),
        *("img-src 'self' data: blob:", "media-src 'self' blob:", "connect-src 'self'"),
        *("worker-src 'self' blob:", "frame-src 'self' blob:", "base-uri 'self'"),
        *("form-action 'self'", "frame-ancestors 'self'"),
    )
)
"""What a page may load: from its own origin, and no script or style that stands in a page."""

SAFETY: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"same-origin"),
)

_TYPES: Final = {".js": "text/javascript", ".mjs": "text/javascript", ".woff2": "font/woff2"}


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent. `less`: its content in gzip; None: that is not worth it."""

    content: bytes
    less: bytes | None
    media_type: str
    etag: bytes
    is_hashed: bool = False
    is_frame: bool = False

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
        return cls(content, less, media_type, etag, name.startswith(HASHED), name == frame.NAME)

    async def send(
        self, send: Send, headers: dict[bytes, bytes], *, zip_it: bool, head: bool
    ) -> None:
        """Answers a request that has these headers; `zip_it`: it takes gzip."""
        told = [
            (b"content-type", self.media_type.encode()),
            (b"etag", self.etag),
            (b"vary", b"accept-encoding"),
            (b"cache-control", _KEPT if self.is_hashed else b"no-cache"),
            *(frame.SAFETY if self.is_frame else SAFETY),
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
    """The files of a folder by their names, "assets/index-4f2a.js". Only those that it has
    when this is made are ever opened.
    """

    def __init__(self, codecs: Threads, folder: str = FOLDER) -> None:
        self._codecs = codecs
        self._paths = {
            os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/"): os.path.join(
                place, name
            )
            for place, _, names in os.walk(folder)
            for name in names
        }
        self._read: dict[str, File] = {}

    async def get(self, name: str) -> File | None:
        """The file of that name; None: there is none."""
        if name not in self._paths:
            return None
        if name not in self._read:
            self._read[name] = await self._codecs.run(_read, self._paths[name], name)
        return self._read[name]


def _read(path: str, name: str) -> File:
    with open(path, "rb") as file:
        return File.of(file.read(), name)
