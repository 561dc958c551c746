"""Anything that JSON can say."""

from __future__ import annotations

import datetime
from typing import Any

from rpcface.component import IO, Accept, Component, Invalid
from rpcface.schemas import AnyShape, Schema
from rpcface.values import (
    INT64_MAX,
    INT64_MIN,
    MAX_DEPTH,
    Media,
    Tensor,
    Value,
    describe,
    has_utf8,
)


class JSON(Component):
    """Null, truth, numbers, text, lists and dicts of these by text, at most 24 deep.

    The function gets Python's own: `None`, `bool`, `int`, `float`, `str`, `list`,
    `dict`. It returns the same; the normal form has tuples and numpy arrays as lists,
    numpy scalars and members of enums as the number or text that they are, dates and
    times, numpy's too, in ISO 8601, and no time (NaT) as `None`. Ints keep 64 bits,
    NaN and the infinities their meaning. A `str` is text, not parsed. Invalid: keys
    that are not `str`, ints beyond 64 bits, what JSON can't say (sets, bytes, other
    objects), nesting beyond 24.
    """

    type = "json"

    def __init__(
        self,
        value: Any = None,
        *,
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)

    def schema(self) -> Schema:
        return Schema(AnyShape(), nullable=True)

    def decode(self, value: Value, io: IO) -> Any:
        _refuse_binary(value)
        return value

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        return _encoded(value, 1)


def _refuse_binary(value: Value) -> None:
    if isinstance(value, (Tensor, Media)):
        raise Invalid("what JSON can say", describe(value))
    if isinstance(value, (list, dict)):
        for step, part in value.items() if isinstance(value, dict) else enumerate(value):
            try:
                _refuse_binary(part)
            except Invalid as fault:
                raise fault.below(step) from None


def _encoded(value: Any, depth: int) -> Value:
    if value is None or type(value) in (bool, float):
        return value  # type: ignore[no-any-return]  # the line above says what it is
    if type(value).__module__ == "numpy" and hasattr(value, "dtype"):
        return _encoded(_from_numpy(value), depth)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        if not INT64_MIN <= value <= INT64_MAX:
            raise Invalid("ints of at most 64 bits", f"one of {value.bit_length()} bits")
        return int(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (list, tuple, dict)):
        if depth > MAX_DEPTH:
            raise Invalid(f"lists and dicts at most {MAX_DEPTH} deep", "deeper ones")
        if isinstance(value, dict):
            return {_key(name): _at(name, item, depth + 1) for name, item in value.items()}
        return [_at(index, item, depth + 1) for index, item in enumerate(value)]
    raise Invalid(
        "None, bool, int, float, str, list, dict, dates, times or numpy's", type(value).__name__
    )


def _at(step: int | str, item: Any, depth: int) -> Value:
    try:
        return _encoded(item, depth)
    except Invalid as fault:
        raise fault.below(step) from None


def _key(name: Any) -> str:
    if not isinstance(name, str):
        came = f"a key {type(name).__name__} {name!r:.60}"
        raise Invalid("dict keys that are str", came).below(f"{name!r:.60}")
    return _text(name)


def _text(value: str) -> str:
    if not has_utf8(value):
        raise Invalid("text that has a UTF-8 form", "a lone surrogate")
    return str.__str__(value)  # of an enum's member, too, the text itself


def _from_numpy(value: Any) -> Any:
    """A numpy array or scalar as lists and Python's own."""
    kind = value.dtype.kind
    if kind == "M":
        import numpy as np

        return np.where(np.isnat(value), np.array(None), np.datetime_as_string(value)).tolist()
    if kind == "f":  # Python has nothing longer than a double
        return value.astype(float).tolist()
    if kind in "biuUO":
        return value.tolist()
    raise Invalid("numpy arrays of numbers, truth, text or dates", f"dtype {value.dtype}")
