"""A run that any number of calls wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, Final, TypeGuard

from rpcface.core import unary
from rpcface.core.prepared import Prepared
from rpcface.core.repeats.crowd import Crowd
from rpcface.core.repeats.named import Named
from rpcface.core.repeats.window import Kept
from rpcface.errors import QueueFull, RpcfaceError, StatusCode
from rpcface.running import Caller

_AGAIN: Final = (StatusCode.UNAVAILABLE, StatusCode.DEADLINE_EXCEEDED)
"""What a run that takes longer, or another server, may end otherwise."""


class Shared:
    """A run of a call that has an id, in a task of its own: it is cancelled when the last
    who waits for it leaves.

    ended: called with what is to be kept of it; None: nothing, its id is free.
    """

    rpc: ClassVar[str]

    def __init__(
        self,
        named: Named,
        digest: tuple[str, bytes],
        first: Caller,
        ended: Callable[[Shared, Kept | None], None],
    ) -> None:
        self.digest = digest
        self._named = named
        self._predictor = named.predictor
        self._crowd = Crowd(first)
        self._ended = ended
        self._is_over = False
        self._task: asyncio.Task[None]

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._task = asyncio.get_running_loop().create_task(work)

    async def _prepared(self) -> Prepared:
        made = await prepared(self._named, self._crowd)
        self._crowd.waits_for(made)
        return made

    def _leave(self, caller: Caller) -> None:
        """One waits no more."""
        if self._crowd.leave(caller) and not self._is_over:
            self._end(None)
            self._cancel()

    def _cancel(self) -> None:
        """Ends the run: nobody waits."""
        if not self._task.done():
            tasks = self._predictor.tasks
            tasks.add(self._task)
            self._task.add_done_callback(tasks.discard)
            self._task.cancel()

    def _end(self, kept: Kept | None) -> None:
        self._is_over = True
        self._crowd.waits_no_more()
        self._ended(self, kept)

    def _is_kept(self, error: BaseException) -> TypeGuard[RpcfaceError]:
        """Whether it is the outcome of a run that took place, and would not do so again."""
        return (
            self._crowd.has_run
            and isinstance(error, RpcfaceError)
            and not isinstance(error, QueueFull)
            and error.code not in _AGAIN
        )


class Answered(Shared):
    """A run that is answered once."""

    rpc = "Predict"

    def __init__(
        self,
        named: Named,
        digest: tuple[str, bytes],
        first: Caller,
        ended: Callable[[Shared, Kept | None], None],
    ) -> None:
        super().__init__(named, digest, first, ended)
        self._waiters: list[asyncio.Future[None]] = []
        self._answer = b""
        self._error: BaseException | None = None
        self._start(self._run())

    async def wait(self, caller: Caller) -> bytes:
        """The bytes of the answer. What the run fails with is raised."""
        waiter = self._task.get_loop().create_future()
        self._waiters.append(waiter)
        self._crowd.join(caller)
        try:
            await waiter
        finally:
            self._leave(caller)
        if self._error is not None:
            raise self._error
        return self._answer

    async def _run(self) -> None:
        try:
            made = await self._prepared()
            self._answer = answer = await unary.run(self._predictor, made)
            self._end(Kept(self.digest, (answer,), blobs=tuple(made.io.told)))
        except asyncio.CancelledError:
            # the task ends here in any case, and its own would hold the frames that hold this
            self._error = asyncio.CancelledError()
            self._end(None)
        except BaseException as error:  # noqa: BLE001 - those who wait get it
            self._error = error
            self._end(Kept(self.digest, (), error) if self._is_kept(error) else None)
        finally:
            for waiter in self._waiters:
                if not waiter.done():
                    waiter.set_result(None)


async def prepared(named: Named, caller: Caller) -> Prepared:
    """The call with what its function gets; errors as of `Predictor.prepare`."""
    predictor, call = named.predictor, named.call
    if named.is_light:
        return predictor.prepare(call, caller)
    return await predictor.codecs.run(predictor.prepare, call, caller, dropped=_drop)


def _drop(unwanted: Prepared | None) -> None:
    """Ends what was prepared for a run that has been cancelled meanwhile."""
    if unwanted is not None:
        unwanted.drop()
