"""Any number of several things."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from rpcface.component import IO, Accept, Component, Invalid
from rpcface.components.choices import Choices
from rpcface.components.radio import checked_type
from rpcface.schemas import ListShape, Schema
from rpcface.values import Value


class CheckboxGroup(Component):
    """Any of the choices, each at most once, in the order they were chosen; left out
    it is `value`, or else the parameter's default, or else none of them.

    choices, type: as for `Radio`.

    The function gets a list. It returns a list, tuple or set of what is listed, or
    one such thing alone. Normal form: a list, of a set in the order of the choices.
    Invalid: what is not listed, or twice.
    """

    type = "checkboxgroup"

    def __init__(
        self,
        choices: Iterable[Any],
        *,
        value: Any = None,
        type: Literal["value", "index"] = "value",  # noqa: A002  # Gradio's name
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)
        self._choices = Choices(self, choices)
        self.python_type = checked_type(self, type, self._choices)
        self.implicit_value = []

    def schema(self) -> Schema:
        return several(self._choices)

    def decode(self, value: Value, io: IO) -> list[Any]:
        return decode_several(self._choices, value, self.python_type)

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        return encode_several(self._choices, value)


def several(choices: Choices, most: int | None = None) -> Schema:
    """The schema of lists of choices, each once."""
    item = Schema(choices.shape, nullable=choices.has_none)
    return Schema(ListShape(item, max_items=most or 0, unique=True))


def decode_several(choices: Choices, value: Value, python_type: str) -> list[Any]:
    """What a function gets for a list of choices."""
    assert isinstance(value, list)
    read = choices.index if python_type == "index" else choices.decode
    return [read(item) for item in value]


def encode_several(choices: Choices, given: Any) -> list[Value]:
    """The value of several chosen objects, or of one. Invalid: one is not listed."""
    if not isinstance(given, (list, tuple, set, frozenset)):
        return [choices.encode(given)]
    if isinstance(given, (set, frozenset)):
        given = choices.in_order(given)
    found: list[Value] = []
    for index, item in enumerate(given):
        try:
            found.append(choices.encode(item))
        except Invalid as fault:
            raise fault.below(index) from fault
    return found
