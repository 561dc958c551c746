"""The async client."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeVar

import grpc

from rpcface.client.connection import Connection
from rpcface.client.description import Description
from rpcface.client.jobs import AsyncEvents, AsyncJob
from rpcface.client.live import AsyncLive, Line
from rpcface.client.operations import Operations
from rpcface.client.options import ACCEPT, Options
from rpcface.client.retries import RETRIES
from rpcface.client.steps import Flow, Pause, Rpc, Watch, Work
from rpcface.client.uploads import Progress
from rpcface.values import Media

T = TypeVar("T")


class AsyncClient(Operations):
    """`Client` for an event loop: the same, with `await` before each operation.

    async with AsyncClient("localhost:50051") as client:
        picture = await client["sepia"].predict("photo.jpg")
    """

    def __init__(
        self,
        address: str,
        *,
        timeout: float | None = None,
        accept: Sequence[str] = ACCEPT,
        retries: int = RETRIES,
        tls: bool = False,
        tls_ca: str | os.PathLike[str] | None = None,
        tls_cert: str | os.PathLike[str] | None = None,
        tls_key: str | os.PathLike[str] | None = None,
        token: str | None = None,
        token_file: str | os.PathLike[str] | None = None,
        insecure_token: bool = False,
    ) -> None:
        connection = Connection(
            address,
            tls=tls,
            tls_ca=tls_ca,
            tls_cert=tls_cert,
            tls_key=tls_key,
            token=token,
            token_file=token_file,
            insecure_token=insecure_token,
        )
        super().__init__(connection, timeout=timeout, accept=accept, retries=retries)
        self._channel = connection.channel(grpc.aio)
        self._methods = connection.methods(self._channel, _collected)

    async def describe(self) -> Description:
        """What the server offers, asked anew; `print` it."""
        return await self._drive(self._known.describe(), self._options)

    async def read_blob(self, media: Media) -> Media:
        """The medium with its content; see `Client.read_blob`."""
        return await self._drive(self._known.read_blob(media, self._options), self._options)

    async def save_blob(
        self,
        media: Media,
        target: str | os.PathLike[str] | BinaryIO,
        *,
        progress: Progress | None = None,
    ) -> None:
        """Writes the content of a medium to a file; see `Client.save_blob`."""
        flow = self._known.save_blob(media, target, progress, self._options)
        return await self._drive(flow, self._options)

    async def upload(
        self,
        content: str | os.PathLike[str] | bytes | memoryview | BinaryIO,
        *,
        media_type: str | None = None,
        filename: str | None = None,
        progress: Progress | None = None,
    ) -> Media:
        """Stores content on the server; see `Client.upload`."""
        flow = self._known.upload(content, media_type, filename, progress, self._options)
        return await self._drive(flow, self._options)

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
        return AsyncEvents(flow, self._methods, self._take, self._connection, options.timeout)

    async def _submit(self, flow: Watch, options: Options) -> AsyncJob:
        return AsyncJob(await self._watch(flow, options).start())

    async def _live(self, flow: Flow[Line], options: Options) -> AsyncLive:
        line = await self._drive(flow, options)
        method = self._methods["PredictLive"]
        return await AsyncLive(line, method, self._connection, options.timeout).open()

    async def _drive(self, flow: Flow[T], options: Options) -> T:
        loop = asyncio.get_running_loop()
        end = None if options.timeout is None else loop.time() + options.timeout
        try:
            step = next(flow)
            while True:
                left = None if end is None else max(end - loop.time(), 0.0)
                try:
                    answer = await self._take(step, left)
                except grpc.aio.AioRpcError as error:
                    step = flow.throw(await self._connection.aerror(error))
                except Exception as error:  # noqa: BLE001 - the flow's own, of a file
                    step = flow.throw(error)
                else:
                    step = flow.send(answer)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]  # a Flow[T] returns a T
        finally:
            flow.close()

    async def _take(self, step: Rpc | Work | Pause, left: float | None) -> Any:
        if isinstance(step, Rpc):
            return await self._methods[step.method](step.body, timeout=left)
        if isinstance(step, Work):
            return await asyncio.to_thread(step.run)
        fits = step.fits(left)
        if fits:
            await asyncio.sleep(step.seconds)
        return fits


def _collected(stream: Any) -> Callable[..., Awaitable[list[bytes]]]:
    async def call(body: bytes, **options: Any) -> list[bytes]:
        return [message async for message in stream(body, **options)]

    return call
