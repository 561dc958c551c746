"""Trying again where a server cannot be reached: one policy for whatever is asked of it."""

from __future__ import annotations

import random
from typing import Final

from rpcface.client.steps import Flow, Pause
from rpcface.errors import RpcfaceError, StatusCode

RETRIES: Final = 6
"""How often something is tried again, unless told otherwise: over some six seconds."""

FIRST: Final = 0.1
"""Seconds before the second try, about; each wait is twice the one before."""

LONGEST: Final = 5.0
"""Seconds of the longest wait, about."""


class Retries:
    """Counts the tries of one operation. `most`: how often it is tried again. Where the
    server was never reached, the first try is the last: the address may be wrong.
    """

    def __init__(self, most: int, *, is_reached: bool = True) -> None:
        self._most = most
        self._is_reached = is_reached
        self.failed = 0
        """How many tries have failed since it got on."""

    def got_on(self) -> None:
        """It did: what failed before counts no more."""
        self.failed = 0
        self._is_reached = True

    def wait(self, error: RpcfaceError) -> Flow[None]:
        """Waits before the next try. The error is raised where trying again is no use,
        was tried often enough, or would be too late.
        """
        may = self._is_reached and self.failed < self._most
        if error.code is not StatusCode.UNAVAILABLE or not may:
            raise error
        seconds = min(FIRST * 2**self.failed, LONGEST) * random.uniform(0.5, 1.5)  # noqa: S311 - callers shall not come all at once
        self.failed += 1
        if not (yield Pause(max(seconds, error.retry_after or 0.0))):
            raise error
