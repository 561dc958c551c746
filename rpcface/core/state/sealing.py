"""States in their envelope: encrypted, and bound to whom and what they are for.

A sealed state is a version, the id of the key, a nonce, and what AES-256-GCM makes of the
state. The key of each is derived from the server's and the first half of the nonce, as in
XAES-256-GCM, so that nonces by chance never run out; the second half is GCM's own.
"""

from __future__ import annotations

import hmac
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rpcface.core.state.keys import Keys

VERSION: Final = b"\1"
NONCE: Final = 24
"""Bytes of a nonce."""

_HEAD: Final = 1 + 4
"""Bytes of a version and the id of a key."""
_LEAST: Final = _HEAD + NONCE + 16
"""Bytes of a sealed state that holds nothing."""


class Broken(Exception):
    """What is to be opened was not sealed so; the text tells the log alone why."""


class Seals:
    """Seals with the first key, opens with all.

    context: what a state is for; it opens with the same alone.
    """

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def seal(self, body: bytes, context: bytes) -> bytes:
        """The envelope with the bytes."""
        id_, secret = self._keys.first
        head, nonce = VERSION + id_, os.urandom(NONCE)
        closed = _cipher(secret, nonce).encrypt(nonce[12:], body, head + context)
        return b"".join((head, nonce, closed))

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """The bytes in the envelope. Broken: it is none that `seal` gave for this context,
        or by a key that there is not.
        """
        if len(sealed) < _LEAST:
            raise Broken(f"it has {len(sealed)} bytes, and none has less than {_LEAST}")
        if sealed[:1] != VERSION:
            raise Broken(f"it is of version {sealed[0]}")
        head, nonce = sealed[:_HEAD], sealed[_HEAD : _HEAD + NONCE]
        secret = self._keys.secret(head[1:])
        if secret is None:
            raise Broken(f"its key, {head[1:].hex()}, is not there")
        try:
            return _cipher(secret, nonce).decrypt(
                nonce[12:], sealed[_HEAD + NONCE :], head + context
            )
        except InvalidTag:
            raise Broken("it was changed, or is for another interface or caller") from None


def _cipher(secret: bytes, nonce: bytes) -> AESGCM:
    return AESGCM(hmac.digest(secret, b"rpcface state 1" + nonce[:12], "sha256"))
