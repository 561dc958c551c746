"""Connect and gRPC-Web for the RPCs: connectrpc reads and writes the frames, and hands the
bytes of messages through.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any, Final, TypeAlias

from connectrpc.code import Code
from connectrpc.errors import ConnectError, ErrorDetail
from connectrpc.method import IdempotencyLevel, MethodInfo, StreamType
from connectrpc.request import RequestContext
from connectrpc.server import ConnectASGIApplication, Endpoint
from protobuf.wkt import Any as AnyMessage

from rpcface.errors import RpcfaceError
from rpcface.web.caller import HttpCaller
from rpcface.web.errors import code_name
from rpcface.web.rpcs import Json, Rpc, Rpcs, Zipped, ZippedJson
from rpcface.wire.statuses import details, short

LARGE: Final = 64 * 1024
"""From how many bytes on an answer has its length told, which spares it a copy."""

Context: TypeAlias = RequestContext[bytes, bytes]

UNARY_TYPES: Final = ("application/json", "application/proto")
"""Of requests to RPCs with one answer, by Connect."""
STREAM_TYPES: Final = ("application/connect+json", "application/connect+proto")
"""Of requests to others."""
ACCEPTING: Final = frozenset(
    (b"accept-encoding", b"connect-accept-encoding", b"grpc-accept-encoding")
)
"""Headers that `ConnectApp` is not to see."""
GRPC_WEB_TYPES: Final = (
    *("application/grpc-web", "application/grpc-web+proto", "application/grpc-web+json"),
)
"""Of requests to either, by gRPC-Web."""


class _Proto:
    """Hands bytes through."""

    def name(self) -> str:
        return "proto"

    def encode(self, message: bytes) -> bytes:
        return message

    def decode(self, data: bytes | bytearray, _kind: type[bytes]) -> bytes:
        return bytes(data) if isinstance(data, bytearray) else data


class _Json(_Proto):
    """Hands bytes through, those of a request as what they are."""

    def name(self) -> str:
        return "json"

    def decode(self, data: bytes | bytearray, _kind: type[bytes]) -> bytes:
        return ZippedJson(data) if isinstance(data, Zipped) else Json(data)


class _Gzip:
    """Hands through what is packed, for unpacking takes its time. Nothing is packed by it: no
    request says here that it takes that.
    """

    def name(self) -> str:
        return "gzip"

    def compress(self, data: bytes | bytearray | memoryview) -> bytes:
        raise NotImplementedError

    def decompress(self, data: bytes | bytearray | memoryview, _most: int | None = None) -> bytes:
        return Zipped(data)


class ConnectApp(ConnectASGIApplication[Rpcs]):
    """The RPCs as an ASGI application, which takes their paths alone. A request that is not
    finished by the caller's deadline, or whose caller has left, cancels its task.
    """

    path = "/"

    def __init__(self, rpcs: Rpcs, most: int) -> None:
        super().__init__(
            service=rpcs,
            endpoints=_endpoints,
            codecs=(_Proto(), _Json()),
            read_max_bytes=most,
            compressions=(_Gzip(),),
        )


def connect_error(error: RpcfaceError) -> ConnectError:
    """The error with its details, as connectrpc takes it."""
    told = (
        ErrorDetail(AnyMessage(type_url=f"type.googleapis.com/{name}", value=data))
        for name, data in details(error)
    )
    return ConnectError(Code(code_name(error.code)), short(str(error)), told)


def _endpoints(rpcs: Rpcs) -> Mapping[str, Any]:
    return {
        path: _stream(rpcs, rpc) if rpc.is_stream else _unary(rpcs, rpc)
        for path, rpc in rpcs.by_path.items()
    }


def _unary(rpcs: Rpcs, rpc: Rpc) -> Any:
    async def call(body: bytes, context: Context) -> bytes:
        try:
            answer = await rpcs.answer(rpc, body, _caller(context))
        except RpcfaceError as error:
            raise connect_error(error) from None
        if len(answer) >= LARGE and not _is_framed(context):
            context.response_headers["content-length"] = str(len(answer))
        return answer

    return Endpoint.unary(_method(rpc), call)


def _stream(rpcs: Rpcs, rpc: Rpc) -> Any:
    async def call(body: bytes, context: Context) -> AsyncIterator[bytes]:
        answers = rpcs.answers(rpc, body, _caller(context))
        try:
            async for message in answers:
                yield message
        except RpcfaceError as error:
            raise connect_error(error) from None
        finally:
            await answers.aclose()

    return Endpoint.server_stream(_method(rpc), call)


def _method(rpc: Rpc) -> MethodInfo[bytes, bytes]:
    level = IdempotencyLevel.NO_SIDE_EFFECTS if rpc.is_safe else IdempotencyLevel.UNKNOWN
    kind = StreamType.SERVER_STREAM if rpc.is_stream else StreamType.UNARY
    return MethodInfo(
        name=rpc.name,
        service_name=rpc.service,
        input=bytes,
        output=bytes,
        idempotency_level=level,
        stream_type=kind,
    )


def _is_framed(context: Context) -> bool:
    return context.request_headers.get("content-type", "").startswith("application/grpc")


def _caller(context: Context) -> HttpCaller:
    left = context.timeout_ms
    return HttpCaller(
        (context.client_address or "").rpartition(":")[0],
        context.request_headers.allitems,
        None if left is None else left / 1000,
    )
