"""The certificate that a server shows, read again when its files change."""

from __future__ import annotations

import datetime
import logging
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rpcface.core.access.files import Watched

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

_log = logging.getLogger("rpcface")

EARLY: Final = datetime.timedelta(days=14)
"""How long before its end a certificate is warned about."""

AGAIN: Final = datetime.timedelta(days=1)
"""How often it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What a server shows, as PEM, and what can be told of it. It is one object as long as
    the files stay as they are.
    """

    chain: bytes
    key: bytes
    client_ca: bytes | None
    """Who must have issued the certificates of callers; None: they need none."""
    ends: datetime.datetime
    hosts: tuple[str, ...]
    """The names and addresses of hosts that it is for."""
    is_own_issuer: bool
    """Whether nobody but itself vouches for it."""

    def __repr__(self) -> str:
        return f"<certificate for {', '.join(self.hosts)} until {self.ends:%Y-%m-%d}>"


class Certificates:
    """A certificate, its key, and who issues those of callers, from files of PEM. ValueError:
    a file can't be read, or does not hold what it should; the message names it.
    """

    def __init__(self, chain: str, key: str, client_ca: str | None) -> None:
        self.chain = chain
        """The path of the certificate, with its issuers behind it."""
        self.key = key
        """That of its key."""
        self.client_ca = client_ca
        """That of who must have issued the certificates of callers; None: they need none."""
        self._warned: bool | None = None
        self._warn_again = _now()
        self._is_missing = False
        try:
            self._watched = Watched([path for path in (chain, key, client_ca) if path is not None])
        except OSError as error:
            raise ValueError(f"TLS: {error.filename!r} can't be read ({error.strerror})") from None
        self.shown = self._read()
        """What is shown to who connects from now on."""
        self.warn()

    def look(self) -> bool:
        """Reads the files again where they have changed; whether others are shown from now
        on. Where something is wrong with them, those before stay, and the log says so.
        """
        self.warn()
        try:
            has_changed = self._watched.has_changed()
            self._is_missing = False
            if not has_changed:
                return False
            self.shown = self._read()
        except OSError as error:
            if not self._is_missing:  # else it was told
                text = "%r can't be read (%s). The certificate stays as it was"
                _log.error(text, error.filename, error.strerror)
            self._is_missing = True
            return False
        except ValueError as error:
            _log.error("%s. The certificate stays as it was", error)
            return False
        _log.info("%r was read again: %r", self.chain, self.shown)
        self._warned = None
        self.warn()
        return True

    def warn(self) -> None:
        """Says so, at once and then once a day, where the certificate has expired or soon
        will.
        """
        now, ends = _now(), self.shown.ends
        has_ended = now >= ends
        if now < ends - EARLY or (self._warned == has_ended and now < self._warn_again):
            return
        self._warned, self._warn_again = has_ended, now + AGAIN
        if has_ended:
            text = "the certificate in %r has expired at %s: nobody who checks it can connect"
            _log.error(text, self.chain, ends)
        else:
            _log.warning("the certificate in %r expires at %s", self.chain, ends)

    def _read(self) -> Shown:
        from cryptography import x509

        chain, key = _content("tls_cert", self.chain), _content("tls_key", self.key)
        try:
            first = x509.load_pem_x509_certificates(chain)[0]
        except ValueError:
            raise ValueError(f"tls_cert: {self.chain!r} holds no certificate as PEM") from None
        private = _private(key, self.key)
        if first.public_key() != private.public_key():
            raise ValueError(
                f"tls_key: the key in {self.key!r} is not that of the certificate in "
                f"{self.chain!r}, which comes first there"
            )
        client_ca = None
        if self.client_ca is not None:
            client_ca = _content("tls_client_ca", self.client_ca)
            try:
                x509.load_pem_x509_certificates(client_ca)
            except ValueError:
                text = f"tls_client_ca: {self.client_ca!r} holds no certificate as PEM"
                raise ValueError(text) from None
        own = first.issuer == first.subject
        return Shown(chain, key, client_ca, first.not_valid_after_utc, _hosts(first), own)


def _content(name: str, path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise ValueError(f"{name}: {path!r} can't be read ({error.strerror})") from None


def _private(key: bytes, path: str) -> PrivateKeyTypes:
    """The key. ValueError: it can't be used."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private = load_pem_private_key(key, None)
    except TypeError:
        raise ValueError(
            f"tls_key: the key in {path!r} is encrypted; a server needs it as it is: openssl pkey "
            "-in KEY -out PLAIN writes it so, for a file that nobody else may read"
        ) from None
    except ValueError:
        raise ValueError(f"tls_key: {path!r} holds no private key as PEM") from None
    if not isinstance(private, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)):
        text = f"tls_key: the key in {path!r} is neither RSA nor EC, which gRPC takes"
        raise ValueError(text)  # noqa: TRY004 - it is the file's content
    return private


def _hosts(certificate: x509.Certificate) -> tuple[str, ...]:
    from cryptography import x509

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    addresses = names.get_values_for_type(x509.IPAddress)
    return (*names.get_values_for_type(x509.DNSName), *map(str, addresses))


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def certificates(chain: str | None, key: str | None, client_ca: str | None) -> Certificates | None:
    """What a server was told to show, or else what RPCFACE_TLS_CERT, RPCFACE_TLS_KEY and
    RPCFACE_TLS_CLIENT_CA name; None: nothing. ValueError: a part is missing, or as for
    `Certificates`.
    """
    chain = os.environ.get("RPCFACE_TLS_CERT") if chain is None else chain
    key = os.environ.get("RPCFACE_TLS_KEY") if key is None else key
    client_ca = os.environ.get("RPCFACE_TLS_CLIENT_CA") if client_ca is None else client_ca
    if chain is None and key is None and client_ca is None:
        return None
    if chain is None or key is None:
        missing = "tls_cert" if chain is None else "tls_key"
        raise ValueError(
            f"TLS needs a certificate and its key, tls_cert and tls_key; {missing} is missing"
        )
    return Certificates(chain, key, client_ca)
