"""A schema, the shape that it is made of, and the field that it describes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rpcface.values import MISSING, Missing, Value


class Shape(ABC):
    """One of the shapes below; the set is closed."""

    @abstractmethod
    def check(self, value: Value) -> Value:
        """The value as a component gets it: whole floats as int where the shape is
        an int's, left-out fields of a struct filled in. Invalid: it is not valid.
        """

    @abstractmethod
    def wanted(self) -> str:
        """The shape in words, for error messages."""

    def summary(self) -> str:
        """The shape in fewer words, for people who look for what to enter."""
        return self.wanted()


@dataclass(frozen=True, slots=True)
class Schema:
    """Which values are valid: those of `shape`, and null where `nullable`."""

    shape: Shape
    nullable: bool = False

    def check(self, value: Value) -> Value:
        """As `Shape.check`, with null where it is valid."""
        if value is None and self.nullable:
            return None
        return self.shape.check(value)

    def or_null(self) -> Schema:
        """The same with null valid too."""
        return self if self.nullable else Schema(self.shape, nullable=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input or output of an interface, or one field of a struct: a component as
    `rpcface.v1.Component` describes it. `default` MISSING: it may not be left out.
    """

    name: str
    schema: Schema
    type: str = ""
    fallback_types: tuple[str, ...] = ()
    label: str = ""
    help: str = ""
    default: Value | Missing = MISSING
    props: Mapping[str, Any] = field(default_factory=dict)
    additional: bool = False
    streaming: bool = False
    renderer: str = ""
    """Where the ES module that draws it in a browser is, below the web's address; "": it has
    none. A server fills it in.
    """
