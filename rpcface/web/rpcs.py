"""The RPCs that the web offers, whatever way a request comes: bytes in, bytes out."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from rpcface.core.claimant import Claimant
from rpcface.core.edge import BLOBS, SERVICE, InFlight, refusal
from rpcface.core.service import Service
from rpcface.core.sight import Answers, Handler
from rpcface.errors import RpcfaceError, ShuttingDown, Unauthenticated
from rpcface.web.packing import unpacked
from rpcface.wire.json_forms import from_json, to_json

T = TypeVar("T")

LIGHT: Final = 2 * 1024
"""Up to how many bytes a message is converted to or from JSON on the event loop, which takes
up to a fifth of a millisecond."""


class Json(bytes):
    """A request in JSON, which is answered in JSON."""

    __slots__ = ()


class Zipped(bytes):
    """A request in gzip."""

    __slots__ = ()


class ZippedJson(Json):
    """A request in JSON in gzip."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Rpc:
    """One RPC. `handler` answers the bytes of a request, or one of the forms above."""

    service: str
    name: str
    handler: Handler[Any]
    is_stream: bool = False
    is_safe: bool = False
    """Whether nothing changes by it, so that it may be called by GET."""
    is_live: bool = False
    """Whether it is given an async iterator of requests, in place of one."""

    @property
    def path(self) -> str:
        """Where it is called: "/rpcface.v1.InterfaceService/Predict"."""
        return f"/{self.service}/{self.name}"


class Rpcs:
    """The RPCs of a service by their paths, and their calls. It belongs to one event loop.
    `most`: bytes that a request may have, unpacked.
    """

    def __init__(self, service: Service, in_flight: InFlight, most: int) -> None:
        self._most = most
        self._codecs = service.codecs
        self._sight = service.sight
        self._in_flight = in_flight
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_cut = False
        found = (
            self._unary(SERVICE, "Describe", service.describe, is_safe=True),
            self._unary(SERVICE, "Predict", service.predict),
            self._stream(SERVICE, "PredictStream", service.predict_stream),
            self._unary(SERVICE, "Flag", service.flag),
            self._unary(BLOBS, "WriteBlob", service.write_blob),
            self._unary(BLOBS, "StatBlob", service.stat_blob, is_safe=True),
            self._stream(BLOBS, "ReadBlob", service.read_blob),
        )
        self.by_path = {rpc.path: rpc for rpc in found}
        """Those that take one request."""
        live = self._stream(SERVICE, "PredictLive", service.predict_live)
        self.of_socket = {**self.by_path, live.path: replace(live, is_live=True)}
        """All of them: a socket takes any number of requests."""
        self.stat_blob, self.read_blob = found[-2:]

    async def answer(self, rpc: Rpc, body: bytes, caller: Claimant) -> bytes:
        """The bytes of the answer, or its JSON to a `Json`. RpcfaceError: what the caller
        is told of one that failed.
        """
        task = self._enter()
        try:
            answer: bytes = await rpc.handler(body, caller)
            return answer
        except BaseException as error:  # noqa: BLE001 - it is told, or raised again
            raise self._refusal(error) from None
        finally:
            self._leave(task)

    async def answers(
        self, rpc: Rpc, body: bytes | AsyncIterator[bytes], caller: Claimant
    ) -> AsyncGenerator[bytes, None]:
        """The same for an RPC that gives any number of messages."""
        task = self._enter()
        try:
            answers = await rpc.handler(body, caller)
            try:
                while (message := await answers.next()) is not None:
                    yield message
            finally:
                await answers.close()
        except BaseException as error:  # noqa: BLE001 - it is told, or raised again
            raise self._refusal(error) from None
        finally:
            self._leave(task)

    async def refused(self, rpc: Rpc, caller: Claimant) -> RpcfaceError:
        """What a caller is told whose call is refused, so that its body need not be read."""
        try:
            if rpc.is_stream:
                async with contextlib.aclosing(self.answers(rpc, b"", caller)) as answers:
                    await anext(answers, None)
            else:
                await self.answer(rpc, b"", caller)
        except RpcfaceError as error:
            return error
        return Unauthenticated("the token was not valid when the call came, and is now; try again")

    def cut(self) -> None:
        """Cancels the calls that are in flight still: their time is over."""
        self._is_cut = True
        for task in self._tasks:
            task.cancel()

    def _enter(self) -> asyncio.Task[Any]:
        task = asyncio.current_task()
        assert task is not None
        self._in_flight.enter()
        self._tasks.add(task)
        return task

    def _leave(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        self._in_flight.leave()

    def _refusal(self, error: BaseException) -> BaseException:
        if self._is_cut and isinstance(error, asyncio.CancelledError):
            return ShuttingDown("the server went down before the call had ended")
        return refusal(error)

    def _unary(
        self, service: str, name: str, handler: Handler[bytes], *, is_safe: bool = False
    ) -> Rpc:
        async def converted(body: bytes, caller: Claimant) -> bytes:
            answer = await handler(await self._plain(f"{name}Request", body), caller)
            is_json = isinstance(body, Json)
            return await self._converted(to_json, f"{name}Response", answer) if is_json else answer

        late = self._in_flight.unless_late(_either(handler, converted))
        return Rpc(service, name, self._sight.unary(service, name, late), is_safe=is_safe)

    def _stream(self, service: str, name: str, handler: Handler[Answers]) -> Rpc:
        async def converted(body: bytes, caller: Claimant) -> Answers:
            answers = await handler(await self._plain(f"{name}Request", body), caller)
            is_json = isinstance(body, Json)
            return _JsonAnswers(self, f"{name}Response", answers) if is_json else answers

        late = self._in_flight.unless_late(_either(handler, converted))
        return Rpc(service, name, self._sight.stream(service, name, late), is_stream=True)

    async def _plain(self, name: str, body: bytes) -> bytes:
        """The bytes of a message, whatever the form that it came in."""
        if isinstance(body, (Zipped, ZippedJson)):
            plain = await self._codecs.run(unpacked, body, self._most)
        else:
            plain = body
        return await self._converted(from_json, name, plain) if isinstance(body, Json) else plain

    async def _converted(
        self, convert: Callable[[str, bytes], bytes], name: str, body: bytes
    ) -> bytes:
        if len(body) <= LIGHT:
            return convert(name, body)
        return await self._codecs.run(convert, name, body)


class _JsonAnswers:
    """Answers, each in JSON."""

    def __init__(self, rpcs: Rpcs, name: str, answers: Answers) -> None:
        self._rpcs = rpcs
        self._name = name
        self._answers = answers

    async def next(self) -> bytes | None:
        message = await self._answers.next()
        if message is None:
            return None
        return await self._rpcs._converted(to_json, self._name, message)  # noqa: SLF001 - its part

    async def close(self) -> None:
        await self._answers.close()


def _either(handler: Handler[T], converted: Handler[T]) -> Handler[T]:
    """The handler, or the other one for a request that is not the bytes of a message."""

    def call(body: bytes, caller: Claimant) -> Awaitable[T]:
        return handler(body, caller) if type(body) is bytes else converted(body, caller)

    return call
