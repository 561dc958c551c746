"""How a client calls."""

from __future__ import annotations

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
