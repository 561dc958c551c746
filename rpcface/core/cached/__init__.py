"""The outputs of examples, which are kept on disk and answer calls that are the same."""

from rpcface.core.cached.forms import repeatable
from rpcface.core.cached.kept import Cached, Kept
from rpcface.core.cached.store import Store

__all__ = ["Cached", "Kept", "Store", "repeatable"]
