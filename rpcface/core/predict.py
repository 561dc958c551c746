"""One call of one interface: validate, decode, admit, run, encode."""

from __future__ import annotations

import asyncio
import inspect
import logging
import time
from collections.abc import Coroutine
from types import AsyncGeneratorType
from typing import Any, Final

from rpcface import slots
from rpcface.component import Accept, Limits
from rpcface.core.blobs import MAX_ANSWER, Blobs
from rpcface.core.gate import Gate
from rpcface.core.incidents import failure
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
from rpcface.files import CallIO
from rpcface.function import alast, last
from rpcface.interface import Interface
from rpcface.wire.calls import Call, write_outcome

_log = logging.getLogger("rpcface")

_NO_WISH: Final = Accept()


class Prepared:
    """A call that is valid: what the function gets, and what the answer needs."""

    __slots__ = ("accept", "args", "ended", "io", "max_inline_bytes")

    def __init__(
        self, args: list[Any], accept: Accept, io: CallIO, max_inline_bytes: int = 0
    ) -> None:
        self.args = args
        self.accept = accept
        self.io = io
        self.max_inline_bytes = max_inline_bytes
        self.ended = False
        """Set when nobody waits for the answer any more."""

    def drop(self, result: Any = None) -> None:
        """Ends it where nobody waits for it any more; `result`: what the function gave."""
        self.io.close()
        if inspect.iscoroutine(result):
            result.close()


class Predictor:
    """Runs the calls of one interface under its served name."""

    def __init__(
        self,
        name: str,
        interface: Interface,
        etag: str,
        *,
        limits: Limits,
        private_addresses: bool,
        blobs: Blobs,
        functions: Threads,
        codecs: Threads,
    ) -> None:
        self.name = name
        self.interface = interface
        self.etag = etag
        self._limits = limits
        self._private_addresses = private_addresses
        self._blobs = blobs
        self._functions = functions
        self._codecs = codecs
        limit = interface.concurrency_limit
        self._gate = None if limit is None else Gate(limit)
        self._function = interface.function
        self._on_loop = interface.function.on_loop
        self._inputs = interface.inputs
        self._outputs = interface.outputs
        self.light_inputs = all(slot.is_light for slot in interface.inputs)
        """Whether `prepare` takes microseconds."""
        self._light_outputs = all(slot.is_light for slot in interface.outputs)

    def prepare(self, call: Call) -> Prepared:
        """Validates and decodes. InputError, BlobGone, InterfaceChanged, StateRefused,
        RequestMalformed: the call is not valid. FunctionFailed: a component raised.
        """
        if call.etag and call.etag != self.etag:
            raise InterfaceChanged(
                f"interface {self.name!r} is not the one that the caller described: its etag is "
                f"{self.etag!r}, the request's {call.etag!r}. Describe it again"
            )
        if call.state:
            raise StateRefused(f"interface {self.name!r} keeps no state; send none")
        if call.max_inline_bytes < 0:
            raise RequestMalformed(
                f"max_inline_bytes: wanted 0 or more; came {call.max_inline_bytes}"
            )
        inputs = call.inputs
        if not self.light_inputs:
            inputs = {name: self._blobs.fill(value) for name, value in inputs.items()}
        io = CallIO(
            limits=self._limits,
            allowed_paths=self.interface.allowed_paths,
            private_addresses=self._private_addresses,
            inputs=inputs,
            shelf=self._blobs.shelf,
            max_inline_bytes=call.max_inline_bytes or MAX_ANSWER,
        )
        accept = Accept(call.accept) if call.accept else _NO_WISH
        try:
            args = slots.decode(self._inputs, inputs, io)
            return Prepared(args, accept, io, call.max_inline_bytes)
        except RpcfaceError:
            io.close()
            raise
        except BaseException as error:  # noqa: BLE001 - SystemExit would end the loop
            io.close()
            raise self._failed(error) from None

    def run(self, prepared: Prepared) -> Coroutine[Any, Any, bytes]:
        """Admits the call and runs the function; the bytes of its `PredictResponse`.
        Error, OutputError, FunctionFailed: the function refused, or failed.
        """
        return self._run_on_loop(prepared) if self._on_loop else self._run_on_thread(prepared)

    async def _run_on_loop(self, prepared: Prepared, result: Any = None) -> bytes:
        """`result`: a coroutine or an async generator that is still to be awaited; None:
        what the function gives when it is called.
        """
        gate = self._gate
        if gate is not None:
            await self._enter(gate, prepared, result)
        started = time.perf_counter_ns()
        try:
            try:
                if result is None:
                    result = self._function(prepared.args)
                result = await (alast(result) if isinstance(result, AsyncGeneratorType) else result)
            except BaseException as error:
                if isinstance(error, asyncio.CancelledError) and is_cancelled():
                    raise
                raise self._mapped(error) from None
            duration_ns = time.perf_counter_ns() - started
            if self._light_outputs:
                return self._encoded(result, prepared, duration_ns)
            return await self._codecs.run(self._encoded, result, prepared, duration_ns)
        finally:
            self._close(prepared)
            if gate is not None:
                gate.leave()

    async def _run_on_thread(self, prepared: Prepared) -> bytes:
        gate = self._gate
        if gate is not None:
            await self._enter(gate, prepared)
        try:
            answer = await self._functions.run(
                self._call,
                prepared,
                done=None if gate is None else gate.leave,
                dropped=prepared.drop,
            )
        except asyncio.CancelledError:
            prepared.ended = True
            raise
        if type(answer) is bytes:
            return answer
        # a function that looked sync gave something to await
        return await self._run_on_loop(prepared, answer)

    async def _enter(self, gate: Gate, prepared: Prepared, result: Any = None) -> None:
        try:
            await gate.enter()
        except asyncio.CancelledError:
            self._codecs.run(prepared.drop, result)
            raise

    def _close(self, prepared: Prepared) -> None:
        if self.light_inputs and self._light_outputs:
            prepared.io.close()
        else:  # there may be files to remove, which is nothing for the event loop
            self._codecs.run(prepared.io.close)

    def _call(self, prepared: Prepared) -> Any:
        """The bytes of the answer, or what is still to be awaited."""
        started = time.perf_counter_ns()
        late = False
        try:
            try:
                result = self._function(prepared.args)
                if type(result) is not str and inspect.isgenerator(result):
                    result = last(result, lambda: prepared.ended)
                elif inspect.isawaitable(result) or inspect.isasyncgen(result):
                    late = True
                    return result
            except BaseException as error:  # noqa: BLE001 - whatever the function raises
                raise self._mapped(error) from None
            return self._encoded(result, prepared, time.perf_counter_ns() - started)
        finally:
            if not late:
                prepared.io.close()

    def _encoded(self, result: Any, prepared: Prepared, duration_ns: int) -> bytes:
        try:
            outputs = slots.encode(self._outputs, result, prepared.accept, prepared.io)
            if not self._light_outputs:
                outputs = self._blobs.part(outputs, prepared.max_inline_bytes, prepared.io)
        except LimitExceeded:
            raise
        except OutputError as error:
            came = getattr(error.__cause__, "came", "")
            _log.error("interface %r: %s; came %s", self.name, error, came)
            raise
        except BaseException as error:  # noqa: BLE001 - SystemExit would end the loop
            raise self._failed(error) from None
        return b"".join(write_outcome(outputs, duration_ns))

    def _mapped(self, error: BaseException) -> RpcfaceError:
        """What the caller gets for what the function raised."""
        return error if isinstance(error, Error) else self._failed(error)

    def _failed(self, error: BaseException) -> FunctionFailed:
        return failure(f"interface {self.name!r}", error)


def is_cancelled() -> bool:
    """Whether this call itself is being cancelled, and not something it waits for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
