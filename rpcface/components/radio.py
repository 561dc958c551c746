"""One of several things."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal

from rpcface.component import IO, Accept, Component
from rpcface.components.choices import Choices
from rpcface.components.options import one_of, place
from rpcface.schemas import Schema
from rpcface.values import Value

TYPES: Final = ("value", "index")


class Radio(Component):
    """One of the choices, all in sight.

    choices: what there is to choose from: objects of any type, or (label, object)
        tuples. One travels as the value that it is where it is one (None, truth, a
        number, text, an array, a list, a dict), else as its label; the members of an
        enum have their names for labels. 1, "1" and True are told apart, 1 and 1.0
        are not.
    type: what the function gets: "value", the very object that was listed (lists and
        dicts: a copy); "index", its place among the choices, from 0.

    The function returns one of the objects, or the label of one that travels as such. What is
    listed is its own normal form; with "index" a value goes in and its place comes
    out. Invalid: what is not listed.
    """

    type = "radio"
    fallback_types = ("dropdown",)

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

    def schema(self) -> Schema:
        return Schema(self._choices.shape)

    def decode(self, value: Value, io: IO) -> Any:
        if self.python_type == "index":
            return self._choices.index(value)
        return self._choices.decode(value)

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        return self._choices.encode(value)


def checked_type(component: Component, given: Any, choices: Choices) -> str:
    """The `type` of a component with choices. ValueError: it is none, or can't tell
    every choice.
    """
    python_type: str = one_of(component, "type", given, TYPES)
    if python_type == "index" and (choices.has_none or choices.shape.allow_custom):
        untold = "None" if choices.has_none else "custom text"
        raise ValueError(
            f"{place(component, 'type')}: 'index' can't tell {untold}, which may be chosen; "
            "take type='value'"
        )
    return python_type
