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
"""Where the lines go, at level INFO, which nobody hears unless the program says so."""

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
            line = Line(seen)
            CALLS.info(line, extra={CALL: line})


class Line(dict[str, Any]):
    """The fields of a call's line, for programs; what does not apply is left out. `str`
    gives what people read.
    """

    def __init__(self, seen: Seen) -> None:
        super().__init__(
            request_id=seen.request_id,
            rpc=seen.rpc,
            interface=seen.interface,
            caller=seen.peer,
        )
        if seen.principal:
            self["principal"] = seen.principal
        self["status"] = seen.status.name
        self["seconds"] = round(seen.seconds, 6)
        if seen.wait_seconds is not None:
            self["wait_seconds"] = round(seen.wait_seconds, 6)
        if seen.run_seconds is not None:
            self["run_seconds"] = round(seen.run_seconds, 6)
        self["bytes_in"] = seen.bytes_in
        self["bytes_out"] = seen.bytes_out
        if seen.messages is not None:
            self["messages"] = seen.messages
        if seen.reason:
            self["reason"] = seen.reason
        if seen.is_repeat:
            self["repeat"] = True
        if seen.incident:
            self["incident"] = seen.incident
        if seen.trace_id:
            self["trace_id"] = seen.trace_id

    def __str__(self) -> str:
        words = [self["rpc"], self["interface"], self["status"], self.get("reason", "")]
        times = _seconds(self["seconds"])
        if self.get("wait_seconds"):
            times += f", {_seconds(self['wait_seconds'])} waiting"
        if "run_seconds" in self:
            times += f", {_seconds(self['run_seconds'])} running"
        if "repeat" in self:
            times += ", of a run before"
        sent = f"{self['bytes_in']} B in, {self['bytes_out']} B out"
        if "messages" in self:
            sent += f" in {self['messages']} messages"
        who = f"{self['caller']}, id {_plain(self['request_id'])}"
        if "principal" in self:
            who = f"{_plain(self['principal'])} at {who}"
        if "incident" in self:
            who += f", incident {self['incident']}"
        return f"{' '.join(filter(None, words))}: {times}; {sent}; from {who}"


def _plain(text: str) -> str:
    """The text, quoted where it could be taken for more: a line break would make two lines."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text)


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
