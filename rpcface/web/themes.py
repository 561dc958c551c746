"""A theme: a file of CSS that sets custom properties of the page."""

from __future__ import annotations

import difflib
import glob
import os
import re
from typing import Final

MOST: Final = 64 * 1024
"""Bytes that a theme may have."""

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_SET: Final = re.compile(r"(?<![\w-])(--rf-[\w-]+)\s*:")
_LOADED: Final = re.compile(r"@import\b|url\(\s*[\"']?(?!data:)[^)]*\)?", re.IGNORECASE)


def read_theme(path: str, folder: str) -> bytes:
    """The content of a theme. `folder`: where the built page lies, whose properties are known.
    ValueError: there is no such file, it is too large, it is no CSS that sets properties of
    the page, or the page has no such properties.
    """
    content = read_file("web_theme", path, MOST)
    text = _COMMENT.sub("", content.decode("utf-8", "replace"))
    names = _SET.findall(text)
    is_css = "\ufffd" not in text and text.count("{") == text.count("}") > 0
    if not is_css or not names:
        raise ValueError(
            "web_theme: wanted CSS that sets properties of the page, such as "
            f"':root {{ --rf-accent: teal }}'; came {path!r}"
        )
    if loaded := _LOADED.search(text):
        raise ValueError(
            f"web_theme: wanted a theme that loads nothing, for the page has what the server has "
            f"alone; {path!r} has {loaded[0]!r:.80}"
        )
    known = properties(folder)
    if known and (strange := sorted(set(names) - known)):
        near = difflib.get_close_matches(strange[0], known, n=1)
        hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(sorted(known))}"
        raise ValueError(f"web_theme: there is no {strange[0]}, which {path!r} sets{hint}")
    return content


def properties(folder: str) -> frozenset[str]:
    """The custom properties that the built page of that folder has."""
    found: set[str] = set()
    for path in glob.glob(os.path.join(glob.escape(folder), "assets", "*.css")):
        with open(path, encoding="utf-8") as file:
            found.update(_SET.findall(file.read()))
    return frozenset(found)


def read_file(option: str, path: str, most: int) -> bytes:
    """The content of a file that an option names. ValueError: it can't be read, or has more
    than `most` bytes.
    """
    try:
        with open(path, "rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise ValueError(f"{option}: {path!r} can't be read: {why}") from None
    if len(content) > most:
        raise ValueError(f"{option}: wanted at most {most:,} bytes; {path!r} has more")
    return content
