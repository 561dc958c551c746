"""HTML."""

from __future__ import annotations

from typing import Any

from rpcface.component import IO, Accept, Component
from rpcface.components.code import only_text
from rpcface.schemas import Schema, TextShape
from rpcface.values import Value


class HTML(Component):
    """HTML, shown where it can reach nothing around it: its scripts, if any, know
    neither the page nor the server.

    The function gets a `str` and returns one, which leaves as it is. Whoever puts into
    it what a caller sent escapes that with `html.escape`. Invalid: anything else, or
    text with a lone surrogate, which has no UTF-8.
    """

    type = "html"
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
        return Schema(TextShape(media_type="text/html"))

    def decode(self, value: Value, io: IO) -> str:
        assert isinstance(value, str)
        return value

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        return only_text(value)
