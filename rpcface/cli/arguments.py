"""What is typed after an option, as the value that the input's schema wants."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from rpcface.schemas import (
    BoolShape,
    ChoiceShape,
    Field,
    FloatShape,
    IntShape,
    ListShape,
    MediaShape,
    Schema,
    Shape,
    StructShape,
    TensorShape,
    TextShape,
)
from rpcface.values import MISSING


class ArgumentError(ValueError):
    """What was typed can't be read as the input wants it."""


_TRUTH = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}


def takes_several(shape: Shape) -> bool:
    """Whether an option takes one word for each item of a list."""
    return isinstance(shape, ListShape) and _is_word(shape.item.shape)


def _is_word(shape: Shape) -> bool:
    """Whether one word says it: text, a number, a file, a struct of a file alone."""
    if isinstance(shape, StructShape):
        first, *rest = shape.fields
        return _is_word(first.schema.shape) and all(part.default is not MISSING for part in rest)
    return isinstance(shape, (BoolShape, IntShape, FloatShape, TextShape, ChoiceShape, MediaShape))


def metavar(field: Field) -> str:
    """What stands for the value in a command's help."""
    shape = field.schema.shape
    if takes_several(shape):
        assert isinstance(shape, ListShape)
        shape = shape.item.shape
    while isinstance(shape, StructShape) and _is_word(shape):
        shape = shape.fields[0].schema.shape
    names = {BoolShape: "true|false", IntShape: "N", FloatShape: "X", TextShape: "TEXT"}
    if isinstance(shape, MediaShape):
        return "@FILE"
    return names.get(type(shape), "CHOICE" if isinstance(shape, ChoiceShape) else "JSON")


def read(words: list[str], schema: Schema) -> Any:
    """The value for the words behind an option: one, or several for a list.
    ArgumentError: they can't be read so.
    """
    shape = schema.shape
    if takes_several(shape):
        assert isinstance(shape, ListShape)
        if len(words) == 1 and words[0].lstrip().startswith("["):
            return _json(words[0])
        return [read([word], shape.item) for word in words]
    word = words[0]
    if word.startswith("@@"):
        return _plain(word[1:], schema)
    if word.startswith("@"):
        return _file(word[1:], schema)
    return _plain(word, schema)


def _plain(word: str, schema: Schema) -> Any:
    shape = schema.shape
    if isinstance(shape, StructShape) and _is_word(shape) and not word.startswith("{"):
        return _plain(word, shape.fields[0].schema)
    if isinstance(shape, MediaShape):
        hint = f"; did you mean @{word}?" if os.path.isfile(word) else ""
        raise ArgumentError(f"wanted @FILE, {shape.summary()}; came {word!r}{hint}")
    if isinstance(shape, TextShape):
        return word
    if schema.nullable and word == "null":
        return None
    if isinstance(shape, BoolShape):
        if word.lower() not in _TRUTH:
            raise ArgumentError(f"wanted true or false; came {word!r}")
        return _TRUTH[word.lower()]
    if isinstance(shape, (IntShape, FloatShape)):
        return _number(word, shape)
    if isinstance(shape, ChoiceShape):
        return _choice(word, shape)
    return _json(word)


def _number(word: str, shape: Shape) -> int | float:
    for kind in (int, float):
        try:
            return kind(word)
        except ValueError:
            continue
    raise ArgumentError(f"wanted {shape.wanted()}; came {word!r}")


def _choice(word: str, shape: ChoiceShape) -> Any:
    for choice in shape.choices:
        if word in (choice.label, str(choice.value)):
            return choice.value
    if shape.allow_custom:
        return word
    raise ArgumentError(f"wanted {shape.wanted()}; came {word!r}")


def _json(word: str) -> Any:
    try:
        return json.loads(word)
    except ValueError as error:
        raise ArgumentError(
            f"wanted JSON (text in double quotes); came {word[:40]!r}: {error}"
        ) from None


def _file(path: str, schema: Schema) -> Any:
    """What a file holds, "-" being stdin: a medium, text, an array (.npy) or JSON."""
    shape = schema.shape
    while isinstance(shape, StructShape) and _is_word(shape):
        shape = shape.fields[0].schema.shape
    try:
        if isinstance(shape, MediaShape):
            if path != "-":
                with open(path, "rb"):  # told here, before the server is asked
                    return path
            return sys.stdin.buffer.read()
        if isinstance(shape, TensorShape) and path.endswith(".npy"):
            import numpy as np

            return np.load(path, allow_pickle=False)
        text = sys.stdin.read() if path == "-" else _text(path)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ArgumentError(f"can't read the file {path!r}: {reason}") from None
    return _plain(text if isinstance(shape, TextShape) else text.strip(), schema)


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()
