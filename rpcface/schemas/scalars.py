"""The shapes of single values: truth, numbers, text and choices."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Final

from rpcface.errors import Invalid
from rpcface.schemas.base import Schema, Shape
from rpcface.schemas.formats import FORMATS
from rpcface.values import (
    INT64_MAX,
    INT64_MIN,
    UNKNOWN,
    Media,
    Tensor,
    Value,
    describe,
    has_utf8,
)

MAX_LISTED = 20
"""How many choices a message lists."""


@dataclass(frozen=True, slots=True)
class BoolShape(Shape):
    """True or false."""

    def check(self, value: Value) -> Value:
        if value is True or value is False:
            return value
        raise Invalid(self.wanted(), describe(value))

    def wanted(self) -> str:
        return "true or false"


def _bounds(minimum: float | None, maximum: float | None) -> str:
    low, high = _shown(minimum), _shown(maximum)
    if low and high:
        return f" from {low} to {high}"
    if low:
        return f" of at least {low}"
    return f" of at most {high}" if high else ""


def _shown(bound: float | None) -> str:
    if bound is None:
        return ""
    whole = isinstance(bound, float) and bound.is_integer() and abs(bound) < 1e15
    return str(int(bound) if whole else bound)


@dataclass(frozen=True, slots=True)
class IntShape(Shape):
    """A whole number of 64 bits; `step` counts from `minimum` or else 0, 0: any."""

    minimum: int | None = None
    maximum: int | None = None
    step: int = 0

    def check(self, value: Value) -> Value:
        if type(value) is float and value.is_integer():
            whole = int(value)
        elif type(value) is int:
            whole = value
        else:
            raise Invalid(self.wanted(), describe(value))
        if self.minimum is None or self.maximum is None:
            _refuse_long(whole)
        low = INT64_MIN if self.minimum is None else self.minimum
        high = INT64_MAX if self.maximum is None else self.maximum
        if not low <= whole <= high or (self.step and (whole - (self.minimum or 0)) % self.step):
            raise Invalid(self.wanted(), describe(value))
        return whole

    def wanted(self) -> str:
        step = f" in steps of {self.step}" if self.step > 1 else ""
        return f"a whole number{_bounds(self.minimum, self.maximum)}{step}"


def _refuse_long(whole: int) -> None:
    if not INT64_MIN <= whole <= INT64_MAX:
        raise Invalid("a whole number of at most 64 bits", describe(whole))


@dataclass(frozen=True, slots=True)
class FloatShape(Shape):
    """A number. NaN is valid only without bounds; `step` is a hint, 0: none."""

    minimum: float | None = None
    maximum: float | None = None
    step: float = 0.0

    def check(self, value: Value) -> Value:
        if type(value) is int:
            _refuse_long(value)
        elif type(value) is not float:
            raise Invalid(self.wanted(), describe(value))
        if (self.minimum is not None and not value >= self.minimum) or (
            self.maximum is not None and not value <= self.maximum
        ):
            raise Invalid(self.wanted(), describe(value))
        return value

    def wanted(self) -> str:
        return f"a number{_bounds(self.minimum, self.maximum)}"


@dataclass(frozen=True, slots=True)
class TextShape(Shape):
    """Text; lengths count code points, 0: no bound. `media_type` and `format` say
    what the text is and stands for; see `rpcface.v1.TextShape`.
    """

    min_length: int = 0
    max_length: int = 0
    media_type: str = ""
    format: str = ""

    def check(self, value: Value) -> Value:
        if not isinstance(value, str):
            raise Invalid(self.wanted(), self._came(value))
        if (self.max_length and len(value) > self.max_length) or len(value) < self.min_length:
            raise Invalid(self.wanted(), f"text of {len(value)} characters")
        if self.format and (known := FORMATS.get(self.format)) and not known.fits(value):
            raise Invalid(self.wanted(), describe(value))
        return value if value.isascii() else checked_text(value)

    def wanted(self) -> str:
        length = self._length()
        known = FORMATS.get(self.format)
        return known.wanted + length.removeprefix("text") if known else length

    def _came(self, value: Value) -> str:
        """What came instead of text; of what may be a secret only the kind."""
        if self.format != "password" or value is None or value is UNKNOWN:
            return describe(value)
        return _KINDS.get(type(value), "a file")

    def _length(self) -> str:
        if self.min_length and self.max_length:
            return f"text of {self.min_length} to {self.max_length} characters"
        if self.max_length:
            return f"text of at most {self.max_length} characters"
        return f"text of at least {self.min_length} characters" if self.min_length else "text"


_KINDS: Final = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "a struct",
    Tensor: "a tensor",
}
"""Kinds of values in words that say nothing of the value itself."""


def checked_text(text: str) -> str:
    """The text itself. Invalid: no message can carry it."""
    if not has_utf8(text):
        raise Invalid("text that has a UTF-8 form", "a lone surrogate")
    return text


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose, and what is shown for it; "": the value."""

    value: Value
    label: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceShape(Shape):
    """One of the listed values: numbers where they are equal, values of other kinds
    only where the kind is the same too. `allow_custom`: or any text.
    """

    choices: tuple[Choice, ...]
    allow_custom: bool = False
    _by_key: dict[Hashable, Value] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        values = (choice.value for choice in self.choices if not _is_nan(choice.value))
        by_key = {key_of(value): value for value in values}
        object.__setattr__(self, "_by_key", by_key)

    def check(self, value: Value) -> Value:
        key = key_of(value)
        if key in self._by_key:  # 3.0 where 3 is listed is 3
            return self._by_key[key] if isinstance(value, float) else value
        if self.allow_custom and isinstance(value, str):
            return checked_text(value)
        raise Invalid(self.wanted(), describe(value))

    def wanted(self) -> str:
        if not self.choices:
            return "any text" if self.allow_custom else "one of no choices"
        listed = ", ".join(map(_told, self.choices[:MAX_LISTED]))
        more = len(self.choices) - MAX_LISTED
        custom = " or any text" if self.allow_custom else ""
        return f"one of {listed}" + (f" and {more} more" if more > 0 else "") + custom


def _told(choice: Choice) -> str:
    """The value, with its label where the value in a few words would not tell which."""
    words = describe(choice.value).removeprefix("text ")
    is_told = choice.value is None or isinstance(choice.value, (bool, int, float, str))
    return words if is_told or not choice.label else f"{words} ({choice.label})"


def _is_nan(value: Value) -> bool:
    return isinstance(value, float) and math.isnan(value)


def key_of(value: Value) -> Hashable:
    """What is equal where two values are the same choice: of 1 and 1.0 it is, of 1
    and True it is not, also inside lists and structs.
    """
    if isinstance(value, bool):
        return bool, value
    if isinstance(value, list):
        return list, tuple(map(key_of, value))
    if isinstance(value, dict):
        return dict, frozenset((name, key_of(part)) for name, part in value.items())
    if isinstance(value, Tensor):
        return Tensor, value.data_type, value.shape, bytes(value.data)
    if isinstance(value, Media):
        content = value.blob_id if value.is_held else bytes(value)
        return Media, value.media_type, value.filename, content
    return value


def is_light(schema: Schema) -> bool:
    """Whether its values are checked and carried in microseconds, whatever they
    are: numbers, choices and text.
    """
    return isinstance(schema.shape, (BoolShape, IntShape, FloatShape, TextShape, ChoiceShape))
