"""The end of a call whose time is over, wherever that is noticed first."""

from __future__ import annotations

from rpcface.errors import RpcfaceError, StatusCode
from rpcface.running import Running


def exceeded() -> RpcfaceError:
    """What its caller gets."""
    error = RpcfaceError("the call did not end in its time")
    error.code = StatusCode.DEADLINE_EXCEEDED
    return error


def is_past(running: Running) -> bool:
    """Whether nobody waits for what the function gives now. It may know that sooner than
    the edge does, whose timer waits for the event loop.
    """
    remaining = running.remaining
    return remaining is not None and remaining <= 0
