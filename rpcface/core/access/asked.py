"""A function that says whose a token is, asked no oftener than must be."""

from __future__ import annotations

import asyncio
import inspect
import logging
import secrets
import time
import traceback
from collections import OrderedDict
from typing import Final

from rpcface.core.access.rates import Rates
from rpcface.core.access.tokens import HOW, SCHEME, Proof, digest
from rpcface.core.options import Authenticate
from rpcface.core.threads import Threads
from rpcface.errors import Unauthenticated

_log = logging.getLogger("rpcface")

FRESH: Final = 1.0
"""Seconds for which an answer holds."""

MOST: Final = 16_384
"""How many tokens are remembered."""

WRONG_PER_SECOND: Final = 10.0
WRONG_AT_ONCE: Final = 50
"""How many tokens that it does not know yet an address may have tried."""


class Asked:
    """Whose a token is. A token that was right before is asked about again after a second
    at most; those that are new, which any stranger can make up, only so many from one
    address. It belongs to one event loop; a sync function runs on `threads`.
    """

    def __init__(self, function: Authenticate, threads: Threads) -> None:
        self._function = function
        self._is_async = inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(
            type(function).__call__  # an object that is called
        )
        self._threads = threads
        self._known: OrderedDict[bytes, tuple[Proof, float]] = OrderedDict()
        self._asking: dict[bytes, asyncio.Task[Proof]] = {}
        self._wrong = Rates(WRONG_PER_SECOND, WRONG_AT_ONCE, "wrong_tokens")

    def known(self, key: bytes) -> Proof | None:
        """The proof for what stands for a token, if it is fresh."""
        found = self._known.get(key)
        return found[0] if found is not None and time.monotonic() < found[1] else None

    async def ask(self, token: str, peer: str | None = None) -> Proof:
        """The proof for a token. Unauthenticated: it is not valid, or that could not be
        found out. LimitExceeded: too many that came from the same address were not.

        peer: the address; None: it was valid when its call began.
        """
        key = digest(SCHEME + token)
        proof = self.known(key)
        if proof is not None:
            return proof
        if peer is None or key in self._known:
            return await self._once(key, token)
        self._wrong.take(peer)
        proof = await self._once(key, token)
        self._wrong.give_back(peer)
        return proof

    async def _once(self, key: bytes, token: str) -> Proof:
        """Asks, unless that is being done already."""
        task = self._asking.get(key)
        if task is None:
            task = self._asking[key] = asyncio.get_running_loop().create_task(
                self._answer(key, token)
            )
            task.add_done_callback(lambda done: self._end(key, done))
        await asyncio.wait([task])  # which leaves it alone where this call is cancelled
        return task.result()

    def _end(self, key: bytes, task: asyncio.Task[Proof]) -> None:
        del self._asking[key]
        if not task.cancelled():
            task.exception()  # it has been looked at, also where nobody waits any more

    async def _answer(self, key: bytes, token: str) -> Proof:
        try:
            if self._is_async:
                found = self._function(token)
            else:
                found = await self._threads.run(self._function, token)
            principal = await found if inspect.isawaitable(found) else found
            if principal is not None and not (isinstance(principal, str) and principal):
                raise TypeError(
                    "authenticate: wanted the name of the caller, a str that is not empty, or "
                    f"None; came {type(principal).__name__}"
                )
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001 - SystemExit would end the loop
            self._known.pop(key, None)
            raise _unknowable(error, token) from None
        if principal is None:
            self._known.pop(key, None)
            raise Unauthenticated(f"the token is not valid; {HOW}")
        proof = Proof(principal, key)
        self._known[key] = proof, time.monotonic() + FRESH
        self._known.move_to_end(key)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return proof


def _unknowable(error: BaseException, token: str) -> Unauthenticated:
    """Logs the error as an incident, without the token."""
    incident = secrets.token_hex(6)
    text = "".join(traceback.format_exception(error)).rstrip()
    if _holds(text, token):  # as the KeyError of a dict of tokens does
        frames = traceback.extract_tb(error.__traceback__)
        places = "".join(f"  {frame.filename}:{frame.lineno} {frame.name}\n" for frame in frames)
        text = f"{places}{type(error).__name__}; the rest is left out, for it holds the token"
    _log.error("incident %s: authenticate failed; the call is refused\n%s", incident, text)
    return Unauthenticated(
        f"it can't be told who calls; the server's log tells more under incident {incident}",
        metadata={"incident": incident},
    )


def _holds(text: str, token: str) -> bool:
    """Whether a text holds a token, or eight characters of it."""
    length = min(8, len(token))
    return any(token[at : at + length] in text for at in range(len(token) - length + 1))
