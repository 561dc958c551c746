"""The shapes of what has parts or content: tensors, media, lists, structs, anything."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from rpcface.errors import Invalid
from rpcface.media_types import matches
from rpcface.schemas.base import Field, Schema, Shape
from rpcface.schemas.scalars import checked_text, key_of
from rpcface.values import (
    INT64_MAX,
    INT64_MIN,
    MAX_DEPTH,
    MISSING,
    UNKNOWN,
    DataType,
    Media,
    Tensor,
    Value,
    describe,
)


@dataclass(frozen=True, slots=True)
class AnyShape(Shape):
    """Any value at all."""

    def check(self, value: Value) -> Value:
        return _sound(value, 1)

    def wanted(self) -> str:
        return "any value"


def _sound(value: Value, depth: int) -> Value:
    """The value, its lists and dicts anew: a default that a function gets and changes
    stays what it is. Invalid: something inside it is not sound, or too deep.
    """
    if isinstance(value, (list, dict)):
        if depth > MAX_DEPTH:
            raise Invalid(f"lists and structs at most {MAX_DEPTH} deep", "deeper ones")
        if isinstance(value, list):
            return [_at(step, part, depth + 1) for step, part in enumerate(value)]
        return {checked_text(name): _at(name, part, depth + 1) for name, part in value.items()}
    if isinstance(value, str):
        return checked_text(value)
    if isinstance(value, (Tensor, Media)):
        if fault := value.fault():
            raise Invalid("a sound value", fault)
    elif value is UNKNOWN:
        raise Invalid("a value of a known kind", describe(value))
    elif isinstance(value, int) and not INT64_MIN <= value <= INT64_MAX:
        raise Invalid("a whole number of at most 64 bits", describe(value))
    return value


def _at(step: int | str, part: Value, depth: int) -> Value:
    try:
        return _sound(part, depth)
    except Invalid as fault:
        raise fault.below(step) from None


@dataclass(frozen=True, slots=True)
class TensorShape(Shape):
    """An n-dimensional array. `data_types` empty: any; `dimensions` outermost first,
    -1: any length; empty: any number of dimensions.
    """

    data_types: tuple[DataType, ...] = ()
    dimensions: tuple[int, ...] = ()

    def check(self, value: Value) -> Value:
        if not isinstance(value, Tensor):
            raise Invalid(self.wanted(), describe(value))
        if fault := value.fault():
            raise Invalid(self.wanted(), fault)
        if self.data_types and value.data_type not in self.data_types:
            raise Invalid(self.wanted(), describe(value))
        if self.dimensions and (
            len(self.dimensions) != len(value.shape)
            or any(a not in (-1, b) for a, b in zip(self.dimensions, value.shape, strict=True))
        ):
            raise Invalid(self.wanted(), describe(value))
        return value

    def wanted(self) -> str:
        types = " or ".join(kind.numpy_name for kind in self.data_types)
        lengths = ", ".join("any" if length < 0 else str(length) for length in self.dimensions)
        words = ["a tensor", types, f"({lengths})" if self.dimensions else ""]
        return " ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class MediaShape(Shape):
    """An encoded medium of one of `media_types` ("image/*" has a wildcard; empty:
    any), or the value that stands in its place, `decoded`.
    """

    media_types: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    max_size_bytes: int = 0
    decoded: Schema | None = None

    def check(self, value: Value) -> Value:
        if not isinstance(value, Media):
            if self.decoded is None:
                raise Invalid(self.wanted(), describe(value))
            try:
                return self.decoded.check(value)
            except Invalid as fault:
                if fault.pointer:
                    raise
                raise Invalid(self.wanted(), fault.came) from None
        if fault_text := value.fault():
            raise Invalid(self.wanted(), fault_text)
        if self.media_types and not matches(value.media_type, self.media_types):
            raise Invalid(self.wanted(), describe(value))
        name = value.filename.lower()
        if self.extensions and not name.endswith(tuple(e.lower() for e in self.extensions)):
            came = f"the filename {value.filename!r}" if name else f"{describe(value)}, unnamed"
            raise Invalid(self.wanted(), came)
        if self.max_size_bytes and len(value) > self.max_size_bytes:
            raise Invalid(self.wanted(), describe(value))
        return value

    def wanted(self) -> str:
        return self.summary() + (f", or {self.decoded.shape.wanted()}" if self.decoded else "")

    def summary(self) -> str:
        words = _kinds(self.media_types)
        if self.extensions:
            words += f" named {' or '.join(self.extensions)}"
        if self.max_size_bytes:
            words += f" of at most {self.max_size_bytes} bytes"
        return words


_NOUNS = {"image": "an image", "audio": "a sound", "video": "a video"}


def _kinds(media_types: tuple[str, ...]) -> str:
    """Media types in words: "an image (png, jpeg)"."""
    tops = {kind.partition("/")[0] for kind in media_types}
    noun = _NOUNS.get(next(iter(tops))) if len(tops) == 1 else None
    if noun is None:
        return f"a file ({', '.join(media_types)})" if media_types else "a file"
    kinds = [kind.partition("/")[2] for kind in media_types]
    return noun if "*" in kinds else f"{noun} ({', '.join(kinds)})"


@dataclass(frozen=True, slots=True)
class ListShape(Shape):
    """Values in order; `max_items` 0: no bound; `unique`: each may stand once."""

    item: Schema
    min_items: int = 0
    max_items: int = 0
    unique: bool = False

    def check(self, value: Value) -> Value:
        if not isinstance(value, list):
            raise Invalid(self.wanted(), describe(value))
        if len(value) < self.min_items or (self.max_items and len(value) > self.max_items):
            raise Invalid(self.wanted(), describe(value))
        checked: list[Value] = []
        seen: set[Hashable] = set()
        for index, item in enumerate(value):
            try:
                checked.append(self.item.check(item))
            except Invalid as fault:
                raise fault.below(index) from None
            if self.unique:
                seen.add(key_of(item))
                if len(seen) == index:
                    raise Invalid(self.wanted(), f"{describe(item)} twice").below(index)
        return checked

    def wanted(self) -> str:
        return f"{self._count()}, each item {self.item.shape.wanted()}"

    def summary(self) -> str:
        return f"{self._count()}, each item {self.item.shape.summary()}"

    def _count(self) -> str:
        if self.min_items and self.max_items:
            count = f" of {self.min_items} to {self.max_items} items"
        elif self.max_items:
            count = f" of at most {self.max_items} items"
        else:
            count = f" of at least {self.min_items} items" if self.min_items else ""
        return f"a list{count}{', each once' if self.unique else ''}"


@dataclass(frozen=True, slots=True)
class StructShape(Shape):
    """Values by name: those of `fields`, and no others."""

    fields: tuple[Field, ...]

    def check(self, value: Value) -> Value:
        if not isinstance(value, dict):
            raise Invalid(self.wanted(), describe(value))
        known = {part.name for part in self.fields}
        for name in value:
            if name not in known:
                raise Invalid(self.wanted(), f"the field {name!r}").below(name)
        checked: dict[str, Value] = {}
        for part in self.fields:
            given = value.get(part.name, part.default)
            if given is MISSING:
                raise Invalid(part.schema.shape.wanted(), "nothing").below(part.name)
            try:
                checked[part.name] = part.schema.check(given)
            except Invalid as fault:
                raise fault.below(part.name) from None
        return checked

    def wanted(self) -> str:
        names = ", ".join(repr(part.name) for part in self.fields)
        return f"a struct of {names}" if names else "an empty struct"
