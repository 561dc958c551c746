"""Calls that are flagged: checked, written to the disk, and from there to a store."""

from rpcface.core.flags.flags import FlagOptions, Flags
from rpcface.core.flags.recording import Recording

__all__ = ["FlagOptions", "Flags", "Recording"]
