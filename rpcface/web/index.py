"""The page's first file, as a tab and a link's preview read it: before any script runs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final

from rpcface.interface import Interface
from rpcface.web.looks import Looks

LONGEST: Final = 200
"""Characters of the description."""

_TITLE: Final = "<title>rpcface</title>"
_ICON: Final = '<link rel="icon" href="./icon.svg" type="image/svg+xml" />'
_END: Final = "</head>"

_PRELOAD: Final = re.compile(r'\s*<link\s+rel="preload"\s+as="fetch"[^>]*>')

_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS: Final = re.compile(r"^\s*(?:#+|>|[-*+]|\d+\.)\s+|[*`]|(?<!\w)_|_(?!\w)", re.MULTILINE)


def dressed(
    built: str, looks: Looks, interfaces: Mapping[str, Interface], *, wants_token: bool
) -> str:
    """The built file with the title, the description, the icon and the theme of a server.

    interfaces: those that whoever reaches the server may know of.
    wants_token: whether the server is asked in vain for a description before there is a token.
    """
    title = looks.title or title_of(interfaces)
    described = description_of(interfaces)
    head = [f"<title>{escape(title)}</title>", _meta("property", "og:title", title)]
    if described:
        head += [_meta("name", "description", described)]
        head += [_meta("property", "og:description", described)]
    page = _replaced(built, _TITLE, "\n    ".join(head))
    if looks.icon is not None:
        page = _replaced(page, _ICON, f'<link rel="icon" href="./{looks.icon.name}" />')
    if looks.theme is not None:
        link = f'  <link rel="stylesheet" href="./{looks.theme.name}" />\n  '
        page = _replaced(page, _END, link + _END)
    return _PRELOAD.sub("", page) if wants_token else page


def title_of(interfaces: Mapping[str, Interface]) -> str:
    """The title of the only interface, or else rpcface's own."""
    if len(interfaces) != 1:
        return "rpcface"
    ((name, interface),) = interfaces.items()
    return interface.title or name


def description_of(interfaces: Mapping[str, Interface]) -> str:
    """What the only interface says of itself, or else which there are; as plain text."""
    if len(interfaces) == 1:
        (interface,) = interfaces.values()
        return plain(interface.description or "")
    return plain(", ".join(one.title or name for name, one in interfaces.items()))


def plain(markdown: str) -> str:
    """The first paragraph of CommonMark without its marks, and no more than is looked at."""
    first = re.split(r"\n\s*\n", markdown.strip(), maxsplit=1)[0]
    text = " ".join(_MARKS.sub("", _LINK.sub(r"\1", first)).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _meta(key: str, name: str, content: str) -> str:
    return f'<meta {key}="{name}" content="{escape(content)}" />'


def _replaced(page: str, mark: str, by: str) -> str:
    assert page.count(mark) == 1, f"the built page has no {mark}"
    return page.replace(mark, by)
