"""The web edge beside that of gRPC: of the same core, in the same event loop."""

from __future__ import annotations

import socket
from collections.abc import Mapping

from rpcface.core.edge import InFlight
from rpcface.core.options import Options
from rpcface.core.service import Service
from rpcface.interface import Interface
from rpcface.web.connection import Patience
from rpcface.web.hosts import Hosts, Origins
from rpcface.web.listener import Listener
from rpcface.web.routes import Routes
from rpcface.web.socket import HEADS


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
            sockets_per_caller=options.web_sockets_per_caller,
        )
        self._largest = options.max_request_bytes + HEADS
        self._listener: Listener | None = None

    def listens_on(self, bound: socket.socket, patience: Patience | None = None) -> None:
        """Gives it the socket that it listens on, which is bound."""
        self._listener = Listener(self._routes, bound, patience, largest=self._largest)

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
        await self._routes.sockets.close()
        await self._listener.stop(seconds)
