"""One call that goes on: the function runs again and again, as its inputs change."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Final, TypeAlias

from rpcface.core.predict import Predictor
from rpcface.core.prepared import Prepared
from rpcface.core.stream import Stream
from rpcface.core.threads import Threads
from rpcface.errors import RpcfaceError
from rpcface.running import Caller
from rpcface.values import Value
from rpcface.wire.calls import Call
from rpcface.wire.events import read_stream_call, write_live_error, write_live_event

AHEAD: Final = 16
"""Requests that may wait where each is run; further ones are not read until then."""

Find: TypeAlias = Callable[[Call, Caller], Predictor]

Pace: TypeAlias = Callable[[], Awaitable[None]]


class Live:
    """A live call, as the answers to its requests, which are numbered from 1.

    Where no input streams, of the requests that wait only the latest is run, with all
    that those before it changed; a generator that has told an output ends when another
    waits. Where one streams, each request is run, in order. A request that is not valid,
    or whose run fails, is answered by an error, and the call goes on. A run goes on from
    the state of the last one whose outcome was told.

    pace: awaited before each run but the first.
    """

    def __init__(
        self,
        requests: AsyncIterator[bytes],
        caller: Caller,
        find: Find,
        codecs: Threads,
        pace: Pace | None = None,
    ) -> None:
        self._requests = requests
        self._caller = caller
        self._find = find
        self._codecs = codecs
        self._pace = pace
        self._first: Call | None = None
        self._predictor: Predictor | None = None
        self._inputs: dict[str, Value] = {}
        self._state = b""
        self._waiting: deque[tuple[int, Call | RpcfaceError]] = deque()
        self._is_over = False
        self._news = asyncio.Event()
        self._room = asyncio.Event()
        self._number = 0
        self._stream: Stream | None = None
        self._reading = asyncio.get_running_loop().create_task(self._read())

    async def _read(self) -> None:
        number = 0
        try:
            async for body in self._requests:
                number += 1
                await self._take(number, body)
                while len(self._waiting) >= AHEAD:
                    self._room.clear()
                    await self._room.wait()
        finally:
            self._is_over = True
            self._news.set()

    async def _take(self, number: int, body: bytes) -> None:
        try:
            call = await self._codecs.run(read_stream_call, body)
            if self._first is None:
                self._predictor = self._find(call, self._caller)
                self._first = call
            found: Call | RpcfaceError = self._merged(call)
        except RpcfaceError as error:
            found = error
        if not self._streams_in and self._waiting and not isinstance(found, RpcfaceError):
            self._waiting.clear()
        self._waiting.append((number, found))
        self._news.set()

    def _merged(self, call: Call) -> Call:
        """The call with the inputs that it leaves out as they were."""
        assert self._first is not None
        assert self._predictor is not None
        inputs = {**self._inputs, **call.inputs}
        once = self._predictor.streaming_inputs
        self._inputs = {name: value for name, value in inputs.items() if name not in once}
        return replace(self._first, inputs=inputs)

    async def next(self) -> bytes | None:
        """The bytes of the next `PredictLiveResponse`; None: the caller sends no more, and
        all is answered. RpcfaceError: the first request names no interface there is.
        """
        while True:
            if self._stream is not None:
                message = await self._next_of(self._stream)
                if message is not None:
                    return message
            if self._waiting:
                if self._pace is not None and self._number:
                    await self._pace()  # of what comes meanwhile the latest is run
                number, found = self._waiting.popleft()
                self._room.set()
                self._number = number
                if not isinstance(found, RpcfaceError):
                    error = await self._start(found)
                    if error is None:
                        continue
                    found = error
                if self._predictor is None:
                    raise found
                return write_live_error(number, found)
            if self._is_over:
                self._reading.result()  # what ended the reading, if it was no plain end
                return None
            self._news.clear()
            if not self._waiting and not self._is_over:
                await self._news.wait()

    async def _start(self, call: Call) -> RpcfaceError | None:
        assert self._predictor is not None
        if self._state:
            call = replace(call, state=self._state)
        try:
            prepared = await self._codecs.run(
                self._predictor.prepare, call, self._caller, dropped=_drop
            )
        except RpcfaceError as error:
            return error
        self._stream = Stream(self._predictor, prepared).start()
        return None

    async def _next_of(self, stream: Stream) -> bytes | None:
        """The next message of a run, or None where it has ended."""
        try:
            message = await stream.next()
        except RpcfaceError as error:
            await self._end()
            return write_live_error(self._number, error)
        if message is None:
            await self._end()
            return None
        if stream.has_told and self._waiting and not self._streams_in:
            await self._end()  # a later request waits, and this one has shown something
        return write_live_event(self._number, message)

    @property
    def _streams_in(self) -> bool:
        return self._predictor is not None and bool(self._predictor.streaming_inputs)

    async def _end(self) -> None:
        if self._stream is not None:
            self._state = self._stream.state or self._state
            await self._stream.close()
        self._stream = None

    async def close(self) -> None:
        """Ends it: the caller has left."""
        await self._end()
        self._reading.cancel()


def _drop(unwanted: Prepared | None) -> None:
    """Ends what was prepared for a request whose caller has left meanwhile."""
    if unwanted is not None:
        unwanted.drop()
