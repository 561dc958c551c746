"""Runs an interface's function where it is called, without any server."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Sequence
from typing import Any

from rpcface.function import Function, Over, alast, last
from rpcface.running import Running, enter, leave


class InProcess:
    """The function, called in the caller's thread; `setup` is called before the first
    call, once.
    """

    def __init__(self, function: Function, setup: Callable[[], Any] | None) -> None:
        self._function = function
        self._setup = setup
        self._loaded: list[Any] = []
        self._lock = threading.Lock()

    def __call__(self, args: Sequence[Any], over: Over) -> Any:
        """Runs it to its end; of a generator the last values. RuntimeError: it is async
        and an event loop runs in this thread.
        """
        if self._setup is None:
            return _run(self._function, args, over)
        with self._lock:
            if not self._loaded:
                self._loaded.append(self._setup())
        running = Running()
        running.loaded = self._loaded[0]
        token = enter(running)
        try:
            return _run(self._function, args, over)
        finally:
            leave(token)


def _run(function: Function, args: Sequence[Any], over: Over) -> Any:
    result = function(args)
    if inspect.isgenerator(result):
        return last(result, over)
    if not (inspect.isawaitable(result) or inspect.isasyncgen(result)):
        return result
    import asyncio

    async def finish() -> Any:
        return await alast(result, over) if inspect.isasyncgen(result) else await result

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(finish())
    if inspect.iscoroutine(result):
        result.close()
    raise RuntimeError(
        f"{function.name or function.fn!r} is async, and an interface can't wait for it in a "
        "thread that runs an event loop; call it in another: "
        "await asyncio.to_thread(interface, ...)"
    )
