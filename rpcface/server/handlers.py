"""The RPCs of rpcface.v1's services as grpc.aio handlers.

Bytes go to the core and come back: (de)serializers of gRPC's would run on the event
loop whatever the size, and an error that they raise reaches the caller as UNKNOWN.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import Any, Final, TypeAlias

import grpc

from rpcface.core.incidents import failure
from rpcface.core.predict import is_cancelled
from rpcface.core.service import Service
from rpcface.errors import RpcfaceError
from rpcface.wire.statuses import short, to_status

SERVICE: Final = "rpcface.v1.InterfaceService"
BLOBS: Final = "rpcface.v1.BlobService"

_CODES: Final = {code.value[0]: code for code in grpc.StatusCode}

Context: TypeAlias = "grpc.aio.ServicerContext[bytes, bytes]"
Handler: TypeAlias = Callable[[bytes], Awaitable[bytes]]


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

        async def describe(body: bytes) -> bytes:
            return self._service.describe(body)

        interfaces: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {
            "Describe": grpc.unary_unary_rpc_method_handler(self._guarded(describe)),
            "Predict": grpc.unary_unary_rpc_method_handler(self._guarded(self._service.predict)),
        }
        blobs: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {
            "WriteBlob": grpc.unary_unary_rpc_method_handler(
                self._by_caller(self._service.write_blob)
            ),
            "StatBlob": grpc.unary_unary_rpc_method_handler(self._guarded(self._service.stat_blob)),
            "ReadBlob": grpc.unary_stream_rpc_method_handler(
                self._guarded_stream(self._service.read_blob)
            ),
        }
        return (
            grpc.method_handlers_generic_handler(SERVICE, interfaces),
            grpc.method_handlers_generic_handler(BLOBS, blobs),
        )

    async def ended(self) -> None:
        """Waits until no call is in flight."""
        self._none = asyncio.Event()
        if self._count:
            await self._none.wait()

    def _guarded(self, handler: Handler) -> Any:
        """The handler, so that every call ends with a status that tells no secrets."""

        async def call(body: bytes, context: Context) -> bytes:
            self._count += 1
            try:
                return await handler(body)
            except BaseException as error:  # noqa: BLE001 - it is told, or raised again
                refusal = _refusal(error)
            finally:
                self._leave()
            await _abort(context, refusal)
            raise AssertionError("abort raises")

        return call

    def _by_caller(self, handler: Callable[[bytes, str], Awaitable[bytes]]) -> Any:
        """The same for a handler that is also told who calls."""

        async def call(body: bytes, context: Context) -> Any:
            caller = _host(context.peer())
            return await self._guarded(lambda body: handler(body, caller))(body, context)

        return call

    def _guarded_stream(self, handler: Callable[[bytes], AsyncGenerator[bytes, None]]) -> Any:
        """The same for a handler that gives any number of messages."""

        async def call(body: bytes, context: Context) -> AsyncIterator[bytes]:
            self._count += 1
            try:
                async with contextlib.aclosing(handler(body)) as messages:
                    async for message in messages:
                        yield message
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


def _host(peer: str) -> str:
    """Who calls, without the port: "ipv4:127.0.0.1", "unix"."""
    return peer.rpartition(":")[0] if peer.startswith(("ipv4:", "ipv6:")) else peer


async def _abort(context: Context, refusal: RpcfaceError) -> None:
    details = (("grpc-status-details-bin", to_status(refusal)),)
    await context.abort(_CODES[int(refusal.code)], short(str(refusal)), details)
