"""What an interface loads once for functions that run on the loop and on threads."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Any

from rpcface.core.incidents import failure
from rpcface.errors import FunctionFailed


class Setup:
    """Calls an interface's `setup` on a thread of its own, for it may take long. It belongs
    to the event loop that runs when it is made.

    what: what a message calls it, such as "the setup of interface 'sepia'".
    """

    def __init__(self, what: str, setup: Callable[[], Any]) -> None:
        self._what = what
        self._setup = setup
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        self._result: Any = None
        self._failure: FunctionFailed | None = None

    def start(self) -> None:
        """Begins. A failure is told in the log at once."""
        threading.Thread(target=self._work, name="rpcface-setup", daemon=True).start()

    async def loaded(self) -> Any:
        """What it returned, as soon as it has. FunctionFailed: it raised."""
        await self._ended.wait()
        if self._failure is not None:
            raise FunctionFailed(self._failure.message, metadata=self._failure.metadata)
        return self._result

    def _work(self) -> None:
        try:
            self._result = self._setup()
        except BaseException as error:  # noqa: BLE001 - whatever it raises
            self._failure = failure(self._what, error)
        with contextlib.suppress(RuntimeError):  # the loop has closed
            self._loop.call_soon_threadsafe(self._ended.set)
