"""The four kinds of interface, and which one its components make."""

from __future__ import annotations

import enum
from collections.abc import Sequence


class InterfaceKind(enum.IntEnum):
    """Which of its two sides an interface has: `rpcface.v1.InterfaceKind`."""

    STANDARD = 1
    """Inputs and outputs."""
    OUTPUT_ONLY = 2
    """Outputs alone."""
    INPUT_ONLY = 3
    """Inputs alone: what the function returns is dropped."""
    UNIFIED = 4
    """The outputs are the inputs: what comes back replaces what was entered."""


def kind_of(
    inputs: Sequence[object], outputs: Sequence[object], additional: Sequence[object] = ()
) -> InterfaceKind:
    """The kind that components make; additional inputs do not count for it.

    ValueError: both sides are empty, or a component object stands in two places and
    that is not the UNIFIED way: the outputs are the inputs, in the same order.
    """
    if not inputs and not outputs:
        raise ValueError(
            "inputs and outputs: wanted at least one component; came none. Give what the "
            "function takes as inputs=, or what it returns as outputs="
        )
    unified = len(inputs) == len(outputs) and all(
        one is other for one, other in zip(inputs, outputs, strict=True)
    )
    sides = [("inputs", inputs), ("additional_inputs", additional)]
    if not unified:
        sides.append(("outputs", outputs))
    _refuse_shared(sides)
    if unified:
        return InterfaceKind.UNIFIED
    if not outputs:
        return InterfaceKind.INPUT_ONLY
    return InterfaceKind.STANDARD if inputs else InterfaceKind.OUTPUT_ONLY


def _refuse_shared(sides: Sequence[tuple[str, Sequence[object]]]) -> None:
    places: dict[int, str] = {}
    for side, components in sides:
        for index, component in enumerate(components):
            place = f"{side}[{index}]"
            if earlier := places.get(id(component)):
                raise ValueError(
                    f"{place}: {component!r} is the same object as {earlier}. A component "
                    "stands in one place, or, for a unified interface, the outputs are all "
                    "the inputs in the same order; make a new component for this place"
                )
            places[id(component)] = place
