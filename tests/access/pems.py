"""Certificates and keys as files."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

_DAY = datetime.timedelta(days=1)


class Pems:
    """What one issuer has issued."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._issuer = trustme.CA()
        self.ca = self._written("ca.pem", self._issuer.cert_pem.bytes())
        """The path of the issuer's own certificate."""

    def _written(self, name: str, content: bytes) -> str:
        path = self._folder / name
        path.write_bytes(content)
        return str(path)

    def pair(
        self, name: str, *hosts: str, days: float = 30, since: float = 60, **more: Any
    ) -> tuple[str, str]:
        """The paths of a certificate for hosts that lasts so many days, and of its key."""
        now = datetime.datetime.now(datetime.UTC)
        made = self._issuer.issue_cert(
            *hosts, not_before=now - since * _DAY, not_after=now + days * _DAY, **more
        )
        chain = b"".join(pem.bytes() for pem in made.cert_chain_pems)
        key = made.private_key_pem.bytes()
        return self._written(f"{name}.pem", chain), self._written(f"{name}.key", key)

    def encrypted(self, key: str) -> str:
        """The path of the same key that can't be read without a password."""
        held = load_pem_private_key(Path(key).read_bytes(), None)
        locked = BestAvailableEncryption(b"password")
        return self._written(
            "encrypted.key", held.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)
        )

    def edwards(self) -> str:
        """The path of a key of a kind that gRPC does not take."""
        key = ed25519.Ed25519PrivateKey.generate()
        content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return self._written("edwards.key", content)

    def own(self) -> str:
        """The path of a certificate for localhost that vouches for itself, with its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
        now = datetime.datetime.now(datetime.UTC)
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), 1)
            .not_valid_before(now)
            .not_valid_after(now + 30 * _DAY)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .sign(key, hashes.SHA256())
        )
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return self._written("own.pem", made.public_bytes(Encoding.PEM) + private)
