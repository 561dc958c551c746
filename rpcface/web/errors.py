"""What went wrong, as HTTP, Connect and gRPC-Web tell it."""

from __future__ import annotations

import base64
import json
from typing import Final

from rpcface.errors import LimitExceeded, RpcfaceError, StatusCode
from rpcface.wire.statuses import details, short

STATUSES: Final = {
    StatusCode.CANCELLED: 499,
    StatusCode.INVALID_ARGUMENT: 400,
    StatusCode.DEADLINE_EXCEEDED: 504,
    StatusCode.NOT_FOUND: 404,
    StatusCode.ALREADY_EXISTS: 409,
    StatusCode.PERMISSION_DENIED: 403,
    StatusCode.RESOURCE_EXHAUSTED: 429,
    StatusCode.FAILED_PRECONDITION: 400,
    StatusCode.ABORTED: 409,
    StatusCode.OUT_OF_RANGE: 400,
    StatusCode.UNIMPLEMENTED: 501,
    StatusCode.UNAVAILABLE: 503,
    StatusCode.UNAUTHENTICATED: 401,
}
"""The status of HTTP for one of gRPC's, as Connect has it; 500 for the others."""


def code_name(code: StatusCode) -> str:
    """What Connect calls the code: "invalid_argument"."""
    return "canceled" if code is StatusCode.CANCELLED else code.name.lower()


def http_status(error: RpcfaceError) -> int:
    """The status of HTTP for it."""
    return STATUSES.get(error.code, 500)


def error_json(error: RpcfaceError) -> bytes:
    """The error as Connect tells it: a code, a message and details."""
    told = {
        "code": code_name(error.code),
        "message": short(str(error)),
        "details": [
            {"type": name, "value": base64.b64encode(data).decode().rstrip("=")}
            for name, data in details(error)
        ],
    }
    if not told["details"]:
        del told["details"]
    return json.dumps(told, ensure_ascii=False).encode()


def too_large(most: int) -> LimitExceeded:
    """The error for a request with more bytes than the server takes."""
    return LimitExceeded(
        f"wanted a request of at most {most:,} bytes; came more. Send large media as blobs",
        metadata={"limit": "max_request_bytes"},
    )
