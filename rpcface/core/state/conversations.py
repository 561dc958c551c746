"""The conversations of an interface, as its calls see them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rpcface.core.options import Options
from rpcface.core.state.keys import Unopened, keys_beside, keys_of
from rpcface.errors import LimitExceeded, StateRefused
from rpcface.interface import Interface
from rpcface.state_bytes import from_bytes, quick_bytes
from rpcface.stateful import Stateful, kept
from rpcface.values import MISSING

if TYPE_CHECKING:
    from rpcface.core.state.sealing import Seals

_log = logging.getLogger("rpcface")


class Turn:
    """One call of a conversation."""

    __slots__ = ("_body", "_came", "_context", "given")

    def __init__(self, context: bytes, came: bytes, body: bytes) -> None:
        self._context = context
        self._came = came
        self._body = body
        self.given: Any = MISSING
        """The state that the function gave last; MISSING: it is as it was."""

    def is_quick(self) -> bool:
        """Whether `Conversations.seal` takes microseconds: where it can, the state is made
        into bytes here.
        """
        if self.given is not MISSING:
            body = quick_bytes(self.given)
            if body is None:
                return False
            self.given, self._came, self._body = MISSING, b"", body
        return True

    def sealed(self, seals: Seals) -> bytes:
        """What the conversation goes on from. OutputError: the function gave what can't be
        kept.
        """
        if self.given is not MISSING:
            self._came, self._body = b"", kept(self.given)
        return self._came or seals.seal(self._body, self._context)


class Conversations:
    """The conversations of an interface under its served name.

    most: the bytes of the largest state, sealed.
    """

    def __init__(self, name: str, stateful: Stateful, seals: Seals, most: int) -> None:
        self._name = name
        self._stateful = stateful
        self._seals = seals
        self._most = most
        encoded = name.encode()
        self._context = len(encoded).to_bytes(1, "big") + encoded
        self.is_light = stateful.make is None and quick_bytes(from_bytes(stateful.body)) is not None
        """Whether beginning one takes microseconds."""

    def enter(self, args: list[Any], sealed: bytes, principal: str) -> Turn:
        """Puts the state among what the function gets; b"": that of a new conversation.
        StateRefused: it is none that was sealed for this interface and this caller.
        OutputError, or whatever the author's function for it raises: no conversation can
        begin.
        """
        context = self._context + principal.encode("utf-8", "surrogatepass")
        body = self._opened(sealed, context) if sealed else self._stateful.begin()
        self._stateful.enter(args, from_bytes(body))
        return Turn(context, sealed, body)

    def _opened(self, sealed: bytes, context: bytes) -> bytes:
        if len(sealed) > self._most:
            raise StateRefused(
                f"the state has {len(sealed):,} bytes, and this server takes {self._most:,}: begin "
                "a new conversation, by sending none"
            )
        try:
            return self._seals.open(sealed, context)
        except Unopened as reason:
            _log.debug("interface %r refuses a state: %s", self._name, reason)
            raise StateRefused(
                f"the state is none that this server sealed for interface {self._name!r} and this "
                "caller, or its key is there no more: begin a new conversation, by sending none"
            ) from None

    def seal(self, turn: Turn) -> bytes:
        """What the conversation goes on from after a call that succeeded. OutputError: the
        function gave what can't be kept. LimitExceeded: it is too large.
        """
        sealed = turn.sealed(self._seals)
        if len(sealed) > self._most:
            raise LimitExceeded(
                f"the new state of interface {self._name!r} has {len(sealed):,} bytes, and this "
                f"server takes {self._most:,}: begin a new conversation",
                metadata={"limit": "max_state_bytes"},
            )
        return sealed


def conversations_of(
    interfaces: Mapping[str, Interface], options: Options
) -> dict[str, Conversations]:
    """Those of each interface that keeps a state, by its name. KeyProblem: the keys that are
    given can't be used.
    """
    keys = keys_of(options)
    stateful = {name: one.state for name, one in interfaces.items() if one.state is not None}
    if not stateful:
        return {}
    from rpcface.core.state.sealing import Seals

    seals = Seals(keys or keys_beside())
    return {
        name: Conversations(name, state, seals, options.max_state_bytes)
        for name, state in stateful.items()
    }
