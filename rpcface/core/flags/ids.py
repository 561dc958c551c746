"""The ids of records: UUIDs, of which the later one is the greater, or one for a request."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import uuid
from typing import Final

_KEY: Final = "key"


def new_id(seconds: float) -> str:
    """A new one for a time, in seconds since 1970: a UUID of version 7."""
    return _uuid(int(seconds * 1000) << 80 | secrets.randbits(80), 7)


class RequestIds:
    """One id for the same request of the same caller, whenever it comes. A key that lies in
    the folder keeps those who see the ids from trying which caller makes one of them.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._key = b""

    def of(self, interface: str, caller: str, request_id: str) -> str:
        """The id, a UUID of version 8. OSError: the key can't be had."""
        self._key = self._key or self._had()
        text = f"{interface}\0{caller}\0{request_id}".encode()
        digest = hmac.digest(self._key, text, hashlib.sha256)
        return _uuid(int.from_bytes(digest[:16], "big"), 8)

    def _had(self) -> bytes:
        """The folder's key, which is made where there is none; of several that do so at
        once, one wins.
        """
        path = os.path.join(self._folder, _KEY)
        if not os.path.exists(path):
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            made = f"{path}.{secrets.token_hex(8)}"
            with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_bytes(32))
            with contextlib.suppress(FileExistsError):
                os.link(made, path)
            os.remove(made)
        with open(path, "rb") as file:
            return file.read()


def _uuid(bits: int, version: int) -> str:
    """The UUID with these 128 bits, but for those that RFC 9562 says."""
    bits = bits & ~(0xF << 76) | version << 76
    return str(uuid.UUID(int=bits & ~(3 << 62) | 2 << 62))
