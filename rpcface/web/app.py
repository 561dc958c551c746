"""The web edge as an ASGI application."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

from rpcface.core import names
from rpcface.core.edge import InFlight
from rpcface.core.options import Options
from rpcface.core.service import Service
from rpcface.interface import Interface
from rpcface.web.asgi import Receive, Scope, Send
from rpcface.web.hosts import Hosts, Origins
from rpcface.web.looks import Looks
from rpcface.web.routes import Routes

FLUSH: Final = 1.0
"""Seconds that the last answers have to leave, after the last call has ended."""


class App:
    """Interfaces as an ASGI application, which FastAPI and Starlette mount under a path; see
    `rpcface.web.app`, which makes it.

    It starts with the server that runs it, within `lifespan` where another application
    mounts it, and else with the first request. Where it has begun by itself, it ends with
    the program.
    """

    def __init__(self, interfaces: Mapping[str, Interface], options: Options) -> None:
        self._interfaces = interfaces
        self._options = options
        self._hosts = Hosts(options.web_hosts or None)
        self._origins = Origins(options.web_origins)
        self._looks = Looks.of(options)
        self._routes: Routes | None = None
        self._service: Service | None = None
        self._in_flight: InFlight | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._starting: asyncio.Future[Routes] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one connection of ASGI's."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        routes = self._routes
        if routes is None or self._loop is not asyncio.get_running_loop():
            routes = await self._started()
        await routes(scope, receive, send)

    @contextlib.asynccontextmanager
    async def lifespan(self, _app: Any = None) -> AsyncIterator[None]:
        """Starts it, and ends it when the block ends: `FastAPI(lifespan=mounted.lifespan)`,
        or within a lifespan of your own `async with mounted.lifespan():`. Calls in flight
        have `Options.grace` seconds to end. ExecutorError: an executor can't run its function.
        """
        await self._started()
        try:
            yield
        finally:
            await self._end()

    async def _live(self, receive: Receive, send: Send) -> None:
        """The lifespan of the server that runs it, which has no other application."""
        await receive()
        try:
            async with self.lifespan():
                await send({"type": "lifespan.startup.complete"})
                await receive()
        except Exception as error:  # noqa: BLE001 - the server is told, and says so
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.shutdown.complete"})

    async def _started(self) -> Routes:
        """What answers, started once for each event loop after the other. RuntimeError:
        the one before has not ended.
        """
        loop = asyncio.get_running_loop()
        if self._loop is not loop and self._loop is not None and not self._loop.is_closed():
            raise RuntimeError("this application runs on another event loop already")
        if self._loop is not loop or self._starting is None:
            self._loop = loop
            self._starting = loop.create_task(self._start())
        try:
            return await asyncio.shield(self._starting)
        except Exception:
            self._starting = None  # the next request tries again
            raise

    async def _start(self) -> Routes:
        service = Service(self._interfaces, self._options)
        try:
            await service.start()
        except BaseException:
            await service.close(0)
            raise
        self._service = service
        self._in_flight = InFlight()
        self._routes = Routes(
            self._interfaces,
            service,
            self._in_flight,
            most=self._options.max_request_bytes,
            hosts=self._hosts,
            origins=self._origins,
            looks=self._looks,
            sockets_per_caller=self._options.web_sockets_per_caller,
        )
        return self._routes

    async def _end(self) -> None:
        service, in_flight, routes = self._service, self._in_flight, self._routes
        self._service = self._in_flight = self._routes = self._loop = self._starting = None
        if service is None or in_flight is None or routes is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._options.grace):
                await in_flight.ended()
        routes.rpcs.cut()
        await routes.sockets.close()
        await service.close(FLUSH)


def app(*interfaces: Interface, options: Options | None = None) -> App:
    """Interfaces as an ASGI application of their own, without a port of gRPC.

    app = FastAPI()
    app.mount("/sepia", rpcface.web.app(demo))

    options: the usual ones; what they say of ports has no meaning here. `web_hosts`: the
        hosts that requests may name; none: any, for whoever serves it knows them.

    TypeError, ValueError: no interface, or an option that is none. ImportError: the extra
    `web` is missing.
    """
    for index, interface in enumerate(interfaces):
        if not isinstance(interface, Interface):
            raise TypeError(f"app: wanted interfaces; came {interface!r} at place {index}")
    if not interfaces:
        raise ValueError("app: wanted at least one interface; came none")
    return App(names.assign(interfaces, vars(sys.modules["__main__"])), options or Options())
