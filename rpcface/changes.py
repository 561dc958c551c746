"""What changed from one value to the next: the least that tells it, and its making.

Growing text and lists are told by what was added, wherever in an output they are, so
that the tokens of an answer cost what they are long.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from rpcface.errors import Invalid
from rpcface.values import MISSING, Media, Missing, Tensor, Value

Kind: TypeAlias = Literal["set", "append_text", "append_items"]

FEW: Final = 8
"""How many items of a list may differ before the list is told as a whole."""

_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,9}")
_NO_ESCAPE: Final = re.compile(r"~(?![01])")


class Change(NamedTuple):
    """A change to one output: `rpcface.v1.OutputUpdate`."""

    name: str
    """The output."""
    path: str
    """The part of it that changes, as a JSON Pointer (RFC 6901); "": the whole."""
    kind: Kind
    """"set": `value` takes its place; "append_text", "append_items": is added to it."""
    value: Value


def changes(before: Mapping[str, Value], after: Mapping[str, Value]) -> list[Change]:
    """What makes `before` of outputs into `after`, which has some or all of them."""
    found: list[Change] = []
    for name, value in after.items():
        old = before.get(name, MISSING)
        if type(value) is str and type(old) is str:  # the most common, and the fastest
            if value != old:
                found.append(_text(name, "", old, value))
        else:
            found += _changes(name, "", old, value)
    return found


def _text(name: str, path: str, old: str, new: str) -> Change:
    if len(new) > len(old) and new.startswith(old):
        return Change(name, path, "append_text", new[len(old) :])
    return Change(name, path, "set", new)


def _changes(name: str, path: str, old: Value | Missing, new: Value) -> Iterator[Change]:
    if old is new or _same(old, new):
        return
    if isinstance(new, str) and (old is None or isinstance(old, str)) and new:
        yield _text(name, path, old or "", new)
    elif isinstance(new, list) and isinstance(old, list):
        yield from _list(name, path, old, new)
    elif isinstance(new, dict) and isinstance(old, dict):
        yield from _struct(name, path, old, new)
    else:
        yield Change(name, path, "set", new)


def _list(name: str, path: str, old: list[Value], new: list[Value]) -> Iterator[Change]:
    count = len(old)
    differing = [at for at in range(min(count, len(new))) if not _same(old[at], new[at])]
    if len(new) < count or len(differing) > FEW or (len(differing) == count > 1):
        yield Change(name, path, "set", new)
        return
    for at in differing:
        yield from _changes(name, f"{path}/{at}", old[at], new[at])
    if len(new) > count:
        yield Change(name, path, "append_items", new[count:])


def _struct(name: str, path: str, old: dict[str, Value], new: dict[str, Value]) -> Iterator[Change]:
    if list(old) != list(new)[: len(old)]:
        yield Change(name, path, "set", new)
        return
    for key, value in new.items():
        step = key.replace("~", "~0").replace("/", "~1")
        yield from _changes(name, f"{path}/{step}", old.get(key, MISSING), value)


def _same(old: Value | Missing, new: Value) -> bool:
    """Whether nothing needs to be told. Of arrays and media that were made anew it is
    not asked: comparing them would cost what sending them does.
    """
    if old is new:
        return True
    if type(old) is not type(new):
        return False
    if isinstance(new, float):
        assert isinstance(old, float)
        return old == new != 0.0 or struct.pack("d", old) == struct.pack("d", new)
    if isinstance(new, list):
        assert isinstance(old, list)
        return len(old) == len(new) and all(map(_same, old, new))
    if isinstance(new, dict):
        assert isinstance(old, dict)
        return list(old) == list(new) and all(map(_same, old.values(), new.values()))
    return not isinstance(new, (Tensor, Media)) and old == new


def apply(outputs: dict[str, Value], change: Change) -> None:
    """Makes the change in `outputs`. Lists and structs on the way to it are replaced by
    copies, so that whoever holds a value of before keeps it as it was. Invalid: there is
    no such part, or it is of another kind; `outputs` are as before.
    """
    outputs[change.name] = _applied(outputs.get(change.name), _steps(change), change)


def _applied(old: Any, steps: Sequence[str], change: Change) -> Any:
    if not steps:
        return _changed(old, change)
    step, rest = steps[0], steps[1:]
    if isinstance(old, dict) and (step in old or not rest):
        return {**old, step: _applied(old.get(step), rest, change)}
    if isinstance(old, list) and _INDEX.fullmatch(step):
        at = int(step)
        if at < len(old) or (at == len(old) and not rest):
            part = _applied(old[at] if at < len(old) else None, rest, change)
            return [*old[:at], part, *old[at + 1 :]]
    raise _unfit(change)


def _changed(old: Any, change: Change) -> Any:
    if change.kind == "set":
        return change.value
    empty: Any = "" if change.kind == "append_text" else []
    old = empty if old is None else old
    if type(old) is not type(empty) or type(change.value) is not type(empty):
        raise _unfit(change)
    return old + change.value


def _steps(change: Change) -> list[str]:
    first, *steps = change.path.split("/")
    if first or _NO_ESCAPE.search(change.path):
        raise _unfit(change)
    return [step.replace("~1", "/").replace("~0", "~") for step in steps]


def _unfit(change: Change) -> Invalid:
    return Invalid(
        f"a part of the output {change.name!r} that can be changed so ({change.kind})",
        "one that there is not, or of another kind",
        change.path,
    )
