"""The ES modules of components, at the paths that their descriptions tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from rpcface.core import renderers
from rpcface.core.threads import Threads
from rpcface.web.asgi import Scope, Send, headers_of, refuse
from rpcface.web.files import File, safety
from rpcface.web.packing import takes_gzip

PREFIX: Final = f"/{renderers.FOLDER}"
"""What their paths begin with."""

_SAFETY: Final = safety(())


class RendererFiles:
    """Answers GET and HEAD of the modules, and of nothing else of the distributions that they
    come from. A path carries the hash of its content, so a browser asks for it once.
    """

    def __init__(self, found: renderers.Renderers, codecs: Threads) -> None:
        self._contents = found.contents
        self._codecs = codecs
        self._files: dict[str, File] = {}

    async def __call__(self, scope: Scope, send: Send, path: str) -> None:
        """Answers a request for what stands at a path, "/plugins/acme/0f3a…/molecule.js"."""
        name = path.removeprefix("/")
        content = self._contents.get(name)
        if content is None:
            await refuse(send, 404, "there is no such renderer; descriptions tell those there are")
            return
        if name not in self._files:
            made = await self._codecs.run(File.of, content, name)
            self._files[name] = replace(made, is_hashed=True)
        headers = headers_of(scope)
        zip_it = takes_gzip(headers.get(b"accept-encoding"))
        head = scope["method"] == "HEAD"
        await self._files[name].send(send, headers, _SAFETY, zip_it=zip_it, head=head)
