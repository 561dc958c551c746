"""True or false."""

from __future__ import annotations

from typing import Any

from rpcface.component import IO, Accept, Component, Invalid
from rpcface.components.options import shown
from rpcface.schemas import BoolShape, Schema
from rpcface.values import Value, plain


class Checkbox(Component):
    """True or false; left out it is `value`, or else the parameter's default, or else False.

    The function gets a `bool`. It returns a `bool`, numpy's too, or 0 or 1.
    Invalid: anything else; a text such as "no" is not false.
    """

    type = "checkbox"
    implicit_value = False

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
        return Schema(BoolShape())

    def decode(self, value: Value, io: IO) -> bool:
        assert isinstance(value, bool)
        return value

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        value = plain(value)
        if isinstance(value, (bool, int)) and value in (0, 1):
            return bool(value)
        raise Invalid("True or False", f"{type(value).__name__} {shown(value)}")
