"""A call that is valid, on its way to the function."""

from __future__ import annotations

import inspect
from typing import Any

from rpcface.component import Accept
from rpcface.core.cached import Kept
from rpcface.core.seen import Lapses
from rpcface.core.state import Turn
from rpcface.files import CallIO
from rpcface.running import Running


class Prepared:
    """A call that is valid: what the function gets, and what the answer needs."""

    __slots__ = (
        "accept",
        "args",
        "example",
        "io",
        "is_kept",
        "max_inline_bytes",
        "running",
        "seen",
        "turn",
    )

    def __init__(  # noqa: PLR0917 - by keyword they take twice as long
        self,
        args: list[Any],
        accept: Accept,
        io: CallIO,
        running: Running,
        seen: Lapses | None,
        max_inline_bytes: int,
        turn: Turn | None,
        example: Kept | None,
        *,
        is_kept: bool,
    ) -> None:
        self.args = args
        self.accept = accept
        self.io = io
        self.running = running
        self.seen = seen
        """Where it is noted how long it takes; None: nobody looks."""
        self.max_inline_bytes = max_inline_bytes
        self.example = example
        """The example that it is a call of, whose outputs are kept; None: of none."""
        self.is_kept = is_kept
        """Whether they are there, so that the function need not run; it has no `args` then."""
        self.turn = turn
        """Its place in a conversation; None: the interface keeps no state."""

    def drop(self, result: Any = None) -> None:
        """Ends it where nobody waits for it any more; `result`: what the function gave."""
        self.io.close()
        if inspect.iscoroutine(result):
            result.close()
