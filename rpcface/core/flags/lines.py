"""Records as lines of JSON."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from rpcface.flag_store import FlagRecord


def write_line(record: FlagRecord) -> bytes:
    """The record as a line, without its end."""
    return json.dumps(fields_of(record), ensure_ascii=False, separators=(",", ":")).encode()


def fields_of(record: FlagRecord) -> dict[str, Any]:
    """The record as JSON has it."""
    return {
        "id": record.id,
        "time": record.time.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "interface": record.interface,
        "option": record.option,
        "automatic": record.automatic,
        "principal": record.principal,
        "request_id": record.request_id,
        "inputs": record.inputs,
        "outputs": record.outputs,
        "seconds": record.seconds,
    }


def read_line(line: bytes) -> FlagRecord | None:
    """The record in a line; None: there is none in it."""
    try:
        fields = json.loads(line)
        time = datetime.fromisoformat(fields.pop("time"))
        return FlagRecord(time=time, **fields)
    except (ValueError, TypeError, AttributeError, KeyError):
        return None
