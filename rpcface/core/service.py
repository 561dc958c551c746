"""All interfaces of one server, behind the calls that every edge offers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from rpcface.component import Limits
from rpcface.core import unary
from rpcface.core.blobs import Blobs
from rpcface.core.describe import Descriptions, unknown_interface
from rpcface.core.predict import Predictor, Prepared, queues
from rpcface.core.setup import Setup
from rpcface.core.stream import Stream
from rpcface.core.threads import Threads
from rpcface.executor import Executor, Work
from rpcface.interface import Interface
from rpcface.running import Caller
from rpcface.wire.calls import Call, read_call
from rpcface.wire.events import read_stream_call

LARGE_BODY: Final = 4 * 1024
"""From how many bytes on a request is read off the event loop: one of so many holds the
loop for up to 0.9 ms where it is nested lists of truth values, and one of 256 KB 70 ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a server is told, besides its interfaces."""

    max_request_bytes: int = 64 * 1024 * 1024
    """The greatest request."""
    private_addresses: bool | None = None
    """Whether addresses on private networks that a function returns are fetched; None:
    where the server itself listens on loopback alone.
    """
    max_threads: int = 64
    """The most threads that sync functions run on."""
    limits: Limits = field(default_factory=Limits)
    """What components may be given."""


class Answers(Protocol):
    """The messages that answer one call, taken one by one."""

    async def next(self) -> bytes | None:
        """The next message; None: there are no more."""

    def close(self) -> None:
        """Ends it: nobody takes any more."""


class Reading:
    """The pieces of a blob as `Answers`."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    async def next(self) -> bytes | None:
        """The next piece."""
        return next(self._pieces, None)

    def close(self) -> None:
        """Nothing is held."""


class Service:
    """Describes and predicts. It belongs to the event loop that runs when it is made."""

    def __init__(self, interfaces: Mapping[str, Interface], options: Options) -> None:
        self._blobs = Blobs()
        self._descriptions = Descriptions(interfaces, options.max_request_bytes, self._blobs)
        self._functions = Threads(options.max_threads, "rpcface-function")
        self._codecs = Threads(os.cpu_count() or 1, "rpcface-codec")
        lines = queues(interfaces)
        self._predictors = {
            name: Predictor(
                name,
                interface,
                self._descriptions.etag(name),
                limits=options.limits,
                private_addresses=bool(options.private_addresses),
                blobs=self._blobs,
                queue=lines[name],
                functions=self._functions,
                codecs=self._codecs,
                executor=_executor(name, interface),
                setup=_setup(name, interface),
            )
            for name, interface in interfaces.items()
        }
        executors = [one.executor for one in self._predictors.values()]
        self._executors = [executor for executor in executors if executor is not None]
        self._only = next(iter(self._predictors.values())) if len(interfaces) == 1 else None

    async def start(self) -> None:
        """Makes the executors ready, and begins to load what functions need. ExecutorError:
        one can't run its function.
        """
        for predictor in self._predictors.values():
            if predictor.setup is not None:
                predictor.setup.start()
        await asyncio.gather(*(executor.start() for executor in self._executors))

    async def describe(self, body: bytes, _caller: Caller) -> bytes:
        """The bytes of a `DescribeResponse`; see `Descriptions.describe`."""
        return self._descriptions.describe(body)

    async def read_blob(self, body: bytes, _caller: Caller) -> Reading:
        """What gives the bytes of each `ReadBlobResponse`; see `Blobs.read`."""
        return Reading(self._blobs.read(body))

    def predict(self, body: bytes, caller: Caller) -> Coroutine[Any, Any, bytes]:
        """The bytes of the `PredictResponse` to those of a `PredictRequest`, to be
        awaited. RpcfaceError: any of `rpcface.errors` that a call can end with; at once
        where a light request is at fault.
        """
        if len(body) < LARGE_BODY:
            call = read_call(body)
            predictor = self._find(call)
            if predictor.light_inputs:
                return unary.run(predictor, predictor.prepare(call, caller))
        return self._predict_off_loop(body, caller)

    async def _predict_off_loop(self, body: bytes, caller: Caller) -> bytes:
        predictor, prepared = await self._codecs.run(
            self._prepare, read_call, body, caller, dropped=_drop
        )
        return await unary.run(predictor, prepared)

    async def predict_stream(self, body: bytes, caller: Caller) -> Stream:
        """What gives the bytes of each `PredictStreamResponse` to those of a
        `PredictStreamRequest`. InputError and what else makes a call not valid.
        """
        if len(body) < LARGE_BODY:
            call = read_stream_call(body)
            predictor = self._find(call)
            is_light = predictor.light_inputs
        if len(body) < LARGE_BODY and is_light:
            prepared = predictor.prepare(call, caller)
        else:
            predictor, prepared = await self._codecs.run(
                self._prepare, read_stream_call, body, caller, dropped=_drop
            )
        return Stream(predictor, prepared).start()

    def _prepare(
        self, read: Callable[[bytes], Call], body: bytes, caller: Caller
    ) -> tuple[Predictor, Prepared]:
        call = read(body)
        predictor = self._find(call)
        return predictor, predictor.prepare(call, caller)

    def _find(self, call: Call) -> Predictor:
        name = call.interface_name
        found = self._predictors.get(name) if name else self._only
        if found is None:
            raise unknown_interface(name, self._predictors)
        return found

    async def close(self, grace: float) -> None:
        """Lets the threads end after what they are at, and executors after `grace` seconds
        at most.
        """
        await asyncio.gather(*(executor.drain(grace) for executor in self._executors))
        self._functions.close()
        self._codecs.close()


def _executor(name: str, interface: Interface) -> Executor | None:
    if interface.executor is None:
        return None
    work = Work(name, interface.function, interface.setup, interface.workers)
    return interface.executor(work)


def _setup(name: str, interface: Interface) -> Setup | None:
    if interface.setup is None or interface.executor is not None:
        return None
    return Setup(f"the setup of interface {name!r}", interface.setup)


def _drop(unwanted: tuple[Predictor, Prepared] | None) -> None:
    """Ends what was prepared for a call that has been cancelled meanwhile."""
    if unwanted is not None:
        unwanted[1].drop()
