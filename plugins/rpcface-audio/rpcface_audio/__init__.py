"""Sounds for rpcface: the component "audio".

Neither numpy nor soundfile is imported before a sound is read or written.
"""

from __future__ import annotations

from rpcface import Component, hookimpl
from rpcface_audio.audio import Audio

__all__ = ["Audio"]


@hookimpl
def rpcface_components() -> list[type[Component]]:
    """What this plugin brings."""
    return [Audio]
