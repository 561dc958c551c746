"""The RPCs of rpcface.v1's services as grpc.aio handlers.

Bytes go to the core and come back: (de)serializers of gRPC's would run on the event
loop whatever the size, and an error that they raise reaches the caller as UNKNOWN.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any, Final, TypeAlias

import grpc

from rpcface.core.claimant import Claimant
from rpcface.core.edge import BLOBS, SERVICE, InFlight, refusal
from rpcface.core.service import Service
from rpcface.core.sight import Answers, Handler
from rpcface.errors import RpcfaceError, Unauthenticated
from rpcface.server.asking import Asking, Method
from rpcface.server.caller import GrpcCaller
from rpcface.wire.statuses import short, to_status

_CODES: Final = {code.value[0]: code for code in grpc.StatusCode}

Context: TypeAlias = "grpc.aio.ServicerContext[bytes, bytes]"


class Calls:
    """The RPCs of the services. It belongs to one event loop."""

    def __init__(self, service: Service, in_flight: InFlight) -> None:
        self._service = service
        self._in_flight = in_flight

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

    def _unary(self, service: str, rpc: str, handler: Handler[bytes]) -> Method:
        seen = self._service.sight.unary(service, rpc, self._in_flight.unless_late(handler))
        made = grpc.unary_unary_rpc_method_handler
        return Method(lambda given: made(self._guarded(seen, given)), self._refusal(service, rpc))

    def _stream(
        self,
        service: str,
        rpc: str,
        handler: Handler[Answers],
        made: Callable[..., Any] = grpc.unary_stream_rpc_method_handler,
    ) -> Method:
        seen = self._service.sight.stream(service, rpc, self._in_flight.unless_late(handler))
        refusal = self._refusal(service, rpc)
        return Method(lambda given: made(self._guarded_stream(seen, given)), refusal)

    def _refusal(self, service: str, rpc: str) -> Callable[[str], Any]:
        """What makes the handler of a call that is refused before its request is read."""
        asked = self._service.access.unary(_unread, is_counted=False)
        seen = self._service.sight.unary(service, rpc, self._in_flight.unless_late(asked))

        def made(authorization: str) -> Any:
            guarded = self._guarded(seen, authorization)

            async def call(_requests: object, context: Context) -> AsyncIterator[bytes]:
                yield await guarded(b"", context)

            return grpc.stream_stream_rpc_method_handler(call)

        return made

    def _guarded(self, handler: Handler[bytes], authorization: str | None) -> Any:
        """The handler, so that every call ends with a status that tells no secrets."""

        async def call(body: bytes, context: Context) -> bytes:
            self._in_flight.enter()
            try:
                return await handler(body, GrpcCaller(context, authorization))
            except BaseException as error:  # noqa: BLE001 - it is told, or raised again
                refused = refusal(error)
            finally:
                self._in_flight.leave()
            await _abort(context, refused)
            raise AssertionError("abort raises")

        return call

    def _guarded_stream(self, handler: Handler[Answers], authorization: str | None) -> Any:
        """The same for a handler that gives any number of messages."""

        async def call(body: Any, context: Context) -> AsyncIterator[bytes]:
            self._in_flight.enter()
            try:
                answers = await handler(body, GrpcCaller(context, authorization))
                try:
                    while (message := await answers.next()) is not None:
                        yield message
                finally:
                    await answers.close()
                return
            except BaseException as error:  # noqa: BLE001 - it is told, or raised again
                refused = refusal(error)
            finally:
                self._in_flight.leave()
            await _abort(context, refused)

        return call


async def _unread(_body: bytes, _caller: Claimant) -> bytes:
    """Where a token has become valid since it was looked at."""
    raise Unauthenticated("the token was not valid when the call came, and is now; try again")


async def _abort(context: Context, refused: RpcfaceError) -> None:
    details = (("grpc-status-details-bin", to_status(refused)),)
    await context.abort(_CODES[int(refused.code)], short(str(refused)), details)
