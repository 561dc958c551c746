"""Functions that run on though their callers have left: a thread can't be stopped."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from rpcface.running import Running

_log = logging.getLogger("rpcface")

PATIENCE: Final = 1.0
"""Seconds that a function may run on after its caller has left before it is reported."""


class Behind:
    """Calls that were left behind, of which those that take long are counted and reported. It
    belongs to one event loop.

    name: what a message calls the function, such as "interface 'sepia'".
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._calls: set[Running] = set()
        self.count = 0
        """How many ran on long."""

    def add(self, running: Running) -> None:
        """A caller has left."""
        self._calls.add(running)
        asyncio.get_running_loop().call_later(PATIENCE, self._report, running)

    def discard(self, running: Running) -> None:
        """A function has ended, whether or not its caller had left."""
        self._calls.discard(running)

    def _report(self, running: Running) -> None:
        if running in self._calls:
            self.count += 1
            _log.warning(
                "%s: a caller has left, and the function runs on until it returns or sees "
                "rpcface.call().cancelled; %d run so",
                self._name,
                len(self._calls),
            )
