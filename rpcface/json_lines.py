"""Log records as JSON, one a line."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any, Final

CALL: Final = "rpcface_call"
"""The attribute of a record that holds the fields of a call, a dict."""


class JsonLines(logging.Formatter):
    """Formats log records as JSON objects, each on a line of its own: `time` in UTC,
    `level`, `logger`, and `message`, `exception` and `stack` where there are. A line of
    the logger `rpcface.calls` has the call's fields in place of a message.

    handler.setFormatter(rf.JsonLines())
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "time": time.replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
        }
        fields = getattr(record, CALL, None)
        if isinstance(fields, dict):
            line |= fields
        else:
            line["message"] = record.getMessage()
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = self.formatStack(record.stack_info)
        return _ENCODER.encode(line)


_ENCODER: Final = json.JSONEncoder(default=str)
