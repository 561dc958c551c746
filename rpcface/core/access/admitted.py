"""A stream or live call that was let in, and may be shown out again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from rpcface.core.access.tokens import Proof
from rpcface.core.claimant import Claimant
from rpcface.core.sight import Answers
from rpcface.errors import Unauthenticated


class Admitted:
    """Its answers. `left` is called once, when it has ended."""

    def __init__(
        self,
        answers: Answers,
        caller: Claimant,
        proof: Proof | None,
        left: Callable[[Admitted], None],
    ) -> None:
        self._answers = answers
        self._left = left
        self.caller = caller
        self.proof = proof
        """What it was let in for; None: nobody asked."""
        self._refusal: Unauthenticated | None = None
        self._reader: asyncio.Task[object] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._is_closed = False

    async def next(self) -> bytes | None:
        """The next message. Unauthenticated: its proof does not hold any more."""
        if self._refusal is not None:
            raise self._refusal
        self._reader = reader = asyncio.current_task()
        assert reader is not None
        asked_to_end = reader.cancelling()
        try:
            return await self._answers.next()
        except asyncio.CancelledError:
            if self._refusal is not None and reader.cancelling() <= asked_to_end + 1:
                raise self._refusal from None
            raise
        finally:
            self._reader = None
            if self._refusal is not None:
                reader.uncancel()

    def refuse(self, refusal: Unauthenticated) -> None:
        """Ends it: whoever waits for the next message, or asks for one, is told so."""
        if self._refusal is not None or self._is_closed:
            return
        self._refusal = refusal
        if self._reader is not None:
            self._reader.cancel()  # it waits inside `next`, which takes that back
        else:
            self._closing = asyncio.get_running_loop().create_task(self.close())

    async def close(self) -> None:
        """Ends it: nobody takes any more."""
        if not self._is_closed:
            self._is_closed = True
            self._left(self)
            await self._answers.close()
