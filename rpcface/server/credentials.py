"""What a gRPC server shows of itself by TLS."""

from __future__ import annotations

import grpc

from rpcface.core.access import Certificates
from rpcface.core.access.certificates import Shown


def credentials(certificates: Certificates) -> grpc.ServerCredentials:
    """The credentials of a server: whoever connects is shown what is current then."""
    told = certificates.shown

    def newer() -> grpc.ServerCertificateConfiguration | None:
        """What is shown from now on, asked at each connection; None: as before."""
        nonlocal told
        shown = certificates.shown
        if shown is told:
            return None
        told = shown
        return _configuration(shown)

    return grpc.dynamic_ssl_server_credentials(
        _configuration(told),
        newer,  # type: ignore[arg-type]  # None, too, as its documentation says
        require_client_authentication=told.client_ca is not None,
    )


def _configuration(shown: Shown) -> grpc.ServerCertificateConfiguration:
    return grpc.ssl_server_certificate_configuration([(shown.key, shown.chain)], shown.client_ca)
