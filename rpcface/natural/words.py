"""What a person types for a value: one word, read as the schema wants it."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from rpcface.errors import Invalid
from rpcface.schemas import (
    BoolShape,
    ChoiceShape,
    FloatShape,
    IntShape,
    MediaShape,
    Schema,
    Shape,
    StructShape,
    TextShape,
)
from rpcface.values import MISSING

_TRUTH = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}


def is_word(shape: Shape) -> bool:
    """Whether one word says it: text, a number, a file, a struct of a file alone."""
    if isinstance(shape, StructShape):
        first, *rest = shape.fields
        return is_word(first.schema.shape) and all(part.default is not MISSING for part in rest)
    return isinstance(shape, (BoolShape, IntShape, FloatShape, TextShape, ChoiceShape, MediaShape))


def from_word(word: str, schema: Schema) -> Any:
    """What `to_value` makes the value of: text as it is, "true" or "no", a number, the
    value or label of a choice, else JSON. Invalid: it can't be read so, or the schema
    wants a medium, which no word is.
    """
    shape = schema.shape
    if isinstance(shape, StructShape) and is_word(shape) and not word.startswith("{"):
        return from_word(word, shape.fields[0].schema)
    if isinstance(shape, MediaShape):
        raise Invalid(shape.summary(), repr(word))
    if isinstance(shape, TextShape):
        return word
    if schema.nullable and word == "null":
        return None
    if isinstance(shape, BoolShape):
        if word.lower() not in _TRUTH:
            raise Invalid("true or false", repr(word))
        return _TRUTH[word.lower()]
    if isinstance(shape, (IntShape, FloatShape)):
        return _number(word, shape)
    if isinstance(shape, ChoiceShape):
        return _choice(word, shape)
    return from_json(word)


def _number(word: str, shape: Shape) -> int | float:
    for kind in (int, float):
        try:
            return kind(word)
        except ValueError:
            continue
    raise Invalid(shape.wanted(), repr(word))


def _choice(word: str, shape: ChoiceShape) -> Any:
    """Of 1, "1" and True, the word 1 is the number, "1" in quotes the text, and true the
    truth; where there is only the text, 1 is that.
    """
    with contextlib.suppress(Invalid):
        return ChoiceShape(shape.choices).check(from_json(word))
    for choice in shape.choices:
        if word in (choice.label, choice.value):
            return choice.value
    if shape.allow_custom:
        return word
    raise Invalid(shape.wanted(), repr(word))


def from_json(word: str) -> Any:
    """What the JSON says. Invalid: it is none."""
    try:
        return json.loads(word)
    except (ValueError, RecursionError) as error:
        raise Invalid("JSON (text in double quotes)", f"{word[:40]!r}: {error}") from None
