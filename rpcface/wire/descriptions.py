"""Descriptions as messages: fields, their schemas and interfaces, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from google.protobuf import json_format, struct_pb2

from rpcface.schemas import (
    AnyShape,
    BoolShape,
    Choice,
    ChoiceShape,
    Field,
    FloatShape,
    IntShape,
    ListShape,
    MediaShape,
    Schema,
    Shape,
    StructShape,
    TensorShape,
    TextShape,
)
from rpcface.v1 import component_pb2 as pb
from rpcface.v1 import value_pb2
from rpcface.values import MISSING, DataType, Value
from rpcface.wire.values import from_message
from rpcface.wire.writing import write_value


def value_message(value: Value) -> value_pb2.Value:
    """The message of a value."""
    out: list[bytes | memoryview] = []
    write_value(value, out)
    return value_pb2.Value.FromString(b"".join(out))


def props_message(props: Mapping[str, Any]) -> struct_pb2.Struct:
    """The message of presentation hints, which are values that JSON has."""
    return json_format.ParseDict(dict(props), struct_pb2.Struct())


def field_message(field: Field) -> pb.Component:
    """The message that describes a field."""
    message = pb.Component(
        name=field.name,
        type=field.type,
        fallback_types=field.fallback_types,
        label=field.label,
        help=field.help,
        schema=schema_message(field.schema),
        additional=field.additional,
        streaming=field.streaming,
    )
    if field.default is not MISSING:
        message.default_value.CopyFrom(value_message(field.default))
    if field.renderer:
        message.renderer.module_path = field.renderer
    if field.props:
        message.props.CopyFrom(props_message(field.props))
    return message


def schema_message(schema: Schema) -> pb.Schema:
    """The message of a schema."""
    message = pb.Schema(nullable=schema.nullable)
    shape = schema.shape
    if isinstance(shape, AnyShape):
        message.any_shape.SetInParent()
    elif isinstance(shape, BoolShape):
        message.bool_shape.SetInParent()
    elif isinstance(shape, IntShape):
        message.int_shape.CopyFrom(
            pb.IntShape(minimum=shape.minimum, maximum=shape.maximum, step=shape.step)
        )
    elif isinstance(shape, FloatShape):
        message.float_shape.CopyFrom(
            pb.FloatShape(minimum=shape.minimum, maximum=shape.maximum, step=shape.step)
        )
    elif isinstance(shape, TextShape):
        message.text_shape.CopyFrom(
            pb.TextShape(
                min_length=shape.min_length,
                max_length=shape.max_length,
                media_type=shape.media_type,
                format=shape.format,
            )
        )
    elif isinstance(shape, ChoiceShape):
        choices = [
            pb.Choice(value=value_message(choice.value), label=choice.label)
            for choice in shape.choices
        ]
        message.choice_shape.CopyFrom(
            pb.ChoiceShape(choices=choices, allow_custom=shape.allow_custom)
        )
    else:
        _compound_message(shape, message)
    return message


def _compound_message(shape: Shape, message: pb.Schema) -> None:
    if isinstance(shape, TensorShape):
        types = [value_pb2.DataType.Name(kind) for kind in shape.data_types]
        message.tensor_shape.CopyFrom(pb.TensorShape(data_types=types, dimensions=shape.dimensions))
    elif isinstance(shape, MediaShape):
        message.media_shape.CopyFrom(
            pb.MediaShape(
                media_types=shape.media_types,
                extensions=shape.extensions,
                max_size_bytes=shape.max_size_bytes,
                decoded=schema_message(shape.decoded) if shape.decoded else None,
            )
        )
    elif isinstance(shape, ListShape):
        message.list_shape.CopyFrom(
            pb.ListShape(
                item=schema_message(shape.item),
                min_items=shape.min_items,
                max_items=shape.max_items,
                unique=shape.unique,
            )
        )
    elif isinstance(shape, StructShape):
        message.struct_shape.CopyFrom(pb.StructShape(fields=map(field_message, shape.fields)))
    else:
        raise TypeError(f"wanted one of the contract's shapes; came {type(shape).__name__}")


def field_from(message: pb.Component) -> Field:
    """The field that a message describes."""
    return Field(
        name=message.name,
        type=message.type,
        fallback_types=tuple(message.fallback_types),
        label=message.label,
        help=message.help,
        schema=schema_from(message.schema),
        default=from_message(message.default_value)
        if message.HasField("default_value")
        else MISSING,
        props=json_format.MessageToDict(message.props),
        additional=message.additional,
        streaming=message.streaming,
        renderer=message.renderer.module_path,
    )


def schema_from(message: pb.Schema) -> Schema:
    """The schema of a message. A shape that is newer than this program is `AnyShape`:
    its values are carried unchanged, and the server checks them.
    """
    return Schema(_shape_from(message), message.nullable)


def _shape_from(message: pb.Schema) -> Shape:
    kind = message.WhichOneof("shape")
    if kind == "bool_shape":
        return BoolShape()
    if kind == "int_shape":
        whole = message.int_shape
        return IntShape(_bound(whole, "minimum"), _bound(whole, "maximum"), whole.step)
    if kind == "float_shape":
        number = message.float_shape
        return FloatShape(_bound(number, "minimum"), _bound(number, "maximum"), number.step)
    if kind == "text_shape":
        text = message.text_shape
        return TextShape(text.min_length, text.max_length, text.media_type, text.format)
    if kind == "choice_shape":
        choices = message.choice_shape.choices
        return ChoiceShape(
            tuple(Choice(from_message(choice.value), choice.label) for choice in choices),
            message.choice_shape.allow_custom,
        )
    if kind == "tensor_shape":
        tensor = message.tensor_shape
        known = {int(kind) for kind in DataType}
        types = tuple(DataType(kind) for kind in tensor.data_types if kind in known)
        return TensorShape(types, tuple(tensor.dimensions))
    if kind == "media_shape":
        media = message.media_shape
        return MediaShape(
            tuple(media.media_types),
            tuple(media.extensions),
            media.max_size_bytes,
            schema_from(media.decoded) if media.HasField("decoded") else None,
        )
    if kind == "list_shape":
        items = message.list_shape
        return ListShape(schema_from(items.item), items.min_items, items.max_items, items.unique)
    if kind == "struct_shape":
        return StructShape(tuple(map(field_from, message.struct_shape.fields)))
    return AnyShape()


def _bound(message: Any, name: str) -> Any:
    return getattr(message, name) if message.HasField(name) else None
