"""Text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rpcface.component import IO, Accept, Component, Invalid
from rpcface.schemas import Schema, TextShape
from rpcface.values import Value, has_utf8


class Textbox(Component):
    """Text, on one line or several.

    lines: how many lines are shown at first. max_lines: up to how many the box grows.
    placeholder: what an empty box shows. max_length: the most code points, enforced.

    The function gets a `str`. It returns anything but bytes; the normal form of `x`
    is `str(x)`. Invalid: bytes, or text with a lone surrogate, which has no UTF-8.
    """

    type = "textbox"
    aliases = ("text",)

    def __init__(
        self,
        *,
        lines: int = 1,
        max_lines: int | None = None,
        placeholder: str | None = None,
        max_length: int | None = None,
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
        value: Any = None,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)
        for parameter, given in (
            ("lines", lines),
            ("max_lines", max_lines),
            ("max_length", max_length),
        ):
            if given is not None and (type(given) is not int or given < 1):
                raise ValueError(f"Textbox({parameter}=…): wanted an int from 1 on; came {given!r}")
        if placeholder is not None and not isinstance(placeholder, str):
            raise TypeError(f"Textbox(placeholder=…): wanted a str; came {placeholder!r}")
        self.lines = lines
        self.max_lines = max_lines
        self.placeholder = placeholder
        self.max_length = max_length

    def schema(self) -> Schema:
        return Schema(TextShape(max_length=self.max_length or 0))

    def decode(self, value: Value, io: IO) -> str:
        assert isinstance(value, str)
        return value

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        if isinstance(value, (bytes, bytearray, memoryview)):
            raise Invalid("text", "bytes; decode them in the function")
        text = value if type(value) is str else str(value)
        if not has_utf8(text):
            raise Invalid("text that has a UTF-8 form", "a lone surrogate")
        return text

    def props(self) -> Mapping[str, Any]:
        props = {
            "lines": self.lines,
            "max_lines": self.max_lines,
            "placeholder": self.placeholder,
        }
        return {name: given for name, given in props.items() if given is not None}
