"""Who may call: makes handlers that ask of those that do not."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import Any, Final

from rpcface.core.access.admitted import Admitted
from rpcface.core.access.asked import Asked
from rpcface.core.access.certificates import certificates
from rpcface.core.access.decisions import Decisions
from rpcface.core.access.principals import Principals
from rpcface.core.access.rates import AtOnce, Rates
from rpcface.core.access.revocations import Revocations
from rpcface.core.access.token_sources import token_sources
from rpcface.core.claimant import Claimant
from rpcface.core.options import Options
from rpcface.core.sight import Answers, Handler
from rpcface.core.threads import Threads
from rpcface.running import Caller, identity

LOOKS: Final = 0.5
"""Seconds between two looks whether files have changed."""

BURST: Final = 10
"""How many calls a caller may always make in a row, or a second's where those are more."""

THREADS: Final = 8
"""The most threads that files are read on, and `Options.authenticate` is called on."""


class Access:
    """What a server's options say of who may call. It belongs to the event loop that runs
    when it is made. TypeError, ValueError: they make no sense, or a file is not what it
    should be. Where they say nothing, handlers stay as they are.
    """

    def __init__(self, options: Options) -> None:
        self._threads = Threads(THREADS, "rpcface-access")
        self._sources = token_sources(options.tokens, options.token_file)
        asked = _asked(options.authenticate, self._threads)
        self.certificates = certificates(options.tls_cert, options.tls_key, options.tls_client_ca)
        """What the server shows; None: it speaks without TLS."""
        shown = self.certificates and self.certificates.shown
        self.wants_token = self._sources is not None or asked is not None
        """Whether callers need a token."""
        self.wants_certificate = bool(shown and shown.client_ca)
        """Whether they need a certificate."""
        self._principals = None
        if self.wants_token or self.wants_certificate:
            self._principals = Principals(
                self._sources, asked, wants_certificate=self.wants_certificate
            )
        self._revocations = None
        if self._principals is not None and self.wants_token:
            self._revocations = Revocations(self._principals, is_asked=asked is not None)
        self.decisions = None if options.authorize is None else Decisions(options.authorize)
        """Which interfaces each caller may use; None: all."""
        self._rates = _rates(options.calls_per_second)
        self._at_once = _at_once(options.calls_at_once)
        self._timer: asyncio.TimerHandle | None = None
        if self.certificates is not None or (self._sources and self._sources.can_change):
            self._look_later()

    def unary(self, handler: Handler[bytes], *, is_counted: bool = True) -> Handler[bytes]:
        """The handler of an RPC with one answer. `is_counted`: whether it is one of a
        caller's `Options.calls_per_second`.
        """
        principals, at_once = self._principals, self._at_once
        rates = self._rates if is_counted else None
        if principals is None and rates is None and at_once is None:
            return handler

        async def call(body: bytes, caller: Claimant) -> bytes:
            if principals is not None and principals.look(caller) is None:
                await principals.ask(caller)
            who = caller.principal or caller.peer  # as `identity`, which is a call more
            if rates is not None:
                rates.take(who)
            if at_once is None:
                return await handler(body, caller)
            at_once.enter(who)
            try:
                return await handler(body, caller)
            finally:
                at_once.leave(who)

        return call

    def stream(self, handler: Handler[Answers], *, is_counted: bool = True) -> Handler[Answers]:
        """The handler of an RPC with any number of answers."""
        principals, at_once = self._principals, self._at_once
        rates = self._rates if is_counted else None
        if principals is None and rates is None and at_once is None:
            return handler

        async def call(body: Any, caller: Claimant) -> Answers:
            proof = None
            if principals is not None:
                proof = principals.look(caller) or await principals.ask(caller)
            who = identity(caller)
            if rates is not None:
                rates.take(who)
            if at_once is not None:
                at_once.enter(who)
            try:
                answers = await handler(body, caller)
            except BaseException:
                if at_once is not None:
                    at_once.leave(who)
                raise
            admitted = Admitted(answers, caller, proof, self._left)
            if self._revocations is not None:
                self._revocations.add(admitted)
            return admitted

        return call

    def refuses(self, authorization: str) -> bool:
        """Whether a call with it is refused for certain, so that an edge need not read its
        request. The handlers refuse it in any case.
        """
        return self._principals is not None and self._principals.refuses(authorization)

    def knows(self, authorization: str) -> bool:
        """Whether it is that of a token which is known to be valid now."""
        return self._principals is not None and self._principals.knows(authorization)

    def _left(self, call: Admitted) -> None:
        if self._at_once is not None:
            self._at_once.leave(identity(call.caller))
        if self._revocations is not None:
            self._revocations.discard(call)

    def pace(self, caller: Caller) -> Callable[[], Awaitable[None]] | None:
        """What is awaited before each further run of a live call, so that those too keep
        to a caller's `Options.calls_per_second`; None: nothing.
        """
        rates = self._rates
        if rates is None:
            return None

        async def wait() -> None:
            seconds = rates.booked(identity(caller))
            if seconds:
                await asyncio.sleep(seconds)

        return wait

    def _look_later(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(LOOKS, self._look)

    def _look(self) -> None:
        """Looks at the files on a thread, for they may lie far away."""
        self._threads.run(self._read_again).add_done_callback(self._looked)

    def _read_again(self) -> bool:
        if self.certificates is not None:
            self.certificates.look()
        return self._sources is not None and self._sources.look()

    def _looked(self, looked: asyncio.Future[bool]) -> None:
        if looked.cancelled():
            return
        if looked.result() and self._revocations is not None:
            self._revocations.look()
        if self._timer is not None:
            self._look_later()

    def close(self) -> None:
        """Looks at no file any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._revocations is not None:
            self._revocations.close()
        self._threads.close()


def _asked(authenticate: Any, threads: Threads) -> Asked | None:
    if authenticate is None:
        return None
    if not callable(authenticate):
        raise TypeError(f"authenticate: wanted a function of a token; came {authenticate!r:.80}")
    return Asked(authenticate, threads)


def _rates(per_second: object) -> Rates | None:
    if per_second is None:
        return None
    if (
        isinstance(per_second, bool)
        or not isinstance(per_second, (int, float))
        or not 0 < per_second < math.inf
    ):
        raise ValueError(f"calls_per_second: wanted a number above 0; came {per_second!r:.80}")
    return Rates(per_second, max(BURST, math.ceil(per_second)), "calls_per_second")


def _at_once(most: object) -> AtOnce | None:
    if most is None:
        return None
    if type(most) is not int or most < 1:
        raise ValueError(f"calls_at_once: wanted a whole number from 1 on; came {most!r:.80}")
    return AtOnce(most)
