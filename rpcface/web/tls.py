"""What the web shows of itself by TLS: the certificate that the gRPC port shows, too."""

from __future__ import annotations

import ssl

from rpcface.core.access.certificates import Certificates, Shown


class Tls:
    """A context whose connections are shown what is current when they come about. It can't
    ask callers for certificates. ssl.SSLError, OSError: the files have changed meanwhile.
    """

    def __init__(self, certificates: Certificates) -> None:
        self._certificates = certificates
        self._shown: Shown | None = None
        self.context = self._made()
        """What a server listens with."""
        self._current = self.context
        self.context.sni_callback = self._switch

    def _made(self) -> ssl.SSLContext:
        shown = self._certificates.shown
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        context.load_cert_chain(self._certificates.chain, self._certificates.key)
        self._shown = shown
        return context

    def _switch(
        self, connection: ssl.SSLObject | ssl.SSLSocket, _name: str | None, _: ssl.SSLContext
    ) -> None:
        """Shows a connection what is current."""
        if self._shown is not self._certificates.shown:
            try:
                self._current = self._made()
            except (ssl.SSLError, OSError):
                return  # they are being written; the next connection looks again
        connection.context = self._current
