"""Calls that are watched: their events, and jobs, which are for their results."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any, Final, Self

import grpc

from rpcface.client import channels
from rpcface.client.connection import Connection
from rpcface.client.steps import Next, Open, Pause, Rpc, Watch, Work
from rpcface.events import Event, Finished, Updated

_OPENED: Final = object()


class _Watched:
    """What the events of both clients have in common: the flow, the call that it opened,
    and until when.
    """

    def __init__(
        self,
        flow: Watch,
        methods: Mapping[str, Any],
        take: Callable[[Any, float | None], Any],
        connection: Connection,
        timeout: float | None,
    ) -> None:
        self._flow = flow
        self._methods = methods
        self._take = take
        self._connection = connection
        self._timeout = timeout
        self._end: float | None = None
        self._call: Any = None
        self._is_cancelled = False
        self._over = threading.Event()
        self._answer: Any = None
        self._error: Exception | None = None
        self._failure: BaseException | None = None
        self.outputs: Any = None
        """What the outputs are, as far as events were taken."""

    def cancel(self) -> None:
        """Ends the call, from whatever thread; whoever iterates gets its end as an error."""
        self._is_cancelled = True
        self._over.set()
        self._drop()

    def _drop(self) -> None:
        if self._call is not None:
            self._call.cancel()

    def _turn(self) -> Any:
        """The next step of the flow for the answer or the error of the last; None: it has
        ended. Where it failed once, it fails so whenever it is asked.
        """
        if self._failure is not None:
            raise self._failure
        try:
            while True:
                answer, error = self._answer, self._error
                self._answer = self._error = None
                step = self._flow.send(answer) if error is None else self._flow.throw(error)
                if not (self._is_cancelled and isinstance(step, (Open, Rpc))):
                    break
                self._error = channels.cancelled()
        except StopIteration:
            return None
        except BaseException as failure:
            self._failure = failure
            self._drop()
            raise
        if isinstance(step, (Updated, Finished)):
            self.outputs = step.outputs
        return step

    def _left(self) -> float | None:
        """Seconds that are left; they begin with the first call."""
        if self._timeout is None:
            return None
        now = time.monotonic()
        if self._end is None:
            self._end = now + self._timeout
        return max(self._end - now, 0.0)

    def _opened(self, step: Open) -> object:
        self._drop()
        self._call = self._methods[step.method](step.body, timeout=self._left())
        if self._is_cancelled:  # by another thread, just now
            self._drop()
        return _OPENED


class Events(_Watched):
    """The events of one call, to be iterated. `with` cancels what is left of it."""

    def __iter__(self) -> Iterator[Event]:
        return self

    def __next__(self) -> Event:
        while (found := self._advance()) is _OPENED:
            pass
        if found is None:
            raise StopIteration
        return found  # type: ignore[no-any-return]  # what else is yielded is asked of the driver

    def start(self) -> Self:
        """Opens the call; without it that is done when the first event is asked for."""
        if (found := self._advance()) is not _OPENED:
            raise AssertionError(f"a call opens before it has events; came {found!r}")
        return self

    def _advance(self) -> Any:
        while True:
            step = self._turn()
            try:
                if isinstance(step, Open):
                    return self._opened(step)
                if isinstance(step, Pause):
                    self._answer = step.fits(self._left())
                    if self._answer:
                        self._over.wait(step.seconds)
                elif isinstance(step, (Rpc, Work)):
                    self._answer = self._take(step, self._left())
                elif step is Next.MESSAGE:
                    self._answer = next(self._call, None)
                else:
                    return step
            except grpc.RpcError as error:
                self._error = self._connection.error(error)
            except Exception as error:  # noqa: BLE001 - the flow's own, of a file
                self._error = error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cancel()


class AsyncEvents(_Watched):
    """`Events` for an event loop."""

    _waking: asyncio.Future[None] | None = None

    def __aiter__(self) -> AsyncIterator[Event]:
        return self

    async def __anext__(self) -> Event:
        while (found := await self._advance()) is _OPENED:
            pass
        if found is None:
            raise StopAsyncIteration
        return found  # type: ignore[no-any-return]  # as above

    async def start(self) -> Self:
        """As `Events.start`."""
        if (found := await self._advance()) is not _OPENED:
            raise AssertionError(f"a call opens before it has events; came {found!r}")
        return self

    async def _advance(self) -> Any:
        while True:
            step = self._turn()
            try:
                if isinstance(step, Open):
                    return self._opened(step)
                if isinstance(step, Pause):
                    self._answer = step.fits(self._left())
                    if self._answer:
                        await self._pause(step.seconds)
                elif isinstance(step, (Rpc, Work)):
                    self._answer = await self._take(step, self._left())
                elif step is Next.MESSAGE:
                    message = await self._call.read()
                    self._answer = None if message is grpc.aio.EOF else message
                else:
                    return step
            except grpc.aio.AioRpcError as error:
                self._error = await self._connection.aerror(error)
            except asyncio.CancelledError:  # of this task, or of the call alone
                task = asyncio.current_task()
                if (task and task.cancelling()) or not (self._call and self._call.cancelled()):
                    raise
                self._error = channels.cancelled()
            except Exception as error:  # noqa: BLE001 - the flow's own, of a file
                self._error = error

    async def _pause(self, seconds: float) -> None:
        self._waking = asyncio.get_running_loop().create_future()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._waking, seconds)

    def cancel(self) -> None:
        """As `Events.cancel`, on the event loop."""
        super().cancel()
        if self._waking is not None and not self._waking.done():
            self._waking.set_result(None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.cancel()
        if self._call is not None:
            await self._call.code()  # its end, which the loop must live to see


class Job:
    """A call that was started. Iterating gives the outputs each time they change, one as
    itself, several as a tuple with names.
    """

    def __init__(self, events: Events) -> None:
        self.events = events
        """The events that nobody has taken yet."""

    def __iter__(self) -> Iterator[Any]:
        for event in self.events:
            if isinstance(event, Updated) or (isinstance(event, Finished) and event.values):
                yield event.outputs

    def result(self) -> Any:
        """Waits for the end; the last outputs. Errors are as for `Client.predict`."""
        for _ in self:
            pass
        return self.events.outputs

    def cancel(self) -> None:
        """Ends the call, from whatever thread; who waits for it gets that as an error."""
        self.events.cancel()


class AsyncJob:
    """`Job` for an event loop."""

    def __init__(self, events: AsyncEvents) -> None:
        self.events = events
        """The events that nobody has taken yet."""

    async def __aiter__(self) -> AsyncIterator[Any]:
        async for event in self.events:
            if isinstance(event, Updated) or (isinstance(event, Finished) and event.values):
                yield event.outputs

    async def result(self) -> Any:
        """As `Job.result`."""
        async for _ in self:
            pass
        return self.events.outputs

    def cancel(self) -> None:
        """As `Job.cancel`."""
        self.events.cancel()
