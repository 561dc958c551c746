"""How a call ended other than well, whatever way it came."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from google.rpc import error_details_pb2, status_pb2


@dataclass
class Failure(Exception):
    """How a call ended other than well."""

    code: str
    text: str
    reason: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    retry: bool = False

    @classmethod
    def of(cls, code: str, text: str, details: list[tuple[str, bytes]]) -> Failure:
        made = cls(code, text)
        for name, data in details:
            if name == "google.rpc.ErrorInfo":
                info = error_details_pb2.ErrorInfo.FromString(data)
                made.reason, made.metadata = info.reason, dict(info.metadata)
            elif name == "google.rpc.BadRequest":
                request = error_details_pb2.BadRequest.FromString(data)
                made.faults = {v.field: v.description for v in request.field_violations}
            else:
                assert name == "google.rpc.RetryInfo"
                made.retry = True
        return made

    @classmethod
    def of_status(cls, code: str, text: str, status: bytes) -> Failure:
        told = status_pb2.Status.FromString(status)
        details = [(one.type_url.rpartition("/")[2], one.value) for one in told.details]
        return cls.of(code, text, details)

    @classmethod
    def of_connect(cls, told: Mapping[str, Any]) -> Failure:
        """Of an error as Connect tells it."""
        code = {"canceled": "CANCELLED"}.get(told["code"], told["code"].upper())
        details = [
            (one["type"], base64.b64decode(one["value"] + "===")) for one in told.get("details", ())
        ]
        return cls.of(code, told["message"], details)
