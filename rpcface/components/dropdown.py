"""One or more of many things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from rpcface.component import IO, Accept, Component
from rpcface.components.checkboxgroup import decode_several, encode_several, several
from rpcface.components.choices import Choices
from rpcface.components.options import length, place, truth
from rpcface.components.radio import checked_type
from rpcface.schemas import Schema
from rpcface.values import Value


class Dropdown(Component):
    """One of the choices, or several, in a list that unfolds; left out it is `value`,
    or else the parameter's default, or else the first choice, or none of several.

    choices, type: as for `Radio`.
    multiselect: whether any number may be chosen, as with `CheckboxGroup`.
    allow_custom_value: whether any other text may be entered, too.
    max_choices: how many may be chosen at most, enforced; None: all.

    The function gets what `Radio` gives it, a custom text as `str`; with
    `multiselect` a list. It returns the same. Invalid: what is not listed, or twice.
    """

    type = "dropdown"

    def __init__(
        self,
        choices: Iterable[Any],
        *,
        value: Any = None,
        type: Literal["value", "index"] = "value",  # noqa: A002  # Gradio's name
        multiselect: bool = False,
        allow_custom_value: bool = False,
        max_choices: int | None = None,
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)
        self.multiselect = truth(self, "multiselect", multiselect)
        self.max_choices = length(self, "max_choices", max_choices)
        if max_choices is not None and not multiselect:
            raise ValueError(f"{place(self, 'max_choices')}: it goes with multiselect=True")
        custom = truth(self, "allow_custom_value", allow_custom_value)
        self._choices = Choices(self, choices, allow_custom=custom)
        self.python_type = checked_type(self, type, self._choices)
        self.implicit_value = [] if multiselect else self._choices.first

    def schema(self) -> Schema:
        if self.multiselect:
            return several(self._choices, self.max_choices)
        return Schema(self._choices.shape)

    def decode(self, value: Value, io: IO) -> Any:
        if self.multiselect:
            return decode_several(self._choices, value, self.python_type)
        if self.python_type == "index":
            return self._choices.index(value)
        return self._choices.decode(value)

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        if self.multiselect:
            return encode_several(self._choices, value)
        return self._choices.encode(value)

    def props(self) -> Mapping[str, Any]:
        return {"multiselect": True} if self.multiselect else {}
