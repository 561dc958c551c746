"""The places of an interface: each holds a component and what it is described as.

Here are the steps of a call that concern values: validate and decode on the way in,
encode and validate on the way out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rpcface.component import IO, Accept, Component
from rpcface.errors import BlobGone, InputError, Invalid, OutputError, Violation
from rpcface.function import Argument
from rpcface.natural import left_out, unknown
from rpcface.schemas import Field, is_light
from rpcface.state import STATE
from rpcface.values import MISSING, Missing, Value

MAX_NAME = 64
"""Code points in the name of an input or output."""


class Slot:
    """One input or output: its component, and the field that describes it.

    What every call needs of the two stands here again: looking it up by way of them
    took a tenth of a small call's time.
    """

    __slots__ = ("check", "component", "decode", "encode", "field", "name", "nullable")

    def __init__(self, component: Component, field: Field) -> None:
        self.component = component
        self.field = field
        self.name = field.name
        self.nullable = field.schema.nullable
        self.check = field.schema.shape.check
        self.decode = component.decode
        self.encode = component.encode

    @property
    def is_light(self) -> bool:
        """Whether its values take microseconds to check, decode and encode."""
        return is_light(self.field.schema)

    def __repr__(self) -> str:
        return f"Slot({self.component!r}, {self.field!r})"


def input_slots(
    components: Sequence[Component],
    additional: Sequence[Component],
    arguments: Sequence[Argument],
    io: IO,
    state_at: int | None = None,
) -> tuple[Slot, ...]:
    """A slot for each input; its name is the component's or else the parameter's. A
    state that stood among them at `state_at` is left out.

    ValueError: a name is no identifier, or stands twice, or a default breaks the
    schema of its component; the message names the place.
    """
    slots = []
    for index, component in enumerate((*components, *additional)):
        extra = index >= len(components)
        place = _place("inputs", index, state_at)
        if extra:
            place = f"additional_inputs[{index - len(components)}]"
        argument = arguments[index]
        name = component.name if component.name is not None else argument.name or f"input_{index}"
        field = _field(component, name, place)
        default = _default(component, field, argument, f"{place} ({name})", io)
        schema = field.schema.or_null() if default is None else field.schema
        slots.append(
            Slot(component, replace(field, schema=schema, default=default, additional=extra))
        )
    _refuse_twice([slot.field.name for slot in slots], "inputs", state_at)
    return tuple(slots)


def output_slots(
    components: Sequence[Component], io: IO, state_at: int | None = None
) -> tuple[Slot, ...]:
    """A slot for each output; null, which says that there is nothing, is always valid,
    and the default is what is shown at first. ValueError: as for `input_slots`.
    """
    slots = []
    for index, component in enumerate(components):
        usual = "output" if len(components) == 1 else f"output_{index}"
        name = component.name if component.name is not None else usual
        place = _place("outputs", index, state_at)
        field = _field(component, name, place)
        shown = component.value
        default = MISSING if shown is None else _value(component, field, shown, place, io)
        schema = field.schema.or_null()
        slots.append(Slot(component, replace(field, schema=schema, default=default)))
    _refuse_twice([slot.field.name for slot in slots], "outputs", state_at)
    return tuple(slots)


def unified_slots(inputs: Sequence[Slot]) -> tuple[Slot, ...]:
    """The slots of the outputs that are these inputs."""
    return tuple(
        Slot(slot.component, replace(slot.field, schema=slot.field.schema.or_null()))
        for slot in inputs
    )


def _field(component: Component, name: str, place: str) -> Field:
    if not name.isidentifier() or name.startswith("__") or len(name) > MAX_NAME:
        raise ValueError(
            f"{place}: wanted a name that is a Python identifier of at most {MAX_NAME} "
            f"characters and does not begin with '__'; came {name!r}. Give one as name="
        )
    return Field(
        name=name,
        type=component.type,
        fallback_types=component.fallback_types,
        label=component.label or "",
        help=component.info or "",
        schema=component.schema(),
        props=component.props(),
        streaming=component.streaming,
    )


def _default(
    component: Component, field: Field, argument: Argument, place: str, io: IO
) -> Value | Missing:
    """The default as a value: the component's own, the parameter's, the implicit one."""
    if component.value is not None:
        return _value(component, field, component.value, place, io)
    if argument.default is None:
        return None
    if not isinstance(argument.default, Missing):
        return _value(component, field, argument.default, place, io)
    implicit = component.implicit_value
    if implicit is None or implicit is MISSING:
        return implicit
    return _value(component, field, implicit, place, io)


def _value(component: Component, field: Field, given: Any, place: str, io: IO) -> Value:
    try:
        return field.schema.check(component.encode(given, Accept(), io))
    except Invalid as fault:
        raise ValueError(
            f"{place}: the default {given!r} does not fit its {component!r}: {fault}"
        ) from None


def _refuse_twice(names: Sequence[str], side: str, state_at: int | None) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            place, other = (_place(side, at, state_at) for at in (index, names.index(name)))
            raise ValueError(
                f"{place}: the name {name!r} stands at {other} too. Give the component another "
                "as name="
            )


def _place(side: str, index: int, state_at: int | None) -> str:
    """Where a component stands, as its author counts, who counts the state too."""
    return f"{side}[{index + (state_at is not None and index >= state_at)}]"


def skip() -> Missing:
    """What a function returns, or yields, in the place of an output that is to stay as it
    is.
    """
    return MISSING


def decode(slots: Sequence[Slot], inputs: Mapping[str, Value], io: IO) -> list[Any]:
    """What the function gets, one a slot: every value is validated, then decoded.
    InputError: some are not valid; each is named. BlobGone: the server does not hold
    a medium.
    """
    values: list[Value] = []
    faults: list[Violation] = []
    taken = 0
    for slot in slots:
        value: Value | Missing = inputs.get(slot.name, MISSING)
        if value is not MISSING:
            taken += 1
        else:
            value = slot.field.default
            if value is MISSING:
                faults.append(left_out(slot.field))
                continue
        if value is not None or not slot.nullable:
            try:
                value = slot.check(value)
            except Invalid as fault:
                faults.append(Violation.of(f"inputs.{slot.name}", fault))
        values.append(value)
    if taken != len(inputs):
        names = [slot.name for slot in slots]
        faults += [unknown(name, names) for name in inputs if name not in names]
    if faults:
        raise InputError.of(faults)
    args: list[Any] = values
    for index, slot in enumerate(slots):
        if values[index] is not None:
            try:
                args[index] = slot.decode(values[index], io)
            except Invalid as fault:
                faults.append(Violation.of(f"inputs.{slot.name}", fault))
            except BlobGone as error:
                raise _gone(slot.name, error) from None
    if faults:
        raise InputError.of(faults)
    return args


def _gone(name: str, error: BlobGone) -> BlobGone:
    field = f"inputs.{name}"
    return BlobGone(f"{field}: {error.message}", violations=[Violation(field, error.message)])


def encode(slots: Sequence[Slot], result: Any, accept: Accept, io: IO) -> dict[str, Value]:
    """Outputs by name for what the function returned: the value of the one output, or
    a tuple or list with one for each; a dict of some by name or by component leaves
    the others as they were, and so does `skip()`, in the place of one or of all.
    OutputError: an output can't carry its value; the message names the output and the
    rule, its cause tells what came.
    """
    if not slots or result is MISSING:
        return {}
    if len(slots) == 1:
        return {slots[0].name: _encoded(slots[0], result, accept, io)}
    shared = _shared_out(slots, result)
    return {
        slot.name: _encoded(slot, given, accept, io)
        for slot, given in shared
        if given is not MISSING
    }


def over(slots: Sequence[Slot], before: Any, given: Any) -> Any:
    """What a generator has given by now: `given`, and for the outputs that this leaves out
    what it gave `before`.
    """
    if before is MISSING or not slots:
        return given
    if given is MISSING:
        return before
    is_tuple = isinstance(given, (tuple, list))
    is_some = isinstance(given, dict) or (is_tuple and any(one is MISSING for one in given))
    if len(slots) == 1 or not is_some:
        return given
    try:
        both = *_shared_out(slots, before), *_shared_out(slots, given)
    except OutputError:
        return given  # which is told when it is encoded
    return {slot.name: one for slot, one in both if one is not MISSING}


def _encoded(slot: Slot, given: Any, accept: Accept, io: IO) -> Value:
    if given is None:
        return None
    try:
        value = slot.encode(given, accept, io)
        return None if value is None else slot.check(value)
    except Invalid as fault:
        at = f" at {fault.pointer}" if fault.pointer else ""
        raise OutputError(f"output {slot.name!r}{at}: wanted {fault.wanted}") from fault


def by_key(slots: Sequence[Slot], result: Mapping[Any, Any]) -> list[tuple[Slot, Any]]:
    """The outputs that a dict names, or has as components, with what it has for them.
    OutputError: a key is none.
    """
    keys: dict[object, Slot] = {slot.name: slot for slot in slots}
    keys |= {slot.component: slot for slot in slots}
    strange = [key for key in result if key not in keys]
    if strange:
        raise OutputError(
            f"wanted a dict by the outputs {', '.join(slot.name for slot in slots)}"
        ) from Invalid("outputs' names or components as keys", f"{strange[0]!r}")
    return [(keys[key], given) for key, given in result.items()]


def _shared_out(slots: Sequence[Slot], result: Any) -> list[tuple[Slot, Any]]:
    count = len(slots)
    if isinstance(result, dict):
        return by_key(slots, result)
    if not isinstance(result, (tuple, list)) or len(result) != count:
        came = (
            f"{len(result)} of them"
            if isinstance(result, (tuple, list))
            else f"one {type(result).__name__}"
        )
        more = f" and {STATE}" if any(slot.name == STATE for slot in slots) else ""
        wanted = f"wanted {count} values from the function, one for each output{more}"
        raise OutputError(wanted) from Invalid(f"a tuple of {count}", came)
    return list(zip(slots, result, strict=True))
