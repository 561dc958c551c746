"""What a call returned: written to files, or shown."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from rpcface.cli import progress
from rpcface.client import Client
from rpcface.media_types import DECODED
from rpcface.schemas import (
    BoolShape,
    ChoiceShape,
    Field,
    FloatShape,
    IntShape,
    MediaShape,
    TensorShape,
    TextShape,
)
from rpcface.values import Media

_PLAIN = (BoolShape, IntShape, FloatShape, TextShape, ChoiceShape, TensorShape)


class OutputArgumentError(ValueError):
    """An -o makes no sense."""


def files(given: Sequence[str], outputs: Sequence[Field]) -> dict[str, str]:
    """The file or folder for each output that has one, from what was given as -o:
    FILE, or NAME=FILE where there are several outputs. OutputArgumentError: an output
    or a folder that there is not, or a folder for what holds no media.
    """
    names = [field.name for field in outputs]
    chosen: dict[str, str] = {}
    for word in given:
        name, equals, path = word.partition("=")
        if not (equals and name in names):
            if len(names) != 1:
                listed = ", ".join(names) or "none"
                raise OutputArgumentError(f"-o {word}: wanted NAME=FILE, NAME one of {listed}")
            name, path = names[0], word
        folder = os.path.dirname(path)
        if folder and not os.path.isdir(folder):
            raise OutputArgumentError(f"-o {word}: there is no folder {folder!r}")
        field = outputs[names.index(name)]
        if os.path.isdir(path) and isinstance(field.schema.shape, _PLAIN):
            raise OutputArgumentError(f"-o {word}: wanted a file for {name!r}; came a folder")
        chosen[name] = path
    return chosen


def accept(paths: Mapping[str, str]) -> tuple[str, ...]:
    """The media types that the files' endings ask for; ".npy" asks for an array."""
    return tuple(dict.fromkeys(kind for path in paths.values() if (kind := _wanted(path))))


def _wanted(path: str) -> str | None:
    import mimetypes

    return DECODED if path.endswith(".npy") else mimetypes.guess_type(path, strict=False)[0]


def show(outputs: Sequence[Field], result: Any, paths: Mapping[str, str], client: Client) -> None:
    """Writes each output to its file or folder, or else to stdout. `client` brings the
    media that the server holds.
    """
    if not outputs:
        sys.stderr.write("done\n")
        return
    values = [result] if len(outputs) == 1 else list(result or ())
    for field, value in zip(outputs, values, strict=True):
        path = paths.get(field.name)
        if path and value is None and isinstance(field.schema.shape, MediaShape):
            sys.stderr.write(f"{field.name}: null; {path} is not written\n")
        elif path and os.path.isdir(path):
            for name, media in _media(field.name, value):
                _save(media, os.path.join(path, name), client)
                sys.stderr.write(f"{field.name}: {os.path.join(path, name)}\n")
        elif path:
            _write(path, value, client)
            if path != "-":
                sys.stderr.write(f"{field.name}: {path}\n")
        else:
            name = f"{field.name}: " if len(outputs) > 1 else ""
            sys.stdout.write(f"{name}{_shown(value)}\n")


def _media(name: str, value: Any) -> list[tuple[str, Media]]:
    """Every medium in the value, with the name of a file for it."""
    if isinstance(value, Media):
        import mimetypes

        ending = mimetypes.guess_extension(value.media_type, strict=False) or ""
        return [(name + ending, value)]
    if isinstance(value, dict):
        parts = [(f"{name}_{key}", part) for key, part in value.items()]
    elif isinstance(value, list):
        parts = [(f"{name}_{index}", part) for index, part in enumerate(value)]
    else:
        parts = []
    return [found for inner, part in parts for found in _media(inner, part)]


def _save(media: Media, target: str | BinaryIO, client: Client) -> None:
    client.save_blob(media, target, progress=progress.bar("downloading"))


def _write(path: str, value: Any, client: Client) -> None:
    if isinstance(value, Media):
        wanted = _wanted(path)
        if wanted and wanted != value.media_type:
            kind = "array" if wanted == DECODED else wanted
            sys.stderr.write(f"{path} holds {value.media_type}: the output came as no {kind}\n")
        _save(value, sys.stdout.buffer if path == "-" else path, client)
        sys.stdout.flush()
        return
    if path.endswith(".npy") and hasattr(value, "dtype"):
        import io

        import numpy as np

        buffer = io.BytesIO()
        np.save(buffer, value, allow_pickle=False)
        data = buffer.getvalue()
    else:
        data = (_shown(value) + "\n").encode()
    if path == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    with open(path, "wb") as file:
        file.write(data)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Media):
        return f"{value.media_type}, {len(value):,} bytes; -o FILE saves it"
    return json.dumps(value, indent=2, ensure_ascii=False, default=_inner)


def _inner(value: Any) -> Any:
    if isinstance(value, Media):
        return f"{value.media_type}, {len(value):,} bytes"
    if hasattr(value, "tolist"):
        return value.tolist()
    return repr(value)
