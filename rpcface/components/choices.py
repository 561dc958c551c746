"""Things to choose from: Python objects, each with what it is shown and travels as."""

from __future__ import annotations

import copy
import enum
import math
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, NamedTuple

from rpcface.component import Component, Invalid
from rpcface.components.options import place, shown
from rpcface.natural import to_value
from rpcface.schemas import AnyShape, Choice, ChoiceShape, Schema
from rpcface.schemas.scalars import key_of
from rpcface.values import MISSING, Tensor, Value, describe, has_utf8

_ANY = Schema(AnyShape())


class _Listed(NamedTuple):
    object: Any
    """What the function gets."""
    choice: Choice
    """What travels for it, and what is shown."""


class Choices:
    """The choices of a component, in their order.

    given: objects, or (label, object) tuples; the members of an enum have their names
        for labels. An object travels as the value that it is where it is one, else as
        its label.
    allow_custom: whether any text may be chosen besides.

    TypeError: `given` is no list of choices. ValueError: there is none, one can't
    travel and has no label, or two travel as the same value.
    """

    def __init__(self, component: Component, given: Any, *, allow_custom: bool = False) -> None:
        here = place(component, "choices")
        if isinstance(given, (str, bytes, Mapping)) or not isinstance(given, Iterable):
            raise TypeError(
                f"{here}: wanted a list of values or of (label, value) tuples; came {given!r}"
            )
        self._listed = [_listed(one, f"{here}[{index}]") for index, one in enumerate(given)]
        self._places: dict[Hashable, int] = {}
        for index, one in enumerate(self._listed):
            earlier = self._places.setdefault(key_of(one.choice.value), index)
            if earlier != index:
                raise ValueError(
                    f"{here}[{index}]: {one.object!r} is the same choice as "
                    f"{self._listed[earlier].object!r} at [{earlier}]"
                )
        if not self._listed and not allow_custom:
            raise ValueError(f"{here}: wanted at least one choice; came none")
        self.shape = ChoiceShape(tuple(one.choice for one in self._listed), allow_custom)
        """Which values are valid."""

    @property
    def first(self) -> Any:
        """The first object, or MISSING where there is none."""
        return self._listed[0].object if self._listed else MISSING

    @property
    def has_none(self) -> bool:
        """Whether None can be chosen."""
        return None in self._places

    def decode(self, value: Value) -> Any:
        """The object that was chosen, or a custom text; what travels as a list or a dict
        anew, so that a function that changes it changes no choice.
        """
        index = self._places.get(key_of(value))
        found = value if index is None else self._listed[index].object
        return copy.deepcopy(found) if isinstance(value, (list, dict)) else found

    def index(self, value: Value) -> int:
        """The place of what was chosen."""
        return self._places[key_of(value)]

    def encode(self, given: Any) -> Value:
        """What an object travels as. Invalid: it is not one of the choices."""
        try:
            value = _value(given)
        except Invalid as fault:
            for one in self._listed:
                if _same(one.object, given):
                    return one.choice.value
            raise Invalid(self.shape.wanted(), fault.came) from None
        index = self._places.get(key_of(value))
        if index is not None:
            return self._listed[index].choice.value
        if self.shape.allow_custom and isinstance(value, str):
            return value
        raise Invalid(self.shape.wanted(), describe(value))

    def in_order(self, given: Iterable[Any]) -> list[Any]:
        """Objects in the order of the choices, those that are none at the end."""
        return sorted(given, key=self._order)

    def _order(self, given: Any) -> tuple[int, str]:
        try:
            return self._places[key_of(self.encode(given))], ""
        except (Invalid, KeyError):
            return len(self._listed), shown(given)


def _listed(given: Any, here: str) -> _Listed:
    label, found = None, given
    if isinstance(given, tuple) and len(given) == 2 and isinstance(given[0], str):
        label, found = given
    elif isinstance(given, enum.Enum):
        label = given.name
    if label is not None and not (label and has_utf8(label)):
        raise ValueError(f"{here}: wanted a label that is shown; came {label!r}")
    try:
        return _Listed(found, Choice(_value(found), label or ""))
    except Invalid:
        if label is None:
            raise ValueError(
                f"{here}: {found!r} can't travel; give it a label that can: (label, value)"
            ) from None
        return _Listed(found, Choice(label))


def _value(given: Any) -> Value:
    """What an object is on the wire, its arrays copied. Invalid: nothing, or NaN, which
    is equal to nothing and so can't be chosen.
    """
    return _fixed(to_value(given, _ANY))


def _fixed(value: Value) -> Value:
    if isinstance(value, list):
        return [_fixed(part) for part in value]
    if isinstance(value, dict):
        return {name: _fixed(part) for name, part in value.items()}
    if isinstance(value, Tensor):
        return Tensor(value.data_type, value.shape, bytes(value.data))
    if isinstance(value, float) and math.isnan(value):
        raise Invalid("a value that equals itself", "NaN")
    return value


def _same(one: Any, other: Any) -> bool:
    """Whether two objects are the same choice."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    try:
        return bool(one == other)
    except Exception:  # noqa: BLE001 - an array's comparison has no truth
        return False
