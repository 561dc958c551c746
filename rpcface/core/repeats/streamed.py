"""A run that is told as it goes, to all who read it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from rpcface.changes import changes
from rpcface.core.outbox import Outbox
from rpcface.core.predict import Predictor
from rpcface.core.repeats.named import Named
from rpcface.core.repeats.shared import Shared
from rpcface.core.repeats.tee import Tee
from rpcface.core.repeats.window import Kept
from rpcface.core.stream import Run
from rpcface.errors import RpcfaceError
from rpcface.events import Event, Finished, Updated
from rpcface.parts import replaced
from rpcface.running import Caller
from rpcface.values import Media, Value
from rpcface.wire.events import write_event


class Streamed(Shared):
    """A run that any number of readers are told of."""

    rpc = "PredictStream"

    def __init__(
        self,
        named: Named,
        digest: tuple[str, bytes],
        first: Caller,
        ended: Callable[[Shared, Kept | None], None],
    ) -> None:
        super().__init__(named, digest, first, ended)
        predictor = named.predictor
        self._tee = Tee(
            merge=predictor.interface.merge_updates,
            codecs=None if predictor.light_outputs else predictor.codecs,
            ended=self._told,
        )
        self._run: Run | None = None
        self._outcome: Finished | None = None
        """What is still to be noted of it: it ended well, and no reader knows by now."""
        self._start(self._open())

    def read(self, caller: Caller) -> Reader:
        """What tells a further caller, from what was told so far on."""
        self._crowd.join(caller)
        box = self._tee.join()

        def leave() -> None:
            self._tee.leave(box)
            self._leave(caller)

        return Reader(box, self._predictor, self._read, leave)

    def _read(self) -> None:
        """A reader has been told all."""
        if self._run is not None and self._outcome is not None:
            self._run.read(self._outcome)
            self._outcome = None

    async def _open(self) -> None:
        try:
            prepared = await self._prepared()
        except asyncio.CancelledError:
            self._tee.fail(asyncio.CancelledError())  # as in `Answered`
        except BaseException as error:  # noqa: BLE001 - the readers get it
            self._tee.fail(error)
        else:
            self._tee.tells_of(prepared.running)
            self._run = Run(self._predictor, prepared, self._tee).start()

    def _told(self, end: Finished | BaseException) -> None:
        """The run has ended, and its readers have still to read that."""
        if not isinstance(end, Finished) and not self._is_kept(end):
            self._end(None)
            return
        self._is_over = True
        if isinstance(end, Finished):
            outputs = {**self._tee.outputs, **end.values}
            self._outcome = Finished(outputs, end.duration_ns)
        parts = self.digest, self._tee.events(), self._tee.outputs, end
        if self._predictor.light_outputs:
            self._end(_kept(*parts))
        else:
            self._predictor.codecs.run(_kept, *parts).add_done_callback(self._written)

    def _written(self, work: asyncio.Future[Kept]) -> None:
        self._end(None if work.cancelled() or work.exception() else work.result())

    def _cancel(self) -> None:
        if self._run is None:
            self._tee.close()
            super()._cancel()
        else:
            self._run.end()


class Reader:
    """The events of a run for one caller, as `rpcface.core.sight.Answers`."""

    def __init__(
        self,
        box: Outbox,
        predictor: Predictor,
        read: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        self._box = box
        self._predictor = predictor
        self._read = read
        self._leave = leave

    async def next(self) -> bytes | None:
        """The bytes of the next `PredictStreamResponse`; None: the call has ended. What
        the run fails with is raised.
        """
        event = await self._box.next()
        if event is None:
            self._read()
            return None
        if self._predictor.light_outputs:
            return write_event(event)
        return await self._predictor.codecs.run(write_event, event)

    async def close(self) -> None:
        """The caller takes no more."""
        self._leave()


class Replay:
    """An outcome that was kept, as `rpcface.core.sight.Answers`."""

    def __init__(self, kept: Kept) -> None:
        self._messages = iter(kept.messages)
        self._error = kept.error

    async def next(self) -> bytes | None:
        """The next message. What the run failed with is raised."""
        message = next(self._messages, None)
        if message is None and self._error is not None:
            raise self._error
        return message

    async def close(self) -> None:
        """Nothing goes on."""


def _kept(
    digest: tuple[str, bytes],
    events: Sequence[Event],
    outputs: Mapping[str, Value],
    end: Finished | RpcfaceError,
) -> Kept:
    """What a reader is told who comes when all is over."""
    told = [*events]
    blobs: set[str] = set()
    if outputs:
        told.append(Updated(changes({}, outputs)))
    found = {**outputs}
    error = None
    if isinstance(end, Finished):
        told.append(end)
        found.update(end.values)
    else:
        error = end
    for value in found.values():
        replaced(value, lambda media: _noted(media, blobs))
    return Kept(digest, tuple(map(write_event, told)), error, tuple(blobs))


def _noted(media: Media, blobs: set[str]) -> Media:
    if media.is_held:
        blobs.add(media.blob_id)
    return media
