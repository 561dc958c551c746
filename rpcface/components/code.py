"""Source text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rpcface.component import IO, Accept, Component, Invalid
from rpcface.components.options import length, one_of, props
from rpcface.schemas import Schema, TextShape
from rpcface.values import Value, has_utf8

LANGUAGES: Final = (
    "python",
    "c",
    "cpp",
    "markdown",
    "latex",
    "json",
    "html",
    "css",
    "javascript",
    "jinja2",
    "typescript",
    "yaml",
    "dockerfile",
    "shell",
    "r",
    "sql",
    "go",
    "java",
    "rust",
)


class Code(Component):
    """Source text, shown in one width and with colours.

    language: what it is written in: "python", "c", "cpp", "markdown", "latex", "json",
        "html", "css", "javascript", "jinja2", "typescript", "yaml", "dockerfile",
        "shell", "r", "sql", "go", "java" or "rust"; None: it is not coloured.
    lines: how many lines are shown at first. max_lines: up to how many the box grows.

    The function gets a `str` and returns one, which leaves as it is. Invalid: anything
    else, or text with a lone surrogate, which has no UTF-8.
    """

    type = "code"
    fallback_types = ("textbox",)

    def __init__(
        self,
        value: str | None = None,
        language: str | None = None,
        *,
        lines: int = 5,
        max_lines: int | None = None,
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)
        self.language = one_of(self, "language", language, (*LANGUAGES, None))
        self.lines = length(self, "lines", lines)
        self.max_lines = length(self, "max_lines", max_lines)

    def schema(self) -> Schema:
        return Schema(TextShape())

    def decode(self, value: Value, io: IO) -> str:
        assert isinstance(value, str)
        return value

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        return only_text(value)

    def props(self) -> Mapping[str, Any]:
        return props(language=self.language, lines=self.lines, max_lines=self.max_lines)


def only_text(given: Any) -> str:
    """The text that a function returned. Invalid: it is none, or has no UTF-8 form."""
    if not isinstance(given, str):
        raise Invalid("a str", type(given).__name__)
    if not has_utf8(given):
        raise Invalid("text that has a UTF-8 form", "a lone surrogate")
    return str.__str__(given)
