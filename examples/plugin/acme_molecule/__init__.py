"""Molecules for rpcface: the component "molecule"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import rpcface as rf

ELEMENTS = ("H", "C", "N", "O", "F", "P", "S", "Cl")


def _number(name: str, shape: rf.Shape, **more: Any) -> rf.Field:
    return rf.Field(name=name, schema=rf.Schema(shape), **more)


_ATOM = rf.StructShape(
    (
        rf.Field(
            name="element",
            schema=rf.Schema(rf.ChoiceShape(tuple(rf.Choice(one) for one in ELEMENTS))),
        ),
        *(_number(axis, rf.FloatShape(), help="in ångström") for axis in "xyz"),
    )
)
_BOND = rf.StructShape(
    (
        _number("first", rf.IntShape(0), help="the place of an atom, from 0"),
        _number("second", rf.IntShape(0), help="the place of another"),
        _number("order", rf.IntShape(1, 3), default=1),
    )
)


class Molecule(rf.Component):
    """A molecule: what it is made of, and where in space.

    The function gets a dict and returns one: `atoms`, a list of dicts with `element` (H, C, N,
    O, F, P, S or Cl) and `x`, `y` and `z` in ångström; `bonds`, a list of dicts with `first` and
    `second`, places in that list, and `order`, from 1 to 3.

    Normal form: the dict itself.

    Invalid: a bond leads to an atom that is not there, or from one to itself.
    """

    type = "acme.molecule"
    aliases = ("molecule",)
    renderer = "web/molecule.js"

    def __init__(self, value: Any = None, *, height: int = 320, **options: Any) -> None:
        super().__init__(value=value, **options)
        self.height = height

    def schema(self) -> rf.Schema:
        atoms = rf.Field(name="atoms", schema=rf.Schema(rf.ListShape(rf.Schema(_ATOM), 1)))
        bonds = rf.Field(name="bonds", schema=rf.Schema(rf.ListShape(rf.Schema(_BOND))))
        return rf.Schema(rf.StructShape((atoms, bonds)))

    def decode(self, value: Any, io: rf.IO) -> dict[str, Any]:
        return _bound(value)

    def encode(self, value: Any, accept: rf.Accept, io: rf.IO) -> Any:
        if not isinstance(value, Mapping) or "atoms" not in value or "bonds" not in value:
            raise rf.Invalid("a dict with atoms and bonds", f"{value!r:.40}")
        return _bound(dict(value))

    def props(self) -> Mapping[str, Any]:
        return {"height": self.height}


def _bound(molecule: dict[str, Any]) -> dict[str, Any]:
    count = len(molecule["atoms"])
    for place, bond in enumerate(molecule["bonds"]):
        ends = bond["first"], bond["second"]
        if max(ends) >= count or ends[0] == ends[1]:
            raise rf.Invalid(f"two of {count} atoms", f"{ends}").below(place).below("bonds")
    return molecule


@rf.hookimpl
def rpcface_components() -> list[type[rf.Component]]:
    return [Molecule]


__all__ = ["ELEMENTS", "Molecule"]
