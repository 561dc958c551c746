"""The RPCs that the web offers, whatever way a request comes: bytes in, bytes out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from rpcface.core.edge import BLOBS, SERVICE, InFlight, refusal
from rpcface.core.service import Service
from rpcface.core.sight import Answers, Handler
from rpcface.errors import ShuttingDown
from rpcface.running import Caller
from rpcface.wire.json_forms import from_json, to_json

T = TypeVar("T")

LIGHT: Final = 2 * 1024
"""Up to how many bytes a message is converted to or from JSON on the event loop, which takes
up to a fifth of a millisecond."""


class Json(bytes):
    """A request in JSON, which is answered in JSON."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Rpc:
    """One RPC. `handler` answers bytes of its request, or a `Json`, with the same."""

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
    """The RPCs of a service by their paths, and their calls. It belongs to one event loop."""

    def __init__(self, service: Service, in_flight: InFlight) -> None:
        self._codecs = service.codecs
        self._sight = service.sight
        self._in_flight = in_flight
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_cut = False
        found = (
            self._unary(SERVICE, "Describe", service.describe, is_safe=True),
            self._unary(SERVICE, "Predict", service.predict),
            self._stream(SERVICE, "PredictStream", service.predict_stream),
            self._unary(BLOBS, "WriteBlob", service.write_blob),
            self._unary(BLOBS, "StatBlob", service.stat_blob),
            self._stream(BLOBS, "ReadBlob", service.read_blob),
        )
        self.by_path = {rpc.path: rpc for rpc in found}
        """Those that take one request."""
        live = self._stream(SERVICE, "PredictLive", service.predict_live)
        self.of_socket = {**self.by_path, live.path: replace(live, is_live=True)}
        """All of them: a socket takes any number of requests."""
        self.stat_blob, self.read_blob = found[-2:]

    async def answer(self, rpc: Rpc, body: bytes, caller: Caller) -> bytes:
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
        self, rpc: Rpc, body: bytes | AsyncIterator[bytes], caller: Caller
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
        async def by_json(body: bytes, caller: Caller) -> bytes:
            request = await self._converted(from_json, f"{name}Request", body)
            answer = await handler(request, caller)
            return await self._converted(to_json, f"{name}Response", answer)

        late = self._in_flight.unless_late(_either(handler, by_json))
        return Rpc(service, name, self._sight.unary(service, name, late), is_safe=is_safe)

    def _stream(self, service: str, name: str, handler: Handler[Answers]) -> Rpc:
        async def by_json(body: bytes, caller: Caller) -> Answers:
            request = await self._converted(from_json, f"{name}Request", body)
            return _JsonAnswers(self, f"{name}Response", await handler(request, caller))

        late = self._in_flight.unless_late(_either(handler, by_json))
        return Rpc(service, name, self._sight.stream(service, name, late), is_stream=True)

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


def _either(handler: Handler[T], by_json: Handler[T]) -> Handler[T]:
    """The handler, or the other one for a request in JSON."""

    def call(body: bytes, caller: Caller) -> Awaitable[T]:
        return by_json(body, caller) if type(body) is Json else handler(body, caller)

    return call
