"""The async client."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import grpc

from rpcface.client import channels
from rpcface.client.description import Description
from rpcface.client.flows import ACCEPT, Options
from rpcface.client.jobs import AsyncEvents, AsyncJob
from rpcface.client.live import AsyncLive, Line
from rpcface.client.operations import Operations
from rpcface.client.steps import Flow, Watch
from rpcface.values import Media

T = TypeVar("T")


class AsyncClient(Operations):
    """`Client` for an event loop: the same, with `await` before each operation.

    async with AsyncClient("localhost:50051") as client:
        picture = await client["sepia"].predict("photo.jpg")
    """

    def __init__(
        self, address: str, *, timeout: float | None = None, accept: Sequence[str] = ACCEPT
    ) -> None:
        super().__init__(address, timeout=timeout, accept=accept)
        self._channel = grpc.aio.insecure_channel(self._target, channels.options(self._target))
        self._methods = channels.methods(self._channel, _collected)

    async def describe(self) -> Description:
        """What the server offers, asked anew; `print` it."""
        return await self._drive(self._session.describe(), self._options)

    async def read_blob(self, media: Media) -> Media:
        """The medium with its content; see `Client.read_blob`."""
        return await self._drive(self._session.read_blob(media), self._options)

    async def close(self) -> None:
        """Closes the connection."""
        await self._channel.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    def _watch(self, flow: Watch, options: Options) -> AsyncEvents:
        return AsyncEvents(flow, self._methods, self.address, options.timeout)

    async def _live(self, flow: Flow[Line], options: Options) -> AsyncLive:
        line = await self._drive(flow, options)
        method = self._methods["PredictLive"]
        return await AsyncLive(line, method, self.address, options.timeout).open()

    async def _submit(self, flow: Watch, options: Options) -> AsyncJob:
        return AsyncJob(await self._watch(flow, options).start())

    async def _drive(self, flow: Flow[T], options: Options) -> T:
        loop = asyncio.get_running_loop()
        end = None if options.timeout is None else loop.time() + options.timeout
        try:
            call = next(flow)
            while True:
                left = None if end is None else max(end - loop.time(), 0.0)
                try:
                    answer = await self._methods[call.method](call.body, timeout=left)
                except grpc.aio.AioRpcError as error:
                    call = flow.throw(channels.error_of(error, self.address))
                else:
                    call = flow.send(answer)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]  # a Flow[T] returns a T


def _collected(stream: Any) -> Callable[..., Awaitable[list[bytes]]]:
    async def call(body: bytes, **options: Any) -> list[bytes]:
        return [message async for message in stream(body, **options)]

    return call
