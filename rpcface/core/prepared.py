"""A call that is valid, on its way to the function."""

from __future__ import annotations

import inspect
from typing import Any

from rpcface.component import Accept
from rpcface.core.seen import Seen
from rpcface.core.state import Turn
from rpcface.files import CallIO
from rpcface.running import Running


class Prepared:
    """A call that is valid: what the function gets, and what the answer needs."""

    __slots__ = ("accept", "args", "io", "max_inline_bytes", "running", "seen", "turn")

    def __init__(
        self,
        args: list[Any],
        accept: Accept,
        io: CallIO,
        running: Running,
        *,
        seen: Seen | None,
        max_inline_bytes: int,
        turn: Turn | None,
    ) -> None:
        self.args = args
        self.accept = accept
        self.io = io
        self.running = running
        self.seen = seen
        """What is noted of it; None: nobody looks."""
        self.max_inline_bytes = max_inline_bytes
        self.turn = turn
        """Its place in a conversation; None: the interface keeps no state."""

    def drop(self, result: Any = None) -> None:
        """Ends it where nobody waits for it any more; `result`: what the function gave."""
        self.io.close()
        if inspect.iscoroutine(result):
            result.close()
