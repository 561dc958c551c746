"""Who calls: by a token, or by the certificate of the connection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rpcface.core.access.asked import Asked
from rpcface.core.access.token_sources import TokenSources
from rpcface.core.access.tokens import HOW, SCHEME, Proof, bearer, digest
from rpcface.core.claimant import Claimant
from rpcface.errors import Unauthenticated

_NOBODY: Final[Mapping[bytes, Proof]] = {}


class Principals:
    """Tells who calls, and sets `Claimant.principal`. Where tokens are asked for, it is the
    token's owner, else the one that the certificate names.

    sources: tokens that are known; asked: who is asked about others; None: nobody, and
        where both are, no token is wanted.
    wants_certificate: whether each caller must have one.
    """

    def __init__(
        self, sources: TokenSources | None, asked: Asked | None, *, wants_certificate: bool
    ) -> None:
        self._sources = sources
        self._asked = asked
        self.wants_token = sources is not None or asked is not None
        self.wants_certificate = wants_certificate

    def look(self, caller: Claimant) -> Proof | None:
        """The proof of a caller; None: `ask` has it. Unauthenticated: there is none."""
        if self.wants_certificate:
            named = caller.certificate
            if not named:
                raise Unauthenticated("the call came without a certificate that names its caller")
            if not self.wants_token:
                caller.principal = named
                return Proof(named, b"")
        authorization = caller.authorization
        sources = self._sources
        proof = None if sources is None else sources.proofs.get(digest(authorization))
        if proof is None:
            proof = self._other(authorization)
            if proof is None:
                return None
        caller.principal = proof.principal
        return proof

    def _other(self, authorization: str) -> Proof | None:
        """The proof of one that is not known as it stands; None: `ask` may have it."""
        key = digest(SCHEME + bearer(authorization))
        if self._asked is not None:
            return self._known.get(key) or self._asked.known(key)
        proof = self._known.get(key)
        if proof is None:
            raise Unauthenticated(f"the token is not one that the server knows; {HOW}")
        return proof

    def refuses(self, authorization: str) -> bool:
        """Whether a call with it is refused for certain, and so need not be read."""
        if not self.wants_token:
            return False
        try:
            self._found(authorization)
        except Unauthenticated:
            return True
        return False

    def knows(self, authorization: str) -> bool:
        """Whether it is that of a token which is known to be valid now."""
        return not self.refuses(authorization) and self._found(authorization) is not None

    def _found(self, authorization: str) -> Proof | None:
        return self._known.get(digest(authorization)) or self._other(authorization)

    async def ask(self, caller: Claimant) -> Proof:
        """The proof of a caller that `look` has not. Unauthenticated: there is none.
        LimitExceeded: too many from its address had none.
        """
        assert self._asked is not None
        proof = await self._asked.ask(bearer(caller.authorization), caller.peer)
        caller.principal = proof.principal
        return proof

    def is_known(self, proof: Proof) -> bool:
        """Whether it is one of a token that is known to be valid now, or of a certificate."""
        return not proof.digest or self._known.get(proof.digest) == proof

    async def refusal(self, proof: Proof, token: str) -> Unauthenticated | None:
        """Why the proof that a token gave does not hold any more; None: it does."""
        if self.is_known(proof):
            return None
        if self._asked is not None:
            try:
                if await self._asked.ask(token) == proof:
                    return None
            except Unauthenticated as error:
                return error
        return Unauthenticated(f"the token is not valid any more; {HOW}")

    @property
    def _known(self) -> Mapping[bytes, Proof]:
        return _NOBODY if self._sources is None else self._sources.proofs
