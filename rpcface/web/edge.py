"""The web edge beside that of gRPC: of the same core, in the same event loop."""

from __future__ import annotations

import socket
from collections.abc import Mapping

from rpcface.core.edge import InFlight
from rpcface.core.options import Options
from rpcface.core.service import Service
from rpcface.interface import Interface
from rpcface.web.hosts import Hosts, Origins
from rpcface.web.listener import Listener
from rpcface.web.routes import Routes


class WebEdge:
    """Answers on the web for a server that listens on `host`. ValueError: the options name
    an origin that is none.
    """

    def __init__(
        self,
        interfaces: Mapping[str, Interface],
        service: Service,
        in_flight: InFlight,
        options: Options,
        host: str,
    ) -> None:
        self._routes = Routes(
            interfaces,
            service,
            in_flight,
            most=options.max_request_bytes,
            hosts=Hosts((host, *options.web_hosts)),
            origins=Origins(options.web_origins),
        )
        self._listener: Listener | None = None

    def listens_on(self, bound: socket.socket) -> None:
        """Gives it the socket that it listens on, which is bound."""
        self._listener = Listener(self._routes, bound)

    async def start(self) -> None:
        """Listens."""
        assert self._listener is not None
        await self._listener.start()

    async def stop(self, seconds: float) -> None:
        """Ends: calls that are in flight still are cancelled, and their answers have that
        long to leave.
        """
        assert self._listener is not None
        self._routes.rpcs.cut()
        await self._listener.stop(seconds)
