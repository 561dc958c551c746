"""Streams and live calls whose token is not valid any more."""

from __future__ import annotations

import asyncio
from typing import Final

from rpcface.core.access.admitted import Admitted
from rpcface.core.access.principals import Principals
from rpcface.core.access.tokens import Proof, bearer
from rpcface.errors import Unauthenticated

PERIOD: Final = 1.0
"""Seconds between two questions whether a token is still valid."""


class Revocations:
    """Ends the calls whose proof does not hold any more. It belongs to one event loop.

    is_asked: whether there is somebody to be asked now and then; else `look` is called
        when the tokens have changed.
    """

    def __init__(self, principals: Principals, *, is_asked: bool) -> None:
        self._principals = principals
        self._is_asked = is_asked
        self._calls: set[Admitted] = set()
        self._asking: dict[Proof, asyncio.Task[None]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def add(self, call: Admitted) -> None:
        """A call has begun."""
        if call.proof is None or not call.proof.digest:
            return
        self._calls.add(call)
        if not self._is_asked and not self._principals.is_known(call.proof):
            self.look()  # the tokens have changed since it was let in
        elif self._is_asked and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PERIOD, self._again)

    def discard(self, call: Admitted) -> None:
        """It has ended."""
        self._calls.discard(call)

    def look(self) -> None:
        """Asks about the tokens of all that run."""
        for call in self._calls:
            proof = call.proof
            assert proof is not None
            if not self._principals.is_known(proof) and proof not in self._asking:
                asks = self._ask(proof, bearer(call.caller.authorization))
                task = asyncio.get_running_loop().create_task(asks)
                self._asking[proof] = task

    async def _ask(self, proof: Proof, token: str) -> None:
        try:
            refusal = await self._principals.refusal(proof, token)
        finally:
            del self._asking[proof]
        if refusal is not None:
            for call in list(self._calls):
                if call.proof == proof:
                    call.refuse(Unauthenticated(refusal.message, metadata=refusal.metadata))

    def _again(self) -> None:
        self._timer = None
        if self._calls:
            self.look()
            self._timer = asyncio.get_running_loop().call_later(PERIOD, self._again)

    def close(self) -> None:
        """Asks no more."""
        if self._timer is not None:
            self._timer.cancel()
        for task in self._asking.values():
            task.cancel()
