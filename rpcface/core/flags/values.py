"""The values of a flagged call: checked, and as they are recorded."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rpcface.component import Accept, Limits
from rpcface.errors import Invalid, Violation
from rpcface.files import CallIO
from rpcface.natural import left_out, unknown
from rpcface.parts import replaced
from rpcface.schemas import ListShape, MediaShape, Schema, Shape, StructShape, TextShape
from rpcface.slots import Slot
from rpcface.values import MISSING, UNKNOWN, Media, Missing, Tensor, Value


def checked(
    slots: Sequence[Slot], values: Mapping[str, Value], side: str
) -> tuple[dict[str, Value], list[Violation]]:
    """The values in the order of the slots, and what is wrong with them. `side`: "input",
    of which one that is left out takes its default, or "output", of which it stays out.
    """
    found: dict[str, Value] = {}
    faults: list[Violation] = []
    for slot in slots:
        default = slot.field.default if side == "input" else MISSING
        value: Value | Missing = values.get(slot.name, default)
        if value is MISSING:
            if side == "input":
                faults.append(left_out(slot.field))
            continue
        try:
            found[slot.name] = slot.field.schema.check(value)
        except Invalid as fault:
            faults.append(Violation.of(f"{side}s.{slot.name}", fault))
    names = [slot.name for slot in slots]
    faults += [unknown(name, names, side) for name in values if name not in names]
    return found, faults


def without_secrets(value: Value, schema: Schema) -> Value:
    """The value, with None for each password that its schema knows of."""
    shape = schema.shape
    if isinstance(shape, TextShape):
        return None if shape.format == "password" else value
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [without_secrets(item, shape.item) for item in value]
    if isinstance(shape, StructShape) and isinstance(value, dict):
        parts = {part.name: part.schema for part in shape.fields}
        return {name: without_secrets(item, parts[name]) for name, item in value.items()}
    if isinstance(shape, MediaShape) and shape.decoded and not isinstance(value, Media):
        return without_secrets(value, shape.decoded)
    return value


def viewable(value: Value, slot: Slot, limits: Limits) -> Value:
    """The value with files that people can open, a PNG for the pixels of an image, where
    a medium came in its decoded form and its component can make them; else as it is.
    """
    is_decoded = any(isinstance(leaf, Tensor) for leaf in leaves(value))
    if not (is_decoded and has_media(slot.field.schema.shape)):
        return value
    try:
        with CallIO(limits=limits) as io:
            made = slot.encode(slot.decode(value, io), Accept(), io)
            return replaced(made, Media.loaded)
    except Exception:  # noqa: BLE001 - what the component can't do, a .npy file can
        return value


def has_media(shape: Shape) -> bool:
    """Whether media with a decoded form stand in values of the shape."""
    if isinstance(shape, MediaShape):
        return shape.decoded is not None
    if isinstance(shape, ListShape):
        return has_media(shape.item.shape)
    if isinstance(shape, StructShape):
        return any(has_media(part.schema.shape) for part in shape.fields)
    return False


def leaves(value: Value) -> Iterator[Value]:
    """What stands in the value that is no list and no struct."""
    if isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    else:
        yield value


def weight(values: Mapping[str, Value]) -> int:
    """How many bytes the values keep in memory, or nearly."""
    size = 0
    for leaf in leaves(dict(values)):
        if isinstance(leaf, str):
            size += len(leaf)
        elif isinstance(leaf, (Media, Tensor)) and leaf.data is not None:
            size += memoryview(leaf.data).nbytes
    return size


def as_json(value: Value, keep: Callable[[Media | Tensor], Mapping[str, Any]]) -> Any:
    """The value as JSON has it; `keep` gives what stands for a medium or an array."""
    if isinstance(value, list):
        return [as_json(item, keep) for item in value]
    if isinstance(value, dict):
        return {name: as_json(item, keep) for name, item in value.items()}
    if isinstance(value, (Media, Tensor)):
        return keep(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    assert value is not UNKNOWN
    return value
