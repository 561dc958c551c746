"""The keys that states are sealed with."""

from __future__ import annotations

import base64
import binascii
import hmac
import logging
import os
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rpcface.core.options import Options

_log = logging.getLogger("rpcface")

SIZE: Final = 32
"""Bytes of a key."""

INTERVAL: Final = 1.0
"""Seconds between two looks at the file, where no key is missing."""

VARIABLE: Final = "RPCFACE_STATE_KEYS"
"""The variable that has keys where the options have none."""

HOW: Final = "`openssl rand -base64 32` makes one"


class KeyProblem(ValueError):
    """The keys that were given can't be used; the message says why, and holds none."""


class Unopened(Exception):
    """What was to be opened was not sealed so; the text tells the log alone why."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and what tells it from others."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> bytes:
        """Four bytes that say nothing of the secret."""
        return hmac.digest(self.secret, b"rpcface state key id", "sha256")[:4]


class Keys:
    """Keys by their ids; the first seals. Of a file they are what it holds by now.

    KeyProblem: the file can't be read, or holds no key, or something else.
    """

    def __init__(self, keys: Sequence[Key] = (), file: str | None = None) -> None:
        self._file = file
        self._seen: tuple[int, ...] = ()
        self._looked = time.monotonic()
        if file is not None:
            self._seen = _looks(file)
            keys = _of_file(file)
        self._first, self._by_id = _ordered(keys)

    @property
    def first(self) -> tuple[bytes, bytes]:
        """The id and the secret of the key that seals."""
        if self._file is not None and time.monotonic() - self._looked > INTERVAL:
            self._look()
        return self._first

    def secret(self, id_: bytes) -> bytes | None:
        """The secret of the key that has the id; None: there is none."""
        found = self._by_id.get(id_)
        if found is None and self._file is not None:
            self._look()  # another server may have it already, and this one not yet
            found = self._by_id.get(id_)
        return found

    def _look(self) -> None:
        """Reads the file where it has changed. Where that fails, the keys are as before."""
        assert self._file is not None
        self._looked = time.monotonic()
        before, self._seen = self._seen, ()
        try:
            self._seen = _looks(self._file)
            if self._seen == before:
                return
            self._first, self._by_id = _ordered(_of_file(self._file))
        except KeyProblem as problem:
            if self._seen != before:
                _log.error("%s; the keys from before are kept", problem)
        else:
            _log.info("the state keys have changed; there are %d now", len(self._by_id))


def _ordered(keys: Sequence[Key]) -> tuple[tuple[bytes, bytes], dict[bytes, bytes]]:
    by_id = {key.id: key.secret for key in keys}
    return (keys[0].id, keys[0].secret), by_id


def keys_of(options: Options) -> Keys | None:
    """The keys that the options give; None: they give none. KeyProblem: they can't be
    used.
    """
    if options.state_keys and options.state_key_file is not None:
        raise KeyProblem("state_keys, state_key_file: wanted one of them; came both")
    if options.state_key_file is not None:
        return Keys(file=os.fspath(options.state_key_file))
    if isinstance(options.state_keys, (str, bytes)):
        raise KeyProblem("state_keys: wanted a list of keys; came one alone. Put it into a list")
    if options.state_keys:
        return Keys([_key(f"state_keys[{at}]", one) for at, one in enumerate(options.state_keys)])
    return None


def keys_beside() -> Keys:
    """The keys of the environment, or else one that is made now, of which the log tells.
    KeyProblem: those of the environment can't be used.
    """
    words = os.environ.get(VARIABLE, "").split()
    if words:
        return Keys([_key(f"{VARIABLE}, key {at + 1}", word) for at, word in enumerate(words)])
    _log.info(
        "no state keys are given, so conversations end with this server; "
        "rpcface serve --state-key-file or %s lets them go on (%s)",
        VARIABLE,
        HOW,
    )
    return Keys([Key(secrets.token_bytes(SIZE))])


def _looks(file: str) -> tuple[int, ...]:
    try:
        status = os.stat(file)
    except OSError as error:
        raise _unread(file, error) from None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _of_file(file: str) -> list[Key]:
    try:
        with open(file, "rb") as opened:
            lines = opened.read(1024 * 1024).splitlines()
    except OSError as error:
        raise _unread(file, error) from None
    words = [(at + 1, line.strip()) for at, line in enumerate(lines)]
    keys = [
        _key(f"the key file {file!r}, line {at}", word, is_text=True)
        for at, word in words
        if word and not word.startswith(b"#")
    ]
    if not keys:
        raise KeyProblem(f"the key file {file!r}: wanted a key a line; came none. {HOW}")
    return keys


def _unread(file: str, error: OSError) -> KeyProblem:
    reason = error.strerror or type(error).__name__
    return KeyProblem(f"the key file {file!r} can't be read: {reason}")


def _key(place: str, given: object, *, is_text: bool = False) -> Key:
    wanted = f"{place}: wanted {SIZE} bytes by chance, in base64"
    if isinstance(given, bytes) and len(given) == SIZE and not is_text:
        return Key(given)
    if not isinstance(given, (str, bytes)):
        raise KeyProblem(f"{wanted}; came {type(given).__name__}. {HOW}")
    try:
        text = given.encode() if isinstance(given, str) else given
        secret = base64.b64decode(text.strip().translate(_URL_SAFE), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise KeyProblem(f"{wanted}; what came is no base64. {HOW}") from None
    if len(secret) != SIZE:
        raise KeyProblem(f"{wanted}; came {len(secret)} bytes. {HOW}")
    return Key(secret)


_URL_SAFE: Final = bytes.maketrans(b"-_", b"+/")
