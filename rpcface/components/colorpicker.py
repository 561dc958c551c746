"""A colour."""

from __future__ import annotations

from typing import Any

from rpcface.component import IO, Accept, Component, Invalid
from rpcface.components.options import shown
from rpcface.schemas import Schema, TextShape
from rpcface.values import Value, plain

_WANTED = "a CSS colour such as '#1e90ff' or 'dodgerblue', or (red, green, blue) from 0 to 255"


class ColorPicker(Component):
    """A colour of sRGB without alpha; left out it is `value`, or else the parameter's
    default, or else black.

    The function gets a `str` such as "#1e90ff", in lower case. It returns a colour as
    CSS writes it ("#1e90ff", "#19f", "dodgerblue", "rgb(30, 144, 255)", "hsl(210,
    100%, 56%)"), or three ints from 0 to 255: red, green and blue. Normal form: "#"
    and six digits in lower case. Invalid: anything else; colours that let through what
    is behind them.
    """

    type = "colorpicker"
    fallback_types = ("textbox",)
    implicit_value = "#000000"

    def __init__(
        self,
        value: Any = None,
        *,
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)

    def schema(self) -> Schema:
        return Schema(TextShape(format="color"))

    def decode(self, value: Value, io: IO) -> str:
        assert isinstance(value, str)
        return value.lower()

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        if isinstance(value, str):
            return _digits(_read(value), shown(value))
        if hasattr(value, "__array_interface__") and hasattr(value, "tolist"):
            value = value.tolist()
        if isinstance(value, (tuple, list)):
            return _digits(tuple(map(plain, value)), shown(value))
        raise Invalid(_WANTED, type(value).__name__)


def _read(text: str) -> tuple[Any, ...]:
    from PIL import ImageColor

    try:
        found: tuple[int, ...] = ImageColor.getrgb(text.strip())
    except ValueError:
        raise Invalid(_WANTED, shown(text)) from None
    if found[3:] in ((), (255,)):
        return found[:3]
    raise Invalid(f"{_WANTED}, without alpha", shown(text))


def _digits(parts: tuple[Any, ...], came: str) -> str:
    if len(parts) != 3 or not all(type(part) is int and 0 <= part <= 255 for part in parts):
        raise Invalid(_WANTED, came)
    return "#" + bytes(parts).hex()
