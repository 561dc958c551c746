"""What a person is told when a server has started."""

from __future__ import annotations

import logging
import shlex

from rpcface.core.access import Access, Certificates
from rpcface.server.addresses import Wish, reached
from rpcface.server.server import Server

_log = logging.getLogger("rpcface")


def greet(server: Server, where: Wish) -> None:
    """Says where a server is that has started, and warns where strangers reach it."""
    access = server.access
    assert access is not None
    print(f"rpcface serves {', '.join(server.interfaces)} at {server.address}", flush=True)  # noqa: T201  # for a person
    print(f"  see it:  {_command(server.address, access)}", flush=True)  # noqa: T201  # too
    if server.web_address:
        scheme = "http" if access.certificates is None else "https"
        print(f"  web:     {scheme}://{reached(server.web_address)}", flush=True)  # noqa: T201  # too
    if server.metrics_address:
        print(f"  metrics: http://{reached(server.metrics_address)}/metrics", flush=True)  # noqa: T201  # too
    if not where.is_loopback:
        _warn(server.address, access)


def _command(address: str, access: Access) -> str:
    token = "RPCFACE_TOKEN=… " if access.wants_token else ""
    if access.certificates is None:
        return f"{token}rpcface describe {reached(address)}"
    words = ["rpcface", "describe", _named(address, access.certificates)]
    if access.certificates.shown.is_own_issuer:
        words += ["--tls-ca", access.certificates.chain]
    else:
        words.append("--tls")
    if access.wants_certificate:
        words += ["--tls-cert", "…", "--tls-key", "…"]
    return token + " ".join(word if word == "…" else shlex.quote(word) for word in words)


def _named(address: str, certificates: Certificates) -> str:
    """The address for a client on this machine by a name that the certificate is for."""
    near = reached(address)
    host, _, port = near.rpartition(":")
    hosts = certificates.shown.hosts
    if not hosts or host.strip("[]") in hosts or "*" in hosts[0]:
        return near
    return f"{hosts[0]}:{port}"


def _warn(address: str, access: Access) -> None:
    asks = access.wants_token or access.wants_certificate
    if access.certificates is None and not asks:
        _log.warning(
            "anyone who reaches %s can call it, and others on the way can read what they send: "
            "there is neither TLS nor a token. --token-file FILE and --tls-cert FILE --tls-key "
            "FILE change that, or Options.tokens, tls_cert and tls_key",
            address,
        )
    elif access.certificates is None:
        _log.warning(
            "tokens and all else go to %s in the clear, for there is no TLS: give --tls-cert FILE "
            "and --tls-key FILE, or Options.tls_cert and tls_key, or let only a proxy that speaks "
            "TLS reach it",
            address,
        )
