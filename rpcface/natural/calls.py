"""The inputs and outputs of a whole call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rpcface.errors import InputError, Invalid, Violation
from rpcface.natural.named import Named
from rpcface.natural.values import from_value, to_value
from rpcface.schemas import Field
from rpcface.values import MISSING, Value


def arguments(
    fields: Sequence[Field], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> dict[str, Value]:
    """Values by name for what was passed in the order of `fields` or by name.
    InputError: a name is unknown, given twice or left out without a default, or what
    was passed can't be made into what its field wants.
    """
    names = [field.name for field in fields]
    if len(args) > len(names):
        raise InputError(f"wanted at most {len(names)} inputs ({_listed(names)}); came {len(args)}")
    given = dict(zip(names, args, strict=False))
    faults = [
        Violation(f"inputs.{name}", "is given both by place and by name")
        for name in kwargs
        if name in given
    ]
    given.update(kwargs)
    faults += [unknown(name, names) for name in given if name not in names]
    values: dict[str, Value] = {}
    for field in fields:
        if field.name in given:
            try:
                values[field.name] = to_value(given[field.name], field.schema)
            except Invalid as fault:
                faults.append(Violation.of(f"inputs.{field.name}", fault))
        elif field.default is MISSING:
            faults.append(left_out(field))
    if faults:
        raise InputError.of(faults)
    return values


def unknown(name: str, names: Sequence[str], side: str = "input") -> Violation:
    """The violation of an input, or an "output", that there is not."""
    import difflib

    nearest = difflib.get_close_matches(name, names, n=1)
    hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
    listed = _listed(names)
    return Violation(f"{side}s.{name}", f"no {side} has that name; there are {listed}{hint}")


def left_out(field: Field) -> Violation:
    """The violation of an input that is left out and has no default."""
    return Violation(f"inputs.{field.name}", f"wanted {field.schema.shape.wanted()}; came nothing")


def results(fields: Sequence[Field], outputs: Mapping[str, Value]) -> Any:
    """Outputs as Python: one as itself, several as a `Named` tuple, none as None. One
    that is not there is None.
    """
    found = [from_value(outputs.get(field.name), field.schema.shape) for field in fields]
    if not found:
        return None
    return found[0] if len(found) == 1 else Named([field.name for field in fields], found)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"
