"""The RPCs of rpcface.v1's services as grpc.aio handlers.

Bytes go to the core and come back: (de)serializers of gRPC's would run on the event
loop whatever the size, and an error that they raise reaches the caller as UNKNOWN.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final, TypeAlias, TypeVar

import grpc

from rpcface.core.claimant import Claimant
from rpcface.core.incidents import failure
from rpcface.core.service import Service
from rpcface.core.sight import Answers, Handler
from rpcface.core.unary import is_cancelled
from rpcface.errors import RpcfaceError, ShuttingDown, Unauthenticated
from rpcface.server.asking import Asking, Method
from rpcface.server.caller import GrpcCaller
from rpcface.wire.statuses import short, to_status

SERVICE: Final = "rpcface.v1.InterfaceService"
BLOBS: Final = "rpcface.v1.BlobService"

_CODES: Final = {code.value[0]: code for code in grpc.StatusCode}

T = TypeVar("T")

Context: TypeAlias = "grpc.aio.ServicerContext[bytes, bytes]"


class Calls:
    """The RPCs of the services, and how many of them are in flight. It belongs to one
    event loop.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._count = 0
        self._none: asyncio.Event | None = None

    def handlers(self) -> tuple[grpc.GenericRpcHandler, ...]:
        """The handlers, to be added to a server."""
        service = self._service
        interfaces = {
            "Describe": self._unary(SERVICE, "Describe", service.describe),
            "Flag": self._unary(SERVICE, "Flag", service.flag),
            "Predict": self._unary(SERVICE, "Predict", service.predict),
            "PredictLive": self._stream(
                SERVICE, "PredictLive", service.predict_live, grpc.stream_stream_rpc_method_handler
            ),
            "PredictStream": self._stream(SERVICE, "PredictStream", service.predict_stream),
        }
        blobs = {
            "WriteBlob": self._unary(BLOBS, "WriteBlob", service.write_blob),
            "StatBlob": self._unary(BLOBS, "StatBlob", service.stat_blob),
            "ReadBlob": self._stream(BLOBS, "ReadBlob", service.read_blob),
        }
        if service.access.wants_token:
            methods = {f"/{SERVICE}/{rpc}": method for rpc, method in interfaces.items()}
            methods |= {f"/{BLOBS}/{rpc}": method for rpc, method in blobs.items()}
            return (Asking(service.access, methods),)
        return (
            grpc.method_handlers_generic_handler(
                SERVICE, {rpc: method.handler(None) for rpc, method in interfaces.items()}
            ),
            grpc.method_handlers_generic_handler(
                BLOBS, {rpc: method.handler(None) for rpc, method in blobs.items()}
            ),
        )

    async def ended(self) -> None:
        """Refuses new calls from now on, and waits until none is in flight."""
        self._none = asyncio.Event()
        if self._count:
            await self._none.wait()

    @property
    def are_ended(self) -> bool:
        """Whether none is in flight, and none will be."""
        return self._none is not None and not self._count

    def _unary(self, service: str, rpc: str, handler: Handler[bytes]) -> Method:
        seen = self._service.sight.unary(service, rpc, self._unless_late(handler))
        made = grpc.unary_unary_rpc_method_handler
        return Method(lambda given: made(self._guarded(seen, given)), self._refusal(service, rpc))

    def _stream(
        self,
        service: str,
        rpc: str,
        handler: Handler[Answers],
        made: Callable[..., Any] = grpc.unary_stream_rpc_method_handler,
    ) -> Method:
        seen = self._service.sight.stream(service, rpc, self._unless_late(handler))
        refusal = self._refusal(service, rpc)
        return Method(lambda given: made(self._guarded_stream(seen, given)), refusal)

    def _refusal(self, service: str, rpc: str) -> Callable[[str], Any]:
        """What makes the handler of a call that is refused before its request is read."""
        asked = self._service.access.unary(_unread, is_counted=False)
        seen = self._service.sight.unary(service, rpc, self._unless_late(asked))

        def made(authorization: str) -> Any:
            guarded = self._guarded(seen, authorization)

            async def call(_requests: object, context: Context) -> AsyncIterator[bytes]:
                yield await guarded(b"", context)

            return grpc.stream_stream_rpc_method_handler(call)

        return made

    def _unless_late(self, handler: Handler[T]) -> Handler[T]:
        """The handler; no call gets to it once the server is going down."""

        def call(body: bytes, caller: Claimant) -> Awaitable[T]:
            if self._none is not None:
                raise ShuttingDown("the server is going down; the function did not run")
            return handler(body, caller)

        return call

    def _guarded(self, handler: Handler[bytes], authorization: str | None) -> Any:
        """The handler, so that every call ends with a status that tells no secrets."""

        async def call(body: bytes, context: Context) -> bytes:
            self._count += 1
            try:
                return await handler(body, GrpcCaller(context, authorization))
            except BaseException as error:  # noqa: BLE001 - it is told, or raised again
                refusal = _refusal(error)
            finally:
                self._leave()
            await _abort(context, refusal)
            raise AssertionError("abort raises")

        return call

    def _guarded_stream(self, handler: Handler[Answers], authorization: str | None) -> Any:
        """The same for a handler that gives any number of messages."""

        async def call(body: Any, context: Context) -> AsyncIterator[bytes]:
            self._count += 1
            try:
                answers = await handler(body, GrpcCaller(context, authorization))
                try:
                    while (message := await answers.next()) is not None:
                        yield message
                finally:
                    await answers.close()
                return
            except BaseException as error:  # noqa: BLE001 - it is told, or raised again
                refusal = _refusal(error)
            finally:
                self._leave()
            await _abort(context, refusal)

        return call

    def _leave(self) -> None:
        self._count -= 1
        if self._none is not None and not self._count:
            self._none.set()


async def _unread(_body: bytes, _caller: Claimant) -> bytes:
    """Where a token has become valid since it was looked at."""
    raise Unauthenticated("the token was not valid when the call came, and is now; try again")


def _refusal(error: BaseException) -> RpcfaceError:
    """What the caller is told. The error itself is raised again where gRPC tells: of one
    who left, or whose deadline passed.
    """
    if isinstance(error, RpcfaceError):
        return error
    # a handler that ends so by itself would leave its caller without any status
    is_over = isinstance(error, asyncio.CancelledError) and is_cancelled()
    if is_over or isinstance(error, GeneratorExit):
        raise error
    return failure("the server", error)


async def _abort(context: Context, refusal: RpcfaceError) -> None:
    details = (("grpc-status-details-bin", to_status(refusal)),)
    await context.abort(_CODES[int(refusal.code)], short(str(refusal)), details)
