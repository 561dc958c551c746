"""Single values, and what is inside them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from rpcface.errors import Invalid
from rpcface.natural import media
from rpcface.natural.named import Named
from rpcface.schemas import (
    ListShape,
    MediaShape,
    Schema,
    Shape,
    StructShape,
    TensorShape,
    TextShape,
)
from rpcface.schemas.moments import in_zone, with_minutes
from rpcface.values import (
    INT64_MAX,
    INT64_MIN,
    MAX_DEPTH,
    MISSING,
    UNKNOWN,
    Media,
    Tensor,
    Value,
    describe,
    has_utf8,
    plain,
)


def to_value(given: Any, schema: Schema) -> Value:
    """The value for `given` that the schema most likely wants; the schema itself is
    not checked. Invalid: nothing that crosses the wire as it is can be made of it.
    """
    shape = schema.shape
    if given is None or given is UNKNOWN or isinstance(given, (Tensor, Media)):
        return given
    if isinstance(shape, MediaShape):
        if (found := media.to_media(given, shape)) is not None:
            return found
        if shape.decoded is None:
            raise Invalid(shape.wanted(), media.called(given))
        return to_value(given, shape.decoded)
    if isinstance(shape, TensorShape):
        return media.to_tensor(given, shape)
    if isinstance(shape, ListShape) and (
        isinstance(given, (list, tuple)) or (media.is_array(given) and given.ndim)
    ):
        return [_at(step, item, shape.item) for step, item in enumerate(given)]
    if isinstance(shape, StructShape):
        return _struct(given, shape)
    if isinstance(shape, TextShape) and isinstance(given, datetime.date):
        return _moment(given, shape)
    return _anything(given)


def _moment(given: datetime.date, shape: TextShape) -> Value:
    """A date or a datetime as text; one without an offset is meant in this zone. Invalid:
    Python can't count so far.
    """
    if shape.format == "date":
        return (given.date() if isinstance(given, datetime.datetime) else given).isoformat()
    if not isinstance(given, datetime.datetime):
        given = datetime.datetime.combine(given, datetime.time())
    try:
        return with_minutes(in_zone(given, given.tzinfo)).isoformat()
    except ValueError as error:
        raise Invalid("a moment in the years 1 to 9999", f"{given}: {error}") from None


def _at(step: str | int, given: Any, schema: Schema | None, depth: int = 1) -> Value:
    try:
        return _anything(given, depth) if schema is None else to_value(given, schema)
    except Invalid as fault:
        raise fault.below(step) from None


def _anything(given: Any, depth: int = 1) -> Value:
    given = plain(given)
    if given is None or isinstance(given, (bool, Tensor, Media)):
        return given
    if isinstance(given, str):
        return _text(given)
    if isinstance(given, int):
        if not INT64_MIN <= given <= INT64_MAX:
            raise Invalid("a whole number of at most 64 bits", describe(given))
        return int(given)
    if isinstance(given, float):
        return float(given)
    if isinstance(given, (list, tuple, Mapping)):
        if depth > MAX_DEPTH:
            raise Invalid(f"lists and dicts at most {MAX_DEPTH} deep", "deeper ones")
        if isinstance(given, Mapping):
            return {_key(name): _at(name, item, None, depth + 1) for name, item in given.items()}
        return [_at(step, item, None, depth + 1) for step, item in enumerate(given)]
    if media.is_array(given):
        return media.to_tensor(given, TensorShape())
    raise Invalid("null, truth, a number, text, an array, a list or a dict", media.called(given))


def _text(given: str) -> str:
    if not has_utf8(given):
        raise Invalid("text that has a UTF-8 form", "a lone surrogate")
    return str.__str__(given)


def _key(name: Any) -> str:
    if not isinstance(name, str):
        raise Invalid("a dict whose keys are str", f"a key {media.called(name)}")
    return _text(name)


def _struct(given: Any, shape: StructShape) -> Value:
    if isinstance(given, Mapping):
        by_name = {part.name: part.schema for part in shape.fields}
        return {_key(name): _at(name, item, by_name.get(name)) for name, item in given.items()}
    rest = shape.fields[1:]
    is_row = isinstance(given, tuple) and 2 <= len(given) <= len(shape.fields)
    if is_row and all(part.default is not MISSING for part in shape.fields[len(given) :]):
        return {
            part.name: _at(part.name, item, part.schema)
            for part, item in zip(shape.fields, given, strict=False)
        }
    if shape.fields and all(part.default is not MISSING for part in rest):
        first = shape.fields[0]
        return {first.name: _at(first.name, given, first.schema)}
    raise Invalid(shape.wanted(), media.called(given))


def from_value(value: Value, shape: Shape) -> Any:
    """The value as Python: tensors as arrays of the caller's own, the decoded form
    of a medium that has parts as a `Named` tuple, media as `Media`.
    """
    if isinstance(value, Tensor):
        return value.array().copy()
    if isinstance(shape, MediaShape) and shape.decoded and not isinstance(value, Media):
        if isinstance(value, dict):
            parts = from_value(value, shape.decoded.shape)
            return Named(list(parts), list(parts.values()))
        return from_value(value, shape.decoded.shape)
    if isinstance(value, list):
        item = shape.item.shape if isinstance(shape, ListShape) else shape
        return [from_value(part, item) for part in value]
    if isinstance(value, dict):
        known = (
            {part.name: part.schema.shape for part in shape.fields}
            if isinstance(shape, StructShape)
            else {}
        )
        return {name: from_value(part, known.get(name, shape)) for name, part in value.items()}
    return value
