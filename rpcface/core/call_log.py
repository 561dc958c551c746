"""One line a call in the log."""

from __future__ import annotations

import json
import logging
import re
from typing import Any, Final, TypeVar

from rpcface.core.seen import Seen
from rpcface.json_lines import CALL

T = TypeVar("T")

CALLS: Final = logging.getLogger("rpcface.calls")
"""Where the lines go, at level INFO. Whoever wants none sets its level, or leaves it as it
is: Python's own is WARNING.
"""

_PLAIN: Final = re.compile(r"[\w.:+/=-]+", re.ASCII)


class CallLog:
    """Writes each call's line when it has ended. No line holds a value, a text that the
    caller sent (but its id for the call), or metadata.
    """

    def begin(self, seen: Seen) -> None:
        """Nothing is written by now."""

    def around(self, handler: T) -> T:
        """The handler as it is."""
        return handler

    def end(self, seen: Seen) -> None:
        """Writes the line."""
        if CALLS.isEnabledFor(logging.INFO):
            CALLS.info("%s", _text(seen), extra={CALL: _fields(seen)})


def _fields(seen: Seen) -> dict[str, Any]:
    """What programs read; what does not apply is left out."""
    fields: dict[str, Any] = {
        "request_id": seen.request_id,
        "rpc": seen.rpc,
        "interface": seen.interface,
        "caller": seen.peer,
        "status": seen.status.name,
        "seconds": round(seen.seconds, 6),
        "bytes_in": seen.bytes_in,
        "bytes_out": seen.bytes_out,
    }
    if seen.wait_seconds is not None:
        fields["wait_seconds"] = round(seen.wait_seconds, 6)
    if seen.run_seconds is not None:
        fields["run_seconds"] = round(seen.run_seconds, 6)
    if seen.messages is not None:
        fields["messages"] = seen.messages
    texts = {"reason": seen.reason, "incident": seen.incident, "trace_id": seen.trace_id}
    return fields | {name: text for name, text in texts.items() if text}


def _text(seen: Seen) -> str:
    """What people read."""
    words = [seen.rpc, seen.interface, seen.status.name, seen.reason]
    told = " ".join(word for word in words if word)
    times = [f"{_seconds(seen.seconds)}"]
    if seen.wait_seconds:
        times.append(f"{_seconds(seen.wait_seconds)} waiting")
    if seen.run_seconds is not None:
        times.append(f"{_seconds(seen.run_seconds)} running")
    sent = f"{seen.bytes_in} B in, {seen.bytes_out} B out"
    if seen.messages is not None:
        sent += f" in {seen.messages} messages"
    request_id = seen.request_id
    if not _PLAIN.fullmatch(request_id):
        request_id = json.dumps(request_id)  # a line break would make two lines of it
    text = f"{told}: {', '.join(times)}; {sent}; from {seen.peer}, id {request_id}"
    return f"{text}, incident {seen.incident}" if seen.incident else text


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
