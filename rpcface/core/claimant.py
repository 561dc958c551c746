"""Who calls, before and after it has been asked to prove that."""

from __future__ import annotations

from typing import Protocol

from rpcface.running import Caller


class Claimant(Caller, Protocol):
    """A caller as the edge hands it over, with what it proves itself by. The core sets its
    principal, where somebody asks.
    """

    principal: str

    @property
    def authorization(self) -> str:
        """Its authorization, such as "Bearer TOKEN"; "": it sent none."""

    @property
    def certificate(self) -> str:
        """Whom the certificate of its connection names; "": it has shown none."""
