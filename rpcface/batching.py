"""A function that takes several calls at once: what it gets, and what each call gets of
what it returns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rpcface.errors import Invalid, OutputError
from rpcface.slots import Slot, by_key
from rpcface.values import MISSING


@dataclass(frozen=True, slots=True)
class Batching:
    """How calls of an interface are put together.

    size: how many go together at most.
    delay: seconds that the first waits for others when the function is free.
    """

    size: int
    delay: float


def gathered(calls: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """What the function gets: for each input a list of what each call has for it."""
    return [list(column) for column in zip(*calls, strict=True)]


def shared_out(slots: Sequence[Slot], result: Any, count: int) -> list[Any]:
    """For each of `count` calls what `slots.encode` takes of what the function returned; an
    exception: that call alone fails with it. OutputError: it is not to be shared out; its
    cause tells what came.
    """
    if not slots:
        is_by_call = isinstance(result, list) and len(result) == count
        one_each = result if is_by_call else [MISSING] * count
        return [one if isinstance(one, BaseException) else MISSING for one in one_each]
    if result is MISSING:
        return [MISSING] * count
    given = _given(slots, result)
    columns = [_column(slot, one, count) for slot, one in zip(slots, given, strict=True)]
    if len(columns) == 1:
        return columns[0]
    return [_alone(row) for row in zip(*columns, strict=True)]


def _given(slots: Sequence[Slot], result: Any) -> Sequence[Any]:
    """What was given for each output."""
    if isinstance(result, dict):
        given = {slot.name: column for slot, column in by_key(slots, result)}
        return [given.get(slot.name, MISSING) for slot in slots]
    if len(slots) == 1 and isinstance(result, list):
        if any(isinstance(item, list) for item in result):
            # were it one list for each output, a batch of one call would look the same
            raise OutputError(
                "wanted a tuple of one list, (values,), from the function: its list holds lists, "
                "and each may be a value or all values"
            ) from Invalid("a list without lists", _shown(result))
        return [result]
    may_be = isinstance(result, tuple) or (isinstance(result, list) and len(slots) > 1)
    if may_be and len(result) == len(slots):
        return list(result)
    if len(slots) == 1:
        text = "a list with one value for each call, or a tuple of such a list"
    else:
        text = f"a tuple of {len(slots)} lists, one for each output"
    raise OutputError(f"wanted {text}, from the function") from Invalid(text, _shown(result))


def _column(slot: Slot, given: Any, count: int) -> list[Any]:
    """What was given for one output, by call."""
    if given is MISSING:
        return [MISSING] * count
    if isinstance(given, list) and len(given) == count:
        return given
    text = f"a list of {count}, one value for each call of the batch"
    raise OutputError(f"output {slot.name!r}: wanted {text}") from Invalid(text, _shown(given))


def _alone(row: tuple[Any, ...]) -> Any:
    """What a call gets, or the exception that stands in its place for some output."""
    return next((one for one in row if isinstance(one, BaseException)), row)


def _shown(given: Any) -> str:
    if isinstance(given, (list, tuple)):
        return f"a {type(given).__name__} of {len(given)}"
    return f"one {type(given).__name__}"
