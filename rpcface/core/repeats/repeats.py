"""The calls of a server that have ids: each is run once, however often it comes."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Final, TypeVar

from rpcface.core import unary
from rpcface.core.blobs import Blobs
from rpcface.core.repeats.named import Named
from rpcface.core.repeats.shared import Answered, Shared, prepared
from rpcface.core.repeats.streamed import Replay, Streamed
from rpcface.core.repeats.window import Kept, Window
from rpcface.core.seen import Seen
from rpcface.core.sight import Answers
from rpcface.core.stream import Stream
from rpcface.core.threads import Threads
from rpcface.errors import RequestIdReused
from rpcface.running import Caller, identity

S = TypeVar("S", bound=Shared)

SWEEPS: Final = 60.0
"""Seconds between two looks for outcomes whose time is over, at most."""

_Key = tuple[str, str, str]
"""The caller, the interface, and the id."""


class Repeats:
    """Runs a call that has an id once for its caller: the same again waits for the same
    outcome, or gets it from the window. It belongs to the event loop that runs when it is
    made. `seconds`, `most`: as of `Window`; where one is 0, ids mean nothing.
    """

    def __init__(self, seconds: float, most: int, blobs: Blobs, codecs: Threads) -> None:
        self._is_on = seconds > 0 and most > 0
        self._window = Window(seconds, most)
        self._period = min(SWEEPS, seconds)
        self._blobs = blobs
        self._codecs = codecs
        self._runs: dict[_Key, Shared] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def predict(self, named: Named, caller: Caller) -> bytes:
        """The bytes of the `PredictResponse`. RequestIdReused: the id was another call's;
        else as of the run, or of the one that was before.
        """
        if not self._is_on:
            return await unary.run(named.predictor, await prepared(named, caller))
        found = await self._find(Answered, named, caller)
        if isinstance(found, Answered):
            return await found.wait(caller)
        if found.error is not None:
            raise found.error
        return found.messages[0]

    async def stream(self, named: Named, caller: Caller) -> Answers:
        """What gives the bytes of each `PredictStreamResponse`; errors as of `predict`."""
        if not self._is_on:
            return Stream(named.predictor, await prepared(named, caller)).start()
        found = await self._find(Streamed, named, caller)
        return found.read(caller) if isinstance(found, Streamed) else Replay(found)

    async def _find(self, kind: type[S], named: Named, caller: Caller) -> S | Kept:
        """The run of the call, which is begun where there is none, or its outcome."""
        key = identity(caller), named.predictor.name, named.call.request_id
        digest = kind.rpc, named.digest
        while True:
            found = self._runs.get(key) or self._window.get(key)
            if found is None:
                run = kind(named, digest, caller, partial(self._ended, key))
                self._runs[key] = run
                return run
            if found.digest != digest:
                raise RequestIdReused(
                    f"request_id: {named.call.request_id!r} was given to another call of "
                    f"interface {named.predictor.name!r} before; give each call its own"
                )
            if isinstance(found, Kept) and found.blobs and not await self._are_there(key, found):
                continue
            if isinstance(caller, Seen):
                caller.is_repeat = True
            assert isinstance(found, (kind, Kept))
            return found

    async def _are_there(self, key: _Key, kept: Kept) -> bool:
        """Whether all blobs of an outcome are there still, which are used by that; else
        it is dropped.
        """
        if await self._codecs.run(self._blobs.touch, kept.blobs):
            return True
        if self._window.get(key) is kept:
            self._window.drop(key)
        return False

    def _ended(self, key: _Key, run: Shared, kept: Kept | None) -> None:
        """A run has ended, or nobody waits for it any more."""
        if self._runs.get(key) is not run:
            return
        del self._runs[key]
        if kept is not None:
            self._window.put(key, kept)
            self._look_later()

    def _look_later(self) -> None:
        if self._timer is None and self._window:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(self._period, self._sweep)

    def _sweep(self) -> None:
        self._timer = None
        self._window.sweep()
        self._look_later()

    def close(self) -> None:
        """Lets go of the outcomes."""
        if self._timer is not None:
            self._timer.cancel()
