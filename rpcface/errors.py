"""What can go wrong, in one hierarchy that server and clients share.

Each error knows its gRPC status `code` and its `reason`, the name of an
`rpcface.v1.ErrorReason`. A server's edge turns it into a status with details, and a
client turns the status back into the same error.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, NamedTuple


class StatusCode(enum.IntEnum):
    """gRPC's status codes (google.rpc.Code)."""

    OK = 0
    CANCELLED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16


class Violation(NamedTuple):
    """One field at fault."""

    field: str
    """Which: "inputs.NAME", with a JSON Pointer behind for a part of it."""
    description: str
    """What was wanted and what came."""

    @classmethod
    def of(cls, field: str, fault: Invalid) -> Violation:
        """The violation of a field whose value is not valid."""
        return cls(field + fault.pointer, f"wanted {fault.wanted}; came {fault.came}")


class Invalid(ValueError):
    """A value that is not what a schema or a component takes.

    A component raises it from `decode` and `encode`: `wanted` says the rule, `came`
    what broke it, `pointer` (a JSON Pointer) where in the value. The caller of a
    server sees both halves for an input, and only `wanted` for an output.
    """

    def __init__(self, wanted: str, came: str, pointer: str = "") -> None:
        super().__init__(wanted, came, pointer)
        self.wanted = wanted
        self.came = came
        self.pointer = pointer

    def __str__(self) -> str:
        place = f"at {self.pointer}: " if self.pointer else ""
        return f"{place}wanted {self.wanted}; came {self.came}"

    def below(self, step: str | int) -> Invalid:
        """The same, seen from the list or struct that holds the value at `step`."""
        escaped = str(step).replace("~", "~0").replace("/", "~1")
        return Invalid(self.wanted, self.came, f"/{escaped}{self.pointer}")


class RpcfaceError(Exception):
    """The base of every error that a call can end with.

    A client raises it itself for a status that none of the classes below stands
    for; `code` tells which, and `reason` may be empty.

    message: what went wrong, for people.
    violations: each field at fault, where fields are.
    metadata: what programs can tell from it, such as which limit it was.
    """

    code: StatusCode = StatusCode.UNKNOWN
    reason: str = ""
    retry_after: float | None = None
    """Seconds after which trying again can help; None: not told."""
    default_reason: ClassVar[str] = ""

    def __init__(
        self,
        message: str,
        *,
        violations: Iterable[Violation] = (),
        metadata: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = str(message)
        self.reason = self.reason or self.default_reason
        self.violations: Sequence[Violation] = tuple(violations)
        self.metadata: Mapping[str, str] = {str(k): str(v) for k, v in (metadata or {}).items()}

    def __str__(self) -> str:
        return self.message


class Error(RpcfaceError):
    """Raised by a function to tell the person who called it something:
    `raise rf.Error("The image shows no face.")`. The message reaches them as it is.
    """

    code = StatusCode.FAILED_PRECONDITION
    default_reason = "FUNCTION_REFUSED"


class InputError(RpcfaceError):
    """Inputs break their schemas; the function did not run. `violations` names each."""

    code = StatusCode.INVALID_ARGUMENT
    default_reason = "INPUT_INVALID"

    @classmethod
    def of(cls, violations: Iterable[Violation]) -> InputError:
        """The error whose message lists the violations."""
        found = tuple(violations)
        return cls("; ".join(f"{name}: {text}" for name, text in found), violations=found)


class RequestMalformed(RpcfaceError):
    """The message cannot be read, or nests too deep."""

    code = StatusCode.INVALID_ARGUMENT
    default_reason = "REQUEST_MALFORMED"


class InterfaceUnknown(RpcfaceError):
    """No interface of the server has that name; the message lists those there are."""

    code = StatusCode.NOT_FOUND
    default_reason = "INTERFACE_UNKNOWN"


class InterfaceChanged(RpcfaceError):
    """The etag is not the server's. Describe again."""

    code = StatusCode.FAILED_PRECONDITION
    default_reason = "INTERFACE_CHANGED"


class StateRefused(RpcfaceError):
    """The state is none that this server sealed for this interface."""

    code = StatusCode.FAILED_PRECONDITION
    default_reason = "STATE_REFUSED"


class RequestIdReused(RpcfaceError):
    """The request's id was given to another call before; the function did not run."""

    code = StatusCode.INVALID_ARGUMENT
    default_reason = "REQUEST_ID_REUSED"


class BlobGone(RpcfaceError):
    """The server holds no blob with that id."""

    code = StatusCode.NOT_FOUND
    default_reason = "BLOB_GONE"


class BlobDamaged(RpcfaceError):
    """The content that came is not the one whose hash or length was promised."""

    code = StatusCode.DATA_LOSS
    default_reason = "BLOB_DAMAGED"


class BlobOffsetBeyond(RpcfaceError):
    """A chunk starts beyond what the server holds."""

    code = StatusCode.OUT_OF_RANGE
    default_reason = "BLOB_OFFSET_BEYOND"


class LimitExceeded(RpcfaceError):
    """A limit of the server; `metadata["limit"]` names it. The same fails again, unless
    `retry_after` tells when to try, or it was about calls at once.
    """

    code = StatusCode.RESOURCE_EXHAUSTED
    default_reason = "LIMIT_EXCEEDED"


class QueueFull(RpcfaceError):
    """Too many calls wait already, or the expected wait goes beyond the caller's
    deadline; the function did not run. `retry_after` tells when to try again.
    """

    code = StatusCode.RESOURCE_EXHAUSTED
    default_reason = "QUEUE_FULL"


class Unauthenticated(RpcfaceError):
    """The server wants to know who calls, and does not: the call came without a token
    that it takes, or without one at all. The message tells how to send one.
    """

    code = StatusCode.UNAUTHENTICATED
    default_reason = "UNAUTHENTICATED"


class PermissionDenied(RpcfaceError):
    """The caller may use no interface of that name, whether there is one or not."""

    code = StatusCode.PERMISSION_DENIED
    default_reason = "PERMISSION_DENIED"


class WorkerLost(RpcfaceError):
    """What ran the function is lost; the function may have run in part."""

    code = StatusCode.ABORTED
    default_reason = "WORKER_LOST"


class FlagRefused(RpcfaceError):
    """The interface takes no flags: it has none, or the server records every call."""

    code = StatusCode.FAILED_PRECONDITION
    default_reason = "FLAG_REFUSED"


class FunctionFailed(RpcfaceError):
    """The function raised. `metadata["incident"]` is what the server's log calls it."""

    code = StatusCode.INTERNAL
    default_reason = "FUNCTION_FAILED"


class OutputError(RpcfaceError):
    """The function returned what its output cannot carry."""

    code = StatusCode.INTERNAL
    default_reason = "OUTPUT_INVALID"


class ShuttingDown(RpcfaceError):
    """The server is going down; the function did not run."""

    code = StatusCode.UNAVAILABLE
    default_reason = "SHUTTING_DOWN"


BY_REASON: Mapping[str, type[RpcfaceError]] = {
    kind.default_reason: kind
    for kind in (
        Error,
        InputError,
        RequestMalformed,
        InterfaceUnknown,
        InterfaceChanged,
        StateRefused,
        RequestIdReused,
        BlobGone,
        BlobDamaged,
        BlobOffsetBeyond,
        LimitExceeded,
        QueueFull,
        FlagRefused,
        Unauthenticated,
        PermissionDenied,
        FunctionFailed,
        WorkerLost,
        OutputError,
        ShuttingDown,
    )
}
"""The class for each `ErrorReason` that has one."""
