"""The connection of a client to a server: where it leads, and what both prove by it."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import grpc

from rpcface.client import channels, handshakes
from rpcface.client.tokens import Token
from rpcface.errors import RpcfaceError, StatusCode
from rpcface.wire.statuses import from_status

Path: TypeAlias = str | os.PathLike[str]

_BUNDLE: Final = "ca-certificates.crt"
"""What a folder of trusted certificates calls the file with all of them."""


class Connection:
    """Where a client connects, and how; see `Client`. ValueError: it can't be so."""

    def __init__(
        self,
        address: str,
        *,
        tls: bool = False,
        tls_ca: Path | None = None,
        tls_cert: Path | None = None,
        tls_key: Path | None = None,
        token: str | None = None,
        token_file: Path | None = None,
        insecure_token: bool = False,
    ) -> None:
        self.address = address
        self.target = channels.target(address)
        self._token = None if token is None and token_file is None else Token(token, token_file)
        self._is_tls = tls or any(path is not None for path in (tls_ca, tls_cert, tls_key))
        if (tls_cert is None) != (tls_key is None):
            missing = "tls_cert" if tls_cert is None else "tls_key"
            raise ValueError(f"a client's certificate needs its key; {missing} is missing")
        self._ca = None if tls_ca is None else os.fspath(tls_ca)
        self._pair: tuple[str, str] | None = None
        self._credentials: grpc.ChannelCredentials | None = None
        if self._is_tls:
            self._credentials = self._made(tls_cert, tls_key)
        elif self._token and not (insecure_token or channels.is_local(self.target)):
            raise ValueError(
                f"a token would travel to {address} in the clear, for all on the way to read: ask "
                "for TLS (tls=True, or tls_ca= with the file of who issued the server's "
                "certificate), or insecure_token=True where nobody else is on the way"
            )

    def _made(self, cert: Path | None, key: Path | None) -> grpc.ChannelCredentials:
        roots = _system_roots() if self._ca is None else _issuers(self._ca)
        if cert is None or key is None:
            return grpc.ssl_channel_credentials(roots)
        chain, private = _content("tls_cert", cert), _content("tls_key", key)
        self._pair = os.fspath(cert), os.fspath(key)
        try:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.load_cert_chain(*self._pair, password=str)  # or else it asks the terminal
        except ssl.SSLError as error:
            raise ValueError(f"tls_cert, tls_key: {_unfit(error)}") from None
        return grpc.ssl_channel_credentials(roots, private, chain)

    def channel(self, kind: Any) -> Any:
        """A channel: `kind` is grpc, or grpc.aio."""
        options = channels.options(self.target)
        if self._credentials is None:
            return kind.insecure_channel(self.target, options)
        return kind.secure_channel(self.target, self._credentials, options)

    def methods(self, channel: Any, collected: Callable[[Any], Any]) -> Mapping[str, Any]:
        """What calls each RPC over a channel; see `channels.methods`."""
        found = channels.methods(channel, collected)
        if self._token is None:
            return found
        return {name: self._token.sent(method) for name, method in found.items()}

    def error(self, error: Any) -> RpcfaceError:
        """The error for a call that failed. Where no connection came about, it asks the
        server why, which takes some seconds at most.
        """
        made = channels.error_of(error, self.address)
        place = channels.place(self.target)
        if not channels.is_unconnected(error) or place is None:
            return made
        if self._is_tls:
            fault = handshakes.fault(*place, self._ca, self._pair)
        else:
            is_asked = handshakes.speaks_tls(*place)
            fault = "the server speaks TLS alone; ask for it by tls or tls_ca" if is_asked else ""
        if not fault:
            return made
        said = f"can't connect to {self.address}: {fault}"
        return from_status(int(StatusCode.UNAVAILABLE), said, None)

    async def aerror(self, error: Any) -> RpcfaceError:
        """The same for an event loop."""
        if channels.is_unconnected(error):
            return await asyncio.to_thread(self.error, error)
        return self.error(error)


def _content(name: str, path: Path) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise ValueError(f"{name}: {os.fspath(path)!r} can't be read ({error.strerror})") from None


def _issuers(path: str) -> bytes:
    content = _content("tls_ca", path)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except ssl.SSLError:
        raise ValueError(f"tls_ca: {path!r} holds no certificate as PEM") from None
    return content


def _system_roots() -> bytes | None:
    """The issuers that this system trusts, as OpenSSL is told of them; None: those that
    gRPC is told of, or its own.
    """
    if "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH" in os.environ:
        return None
    paths = ssl.get_default_verify_paths()
    for path in (paths.cafile, paths.capath and os.path.join(paths.capath, _BUNDLE)):
        if path and os.path.isfile(path):
            return _content("tls", path)
    return None


def _unfit(error: ssl.SSLError) -> str:
    if error.reason == "KEY_VALUES_MISMATCH":
        return "the key is not that of the certificate"
    return "wanted a certificate and its key, not encrypted, as PEM"
