"""Calls that come twice: one run, one outcome."""

from rpcface.core.repeats.named import Named, named
from rpcface.core.repeats.repeats import Repeats

__all__ = ["Named", "Repeats", "named"]
