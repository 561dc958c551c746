"""States in their envelope: encrypted, and bound to whom and what they are for.

A sealed state is a version, the id of the key, a nonce, and what AES-256-GCM makes of the
state. GCM's own key is derived from the server's and the first half of the nonce, as in
XAES-256-GCM, so that nonces by chance never run out; the second half is GCM's nonce.
"""

from __future__ import annotations

import functools
import hmac
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rpcface.core.state.keys import Keys, Unopened

VERSION: Final = b"\1"
NONCE: Final = 24
"""Bytes of a nonce."""
_HALF: Final = NONCE // 2

RENEWAL: Final = 2**20
"""States that share the first half of their nonces, and so a key of GCM's."""

_HEAD: Final = 1 + 4
"""Bytes of a version and the id of a key."""
_LEAST: Final = _HEAD + NONCE + 16
"""Bytes of a sealed state that holds nothing."""


class Seals:
    """Seals with the first key, opens with all.

    context: what a state is for; it opens with the same alone.
    """

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._salt = b""
        self._left = 0

    def seal(self, body: bytes, context: bytes) -> bytes:
        """The envelope with the bytes."""
        if self._left <= 0:
            self._salt, self._left = os.urandom(_HALF), RENEWAL
        self._left -= 1
        id_, secret = self._keys.first
        salt, own, head = self._salt, os.urandom(_HALF), VERSION + id_
        closed = _cipher(secret, salt).encrypt(own, body, head + context)
        return b"".join((head, salt, own, closed))

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """The bytes in the envelope. Unopened: it is none that `seal` gave for this context,
        or by a key that there is not.
        """
        if len(sealed) < _LEAST:
            raise Unopened(f"it has {len(sealed)} bytes, and none has less than {_LEAST}")
        if sealed[:1] != VERSION:
            raise Unopened(f"it is of version {sealed[0]}")
        head, salt = sealed[:_HEAD], sealed[_HEAD : _HEAD + _HALF]
        own, closed = sealed[_HEAD + _HALF : _HEAD + NONCE], sealed[_HEAD + NONCE :]
        secret = self._keys.secret(head[1:])
        if secret is None:
            raise Unopened(f"its key, {head[1:].hex()}, is not there")
        try:
            return _cipher(secret, salt).decrypt(own, closed, head + context)
        except InvalidTag:
            raise Unopened("it was changed, or is for another interface or caller") from None


@functools.lru_cache(64)  # a server that seals has one at a time
def _cipher(secret: bytes, salt: bytes) -> AESGCM:
    return AESGCM(hmac.digest(secret, b"rpcface state 1" + salt, "sha256"))
