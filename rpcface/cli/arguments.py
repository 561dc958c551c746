"""What is typed after an option, as the value that the input's schema wants."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from rpcface.errors import Invalid
from rpcface.natural.words import from_json, from_word, is_word
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


class ArgumentError(ValueError):
    """What was typed can't be read as the input wants it."""


def takes_several(shape: Shape) -> bool:
    """Whether an option takes one word for each item of a list."""
    return isinstance(shape, ListShape) and is_word(shape.item.shape)


def metavar(field: Field) -> str:
    """What stands for the value in a command's help."""
    shape = field.schema.shape
    if takes_several(shape):
        assert isinstance(shape, ListShape)
        shape = shape.item.shape
    while isinstance(shape, StructShape) and is_word(shape):
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
            return _read(from_json, words[0])
        return [read([word], shape.item) for word in words]
    word = words[0]
    if word.startswith("@@"):
        return _plain(word[1:], schema)
    if word.startswith("@"):
        return _file(word[1:], schema)
    return _plain(word, schema)


def _plain(word: str, schema: Schema) -> Any:
    shape = schema.shape
    if isinstance(shape, MediaShape):
        hint = f"; did you mean @{word}?" if os.path.isfile(word) else ""
        raise ArgumentError(f"wanted @FILE, {shape.summary()}; came {word!r}{hint}")
    if isinstance(shape, StructShape) and is_word(shape) and not word.startswith("{"):
        return _plain(word, shape.fields[0].schema)
    return _read(from_word, word, schema)


def _read(read: Callable[..., Any], word: str, *rest: Any) -> Any:
    try:
        return read(word, *rest)
    except Invalid as fault:
        raise ArgumentError(str(fault)) from None


def _file(path: str, schema: Schema) -> Any:
    """What a file holds, "-" being stdin: a medium, text, an array (.npy) or JSON."""
    shape = schema.shape
    while isinstance(shape, StructShape) and is_word(shape):
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
