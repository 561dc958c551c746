"""Values with other parts: what lists and structs hold is looked at, too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rpcface.values import Media, Tensor, Value


def replaced(value: Value, change: Callable[[Media], Media]) -> Value:
    """The value with another medium for each in it."""
    if isinstance(value, Media):
        return change(value)
    if isinstance(value, list):
        return [replaced(item, change) for item in value]
    if isinstance(value, dict):
        return {name: replaced(item, change) for name, item in value.items()}
    return value


def own(value: Value) -> Value:
    """The value in a form that nobody else holds and can change: lists, structs and data
    that may be another's are copied.
    """
    if isinstance(value, list):
        return [own(item) for item in value]
    if isinstance(value, dict):
        return {name: own(item) for name, item in value.items()}
    if isinstance(value, Tensor):
        return Tensor(value.data_type, value.shape, bytes(value.data))
    if isinstance(value, Media) and value.data is not None:
        return replace(value, data=bytes(value.data))
    return value
