"""How a client calls."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Final

from rpcface.client.retries import RETRIES
from rpcface.client.uploads import Progress
from rpcface.media_types import DECODED

ACCEPT: Final = (DECODED,)
"""What a client accepts unless told otherwise: the decoded form, without a codec."""


@dataclass(frozen=True, slots=True)
class Options:
    """How calls are made."""

    timeout: float | None = None
    """Seconds that an operation may take in all; None: any number."""
    accept: tuple[str, ...] = ACCEPT
    """Media types wanted for outputs that are media, best first."""
    retries: int = RETRIES
    """How often an operation is tried again where the server cannot be reached."""
    progress: Progress | None = None
    """Told of the media of a call that are on their way as blobs."""
    states: MutableMapping[str, bytes] | None = None
    """What the conversations go on from that the calls belong to, by interface; None: each
    call is one of its own.
    """

    def state(self, interface: str) -> bytes:
        """What a call of the interface goes on from; empty: it begins a conversation."""
        return b"" if self.states is None else self.states.get(interface, b"")

    def keep(self, interface: str, state: bytes) -> None:
        """Notes what the next call of the interface goes on from; empty: nothing."""
        if self.states is not None and state:
            self.states[interface] = state
