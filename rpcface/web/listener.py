"""Where the web edge listens: uvicorn's connections on a socket of ours, in the loop that
runs. uvicorn's own server would take signals, and wake up ten times a second.
"""

from __future__ import annotations

import asyncio
import functools
import socket
import time
from email.utils import formatdate
from typing import Any, Final

from uvicorn.config import Config
from uvicorn.server import ServerState

from rpcface.web.asgi import Application
from rpcface.web.connection import Connection, Patience
from rpcface.web.tls import Tls
from rpcface.web.websocket import WebSocket

LOOKS: Final = 4
"""How often each connection is looked at in the time that a head may take."""


class Listener:
    """Answers requests that come to a socket, which is bound and becomes its own. `tls`: what
    it speaks; None: it speaks without. `largest`: bytes that a message on a WebSocket may have.
    """

    def __init__(
        self, application: Application, bound: socket.socket, tls: Tls | None, *, largest: int
    ) -> None:
        self._application = application
        self._tls = tls
        self._largest = largest
        self._socket = bound
        self._patience = Patience()
        self._state = ServerState()
        self._server: asyncio.Server | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def start(self) -> None:
        """Listens."""
        config = Config(
            self._application,
            interface="asgi3",
            http=Connection,
            ws=WebSocket,
            ws_max_size=self._largest,
            lifespan="off",
            log_config=None,
            proxy_headers=False,
            server_header=False,
            date_header=False,  # the state has it
        )
        config.load()
        made = functools.partial(Connection, config, self._state, self._patience)
        loop = asyncio.get_running_loop()
        context = None if self._tls is None else self._tls.context
        self._server = await loop.create_server(made, sock=self._socket, backlog=2048, ssl=context)
        self._look()

    def _look(self) -> None:
        now = time.monotonic()
        for connection in self._connections:
            connection.look(now)
        self._state.default_headers = [(b"date", formatdate(usegmt=True).encode())]
        seconds = self._patience.head_seconds / LOOKS
        self._timer = asyncio.get_running_loop().call_later(seconds, self._look)

    @property
    def _connections(self) -> list[Any]:
        return list(self._state.connections)

    async def stop(self, seconds: float) -> None:
        """Ends: what is being answered has that long to leave."""
        if self._server is None:
            self._socket.close()
            return
        assert self._timer is not None
        self._timer.cancel()
        self._server.close()
        for connection in self._connections:
            connection.shutdown()
        end = time.monotonic() + seconds
        while self._connections and time.monotonic() < end:  # noqa: ASYNC110 - nobody is told
            await asyncio.sleep(0.01)
        for connection in self._connections:
            connection.transport.abort()
        tasks = set(self._state.tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
