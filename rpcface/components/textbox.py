"""Text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from rpcface.component import IO, Accept, Component, Invalid
from rpcface.components.options import length, one_of, place, props, text
from rpcface.schemas import Schema, TextShape
from rpcface.values import Value

FORMATS: Final = {"text": "", "password": "password", "email": "email"}


class Textbox(Component):
    """Text, on one line or several.

    type: "text"; "password", on one line, never shown, logged or kept; "email", on one
        line, one e-mail address, enforced.
    lines: how many lines are shown at first. max_lines: up to how many the box grows.
    placeholder: what an empty box shows. max_length: the most code points, enforced.

    The function gets a `str`. It returns anything but bytes; the normal form of `x`
    is `str(x)`. Invalid: bytes, or text with a lone surrogate, which has no UTF-8.
    """

    type = "textbox"
    aliases = ("text",)

    def __init__(
        self,
        value: Any = None,
        *,
        type: Literal["text", "password", "email"] = "text",  # noqa: A002  # Gradio's name
        lines: int = 1,
        max_lines: int | None = None,
        placeholder: str | None = None,
        max_length: int | None = None,
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)
        if callable(value):
            raise TypeError(f"{place(self, 'value')}: wanted text, not what gives it; call it")
        self.format = FORMATS[one_of(self, "type", type, tuple(FORMATS))]
        self.lines = length(self, "lines", lines)
        self.max_lines = length(self, "max_lines", max_lines)
        self.placeholder = text(self, "placeholder", placeholder)
        self.max_length = length(self, "max_length", max_length)
        if self.format and (lines, max_lines) != (1, None):
            raise ValueError(f"{place(self, 'type')}: {type!r} has one line; leave lines away")

    def schema(self) -> Schema:
        return Schema(TextShape(max_length=self.max_length or 0, format=self.format))

    def decode(self, value: Value, io: IO) -> str:
        assert isinstance(value, str)
        return value

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        if isinstance(value, (bytes, bytearray, memoryview)):
            raise Invalid("text", "bytes; decode them in the function")
        return value if type(value) is str else str(value)  # the schema looks at its characters

    def props(self) -> Mapping[str, Any]:
        return props(lines=self.lines, max_lines=self.max_lines, placeholder=self.placeholder)
