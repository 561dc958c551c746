"""All interfaces of one server, behind the calls that every edge offers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import (
    AsyncIterator,
    Callable,
    Collection,
    Coroutine,
    Mapping,
    Sequence,
)
from typing import Any, Final

from rpcface.core import making, unary
from rpcface.core.access import Access
from rpcface.core.blobs import Blobs, Reading
from rpcface.core.cached import Cached
from rpcface.core.cached.beginning import begin
from rpcface.core.call_log import CallLog
from rpcface.core.describe import Descriptions, reach_of, unknown_interface
from rpcface.core.flags import Flags
from rpcface.core.live import Live
from rpcface.core.metrics import Metrics
from rpcface.core.options import Options
from rpcface.core.predict import Predictor
from rpcface.core.prepared import Prepared
from rpcface.core.queue import Queue, queues
from rpcface.core.repeats import Named, Repeats, named
from rpcface.core.seen import Seen
from rpcface.core.sight import Answers, Handler, Sight, Watcher
from rpcface.core.state import conversations_of
from rpcface.core.stream import Stream
from rpcface.core.threads import ContextThreads, Threads
from rpcface.core.traces import Traces
from rpcface.interface import Interface
from rpcface.running import Caller, identity
from rpcface.wire.calls import Call, read_call, state_size
from rpcface.wire.events import read_stream_call
from rpcface.wire.flags import Flagged, read_flagged, write_flag

LARGE_BODY: Final = 4 * 1024
"""From how many bytes on a request is read off the event loop: one of so many holds the
loop for up to 0.9 ms where it is nested lists of truth values, and one of 256 KB 70 ms."""

LARGE_STATE: Final = 32 * 1024
"""From how many bytes on it is, where most of them are a state's, of which one of nested
lists holds the loop as long.
"""

LAST: Final = 0.5
"""Seconds that functions whose callers are gone have to end when a server stops."""


class Service:
    """Describes and predicts. It belongs to the event loop that runs when it is made. Its
    RPCs are for whoever may call, by its options, and for nobody else.

    OSError: its folder of blobs, or of kept outputs, can't be had. ImportError: an extra is
    missing that the options ask for. ValueError, PluginError: there is no such flag store.
    KeyProblem: the keys for states can't be used. TypeError, ValueError: what the options say
    of who may call makes no sense.
    """

    def __init__(self, interfaces: Mapping[str, Interface], options: Options) -> None:
        self.access = access = Access(options)
        """Who may call."""
        functions = ContextThreads if options.otel else Threads
        self._functions = functions(options.max_threads, "rpcface-function")
        self._codecs = Threads(os.cpu_count() or 1, "rpcface-codec")
        self._blobs = blobs = Blobs(making.blob_options(options), self._codecs)
        self.reach = reach_of(options.grpc_url, wants_token=access.wants_token)
        self._descriptions = Descriptions(interfaces, options.max_request_bytes, blobs, self.reach)
        self.renderers = self._descriptions.renderers  # those of components, for browsers
        self._store = making.store(interfaces, options)
        flags = making.flag_options(options)
        self._flags = Flags(flags, interfaces.values(), self._blobs, options.limits)
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
                executor=making.executor(name, interface),
                setup=making.setup(name, interface),
                cached=self._cached(name, interface),
                flags=self._flags.recording(name, interface),
                conversations=states.get(name),
            )
            for name, interface in interfaces.items()
        }
        executors = [one.executor for one in self._predictors.values()]
        self._executors = [executor for executor in executors if executor is not None]
        self._repeats = Repeats(
            options.repeat_seconds, options.repeat_bytes, self._blobs, self._codecs
        )
        self._only = next(iter(self._predictors.values())) if len(interfaces) == 1 else None
        self.metrics = None if options.metrics_port is None else Metrics(self)
        """What is counted; None: nothing."""
        others: list[Watcher] = [Traces()] if options.otel else []
        if self.metrics is not None:
            others.append(self.metrics)
        self.sight = Sight(CallLog(), others)
        """What an edge takes the handlers of its RPCs from."""
        self.describe: Handler[bytes] = access.unary(self._describe)
        """The bytes of a `DescribeResponse`; see `Descriptions.describe`."""
        self.predict: Handler[bytes] = access.unary(self._predict)
        """The bytes of the `PredictResponse` to those of a `PredictRequest`, to be
        awaited. RpcfaceError: any of `rpcface.errors` that a call can end with; at once
        where a light request is at fault.
        """
        self.predict_stream: Handler[Answers] = access.stream(self._predict_stream)
        """What gives the bytes of each `PredictStreamResponse` to those of a
        `PredictStreamRequest`. InputError and what else makes a call not valid.
        """
        self.predict_live: Handler[Answers] = access.stream(self._predict_live)
        """What gives the bytes of each `PredictLiveResponse` to those of the
        `PredictLiveRequest`s.
        """
        self.flag: Handler[bytes] = access.unary(self._flag)
        """The bytes of the `FlagResponse` to those of a `FlagRequest`; see `Flags.flag`.
        InterfaceUnknown, RequestMalformed: as for `predict`.
        """
        self.write_blob: Handler[bytes] = access.unary(self._write_blob, is_counted=False)
        """The bytes of a `WriteBlobResponse`, to be awaited; see `Blobs.write`."""
        self.stat_blob: Handler[bytes] = access.unary(self._stat_blob, is_counted=False)
        """The bytes of a `StatBlobResponse`, to be awaited; see `Blobs.stat`."""
        self.read_blob: Handler[Answers] = access.stream(self._read_blob, is_counted=False)
        """What gives the bytes of each `ReadBlobResponse`; see `Blobs.read`."""

    @property
    def left_behind(self) -> Mapping[str, int]:
        """How many functions of each interface went on though their callers had left."""
        return {name: predictor.behind.count for name, predictor in self._predictors.items()}

    @property
    def batches(self) -> Mapping[str, Sequence[int]]:
        """How many batches of each size have begun, of each interface that has some."""
        found = {name: one.batches for name, one in self._predictors.items()}
        return {name: batches.sizes for name, batches in found.items() if batches is not None}

    @property
    def codecs(self) -> Threads:
        """Where an edge reads and writes what is large."""
        return self._codecs

    @property
    def threads(self) -> Mapping[str, int]:
        """How many threads each pool has."""
        return {"function": self._functions.count, "codec": self._codecs.count}

    async def start(self) -> None:
        """Makes the executors ready, and begins to load what functions need; runs examples
        whose outputs are to be there from the start. ExecutorError: one can't run its
        function.
        """
        self._flags.start()
        for predictor in self._predictors.values():
            if predictor.setup is not None:
                predictor.setup.start()
        await asyncio.gather(*(executor.start() for executor in self._executors))
        if self._store is not None:
            await begin(self._predictors.values(), self._store, self._descriptions.uncached)

    def _cached(self, name: str, interface: Interface) -> Cached | None:
        if self._store is None or interface.cache_examples is None:
            return None
        return Cached(name, interface, self._store, self._blobs.hold)

    async def _describe(self, body: bytes, caller: Caller) -> bytes:
        return self._descriptions.describe(body, self._allowed(caller))

    def _write_blob(self, body: bytes, caller: Caller) -> Coroutine[Any, Any, bytes]:
        return self._blobs.write(body, identity(caller))

    def _stat_blob(self, body: bytes, _caller: Caller) -> Coroutine[Any, Any, bytes]:
        return self._blobs.stat(body)

    async def _read_blob(self, body: bytes, _caller: Caller) -> Reading:
        return Reading(self._blobs.read(body))

    def _predict(self, body: bytes, caller: Caller) -> Coroutine[Any, Any, bytes]:
        if len(body) < LARGE_BODY or self._is_light(body):
            call = read_call(body)
            predictor = self._find(call, caller)
            if call.request_id:
                one = named(predictor, call, is_light=predictor.light_inputs)
                return self._repeats.predict(one, caller)
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
        predictor, found = await self._codecs.run(
            self._prepare, read_call, body, caller, dropped=_drop
        )
        if isinstance(found, Named):
            return await self._repeats.predict(found, caller)
        return await unary.run(predictor, found)

    async def _predict_stream(self, body: bytes, caller: Caller) -> Answers:
        if len(body) < LARGE_BODY:
            call = read_stream_call(body)
            predictor = self._find(call, caller)
            is_light = predictor.light_inputs
        found: Prepared | Named
        if len(body) < LARGE_BODY and call.request_id:
            found = named(predictor, call, is_light=is_light)
        elif len(body) < LARGE_BODY and is_light:
            found = predictor.prepare(call, caller)
        else:
            predictor, found = await self._codecs.run(
                self._prepare, read_stream_call, body, caller, dropped=_drop
            )
        if isinstance(found, Named):
            return await self._repeats.stream(found, caller)
        return Stream(predictor, found).start()

    async def _predict_live(self, requests: AsyncIterator[bytes], caller: Caller) -> Live:
        return Live(requests, caller, self._find, self._codecs, self.access.pace(caller))

    async def _flag(self, body: bytes, caller: Caller) -> bytes:
        kept = await self._codecs.run(self._flagged, body, caller, identity(caller))
        await self._flags.kept(kept[1])
        return write_flag(kept[0])

    def _flagged(self, body: bytes, caller: Caller, who: str) -> tuple[str, int]:
        flagged = read_flagged(body)
        found = self._find(flagged, caller)
        return self._flags.flag(
            found.name, found.interface, flagged, principal=caller.principal, caller=who
        )

    def _prepare(
        self, read: Callable[[bytes], Call], body: bytes, caller: Caller
    ) -> tuple[Predictor, Prepared | Named]:
        call = read(body)
        predictor = self._find(call, caller)
        if call.request_id:
            return predictor, named(predictor, call, is_light=False)
        return predictor, predictor.prepare(call, caller)

    def _find(self, call: Call | Flagged, caller: Caller) -> Predictor:
        name = call.interface_name
        found = self._predictors.get(name) if name else self._only
        if isinstance(caller, Seen):
            caller.names("" if found is None else found.name, call.request_id)
        decisions = self.access.decisions
        if found is None or (decisions and not decisions.allows(caller.principal, found.name)):
            raise unknown_interface(name, self._allowed(caller), len(self._predictors))
        return found

    def _allowed(self, caller: Caller) -> Collection[str]:
        """The names of the interfaces that a caller may use."""
        decisions = self.access.decisions
        if decisions is None:
            return self._predictors
        return decisions.allowed(caller.principal, self._predictors)

    async def close(self, grace: float) -> None:
        """Lets the threads end after what they are at, and after generators have been
        closed: functions that nobody hears any more have a moment to end. Executors end
        after `grace` seconds at most. What is temporary is removed.
        """
        await asyncio.gather(*(executor.drain(grace) for executor in self._executors))
        tasks = [task for predictor in self._predictors.values() for task in predictor.tasks]
        if tasks:
            await asyncio.wait(tasks, timeout=LAST)
        self._repeats.close()
        await self._flags.close()
        self.access.close()
        self._functions.close()
        self._codecs.close()
        self._blobs.close()


def _drop(unwanted: tuple[Predictor, Prepared | Named] | None) -> None:
    """Ends what was prepared for a call that has been cancelled meanwhile."""
    if unwanted is not None and isinstance(unwanted[1], Prepared):
        unwanted[1].drop()
