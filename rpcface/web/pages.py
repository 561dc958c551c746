"""The page at the root: that of the folder, or else a plain one that lists the interfaces."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any, Final

from rpcface import schemas
from rpcface.core.edge import SERVICE
from rpcface.core.threads import Threads
from rpcface.interface import Interface
from rpcface.values import MISSING
from rpcface.web.asgi import Scope, Send, headers_of
from rpcface.web.files import File, Files
from rpcface.web.packing import takes_gzip

INDEX: Final = "index.html"

DESCRIBE: Final = f"{SERVICE}/Describe?connect=v1&encoding=json&message=%7B%7D"

_VALUES: Final[Mapping[type, Any]] = {
    schemas.BoolShape: {"boolValue": False},
    schemas.IntShape: {"intValue": "1"},
    schemas.FloatShape: {"floatValue": 0.5},
    schemas.TextShape: {"textValue": "…"},
    schemas.ChoiceShape: {"textValue": "…"},
    schemas.ListShape: {"listValue": {"items": []}},
}


class Pages:
    """Answers GET and HEAD of what is no RPC and no blob."""

    def __init__(self, interfaces: Mapping[str, Interface], codecs: Threads) -> None:
        self._files = Files(codecs)
        self._interfaces = interfaces
        self._plain: dict[str, File] = {}

    async def __call__(self, scope: Scope, send: Send, name: str) -> bool:
        """Answers a request for the file of a name, "" is the page; whether there is one."""
        file = await self._files.get(name or INDEX)
        headers = headers_of(scope)
        if file is None and not name:
            file = self._listing(scope, headers.get(b"host", b"localhost").decode("latin-1"))
        if file is None:
            return False
        zip_it = takes_gzip(headers.get(b"accept-encoding"))
        await file.send(send, headers, zip_it=zip_it, head=scope["method"] == "HEAD")
        return True

    def _listing(self, scope: Scope, host: str) -> File:
        base = f"{scope.get('scheme', 'http')}://{host}{scope.get('root_path', '')}/"
        if base not in self._plain:
            self._plain.clear()  # a caller chooses what it is
            self._plain[base] = File.of(listing(self._interfaces, base).encode(), INDEX)
        return self._plain[base]


def listing(interfaces: Mapping[str, Interface], base: str) -> str:
    """A page that lists interfaces, and says how they are called at the address `base`."""
    told = "".join(_section(name, interface, base) for name, interface in interfaces.items())
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{escape(", ".join(interfaces))}</title>
<link rel="stylesheet" href="plain.css">
<main>
<h1>rpcface</h1>
<p>What this server offers, <a href="{escape(DESCRIBE)}">described</a> for programs:</p>
{told}</main>
</html>
"""


def _section(name: str, interface: Interface, base: str) -> str:
    inputs = {
        slot.field.name: _VALUES.get(type(slot.field.schema.shape), {})
        for slot in interface.inputs
        if slot.field.default is MISSING
    }
    body = json.dumps({"interfaceName": name, "inputs": inputs}, ensure_ascii=False)
    command = (
        f"curl {base}{SERVICE}/Predict \\\n  -H 'content-type: application/json' \\\n  -d '{body}'"
    )
    return (
        f"<section>\n<h2>{escape(interface.title or name)}</h2>\n"
        f"<p>{escape(interface.description or '')}</p>\n"
        f"<pre>{escape(command)}</pre>\n</section>\n"
    )
