"""Sight of the calls of a server: each is told once, when it ends, to all who look."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Final, Protocol, TypeAlias, TypeVar

from rpcface.core.call_log import CALLS
from rpcface.core.claimant import Claimant
from rpcface.core.seen import Seen
from rpcface.core.unary import is_cancelled
from rpcface.errors import FunctionFailed, RpcfaceError, StatusCode, Unauthenticated

T = TypeVar("T")

Handler: TypeAlias = Callable[[Any, Claimant], Awaitable[T]]
"""What answers a caller: the bytes of its request, or an async iterator of several."""


class Answers(Protocol):
    """The messages that answer one call, taken one by one."""

    async def next(self) -> bytes | None:
        """The next message; None: there are no more."""

    async def close(self) -> None:
        """Ends it: nobody takes any more."""


class Watcher(Protocol):
    """Who looks at every call, on the event loop."""

    def begin(self, seen: Seen) -> None:
        """A call has come; what it calls is not known by now."""

    def around(self, handler: Handler[T]) -> Handler[T]:
        """The handler as it is to be called, with a `Seen` as its caller. It is asked for
        once, when the server is built.
        """

    def end(self, seen: Seen) -> None:
        """The call has ended."""


class Sight:
    """Makes handlers that are looked at of those that are not. Where `log` is alone, it
    looks only while somebody listens to its logger; `others` look at every call.
    """

    def __init__(self, log: Watcher, others: Sequence[Watcher] = ()) -> None:
        self._watchers: Final = (*others, log)
        self._always = bool(others)

    def unary(self, service: str, rpc: str, handler: Handler[bytes]) -> Handler[bytes]:
        """The handler of an RPC with one answer."""
        watched = self._around(handler)

        async def call(body: bytes, caller: Claimant) -> bytes:
            seen = self._begin(service, rpc, body, caller)
            try:
                answer = await watched(body, seen)
            except BaseException as error:
                self._end(seen, error)
                raise
            seen.bytes_out = len(answer)
            self._end(seen)
            return answer

        return self._chosen(handler, call)

    def stream(self, service: str, rpc: str, handler: Handler[Answers]) -> Handler[Answers]:
        """The handler of an RPC with any number of answers."""
        watched = self._around(handler)

        async def call(body: Any, caller: Claimant) -> Answers:
            is_one = isinstance(body, bytes)
            seen = self._begin(service, rpc, body if is_one else b"", caller)
            seen.messages = 0
            if not is_one:
                body = _counted(body, seen)
            try:
                answers = await watched(body, seen)
            except BaseException as error:
                self._end(seen, error)
                raise
            return _SeenAnswers(answers, seen, self._end)

        return self._chosen(handler, call)

    def _around(self, handler: Handler[T]) -> Handler[T]:
        for watcher in self._watchers:
            handler = watcher.around(handler)
        return handler

    def _chosen(self, handler: Handler[T], seen: Handler[T]) -> Handler[T]:
        """The one that is called: `seen`, or `handler` while nobody looks."""
        if self._always:
            return seen
        is_heard = CALLS.isEnabledFor

        def call(body: Any, caller: Claimant) -> Awaitable[T]:
            return seen(body, caller) if is_heard(logging.INFO) else handler(body, caller)

        return call

    def _begin(self, service: str, rpc: str, body: bytes, caller: Claimant) -> Seen:
        seen = Seen(service, rpc, caller, len(body))
        for watcher in self._watchers:
            watcher.begin(seen)
        return seen

    def _end(self, seen: Seen, error: BaseException | None = None) -> None:
        if error is not None:
            _fail(seen, error)
        seen.end()
        for watcher in self._watchers:
            watcher.end(seen)


async def _counted(requests: AsyncIterator[bytes], seen: Seen) -> AsyncIterator[bytes]:
    async for body in requests:
        seen.bytes_in += len(body)
        yield body


class _SeenAnswers:
    """The answers of a call that is looked at."""

    def __init__(
        self, answers: Answers, seen: Seen, end: Callable[[Seen, BaseException | None], None]
    ) -> None:
        self._answers = answers
        self._seen = seen
        self._tell = end
        self._is_over = False

    async def next(self) -> bytes | None:
        try:
            message = await self._answers.next()
        except BaseException as error:
            self._end(error)
            raise
        seen = self._seen
        if message is None:
            self._end(None)
        else:
            assert seen.messages is not None
            seen.messages += 1
            seen.bytes_out += len(message)
        return message

    async def close(self) -> None:
        await self._answers.close()
        self._end(GeneratorExit())  # where there was more to take

    def _end(self, error: BaseException | None) -> None:
        if not self._is_over:
            self._is_over = True
            self._tell(self._seen, error)


def _fail(seen: Seen, error: BaseException) -> None:
    """Notes what a call ended with that did not end well."""
    if isinstance(error, RpcfaceError):
        seen.status, seen.reason = error.code, error.reason
        if isinstance(error, (FunctionFailed, Unauthenticated)):
            seen.incident = error.metadata.get("incident", "")
    elif isinstance(error, GeneratorExit) or (
        isinstance(error, asyncio.CancelledError) and is_cancelled()
    ):
        seen.status = StatusCode.DEADLINE_EXCEEDED if seen.is_late() else StatusCode.CANCELLED
    else:
        seen.status = StatusCode.INTERNAL
