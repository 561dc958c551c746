from google.protobuf import struct_pb2 as _struct_pb2
from rpcface.v1 import value_pb2 as _value_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Component(_message.Message):
    __slots__ = ("name", "type", "fallback_types", "label", "help", "schema", "default_value", "props", "renderer", "additional", "streaming")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    FALLBACK_TYPES_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    HELP_FIELD_NUMBER: _ClassVar[int]
    SCHEMA_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_VALUE_FIELD_NUMBER: _ClassVar[int]
    PROPS_FIELD_NUMBER: _ClassVar[int]
    RENDERER_FIELD_NUMBER: _ClassVar[int]
    ADDITIONAL_FIELD_NUMBER: _ClassVar[int]
    STREAMING_FIELD_NUMBER: _ClassVar[int]
    name: str
    type: str
    fallback_types: _containers.RepeatedScalarFieldContainer[str]
    label: str
    help: str
    schema: Schema
    default_value: _value_pb2.Value
    props: _struct_pb2.Struct
    renderer: Renderer
    additional: bool
    streaming: bool
    def __init__(self, name: _Optional[str] = ..., type: _Optional[str] = ..., fallback_types: _Optional[_Iterable[str]] = ..., label: _Optional[str] = ..., help: _Optional[str] = ..., schema: _Optional[_Union[Schema, _Mapping]] = ..., default_value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ..., props: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., renderer: _Optional[_Union[Renderer, _Mapping]] = ..., additional: bool = ..., streaming: bool = ...) -> None: ...

class Renderer(_message.Message):
    __slots__ = ("module_path",)
    MODULE_PATH_FIELD_NUMBER: _ClassVar[int]
    module_path: str
    def __init__(self, module_path: _Optional[str] = ...) -> None: ...

class Schema(_message.Message):
    __slots__ = ("nullable", "any_shape", "bool_shape", "int_shape", "float_shape", "text_shape", "choice_shape", "tensor_shape", "media_shape", "list_shape", "struct_shape")
    NULLABLE_FIELD_NUMBER: _ClassVar[int]
    ANY_SHAPE_FIELD_NUMBER: _ClassVar[int]
    BOOL_SHAPE_FIELD_NUMBER: _ClassVar[int]
    INT_SHAPE_FIELD_NUMBER: _ClassVar[int]
    FLOAT_SHAPE_FIELD_NUMBER: _ClassVar[int]
    TEXT_SHAPE_FIELD_NUMBER: _ClassVar[int]
    CHOICE_SHAPE_FIELD_NUMBER: _ClassVar[int]
    TENSOR_SHAPE_FIELD_NUMBER: _ClassVar[int]
    MEDIA_SHAPE_FIELD_NUMBER: _ClassVar[int]
    LIST_SHAPE_FIELD_NUMBER: _ClassVar[int]
    STRUCT_SHAPE_FIELD_NUMBER: _ClassVar[int]
    nullable: bool
    any_shape: AnyShape
    bool_shape: BoolShape
    int_shape: IntShape
    float_shape: FloatShape
    text_shape: TextShape
    choice_shape: ChoiceShape
    tensor_shape: TensorShape
    media_shape: MediaShape
    list_shape: ListShape
    struct_shape: StructShape
    def __init__(self, nullable: bool = ..., any_shape: _Optional[_Union[AnyShape, _Mapping]] = ..., bool_shape: _Optional[_Union[BoolShape, _Mapping]] = ..., int_shape: _Optional[_Union[IntShape, _Mapping]] = ..., float_shape: _Optional[_Union[FloatShape, _Mapping]] = ..., text_shape: _Optional[_Union[TextShape, _Mapping]] = ..., choice_shape: _Optional[_Union[ChoiceShape, _Mapping]] = ..., tensor_shape: _Optional[_Union[TensorShape, _Mapping]] = ..., media_shape: _Optional[_Union[MediaShape, _Mapping]] = ..., list_shape: _Optional[_Union[ListShape, _Mapping]] = ..., struct_shape: _Optional[_Union[StructShape, _Mapping]] = ...) -> None: ...

class AnyShape(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BoolShape(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class IntShape(_message.Message):
    __slots__ = ("minimum", "maximum", "step")
    MINIMUM_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    minimum: int
    maximum: int
    step: int
    def __init__(self, minimum: _Optional[int] = ..., maximum: _Optional[int] = ..., step: _Optional[int] = ...) -> None: ...

class FloatShape(_message.Message):
    __slots__ = ("minimum", "maximum", "step")
    MINIMUM_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    minimum: float
    maximum: float
    step: float
    def __init__(self, minimum: _Optional[float] = ..., maximum: _Optional[float] = ..., step: _Optional[float] = ...) -> None: ...

class TextShape(_message.Message):
    __slots__ = ("min_length", "max_length", "media_type", "format")
    MIN_LENGTH_FIELD_NUMBER: _ClassVar[int]
    MAX_LENGTH_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    min_length: int
    max_length: int
    media_type: str
    format: str
    def __init__(self, min_length: _Optional[int] = ..., max_length: _Optional[int] = ..., media_type: _Optional[str] = ..., format: _Optional[str] = ...) -> None: ...

class ChoiceShape(_message.Message):
    __slots__ = ("choices", "allow_custom")
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    ALLOW_CUSTOM_FIELD_NUMBER: _ClassVar[int]
    choices: _containers.RepeatedCompositeFieldContainer[Choice]
    allow_custom: bool
    def __init__(self, choices: _Optional[_Iterable[_Union[Choice, _Mapping]]] = ..., allow_custom: bool = ...) -> None: ...

class Choice(_message.Message):
    __slots__ = ("value", "label")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    value: _value_pb2.Value
    label: str
    def __init__(self, value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ..., label: _Optional[str] = ...) -> None: ...

class TensorShape(_message.Message):
    __slots__ = ("data_types", "dimensions")
    DATA_TYPES_FIELD_NUMBER: _ClassVar[int]
    DIMENSIONS_FIELD_NUMBER: _ClassVar[int]
    data_types: _containers.RepeatedScalarFieldContainer[_value_pb2.DataType]
    dimensions: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, data_types: _Optional[_Iterable[_Union[_value_pb2.DataType, str]]] = ..., dimensions: _Optional[_Iterable[int]] = ...) -> None: ...

class MediaShape(_message.Message):
    __slots__ = ("media_types", "extensions", "max_size_bytes", "decoded")
    MEDIA_TYPES_FIELD_NUMBER: _ClassVar[int]
    EXTENSIONS_FIELD_NUMBER: _ClassVar[int]
    MAX_SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    DECODED_FIELD_NUMBER: _ClassVar[int]
    media_types: _containers.RepeatedScalarFieldContainer[str]
    extensions: _containers.RepeatedScalarFieldContainer[str]
    max_size_bytes: int
    decoded: Schema
    def __init__(self, media_types: _Optional[_Iterable[str]] = ..., extensions: _Optional[_Iterable[str]] = ..., max_size_bytes: _Optional[int] = ..., decoded: _Optional[_Union[Schema, _Mapping]] = ...) -> None: ...

class ListShape(_message.Message):
    __slots__ = ("item", "min_items", "max_items", "unique")
    ITEM_FIELD_NUMBER: _ClassVar[int]
    MIN_ITEMS_FIELD_NUMBER: _ClassVar[int]
    MAX_ITEMS_FIELD_NUMBER: _ClassVar[int]
    UNIQUE_FIELD_NUMBER: _ClassVar[int]
    item: Schema
    min_items: int
    max_items: int
    unique: bool
    def __init__(self, item: _Optional[_Union[Schema, _Mapping]] = ..., min_items: _Optional[int] = ..., max_items: _Optional[int] = ..., unique: bool = ...) -> None: ...

class StructShape(_message.Message):
    __slots__ = ("fields",)
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    fields: _containers.RepeatedCompositeFieldContainer[Component]
    def __init__(self, fields: _Optional[_Iterable[_Union[Component, _Mapping]]] = ...) -> None: ...
