"""A running server as an ASGI application of another event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from rpcface.web.asgi import Application, Message, Receive, Scope, Send


class Bridge:
    """Has an application of one event loop answer what comes to another. `application` gives
    it, on its own loop.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, application: Callable[[], Application]
    ) -> None:
        self._loop = loop
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one connection of ASGI's. RuntimeError: the server has stopped."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        if self._loop.is_closed():
            raise RuntimeError("the server has stopped; nothing answers at this path")
        here = asyncio.get_running_loop()

        async def take() -> Message:
            message: Message = await _run(receive(), here)
            return message

        async def give(message: Message) -> None:
            await _run(send(message), here)

        async def answer() -> None:
            await self._application()(scope, take, give)

        await _run(answer(), self._loop)


async def _run(work: Awaitable[Any], loop: asyncio.AbstractEventLoop) -> Any:
    """What the work gives on another loop; who is cancelled here cancels it there."""
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_coroutine(work), loop))


def _coroutine(work: Awaitable[Any]) -> Coroutine[Any, Any, Any]:
    async def wait() -> Any:
        return await work

    return wait()


async def _live(receive: Receive, send: Send) -> None:
    """The server lives by itself."""
    for end in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{end}.complete"})
