"""Between natural Python and values, by their schema alone.

What a person has at hand (arrays, PIL images, paths, str, dict) becomes the value
that a schema wants, and back. No component is needed for it: a client does this for
types that it has never heard of.
"""

from rpcface.natural.calls import arguments, left_out, results, unknown
from rpcface.natural.named import Named
from rpcface.natural.values import from_value, to_value

__all__ = ["Named", "arguments", "from_value", "left_out", "results", "to_value", "unknown"]
