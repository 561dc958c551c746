"""One interface, and what every call of it goes through: validate, decode, admit, encode."""

from __future__ import annotations

import asyncio
import functools
import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from rpcface import slots
from rpcface.component import Accept, Limits
from rpcface.core import deadline
from rpcface.core.behind import Behind
from rpcface.core.blobs import MAX_ANSWER, Blobs
from rpcface.core.cached import Cached
from rpcface.core.flags import Recording
from rpcface.core.incidents import failure
from rpcface.core.prepared import Prepared
from rpcface.core.queue import Queue
from rpcface.core.seen import Seen
from rpcface.core.setup import Setup
from rpcface.core.state import Conversations, Turn
from rpcface.core.threads import Threads
from rpcface.errors import (
    Error,
    FunctionFailed,
    InterfaceChanged,
    LimitExceeded,
    OutputError,
    RequestMalformed,
    RpcfaceError,
    StateRefused,
)
from rpcface.executor import Executor
from rpcface.files import CallIO
from rpcface.interface import Interface
from rpcface.running import Caller, Running
from rpcface.state import STATE
from rpcface.values import Value
from rpcface.wire.calls import Call

if TYPE_CHECKING:
    from rpcface.core.batches import Batches

_log = logging.getLogger("rpcface")

_NO_WISH: Final = Accept()


class Predictor:
    """An interface under its served name, with what its calls share."""

    def __init__(
        self,
        name: str,
        interface: Interface,
        etag: str,
        *,
        limits: Limits,
        private_addresses: bool,
        blobs: Blobs,
        queue: Queue,
        functions: Threads,
        codecs: Threads,
        executor: Executor | None,
        setup: Setup | None,
        cached: Cached | None,
        flags: Recording | None,
        conversations: Conversations | None,
    ) -> None:
        self.name = name
        self.interface = interface
        self.etag = etag
        self.queue = queue
        self.functions = functions
        self.codecs = codecs
        self.function = interface.function
        self.executor = executor
        self.batches: Batches | None = None
        """What runs calls together; None: each runs by itself."""
        if interface.batching is not None:
            from rpcface.core.batches import Batches

            self.batches = Batches(self)
        is_alone = executor is None and self.batches is None
        self.on_loop = not is_alone or interface.function.on_loop
        """Whether what `call` gives is to be awaited on the loop."""
        self.setup = setup
        """What is still to be loaded before the first call; None: nothing."""
        self.cached = cached
        """The examples whose outputs are kept; None: there are none."""
        self.flags = flags
        """Who records every call; None: nobody."""
        self._loaded: Any = None
        self.conversations = conversations
        """Those that its calls belong to; None: it keeps no state."""
        self._told: type[RpcfaceError] = Error if is_alone else RpcfaceError
        self._blobs = blobs
        self._io = CallIO(
            limits=limits,
            allowed_paths=interface.allowed_paths,
            private_addresses=private_addresses,
            shelf=blobs.shelf,
            will_copy=executor is not None and executor.copies,
        )
        """What each call's is made like."""
        self._inputs = interface.inputs
        self._returns = interface.returns
        self.behind = Behind(f"interface {name!r}")
        """The calls whose callers have left while the function runs on."""
        self.over = functools.partial(slots.over, interface.returns)
        """What a generator has given by now, from what it had before and what it gives."""
        self.tasks: set[asyncio.Task[None]] = set()
        """What runs apart from who reads it; without this they might be forgotten."""
        self.streaming_inputs = frozenset(s.name for s in self._inputs if s.field.streaming)
        """Inputs that are sent in pieces while they are made."""
        self.light_inputs = all(slot.is_light for slot in interface.inputs) and (
            conversations is None or conversations.is_light
        )
        """Whether `prepare` takes microseconds, but for the state that comes."""
        self.light_outputs = all(slot.is_light for slot in interface.outputs)
        """Whether `encoded` does."""

    def prepare(self, call: Call, caller: Caller) -> Prepared:
        """Validates and decodes. InputError, BlobGone, InterfaceChanged, StateRefused,
        RequestMalformed: the call is not valid. FunctionFailed: a component raised.
        """
        if call.etag and call.etag != self.etag:
            raise InterfaceChanged(
                f"interface {self.name!r} is not the one that the caller described: its etag is "
                f"{self.etag!r}, the request's {call.etag!r}. Describe it again"
            )
        if call.state and self.conversations is None:
            raise StateRefused(f"interface {self.name!r} keeps no state; send none")
        if call.max_inline_bytes < 0:
            raise RequestMalformed(
                f"max_inline_bytes: wanted 0 or more; came {call.max_inline_bytes}"
            )
        inputs = call.inputs
        if not self.light_inputs:
            inputs = {name: self._blobs.fill(value) for name, value in inputs.items()}
        io = CallIO.like(self._io, inputs, call.max_inline_bytes or MAX_ANSWER)
        example = None if self.cached is None else self.cached.find(inputs)
        is_kept = example is not None and example.is_kept
        accept = Accept(call.accept) if call.accept else _NO_WISH
        running = Running(caller, call.request_id)
        running.loaded = self._loaded
        seen = caller if isinstance(caller, Seen) else None
        args, turn = ([], None) if is_kept else self._decoded(io, call.state, caller.principal)
        inline = call.max_inline_bytes
        return Prepared(args, accept, io, running, seen, inline, turn, example, is_kept=is_kept)

    def _decoded(
        self, io: CallIO, state: bytes = b"", principal: str = ""
    ) -> tuple[list[Any], Turn | None]:
        """What the function gets for the call's inputs and the state of its conversation, if
        it has one. Where these are not valid, the call has ended.
        """
        try:
            args = slots.decode(self._inputs, io.inputs, io)
            if self.conversations is None:
                return args, None
            return args, self.conversations.enter(args, state, principal)
        except RpcfaceError as error:
            io.close()
            if isinstance(error, OutputError):
                self.unfit(error)
            raise
        except BaseException as error:  # noqa: BLE001 - SystemExit would end the loop
            io.close()
            raise self.failed(error) from None

    async def kept(self, prepared: Prepared) -> Mapping[str, Value] | None:
        """The outputs that are kept for the call, as its caller wants them, and it has
        ended; None: they are lost, and the function is to run. LimitExceeded: there is no
        room for a blob.
        """
        assert prepared.example is not None
        flat = prepared.example.flat
        if flat is not None:
            self.close(prepared)
            return flat
        return await self.codecs.run(self._kept, prepared, dropped=lambda _: prepared.drop())

    def _kept(self, prepared: Prepared) -> Mapping[str, Value] | None:
        assert prepared.example is not None
        io = prepared.io
        outputs = prepared.example.outputs(prepared.accept, io)
        if outputs is None:
            prepared.is_kept = False
            prepared.args, _ = self._decoded(io)
            return None
        try:
            return self._blobs.part(outputs, prepared.max_inline_bytes, io)
        finally:
            io.close()

    def call(self, prepared: Prepared) -> Any:
        """What the function gives when it is called; with an executor what is to be awaited
        for it, or iterated where it is a generator; of a batch what is to be awaited for
        this call.
        """
        if self.batches is not None:
            return self.batches.call(prepared)
        if self.executor is None:
            return self.function(prepared.args)
        run = self.executor.stream if self.function.yields else self.executor.submit
        return run(prepared.args, prepared.running)

    async def load(self, setup: Setup, prepared: Prepared) -> None:
        """Waits until all is loaded. FunctionFailed: it can't be."""
        prepared.running.loaded = self._loaded = await setup.loaded()
        self.setup = None

    def encoded(self, result: Any, prepared: Prepared) -> dict[str, Value]:
        """The outputs for what the function returned, large media as blobs. OutputError,
        LimitExceeded, FunctionFailed: they can't be had. RpcfaceError: they come too late.
        """
        if deadline.is_past(prepared.running):
            raise deadline.exceeded()
        try:
            outputs = slots.encode(self._returns, result, prepared.accept, prepared.io)
            turn = prepared.turn
            if turn is not None:
                turn.given = outputs.pop(STATE, turn.given)
            if self.light_outputs:
                return outputs
            return self._blobs.part(outputs, prepared.max_inline_bytes, prepared.io)
        except LimitExceeded:
            raise
        except OutputError as error:
            self.unfit(error)
            raise
        except BaseException as error:  # noqa: BLE001 - SystemExit would end the loop
            raise self.failed(error) from None

    def sealed(self, prepared: Prepared) -> bytes:
        """What the conversation goes on from after the call; b"": the interface keeps no
        state. OutputError, LimitExceeded: it can't be had.
        """
        if self.conversations is None or prepared.turn is None:
            return b""
        try:
            return self.conversations.seal(prepared.turn)
        except OutputError as error:
            self.unfit(error)
            raise
        except LimitExceeded:
            raise
        except BaseException as error:  # noqa: BLE001 - a Mapping of the author's raises what it likes
            raise self.failed(error) from None

    def unfit(self, error: OutputError) -> None:
        """Notes what the function gave that fits no output."""
        came = getattr(error.__cause__, "came", "")
        _log.error("interface %r: %s; came %s", self.name, error, came)

    def close(self, prepared: Prepared) -> None:
        """Ends a call, from the loop."""
        if self.light_inputs and self.light_outputs:
            prepared.io.close()
        else:  # there may be files to remove, which is nothing for the event loop
            self.codecs.run(prepared.io.close)

    def leave(self, running: Running, started_ns: int) -> None:
        """Gives back the place of a call whose function has ended, which
        began at `started_ns`, by `time.perf_counter_ns`.
        """
        self.queue.leave((time.perf_counter_ns() - started_ns) / 1e9)
        self.behind.discard(running)

    def leave_behind(self, running: Running) -> None:
        """Lets go of a call whose caller has left while its function runs on a thread,
        which can't be stopped. It keeps its place until it returns.
        """
        running.cancel()
        self.behind.add(running)

    def mapped(self, error: BaseException, running: Running) -> RpcfaceError:
        """What the caller gets for what the function raised, or whatever ran it."""
        told = error if isinstance(error, self._told) else self.failed(error)
        return deadline.exceeded() if deadline.is_past(running) else told

    def failed(self, error: BaseException) -> FunctionFailed:
        """What the caller gets for what must not be told."""
        return failure(f"interface {self.name!r}", error)
