"""Errors as `google.rpc.Status`, both ways."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

from rpcface.errors import BY_REASON, RpcfaceError, StatusCode, Violation

DOMAIN: Final = "rpcface"
"""`google.rpc.ErrorInfo.domain` of this package's services."""

MAX_STATUS: Final = 3072
"""Bytes of a status: in base64, as trailers carry it, they are 4 KB."""
MAX_TEXT: Final = 1024
"""Bytes of a message."""
MAX_PART: Final = 240
"""Bytes of each text in a detail."""
MAX_METADATA: Final = 3
"""Entries of metadata."""


def to_status(error: RpcfaceError) -> bytes:
    """The bytes of the status for an error, at most `MAX_STATUS`: long texts are cut,
    and the violations that find no room are left out.
    """
    status = status_pb2.Status(code=int(error.code), message=short(str(error)))
    if error.reason:
        info = error_details_pb2.ErrorInfo(reason=short(error.reason, MAX_PART), domain=DOMAIN)
        for name, text in itertools.islice(error.metadata.items(), MAX_METADATA):
            info.metadata[short(name, 64)] = short(text, MAX_PART)
        status.details.add().Pack(info)
    if error.retry_after is not None:
        retry = error_details_pb2.RetryInfo()
        retry.retry_delay.FromNanoseconds(round(error.retry_after * 1e9))
        status.details.add().Pack(retry)
    if error.violations:
        room = MAX_STATUS - status.ByteSize() - 64  # a detail comes with its type's name
        request = error_details_pb2.BadRequest()
        for field, description in error.violations:
            request.field_violations.add(
                field=short(field, MAX_PART), description=short(description, MAX_PART)
            )
            if request.ByteSize() > room:
                del request.field_violations[-1]
                break
        status.details.add().Pack(request)
    return status.SerializeToString()


def details(error: RpcfaceError) -> Iterator[tuple[str, bytes]]:
    """The details of that status, each with the name of its message and its bytes."""
    for detail in status_pb2.Status.FromString(to_status(error)).details:
        yield detail.type_url.rpartition("/")[2], detail.value


def short(text: str, most: int = MAX_TEXT) -> str:
    """The text, cut to `most` bytes of UTF-8."""
    data = text.encode("utf-8", "replace")
    if len(data) <= most:
        return data.decode()
    return data[: most - 3].decode("utf-8", "ignore") + "…"


def from_status(code: int, message: str, status: bytes | None) -> RpcfaceError:
    """The error for a status: its code and message, and the bytes of its
    `google.rpc.Status` where it carries one.
    """
    found = _details(status) if status else _Details("", {}, [], None)
    kind = BY_REASON.get(found.reason, RpcfaceError)
    error = kind(message, violations=found.violations, metadata=found.metadata)
    error.code = StatusCode(code) if code in set(StatusCode) else StatusCode.UNKNOWN
    error.reason = found.reason
    error.retry_after = found.retry_after
    return error


class _Details(NamedTuple):
    reason: str
    metadata: Mapping[str, str]
    violations: list[Violation]
    retry_after: float | None


def _details(data: bytes) -> _Details:
    reason, metadata, violations, retry_after = "", {}, [], None
    try:
        status = status_pb2.Status.FromString(data)
        info = error_details_pb2.ErrorInfo()
        request = error_details_pb2.BadRequest()
        retry = error_details_pb2.RetryInfo()
        for detail in status.details:
            if detail.Unpack(info) and info.domain == DOMAIN:
                reason, metadata = info.reason, dict(info.metadata)
            elif detail.Unpack(request):
                violations += [Violation(v.field, v.description) for v in request.field_violations]
            elif detail.Unpack(retry):
                retry_after = retry.retry_delay.ToNanoseconds() / 1e9
    except DecodeError:
        pass  # another server's trailer; code and message say enough
    return _Details(reason, metadata, violations, retry_after)
