"""The web edge beside that of gRPC: of the same core, in the same event loop."""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence

from rpcface.core.edge import InFlight
from rpcface.core.options import Options
from rpcface.core.service import Service
from rpcface.interface import Interface
from rpcface.web.hosts import Hosts, Origins
from rpcface.web.listener import Listener
from rpcface.web.looks import Looks
from rpcface.web.routes import Routes
from rpcface.web.socket import HEADS
from rpcface.web.tls import Tls


class WebEdge:
    """Answers on the web for a server, and for those that mount it. ValueError: the options
    name an origin that is none, or a file that the page can't have.
    """

    def __init__(
        self,
        interfaces: Mapping[str, Interface],
        service: Service,
        in_flight: InFlight,
        options: Options,
    ) -> None:
        self._interfaces = interfaces
        self._service = service
        self._in_flight = in_flight
        self._options = options
        self._origins = Origins(options.web_origins)
        self._looks = Looks.of(options)
        self._routes: list[Routes] = []
        self._mounted: Routes | None = None
        self._listener: Listener | None = None

    @property
    def mounted(self) -> Routes:
        """What answers where it is mounted: requests of any host, unless hosts are named."""
        if self._mounted is None:
            self._mounted = self._made(self._options.web_hosts or None)
        return self._mounted

    def listens_on(self, bound: socket.socket, host: str) -> None:
        """Gives it the socket that it listens on, which is bound, and the host's name."""
        certificates = self._service.access.certificates
        tls = None if certificates is None else Tls(certificates)
        self._listener = Listener(
            self._made((host, *self._options.web_hosts)),
            bound,
            tls,
            largest=self._options.max_request_bytes + HEADS,
        )

    async def start(self) -> None:
        """Listens where it was given a socket."""
        if self._listener is not None:
            await self._listener.start()

    async def stop(self, seconds: float) -> None:
        """Ends: calls that are in flight still are cancelled, and their answers have that
        long to leave.
        """
        for routes in self._routes:
            routes.rpcs.cut()
            await routes.sockets.close()
        if self._listener is not None:
            await self._listener.stop(seconds)

    def _made(self, hosts: Sequence[str] | None) -> Routes:
        made = Routes(
            self._interfaces,
            self._service,
            self._in_flight,
            most=self._options.max_request_bytes,
            hosts=Hosts(hosts),
            origins=self._origins,
            looks=self._looks,
            sockets_per_caller=self._options.web_sockets_per_caller,
        )
        self._routes.append(made)
        return made
