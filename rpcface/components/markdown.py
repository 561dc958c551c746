"""Text with marks."""

from __future__ import annotations

import textwrap
from typing import Any

from rpcface.component import IO, Accept, Component
from rpcface.components.code import only_text
from rpcface.schemas import Schema, TextShape
from rpcface.values import Value


class Markdown(Component):
    """CommonMark, shown as what it says; HTML in it is shown as text.

    The function gets a `str` and returns one. Normal form: without what all its lines
    are indented by, and without empty lines around it. Invalid: anything else, or text
    with a lone surrogate, which has no UTF-8.
    """

    type = "markdown"
    fallback_types = ("textbox",)

    def __init__(
        self,
        value: str | None = None,
        *,
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)

    def schema(self) -> Schema:
        return Schema(TextShape(media_type="text/markdown"))

    def decode(self, value: Value, io: IO) -> str:
        assert isinstance(value, str)
        return value

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        return textwrap.dedent(only_text(value)).strip("\n")
