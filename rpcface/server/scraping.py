"""Where Prometheus fetches metrics: a small HTTP server beside that of the calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rpcface.server import addresses

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry


class Scraping:
    """Answers GET with the metrics of a registry, from threads of its own, until it is
    stopped. OSError: it can't listen there.
    """

    def __init__(self, host: str, port: int, registry: CollectorRegistry) -> None:
        from prometheus_client import start_http_server

        try:
            self._server, self._thread = start_http_server(
                port, addresses.bound(host), registry=registry
            )
        except OSError as error:
            raise OSError(
                f"metrics: can't listen on {addresses.joined(host, port)} ({error.strerror}). Ask "
                "for another port, or for 0, which finds a free one"
            ) from None
        self._thread.name = "rpcface-metrics"
        self.address = addresses.joined(host, self._server.server_port)
        """Where it listens: "localhost:9090"."""

    def stop(self) -> None:
        """Ends it, within half a second."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
