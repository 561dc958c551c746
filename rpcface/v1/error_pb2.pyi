from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class ErrorReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERROR_REASON_UNSPECIFIED: _ClassVar[ErrorReason]
    ERROR_REASON_INPUT_INVALID: _ClassVar[ErrorReason]
    ERROR_REASON_INTERFACE_UNKNOWN: _ClassVar[ErrorReason]
    ERROR_REASON_INTERFACE_CHANGED: _ClassVar[ErrorReason]
    ERROR_REASON_STATE_REFUSED: _ClassVar[ErrorReason]
    ERROR_REASON_REQUEST_ID_REUSED: _ClassVar[ErrorReason]
    ERROR_REASON_BLOB_GONE: _ClassVar[ErrorReason]
    ERROR_REASON_QUEUE_FULL: _ClassVar[ErrorReason]
    ERROR_REASON_LIMIT_EXCEEDED: _ClassVar[ErrorReason]
    ERROR_REASON_FUNCTION_REFUSED: _ClassVar[ErrorReason]
    ERROR_REASON_FUNCTION_FAILED: _ClassVar[ErrorReason]
    ERROR_REASON_WORKER_LOST: _ClassVar[ErrorReason]
    ERROR_REASON_SHUTTING_DOWN: _ClassVar[ErrorReason]
    ERROR_REASON_REQUEST_MALFORMED: _ClassVar[ErrorReason]
    ERROR_REASON_OUTPUT_INVALID: _ClassVar[ErrorReason]
    ERROR_REASON_BLOB_DAMAGED: _ClassVar[ErrorReason]
    ERROR_REASON_BLOB_OFFSET_BEYOND: _ClassVar[ErrorReason]
    ERROR_REASON_UNAUTHENTICATED: _ClassVar[ErrorReason]
    ERROR_REASON_PERMISSION_DENIED: _ClassVar[ErrorReason]
    ERROR_REASON_FLAG_REFUSED: _ClassVar[ErrorReason]
ERROR_REASON_UNSPECIFIED: ErrorReason
ERROR_REASON_INPUT_INVALID: ErrorReason
ERROR_REASON_INTERFACE_UNKNOWN: ErrorReason
ERROR_REASON_INTERFACE_CHANGED: ErrorReason
ERROR_REASON_STATE_REFUSED: ErrorReason
ERROR_REASON_REQUEST_ID_REUSED: ErrorReason
ERROR_REASON_BLOB_GONE: ErrorReason
ERROR_REASON_QUEUE_FULL: ErrorReason
ERROR_REASON_LIMIT_EXCEEDED: ErrorReason
ERROR_REASON_FUNCTION_REFUSED: ErrorReason
ERROR_REASON_FUNCTION_FAILED: ErrorReason
ERROR_REASON_WORKER_LOST: ErrorReason
ERROR_REASON_SHUTTING_DOWN: ErrorReason
ERROR_REASON_REQUEST_MALFORMED: ErrorReason
ERROR_REASON_OUTPUT_INVALID: ErrorReason
ERROR_REASON_BLOB_DAMAGED: ErrorReason
ERROR_REASON_BLOB_OFFSET_BEYOND: ErrorReason
ERROR_REASON_UNAUTHENTICATED: ErrorReason
ERROR_REASON_PERMISSION_DENIED: ErrorReason
ERROR_REASON_FLAG_REFUSED: ErrorReason
