import datetime

from google.protobuf import any_pb2 as _any_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from rpcface.v1 import component_pb2 as _component_pb2
from rpcface.v1 import value_pb2 as _value_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class InterfaceKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INTERFACE_KIND_UNSPECIFIED: _ClassVar[InterfaceKind]
    INTERFACE_KIND_STANDARD: _ClassVar[InterfaceKind]
    INTERFACE_KIND_OUTPUT_ONLY: _ClassVar[InterfaceKind]
    INTERFACE_KIND_INPUT_ONLY: _ClassVar[InterfaceKind]
    INTERFACE_KIND_UNIFIED: _ClassVar[InterfaceKind]

class AlertLevel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ALERT_LEVEL_UNSPECIFIED: _ClassVar[AlertLevel]
    ALERT_LEVEL_INFO: _ClassVar[AlertLevel]
    ALERT_LEVEL_SUCCESS: _ClassVar[AlertLevel]
    ALERT_LEVEL_WARNING: _ClassVar[AlertLevel]
INTERFACE_KIND_UNSPECIFIED: InterfaceKind
INTERFACE_KIND_STANDARD: InterfaceKind
INTERFACE_KIND_OUTPUT_ONLY: InterfaceKind
INTERFACE_KIND_INPUT_ONLY: InterfaceKind
INTERFACE_KIND_UNIFIED: InterfaceKind
ALERT_LEVEL_UNSPECIFIED: AlertLevel
ALERT_LEVEL_INFO: AlertLevel
ALERT_LEVEL_SUCCESS: AlertLevel
ALERT_LEVEL_WARNING: AlertLevel

class Interface(_message.Message):
    __slots__ = ("name", "kind", "title", "description", "article", "inputs", "outputs", "examples", "streaming", "live", "stateful", "flagging", "timeout", "etag", "props")
    NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    ARTICLE_FIELD_NUMBER: _ClassVar[int]
    INPUTS_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    EXAMPLES_FIELD_NUMBER: _ClassVar[int]
    STREAMING_FIELD_NUMBER: _ClassVar[int]
    LIVE_FIELD_NUMBER: _ClassVar[int]
    STATEFUL_FIELD_NUMBER: _ClassVar[int]
    FLAGGING_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    PROPS_FIELD_NUMBER: _ClassVar[int]
    name: str
    kind: InterfaceKind
    title: str
    description: str
    article: str
    inputs: _containers.RepeatedCompositeFieldContainer[_component_pb2.Component]
    outputs: _containers.RepeatedCompositeFieldContainer[_component_pb2.Component]
    examples: _containers.RepeatedCompositeFieldContainer[Example]
    streaming: bool
    live: bool
    stateful: bool
    flagging: Flagging
    timeout: _duration_pb2.Duration
    etag: str
    props: _struct_pb2.Struct
    def __init__(self, name: _Optional[str] = ..., kind: _Optional[_Union[InterfaceKind, str]] = ..., title: _Optional[str] = ..., description: _Optional[str] = ..., article: _Optional[str] = ..., inputs: _Optional[_Iterable[_Union[_component_pb2.Component, _Mapping]]] = ..., outputs: _Optional[_Iterable[_Union[_component_pb2.Component, _Mapping]]] = ..., examples: _Optional[_Iterable[_Union[Example, _Mapping]]] = ..., streaming: bool = ..., live: bool = ..., stateful: bool = ..., flagging: _Optional[_Union[Flagging, _Mapping]] = ..., timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., etag: _Optional[str] = ..., props: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...

class Example(_message.Message):
    __slots__ = ("label", "inputs", "cached")
    class InputsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _value_pb2.Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ...) -> None: ...
    LABEL_FIELD_NUMBER: _ClassVar[int]
    INPUTS_FIELD_NUMBER: _ClassVar[int]
    CACHED_FIELD_NUMBER: _ClassVar[int]
    label: str
    inputs: _containers.MessageMap[str, _value_pb2.Value]
    cached: bool
    def __init__(self, label: _Optional[str] = ..., inputs: _Optional[_Mapping[str, _value_pb2.Value]] = ..., cached: bool = ...) -> None: ...

class Flagging(_message.Message):
    __slots__ = ("automatic", "options")
    AUTOMATIC_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    automatic: bool
    options: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, automatic: bool = ..., options: _Optional[_Iterable[str]] = ...) -> None: ...

class DescribeRequest(_message.Message):
    __slots__ = ("interface_name", "page_size", "page_token")
    INTERFACE_NAME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    interface_name: str
    page_size: int
    page_token: str
    def __init__(self, interface_name: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class DescribeResponse(_message.Message):
    __slots__ = ("interfaces", "next_page_token", "limits", "server", "reach")
    INTERFACES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    SERVER_FIELD_NUMBER: _ClassVar[int]
    REACH_FIELD_NUMBER: _ClassVar[int]
    interfaces: _containers.RepeatedCompositeFieldContainer[Interface]
    next_page_token: str
    limits: Limits
    server: str
    reach: Reach
    def __init__(self, interfaces: _Optional[_Iterable[_Union[Interface, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., limits: _Optional[_Union[Limits, _Mapping]] = ..., server: _Optional[str] = ..., reach: _Optional[_Union[Reach, _Mapping]] = ...) -> None: ...

class Reach(_message.Message):
    __slots__ = ("grpc_address", "grpc_tls", "token")
    GRPC_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    GRPC_TLS_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    grpc_address: str
    grpc_tls: bool
    token: bool
    def __init__(self, grpc_address: _Optional[str] = ..., grpc_tls: bool = ..., token: bool = ...) -> None: ...

class Limits(_message.Message):
    __slots__ = ("max_request_bytes", "max_blob_bytes")
    MAX_REQUEST_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_BLOB_BYTES_FIELD_NUMBER: _ClassVar[int]
    max_request_bytes: int
    max_blob_bytes: int
    def __init__(self, max_request_bytes: _Optional[int] = ..., max_blob_bytes: _Optional[int] = ...) -> None: ...

class PredictRequest(_message.Message):
    __slots__ = ("interface_name", "inputs", "accept", "max_inline_bytes", "state", "etag", "request_id")
    class InputsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _value_pb2.Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ...) -> None: ...
    INTERFACE_NAME_FIELD_NUMBER: _ClassVar[int]
    INPUTS_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_FIELD_NUMBER: _ClassVar[int]
    MAX_INLINE_BYTES_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    interface_name: str
    inputs: _containers.MessageMap[str, _value_pb2.Value]
    accept: _containers.RepeatedScalarFieldContainer[str]
    max_inline_bytes: int
    state: bytes
    etag: str
    request_id: str
    def __init__(self, interface_name: _Optional[str] = ..., inputs: _Optional[_Mapping[str, _value_pb2.Value]] = ..., accept: _Optional[_Iterable[str]] = ..., max_inline_bytes: _Optional[int] = ..., state: _Optional[bytes] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PredictResponse(_message.Message):
    __slots__ = ("outputs", "state", "duration")
    class OutputsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _value_pb2.Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ...) -> None: ...
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    outputs: _containers.MessageMap[str, _value_pb2.Value]
    state: bytes
    duration: _duration_pb2.Duration
    def __init__(self, outputs: _Optional[_Mapping[str, _value_pb2.Value]] = ..., state: _Optional[bytes] = ..., duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class PredictStreamRequest(_message.Message):
    __slots__ = ("call",)
    CALL_FIELD_NUMBER: _ClassVar[int]
    call: PredictRequest
    def __init__(self, call: _Optional[_Union[PredictRequest, _Mapping]] = ...) -> None: ...

class PredictStreamResponse(_message.Message):
    __slots__ = ("queued", "started", "progress", "alert", "updates", "result")
    QUEUED_FIELD_NUMBER: _ClassVar[int]
    STARTED_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    ALERT_FIELD_NUMBER: _ClassVar[int]
    UPDATES_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    queued: Queued
    started: Started
    progress: Progress
    alert: Alert
    updates: OutputUpdates
    result: PredictResponse
    def __init__(self, queued: _Optional[_Union[Queued, _Mapping]] = ..., started: _Optional[_Union[Started, _Mapping]] = ..., progress: _Optional[_Union[Progress, _Mapping]] = ..., alert: _Optional[_Union[Alert, _Mapping]] = ..., updates: _Optional[_Union[OutputUpdates, _Mapping]] = ..., result: _Optional[_Union[PredictResponse, _Mapping]] = ...) -> None: ...

class Queued(_message.Message):
    __slots__ = ("position", "wait")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    WAIT_FIELD_NUMBER: _ClassVar[int]
    position: int
    wait: _duration_pb2.Duration
    def __init__(self, position: _Optional[int] = ..., wait: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class Started(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Progress(_message.Message):
    __slots__ = ("bars",)
    BARS_FIELD_NUMBER: _ClassVar[int]
    bars: _containers.RepeatedCompositeFieldContainer[ProgressBar]
    def __init__(self, bars: _Optional[_Iterable[_Union[ProgressBar, _Mapping]]] = ...) -> None: ...

class ProgressBar(_message.Message):
    __slots__ = ("done", "total", "unit", "text")
    DONE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    done: float
    total: float
    unit: str
    text: str
    def __init__(self, done: _Optional[float] = ..., total: _Optional[float] = ..., unit: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class Alert(_message.Message):
    __slots__ = ("level", "text")
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    level: AlertLevel
    text: str
    def __init__(self, level: _Optional[_Union[AlertLevel, str]] = ..., text: _Optional[str] = ...) -> None: ...

class OutputUpdates(_message.Message):
    __slots__ = ("updates",)
    UPDATES_FIELD_NUMBER: _ClassVar[int]
    updates: _containers.RepeatedCompositeFieldContainer[OutputUpdate]
    def __init__(self, updates: _Optional[_Iterable[_Union[OutputUpdate, _Mapping]]] = ...) -> None: ...

class OutputUpdate(_message.Message):
    __slots__ = ("name", "path", "set", "append_text", "append_items")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    SET_FIELD_NUMBER: _ClassVar[int]
    APPEND_TEXT_FIELD_NUMBER: _ClassVar[int]
    APPEND_ITEMS_FIELD_NUMBER: _ClassVar[int]
    name: str
    path: str
    set: _value_pb2.Value
    append_text: str
    append_items: _value_pb2.ListValue
    def __init__(self, name: _Optional[str] = ..., path: _Optional[str] = ..., set: _Optional[_Union[_value_pb2.Value, _Mapping]] = ..., append_text: _Optional[str] = ..., append_items: _Optional[_Union[_value_pb2.ListValue, _Mapping]] = ...) -> None: ...

class PredictLiveRequest(_message.Message):
    __slots__ = ("call",)
    CALL_FIELD_NUMBER: _ClassVar[int]
    call: PredictRequest
    def __init__(self, call: _Optional[_Union[PredictRequest, _Mapping]] = ...) -> None: ...

class PredictLiveResponse(_message.Message):
    __slots__ = ("sequence", "event", "error")
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    event: PredictStreamResponse
    error: CallError
    def __init__(self, sequence: _Optional[int] = ..., event: _Optional[_Union[PredictStreamResponse, _Mapping]] = ..., error: _Optional[_Union[CallError, _Mapping]] = ...) -> None: ...

class CallError(_message.Message):
    __slots__ = ("code", "message", "details")
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    DETAILS_FIELD_NUMBER: _ClassVar[int]
    code: int
    message: str
    details: _containers.RepeatedCompositeFieldContainer[_any_pb2.Any]
    def __init__(self, code: _Optional[int] = ..., message: _Optional[str] = ..., details: _Optional[_Iterable[_Union[_any_pb2.Any, _Mapping]]] = ...) -> None: ...

class FlagRequest(_message.Message):
    __slots__ = ("interface_name", "option", "inputs", "outputs", "request_id")
    class InputsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _value_pb2.Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ...) -> None: ...
    class OutputsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _value_pb2.Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ...) -> None: ...
    INTERFACE_NAME_FIELD_NUMBER: _ClassVar[int]
    OPTION_FIELD_NUMBER: _ClassVar[int]
    INPUTS_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    interface_name: str
    option: str
    inputs: _containers.MessageMap[str, _value_pb2.Value]
    outputs: _containers.MessageMap[str, _value_pb2.Value]
    request_id: str
    def __init__(self, interface_name: _Optional[str] = ..., option: _Optional[str] = ..., inputs: _Optional[_Mapping[str, _value_pb2.Value]] = ..., outputs: _Optional[_Mapping[str, _value_pb2.Value]] = ..., request_id: _Optional[str] = ...) -> None: ...

class FlagResponse(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...
