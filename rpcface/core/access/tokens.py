"""Tokens, and whose they are."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from rpcface.errors import Unauthenticated

WEAK: Final = 16
"""Characters that a token has at least, or else it is warned about."""

_NAME: Final = re.compile(r"[\w.@+/ -]{1,64}")
_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*")


class Entry(NamedTuple):
    """A token and its owner. `place` is what a message calls it by: never by what stands
    there, for that may be the token.
    """

    name: str
    token: str
    place: str


class Proof(NamedTuple):
    """That a caller is who it says it is."""

    principal: str
    digest: bytes
    """What stands for its token; empty: it has none."""


SCHEME: Final = "Bearer "
"""What stands before a token in an authorization."""

_keyed: Final = hashlib.blake2b(key=secrets.token_bytes(32), digest_size=32)


def digest(authorization: str) -> bytes:
    """What stands for a token, of its authorization, "Bearer TOKEN". It is a hash with a
    key that nobody outside this process knows, and tokens are looked up by it alone: so
    how long a look-up takes says nothing of how much of a token was right, however the
    look-up compares.
    """
    hashed = _keyed.copy()
    hashed.update(authorization.encode("utf-8", "replace"))
    return hashed.digest()


def bearer(authorization: str) -> str:
    """The token in an authorization. Unauthenticated: there is none."""
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated(f"the call came without a token; {HOW}")
    return token


HOW: Final = (
    "send 'authorization: Bearer TOKEN' in its metadata: rpcface.Client(token=…), or "
    "RPCFACE_TOKEN for the command line"
)
"""How a token is sent."""


def mapping_entries(tokens: Mapping[str, str]) -> Iterator[Entry]:
    """The entries of `Options.tokens`. TypeError: something in it is no text."""
    for number, (name, token) in enumerate(tokens.items(), 1):
        place = f"tokens, entry {number}"
        if not isinstance(name, str) or not isinstance(token, str):
            raise TypeError(f"{place}: wanted a name and a token, both str")
        yield _checked(Entry(name, token, place))


def text_entries(text: str, source: str) -> Iterator[Entry]:
    """The entries of a file, or of an environment variable, that holds one on each line.
    ValueError: a line holds something else.
    """
    for number, line in enumerate(text.splitlines(), 1):
        told = line.partition("#")[0].strip()
        if told:
            place = f"{source}, line {number}"
            name, colon, token = told.partition(":")
            if not colon:
                raise ValueError(f"{place}: wanted 'name: token'; came a line without a colon")
            yield _checked(Entry(name.strip(), token.strip(), place))


def _checked(entry: Entry) -> Entry:
    if not _NAME.fullmatch(entry.name) or entry.name != entry.name.strip():
        raise ValueError(
            f"{entry.place}: wanted a name of 1 to 64 letters, digits and . _ @ + / -; came another"
        )
    if not _TOKEN.fullmatch(entry.token):
        raise ValueError(
            f"{entry.place}: wanted a token of letters, digits and - . _ ~ + /, with = at its end "
            "alone; came another, or none"
        )
    return entry


def table(entries: Iterable[Entry]) -> dict[bytes, Proof]:
    """The proofs by the digests of the tokens. One owner may have several tokens.
    ValueError: two have the same.
    """
    found: dict[bytes, Proof] = {}
    places: dict[bytes, str] = {}
    for entry in entries:
        key = digest(SCHEME + entry.token)
        if found.setdefault(key, Proof(entry.name, key)).principal != entry.name:
            raise ValueError(f"{entry.place}: the token is that of {places[key]}, another's")
        places.setdefault(key, entry.place)
    return found
