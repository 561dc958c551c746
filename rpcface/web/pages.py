"""The page at the root, and its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rpcface.core.threads import Threads
from rpcface.interface import Interface
from rpcface.web.asgi import Scope, Send, headers_of, refuse
from rpcface.web.files import File, Files, safety
from rpcface.web.index import dressed
from rpcface.web.looks import Looks
from rpcface.web.packing import takes_gzip

INDEX: Final = "index.html"

FRAME: Final = "frame.html"
"""Shows HTML that a function returned, where it reaches nothing."""

_NOT_BUILT: Final = "the page is not built: `make page` does that, in a clone of rpcface"


class Pages:
    """Answers GET and HEAD of what is no RPC and no blob. `interfaces`: those that the page
    may tell of before anybody has said who asks; `wants_token`: whether it has to be said by
    a token.
    """

    def __init__(
        self,
        interfaces: Mapping[str, Interface],
        looks: Looks,
        codecs: Threads,
        *,
        wants_token: bool,
    ) -> None:
        self._interfaces = interfaces
        self._looks = looks
        self._wants_token = wants_token
        self._codecs = codecs
        self._files = Files(codecs, {one.name: one.content for one in looks.dresses})
        self._safety = safety(looks.frames)
        self._frame_safety = safety(looks.frames, of_frame=True)
        self._index: File | None = None

    async def __call__(self, scope: Scope, send: Send, name: str) -> bool:
        """Answers a request for the file of a name, "" is the page; whether there is one."""
        is_index = name in {"", INDEX}
        file = await (self._page() if is_index else self._files.get(name))
        if file is None:
            if is_index:
                await refuse(send, 503, _NOT_BUILT)
            return is_index
        headers = headers_of(scope)
        zip_it = takes_gzip(headers.get(b"accept-encoding"))
        head = scope["method"] == "HEAD"
        told = self._frame_safety if name == FRAME else self._safety
        await file.send(send, headers, told, zip_it=zip_it, head=head)
        return True

    async def _page(self) -> File | None:
        if self._index is None:
            built = await self._files.get(INDEX)
            if built is not None:
                self._index = await self._codecs.run(self._dressed, built)
        return self._index

    def _dressed(self, built: File) -> File:
        page = dressed(
            built.content.decode(), self._looks, self._interfaces, wants_token=self._wants_token
        )
        return File.of(page.encode(), INDEX)
