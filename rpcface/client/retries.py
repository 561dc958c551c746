"""Trying again where a server cannot be reached."""

from __future__ import annotations

from typing import Final

from rpcface.client.steps import Flow, Pause
from rpcface.errors import RpcfaceError, StatusCode

TRIES: Final = 7
"""How often something is tried until it gets on."""

FIRST: Final = 0.1
"""Seconds before the second try; each wait is twice the one before."""


class Retries:
    """Counts the tries of something that gets on step by step."""

    def __init__(self) -> None:
        self._failed = 0

    def got_on(self) -> None:
        """It did: what failed before counts no more."""
        self._failed = 0

    def wait(self, error: RpcfaceError) -> Flow[None]:
        """Waits before the next try. The error is raised where trying again is no use,
        or was tried often enough.
        """
        self._failed += 1
        if error.code is not StatusCode.UNAVAILABLE or self._failed >= TRIES:
            raise error
        yield Pause(FIRST * 2 ** (self._failed - 1))
