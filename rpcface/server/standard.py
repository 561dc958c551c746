"""The services that every gRPC server has: health and reflection."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any, Final

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection, reflection_pb2

from rpcface.core.edge import BLOBS, SERVICE

_REFLECTION: Final = ("grpc.reflection.v1.ServerReflection", reflection.SERVICE_NAME)


_Status: Final = health_pb2.HealthCheckResponse


class Health(health_pb2_grpc.HealthServicer):  # type: ignore[misc]  # it ships no types
    """grpc.health.v1. When the server stops, the streams that wait for news end, which
    would else keep it from stopping for as long as it gives its calls.
    """

    def __init__(self) -> None:
        self._status = _Status.NOT_SERVING
        self._changed = asyncio.Event()
        self._ending = asyncio.Event()

    async def set_serving(self) -> None:
        """Tells that the server and its services are SERVING."""
        self._tell(_Status.SERVING)

    async def enter_graceful_shutdown(self) -> None:
        """Tells that they are NOT_SERVING, and ends the streams."""
        self._ending.set()
        self._tell(_Status.NOT_SERVING)

    def _tell(self, status: int) -> None:
        self._status = status
        self._changed.set()
        self._changed = asyncio.Event()

    async def Check(self, request: Any, context: Any) -> Any:  # noqa: N802 - the RPC's name
        """The status of a service."""
        if request.service not in _HEALTHY:
            await context.abort(grpc.StatusCode.NOT_FOUND, "the server has no such service")
        return _Status(status=self._status)

    async def Watch(self, request: Any, context: Any) -> None:  # noqa: N802 - the RPC's name
        """The status of a service, and each change of it."""
        told = None
        while True:
            changed = self._changed
            status = self._status if request.service in _HEALTHY else _Status.SERVICE_UNKNOWN
            if status != told:
                await context.write(_Status(status=status))
                told = status  # which may be old by now
            elif self._ending.is_set():
                return  # an error could overtake the message that it is NOT_SERVING
            else:
                await changed.wait()

    async def end(self, context: Any) -> None:
        """Ends a stream where the server is going down."""
        if self._ending.is_set():
            await context.abort(grpc.StatusCode.UNAVAILABLE, "the server is going down")

    async def until_the_end(self, items: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The items, until there are no more or the server is going down."""
        ending = asyncio.create_task(self._ending.wait())
        tasks: list[asyncio.Task[Any]] = [ending]
        try:
            while not ending.done():
                item = asyncio.create_task(_next(items))
                tasks = [item, ending]
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                if not item.done() or item.result() is None:
                    break
                yield item.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _next(items: AsyncIterator[Any]) -> Any:
    return await anext(items, None)


_HEALTHY: Final = ("", SERVICE, BLOBS)
"""What is asked for; other services are not known."""


def add_health(server: grpc.aio.Server) -> Health:
    """Adds grpc.health.v1, of "" and of each service."""
    servicer = Health()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    return servicer


def _describe_v1() -> None:
    """Makes the descriptor of reflection's v1 known, which is v1alpha's under another
    name: clients look up every service that is listed.
    """
    pool = descriptor_pool.Default()
    with contextlib.suppress(KeyError):
        pool.FindServiceByName(_REFLECTION[0])
        return
    file = descriptor_pb2.FileDescriptorProto()
    reflection_pb2.DESCRIPTOR.CopyToProto(file)
    old, file.package = f".{file.package}.", "grpc.reflection.v1"
    file.name = "grpc/reflection/v1/reflection.proto"
    for message in file.message_type:
        for field in message.field:
            if field.type_name:
                field.type_name = field.type_name.replace(old, f".{file.package}.")
    for method in file.service[0].method:
        method.input_type = method.input_type.replace(old, f".{file.package}.")
        method.output_type = method.output_type.replace(old, f".{file.package}.")
    pool.AddSerializedFile(file.SerializeToString())


def add_reflection(server: grpc.aio.Server, streams: Health) -> None:
    """Adds reflection under both of its names: v1, which clients ask for first, has
    the messages of v1alpha, which grpcio ships. `streams` ends those that are open.
    """
    _describe_v1()
    names = (SERVICE, BLOBS, health.SERVICE_NAME, *_REFLECTION)
    servicer = reflection.aio.ReflectionServicer(names)

    async def reflect(requests: Any, context: Any) -> AsyncIterator[Any]:
        asked = streams.until_the_end(aiter(requests))
        async for answer in servicer.ServerReflectionInfo(asked, context):
            yield answer
        await streams.end(context)

    method = grpc.stream_stream_rpc_method_handler(
        reflect,
        request_deserializer=reflection_pb2.ServerReflectionRequest.FromString,
        response_serializer=reflection_pb2.ServerReflectionResponse.SerializeToString,
    )
    server.add_generic_rpc_handlers(
        tuple(
            grpc.method_handlers_generic_handler(name, {"ServerReflectionInfo": method})
            for name in _REFLECTION
        )
    )
