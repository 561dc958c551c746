"""The state of conversations, which callers carry: sealed when it leaves, opened when it
comes back, and kept nowhere else.
"""

from rpcface.core.state.conversations import Conversations, Turn, conversations_of
from rpcface.core.state.keys import KeyProblem

__all__ = ["Conversations", "KeyProblem", "Turn", "conversations_of"]
