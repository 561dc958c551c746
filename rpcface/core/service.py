"""All interfaces of one server, behind the calls that every edge offers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Mapping
from typing import Any, Final

from rpcface.core import unary
from rpcface.core.blobs import BlobOptions, Blobs
from rpcface.core.call_log import CallLog
from rpcface.core.describe import Descriptions, unknown_interface
from rpcface.core.live import Live
from rpcface.core.metrics import Metrics
from rpcface.core.options import Options
from rpcface.core.predict import Predictor
from rpcface.core.prepared import Prepared
from rpcface.core.queue import Queue, queues
from rpcface.core.seen import Seen
from rpcface.core.setup import Setup
from rpcface.core.sight import Sight, Watcher
from rpcface.core.state import conversations_of
from rpcface.core.stream import Stream
from rpcface.core.threads import ContextThreads, Threads
from rpcface.core.traces import Traces
from rpcface.executor import Executor, Work
from rpcface.interface import Interface
from rpcface.running import Caller, identity
from rpcface.wire.calls import Call, read_call, state_size
from rpcface.wire.events import read_stream_call

LARGE_BODY: Final = 4 * 1024
"""From how many bytes on a request is read off the event loop: one of so many holds the
loop for up to 0.9 ms where it is nested lists of truth values, and one of 256 KB 70 ms."""

LARGE_STATE: Final = 32 * 1024
"""From how many bytes on it is, where most of them are a state's, of which one of nested
lists holds the loop as long.
"""

LAST: Final = 0.5
"""Seconds that functions whose callers are gone have to end when a server stops."""


class Reading:
    """The pieces of a blob as `Answers`."""

    def __init__(self, pieces: AsyncGenerator[bytes, None]) -> None:
        self._pieces = pieces

    async def next(self) -> bytes | None:
        """The next piece."""
        return await anext(self._pieces, None)

    async def close(self) -> None:
        """Lets go of the file."""
        await self._pieces.aclose()


class Service:
    """Describes and predicts. It belongs to the event loop that runs when it is made.
    OSError: its folder of blobs can't be had. ImportError: an extra is missing that the
    options ask for. KeyProblem: the keys for states can't be used.
    """

    def __init__(self, interfaces: Mapping[str, Interface], options: Options) -> None:
        functions = ContextThreads if options.otel else Threads
        self._functions = functions(options.max_threads, "rpcface-function")
        self._codecs = Threads(os.cpu_count() or 1, "rpcface-codec")
        self._blobs = Blobs(_blob_options(options), self._codecs)
        self._descriptions = Descriptions(interfaces, options.max_request_bytes, self._blobs)
        self.lines: Mapping[str, Queue] = queues(interfaces)
        """The queue of each interface; some may share one."""
        states = conversations_of(interfaces, options)
        self._has_state = bool(states)
        self._predictors = {
            name: Predictor(
                name,
                interface,
                self._descriptions.etag(name),
                limits=options.limits,
                private_addresses=bool(options.private_addresses),
                blobs=self._blobs,
                queue=self.lines[name],
                functions=self._functions,
                codecs=self._codecs,
                executor=_executor(name, interface),
                setup=_setup(name, interface),
                conversations=states.get(name),
            )
            for name, interface in interfaces.items()
        }
        executors = [one.executor for one in self._predictors.values()]
        self._executors = [executor for executor in executors if executor is not None]
        self._only = next(iter(self._predictors.values())) if len(interfaces) == 1 else None
        self.metrics = None if options.metrics_port is None else Metrics(self)
        """What is counted; None: nothing."""
        others: list[Watcher] = [Traces()] if options.otel else []
        if self.metrics is not None:
            others.append(self.metrics)
        self.sight = Sight(CallLog(), others)
        """What an edge takes the handlers of its RPCs from."""

    @property
    def left_behind(self) -> Mapping[str, int]:
        """How many functions of each interface went on though their callers had left."""
        return {name: predictor.left for name, predictor in self._predictors.items()}

    @property
    def threads(self) -> Mapping[str, int]:
        """How many threads each pool has."""
        return {"function": self._functions.count, "codec": self._codecs.count}

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

    def write_blob(self, body: bytes, caller: Caller) -> Coroutine[Any, Any, bytes]:
        """The bytes of a `WriteBlobResponse`, to be awaited; see `Blobs.write`."""
        return self._blobs.write(body, identity(caller))

    def stat_blob(self, body: bytes, _caller: Caller) -> Coroutine[Any, Any, bytes]:
        """The bytes of a `StatBlobResponse`, to be awaited; see `Blobs.stat`."""
        return self._blobs.stat(body)

    async def read_blob(self, body: bytes, _caller: Caller) -> Reading:
        """What gives the bytes of each `ReadBlobResponse`; see `Blobs.read`."""
        return Reading(self._blobs.read(body))

    def predict(self, body: bytes, caller: Caller) -> Coroutine[Any, Any, bytes]:
        """The bytes of the `PredictResponse` to those of a `PredictRequest`, to be
        awaited. RpcfaceError: any of `rpcface.errors` that a call can end with; at once
        where a light request is at fault.
        """
        if len(body) < LARGE_BODY or self._is_light(body):
            call = read_call(body)
            predictor = self._find(call, caller)
            if predictor.light_inputs:
                return unary.run(predictor, predictor.prepare(call, caller))
        return self._predict_off_loop(body, caller)

    def _is_light(self, body: bytes) -> bool:
        """Whether a request is large by its state alone, and that not too large."""
        return (
            self._has_state
            and len(body) < LARGE_STATE
            and len(body) - state_size(body) < LARGE_BODY
        )

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
            predictor = self._find(call, caller)
            is_light = predictor.light_inputs
        if len(body) < LARGE_BODY and is_light:
            prepared = predictor.prepare(call, caller)
        else:
            predictor, prepared = await self._codecs.run(
                self._prepare, read_stream_call, body, caller, dropped=_drop
            )
        return Stream(predictor, prepared).start()

    async def predict_live(self, requests: AsyncIterator[bytes], caller: Caller) -> Live:
        """What gives the bytes of each `PredictLiveResponse` to those of the
        `PredictLiveRequest`s.
        """
        return Live(requests, caller, self._find, self._codecs)

    def _prepare(
        self, read: Callable[[bytes], Call], body: bytes, caller: Caller
    ) -> tuple[Predictor, Prepared]:
        call = read(body)
        predictor = self._find(call, caller)
        return predictor, predictor.prepare(call, caller)

    def _find(self, call: Call, caller: Caller) -> Predictor:
        name = call.interface_name
        found = self._predictors.get(name) if name else self._only
        if isinstance(caller, Seen):
            caller.names("" if found is None else found.name, call.request_id)
        if found is None:
            raise unknown_interface(name, self._predictors)
        return found

    async def close(self, grace: float) -> None:
        """Lets the threads end after what they are at, and after generators have been
        closed: functions that nobody hears any more have a moment to end. Executors end
        after `grace` seconds at most. What is temporary is removed.
        """
        await asyncio.gather(*(executor.drain(grace) for executor in self._executors))
        tasks = [task for predictor in self._predictors.values() for task in predictor.tasks]
        if tasks:
            await asyncio.wait(tasks, timeout=LAST)
        self._functions.close()
        self._codecs.close()
        self._blobs.close()


def _blob_options(options: Options) -> BlobOptions:
    return BlobOptions(
        folder=options.blob_folder or os.environ.get("RPCFACE_BLOB_FOLDER") or None,
        max_bytes=options.max_blob_bytes,
        bytes_per_caller=options.blob_bytes_per_caller,
        bytes_in_all=options.blob_bytes_in_all,
        seconds=options.blob_seconds,
    )


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
