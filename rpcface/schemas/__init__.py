"""Which values are valid, said so that a frontend can draw it: `rpcface.v1.Schema`.

A schema is one shape of a closed set, and whether null is valid too. `Schema.check`
enforces it, on a server before a component sees a value and after it gave one.
"""

from rpcface.schemas.base import Field, Schema, Shape
from rpcface.schemas.compounds import AnyShape, ListShape, MediaShape, StructShape, TensorShape
from rpcface.schemas.scalars import (
    BoolShape,
    Choice,
    ChoiceShape,
    FloatShape,
    IntShape,
    TextShape,
    is_light,
)

__all__ = [
    "AnyShape",
    "BoolShape",
    "Choice",
    "ChoiceShape",
    "Field",
    "FloatShape",
    "IntShape",
    "ListShape",
    "MediaShape",
    "Schema",
    "Shape",
    "StructShape",
    "TensorShape",
    "TextShape",
    "is_light",
]
