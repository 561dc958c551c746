"""Files of any kind."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Any, Final, Literal

from rpcface.component import IO, Accept, Component, Invalid
from rpcface.components.options import one_of, place, shown
from rpcface.schemas import ListShape, MediaShape, Schema
from rpcface.values import INT64_MAX, Media, Value

CATEGORIES: Final = ("image", "audio", "video", "text")
_UNITS: Final = {"b": 1, "kb": 2**10, "mb": 2**20, "gb": 2**30}
_SIZE: Final = re.compile(r"([0-9]{1,18}) *([kmg]?b)", re.IGNORECASE)
_EXTENSION: Final = re.compile(r"\.[^\s./\\]+(?:\.[^\s./\\]+)*")


class File(Component):
    """A file, or several.

    file_count: "single" or "multiple".
    file_types: which are taken: kinds ("image", "audio", "video", "text") and endings
        of their names (".pdf"); None: any. Kinds go by the media type that the sender
        tells, endings by the file's name, or where both are listed by the media type
        that they stand for. The content is not looked at.
    type: what the function gets: "filepath", the path of a file that lives until the
        call ends and is called as the sender called it; "binary", the `bytes`.
    max_file_size: the most bytes of one file, as an int or a str such as "5mb" (of
        1024 kB); None: what the server takes at all.

    The function returns a path below the folders it may return from, an http(s)
    address, bytes or an `rpcface.Media`; with "multiple" a list of these. Files are
    their content, name and media type, and leave unchanged. Invalid: a file that may
    not be read, or is none of `file_types`, or too large.
    """

    type = "file"

    def __init__(
        self,
        value: Any = None,
        *,
        file_count: Literal["single", "multiple"] = "single",
        file_types: Sequence[str] | None = None,
        type: Literal["filepath", "binary"] = "filepath",  # noqa: A002  # Gradio's name
        max_file_size: int | str | None = None,
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)
        self.file_count = one_of(self, "file_count", file_count, ("single", "multiple"))
        self.python_type = one_of(self, "type", type, ("filepath", "binary"))
        media_types, extensions = _types(self, file_types)
        self._shape = MediaShape(media_types, extensions, _size(self, max_file_size))

    def schema(self) -> Schema:
        one = Schema(self._shape)
        return Schema(ListShape(one)) if self.file_count == "multiple" else one

    def decode(self, value: Value, io: IO) -> str | bytes | list[str | bytes]:
        if not isinstance(value, list):
            return self._given(value, io)
        return [self._given(item, io) for item in value]

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        if self.file_count == "single":
            return self._media(value, io)
        if not isinstance(value, (list, tuple)):
            raise Invalid("a list of files", type(value).__name__)
        found: list[Value] = []
        for index, item in enumerate(value):
            try:
                found.append(self._media(item, io))
            except Invalid as fault:
                raise fault.below(index) from fault
        return found

    def _given(self, value: Value, io: IO) -> str | bytes:
        assert isinstance(value, Media)
        if self.python_type == "filepath":
            return io.path(value, _suffix(value), keep_name=True)
        with io.open(value) as file:
            return file.read()

    def _media(self, given: Any, io: IO) -> Media:
        if isinstance(given, Media):
            if given.data is None and not given.path:
                raise Invalid("an rpcface.Media with its content", "one that a server holds")
            return given
        if isinstance(given, (bytes, bytearray, memoryview)):
            return Media(self._only_type(), bytes(given))
        if isinstance(given, (str, os.PathLike)):
            return io.load(given, self._shape.media_types)
        raise Invalid("a path, an http(s) address, bytes or an rpcface.Media", type(given).__name__)

    def _only_type(self) -> str:
        """The media type of bytes without a name."""
        exact = [kind for kind in self._shape.media_types if not kind.endswith("*")]
        return exact[0] if len(exact) == 1 else "application/octet-stream"


def _types(component: File, given: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The media types, or else the endings, that `file_types` stands for."""
    here = place(component, "file_types")
    if given is None:
        return (), ()
    if isinstance(given, str) or not isinstance(given, Sequence) or not given:
        raise TypeError(f"{here}: wanted a list such as ['image', '.pdf'] or None; came {given!r}")
    for one in given:
        is_known = isinstance(one, str) and (one in CATEGORIES or _EXTENSION.fullmatch(one))
        if not is_known:
            kinds = ", ".join(map(repr, CATEGORIES))
            raise ValueError(f"{here}: wanted {kinds} or an ending such as '.pdf'; came {one!r}")
    endings = tuple(one for one in given if one.startswith("."))
    if len(endings) == len(given):
        return (), endings
    return tuple(_media_type(here, one) for one in given), ()


def _media_type(here: str, one: str) -> str:
    import mimetypes

    if not one.startswith("."):
        return f"{one}/*"
    guessed, encoding = mimetypes.guess_type(f"file{one}")
    if guessed is None or encoding:
        raise ValueError(
            f"{here}: {one!r} has no media type, so it can't stand beside kinds; list endings alone"
        )
    return guessed


def _size(component: File, given: Any) -> int:
    """Bytes; 0 for None."""
    if given is None:
        return 0
    size = given if type(given) is int else 0
    if isinstance(given, str) and (found := _SIZE.fullmatch(given.strip())):
        size = int(found[1]) * _UNITS[found[2].lower()]
    if not 0 < size <= INT64_MAX:
        raise ValueError(
            f"{place(component, 'max_file_size')}: wanted bytes as an int from 1 on (64 bits at "
            f"most), or a str such as '5mb'; came {shown(given)}"
        )
    return size


def _suffix(media: Media) -> str:
    import mimetypes

    return mimetypes.guess_extension(media.media_type) or ""
