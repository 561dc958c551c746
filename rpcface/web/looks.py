"""How the page looks from outside: what a tab, a link's preview and other pages show of it."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import Final

from rpcface.core.options import Options
from rpcface.web.files import FOLDER, HASHED
from rpcface.web.hosts import check_origins
from rpcface.web.themes import read_file, read_theme

MOST: Final = 256 * 1024
"""Bytes that an icon may have."""


@dataclass(frozen=True, slots=True)
class Dress:
    """A file of the author's that the page is dressed with. `name`: its address below the
    page's, with a hash of its content.
    """

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Looks:
    """What a server was told of its page. `frames`: the origins whose pages may embed it,
    besides its own.
    """

    title: str
    icon: Dress | None
    theme: Dress | None
    frames: tuple[str, ...]

    @classmethod
    def of(cls, options: Options, folder: str = FOLDER) -> Looks:
        """Reads the files. ValueError: one of them is not what it should be, or an origin is
        none.
        """
        check_origins("web_frames", options.web_frames)
        theme = _path(options.web_theme, "RPCFACE_THEME")
        icon = _path(options.web_favicon, "RPCFACE_FAVICON")
        return cls(
            " ".join(options.web_title.split()),
            None if icon is None else _icon(icon),
            None if theme is None else _dress("theme", ".css", read_theme(theme, folder)),
            tuple(options.web_frames),
        )

    @property
    def dresses(self) -> tuple[Dress, ...]:
        """The files that there are."""
        return tuple(one for one in (self.icon, self.theme) if one is not None)


def _path(given: str | os.PathLike[str] | None, variable: str) -> str | None:
    return os.fspath(given) if given is not None else os.environ.get(variable) or None


def _icon(path: str) -> Dress:
    content = read_file("web_favicon", path, MOST)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _dress("icon", ".png", content)
    if content.startswith(b"\0\0\1\0"):
        return _dress("icon", ".ico", content)
    if b"<svg" in content[:4096] and content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _dress("icon", ".svg", content)
    raise ValueError(f"web_favicon: wanted an SVG, a PNG or an ICO; {path!r} is none of these")


def _dress(stem: str, ending: str, content: bytes) -> Dress:
    return Dress(f"{HASHED}{stem}-{hashlib.sha256(content).hexdigest()[:16]}{ending}", content)
