"""Live calls: inputs go in as they change, and answers come as they are made."""

from __future__ import annotations

import queue
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

import grpc

from rpcface.changes import apply
from rpcface.client.connection import Connection
from rpcface.client.description import InterfaceDescription
from rpcface.client.options import Options
from rpcface.client.requests import request
from rpcface.errors import InputError, Invalid, RpcfaceError, Violation
from rpcface.events import Event, Finished, Updated
from rpcface.natural import arguments, results, to_value, unknown
from rpcface.values import MISSING, Value
from rpcface.wire.events import read_live, stream_body


class Answer(NamedTuple):
    """Something that happened to a request of a live call: an event, or its error."""

    sequence: int
    """The number of the request, from 1; it never falls."""
    event: Event | None
    error: RpcfaceError | None
    outputs: Any
    """What the outputs are by now: one as itself, several as a tuple with names."""


class Line:
    """What the live calls of both clients have in common: what is sent, and what comes."""

    def __init__(
        self,
        interface: InterfaceDescription,
        args: Sequence[Any],
        inputs: Mapping[str, Any],
        options: Options,
        most: int,
    ) -> None:
        self.interface = interface
        self.sequence = 0
        self._options = options
        self._most = most
        self._outputs: dict[str, Value] = {
            field.name: field.default for field in interface.outputs if field.default is not MISSING
        }
        self._first = arguments(interface.inputs, args, inputs)

    def opening(self) -> bytes:
        """The bytes of the first request."""
        return self._numbered(self._first, self._options.state(self.interface.name))

    def change(self, inputs: Mapping[str, Any]) -> bytes:
        """The bytes of a further request. InputError: an input is unknown, or can't be made
        into what it wants.
        """
        fields = {field.name: field for field in self.interface.inputs}
        values: dict[str, Value] = {}
        faults: list[Violation] = []
        for name, given in inputs.items():
            if name not in fields:
                faults.append(unknown(name, list(fields)))
                continue
            try:
                values[name] = to_value(given, fields[name].schema)
            except Invalid as fault:
                faults.append(Violation.of(f"inputs.{name}", fault))
        if faults:
            raise InputError.of(faults)
        return self._numbered(values)

    def _numbered(self, values: Mapping[str, Value], state: bytes = b"") -> bytes:
        accept = self._options.accept
        body = stream_body(request(self.interface, values, accept, self._most, state=state))
        self.sequence += 1
        return body

    def answer(self, message: bytes) -> Answer:
        """What a message says."""
        sequence, found = read_live(message)
        if isinstance(found, RpcfaceError):
            return Answer(sequence, None, found, self._natural())
        if isinstance(found, Updated):
            for change in found.changes:
                apply(self._outputs, change)
        elif isinstance(found, Finished):
            self._outputs.update(found.values)
            self._options.keep(self.interface.name, found.state)
        return Answer(sequence, found, None, self._natural())

    def _natural(self) -> Any:
        return results(self.interface.outputs, self._outputs)


class Live:
    """A live call, to be used as a context manager: leaving it ends the call.

    Iterating gives the answers. It may be sent to from one thread and iterated in another.
    """

    def __init__(
        self, line: Line, method: Any, connection: Connection, timeout: float | None
    ) -> None:
        self._line = line
        self._connection = connection
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._requests.put(line.opening())
        self._call = method(iter(self._requests.get, None), timeout=timeout)

    def send(self, /, **inputs: Any) -> int:
        """Changes inputs, which runs the function; the number of the request."""
        self._requests.put(self._line.change(inputs))
        return self._line.sequence

    def predict(self, /, **inputs: Any) -> Any:
        """Changes inputs and waits for the outcome, or a later one; the outputs. Errors are
        as for `Client.predict`.
        """
        number = self.send(**inputs) if inputs else self._line.sequence
        for answer in self:
            if answer.sequence >= number:
                if answer.error is not None:
                    raise answer.error
                if isinstance(answer.event, Finished):
                    return answer.outputs
        raise RpcfaceError("the live call ended before the outcome came")

    def finish(self) -> None:
        """Tells that nothing more will be sent; iterating ends when all is answered."""
        self._requests.put(None)

    def cancel(self) -> None:
        """Ends the call at once."""
        self.finish()
        self._call.cancel()

    def __iter__(self) -> Iterator[Answer]:
        return self

    def __next__(self) -> Answer:
        try:
            return self._line.answer(next(self._call))
        except grpc.RpcError as error:
            raise self._connection.error(error) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cancel()


class AsyncLive:
    """`Live` for an event loop."""

    def __init__(
        self, line: Line, method: Any, connection: Connection, timeout: float | None
    ) -> None:
        self._line = line
        self._connection = connection
        self._call = method(timeout=timeout)

    async def open(self) -> Self:
        """Sends the first request."""
        await self._write(self._line.opening())
        return self

    async def send(self, /, **inputs: Any) -> int:
        """As `Live.send`."""
        await self._write(self._line.change(inputs))
        return self._line.sequence

    async def _write(self, body: bytes) -> None:
        try:
            await self._call.write(body)
        except grpc.aio.AioRpcError as error:  # it has ended already
            raise await self._connection.aerror(error) from None

    async def predict(self, /, **inputs: Any) -> Any:
        """As `Live.predict`."""
        number = await self.send(**inputs) if inputs else self._line.sequence
        async for answer in self:
            if answer.sequence >= number:
                if answer.error is not None:
                    raise answer.error
                if isinstance(answer.event, Finished):
                    return answer.outputs
        raise RpcfaceError("the live call ended before the outcome came")

    async def finish(self) -> None:
        """As `Live.finish`."""
        await self._call.done_writing()

    def cancel(self) -> None:
        """As `Live.cancel`."""
        self._call.cancel()

    def __aiter__(self) -> AsyncIterator[Answer]:
        return self

    async def __anext__(self) -> Answer:
        try:
            message = await self._call.read()
        except grpc.aio.AioRpcError as error:
            raise await self._connection.aerror(error) from None
        if message is grpc.aio.EOF:
            raise StopAsyncIteration
        return self._line.answer(message)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.cancel()
        await self._call.code()  # its end, which the loop must live to see
