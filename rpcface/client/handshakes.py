"""Why a connection failed that gRPC says little of: asked of the server, by a handshake
apart from gRPC's.
"""

from __future__ import annotations

import ssl
from socket import create_connection, socket
from typing import Final

SECONDS: Final = 3.0
"""How long a server may take to say why."""

_EXPIRED, _NOT_YET, _WRONG_HOST = 10, 9, 62
"""What OpenSSL calls them, in X509_V_ERR_…"""


def fault(host: str, port: int, issuers: str | None, pair: tuple[str, str] | None) -> str:
    """What is wrong with TLS between this client and a server; "": nothing that shows.

    issuers: the path of those that are trusted; None: those of the system.
    pair: the paths of the client's certificate and key; None: it has none.
    """
    try:
        context = ssl.create_default_context(cafile=issuers)
        if pair is not None:
            context.load_cert_chain(*pair)
        context.set_alpn_protocols(["h2"])
        with create_connection((host, port), SECONDS) as plain:
            return _shaken(context, plain, host, has_pair=pair is not None)
    except (OSError, ValueError):
        return ""


def _shaken(context: ssl.SSLContext, plain: socket, host: str, *, has_pair: bool) -> str:
    try:
        with context.wrap_socket(plain, server_hostname=host) as wrapped:
            wrapped.settimeout(SECONDS)
            is_welcome = bool(wrapped.recv(1))  # a server greets whoever it lets in
    except ssl.SSLCertVerificationError as error:
        return _distrust(error, host)
    except ssl.SSLError as error:
        if error.reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNEXPECTED_MESSAGE"}:
            return "the server speaks without TLS there"
        is_welcome = "ALERT" not in (error.reason or "")
    except ConnectionError:
        is_welcome = False
    if is_welcome:
        return ""
    if has_pair:
        return "the server does not take the client's certificate"
    return "the server wants a certificate of its callers: tls_cert and tls_key"


def _distrust(error: ssl.SSLCertVerificationError, host: str) -> str:
    code = error.verify_code
    if code == _EXPIRED:
        return "the server's certificate has expired"
    if code == _NOT_YET:
        return "the server's certificate is not valid yet, or this machine's clock is wrong"
    if code == _WRONG_HOST or "IP address mismatch" in str(error):
        return f"the server's certificate is for another host than {host}"
    return (
        f"the server's certificate is not trusted ({error.verify_message}): tls_ca names the file "
        "of who issued it"
    )


def speaks_tls(host: str, port: int) -> bool:
    """Whether a server does, whoever it is."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            create_connection((host, port), SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=host),
        ):
            return True
    except (OSError, ValueError):
        return False
