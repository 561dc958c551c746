"""Whether the outputs of examples are kept: what an author gives as `cache_examples=`."""

from __future__ import annotations

import difflib
import math
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from rpcface.examples import Example
from rpcface.schemas import ListShape, MediaShape, Schema, StructShape, TextShape
from rpcface.schemas.moments import is_now
from rpcface.slots import Slot
from rpcface.values import MISSING, Media, Value

Caching: TypeAlias = Literal["eager", "lazy"]
"""When the outputs of examples are computed: at a server's start, or by the first call."""

_WORDS: Final = ("eager", "lazy")


def caching(
    given: object,
    examples: Sequence[Example],
    inputs: Sequence[Slot],
    outputs: Sequence[Slot],
    *,
    is_stateful: bool,
) -> Caching | None:
    """When the outputs of examples are computed that are kept; None: they are not kept.

    ValueError: it is none of True, False, "eager" and "lazy", or there is nothing to keep,
    or nothing that may be; the message names the place.
    """
    if given is False:
        return None
    if given is True:
        given = "eager"
    if given not in _WORDS:
        nearest = difflib.get_close_matches(given, _WORDS, 1) if isinstance(given, str) else []
        hint = f". Did you mean {nearest[0]!r}?" if nearest else ""
        raise ValueError(
            f"cache_examples: wanted True, False, 'eager' or 'lazy'; came {given!r}{hint}"
        )
    if not examples:
        raise ValueError("cache_examples: it goes with examples=")
    if is_stateful:
        raise ValueError(
            "cache_examples: with a State an answer depends on the calls before it; leave it out"
        )
    if not outputs:
        raise ValueError("cache_examples: the interface has no outputs to keep")
    for slot in outputs:
        if _has_password(slot.field.schema):
            raise ValueError(f"cache_examples: the output {slot.name!r} is a password, never kept")
    for index, example in enumerate(examples):
        _refuse_changing(example, f"examples[{index}]", inputs)
    return "eager" if given == "eager" else "lazy"


def _refuse_changing(example: Example, place: str, inputs: Sequence[Slot]) -> None:
    """ValueError: two calls with these inputs are not the same call."""
    for slot in inputs:
        value = example.inputs.get(slot.name, slot.field.default)
        if value is MISSING:
            fault = "it is left out and has no default, so the example can't be run"
        elif _is_moving(slot.field.schema, value):
            fault = "'now' is another time at every call; give a certain one"
        elif _has_nan(value):
            fault = "NaN is the same as nothing, so no call has these inputs"
        else:
            continue
        raise ValueError(f"cache_examples: {place} ({slot.name}): {fault}")


def _has_password(schema: Schema) -> bool:
    shape = schema.shape
    if isinstance(shape, TextShape):
        return shape.format == "password"
    if isinstance(shape, ListShape):
        return _has_password(shape.item)
    return isinstance(shape, StructShape) and any(
        _has_password(field.schema) for field in shape.fields
    )


def _is_moving(schema: Schema, value: Value) -> bool:
    """Whether a text in the value stands for the time of the call."""
    shape = schema.shape
    if isinstance(shape, TextShape):
        return shape.format in ("date", "date-time") and isinstance(value, str) and is_now(value)
    if isinstance(shape, ListShape) and isinstance(value, list):
        return any(_is_moving(shape.item, item) for item in value)
    if isinstance(shape, StructShape) and isinstance(value, dict):
        return any(_is_moving(field.schema, value[field.name]) for field in shape.fields)
    if isinstance(shape, MediaShape) and shape.decoded and not isinstance(value, Media):
        return _is_moving(shape.decoded, value)
    return False


def _has_nan(value: Value) -> bool:
    if isinstance(value, list):
        return any(map(_has_nan, value))
    if isinstance(value, dict):
        return any(map(_has_nan, value.values()))
    return isinstance(value, float) and math.isnan(value)
