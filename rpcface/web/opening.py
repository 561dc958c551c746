"""What is called over the socket: the data of a frame that opens a call."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rpcface.errors import RequestMalformed


@dataclass(frozen=True, slots=True)
class Opening:
    """What a call begins with. `seconds`: how long it may take; None: any time."""

    method: str
    headers: Mapping[str, str]
    seconds: float | None


def read_opening(data: bytes) -> Opening:
    """What is called. RequestMalformed: the data do not say."""
    try:
        told = json.loads(data)
    except ValueError:
        raise RequestMalformed("open: wanted JSON; came what is none") from None
    if not isinstance(told, dict):
        raise RequestMalformed(f"open: wanted an object; came {type(told).__name__}")
    if strange := told.keys() - {"method", "headers", "timeoutMs"}:
        raise RequestMalformed(f"open: there is no {min(strange)!r}")
    method = told.get("method")
    if not isinstance(method, str):
        raise RequestMalformed(
            "open.method: wanted one such as 'rpcface.v1.InterfaceService/Predict'; "
            f"came {method!r:.80}"
        )
    return Opening(method.lstrip("/"), _headers(told.get("headers")), _seconds(told))


def _headers(given: Any) -> Mapping[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
        raise RequestMalformed(f"open.headers: wanted texts by names; came {given!r:.80}")
    return {name.lower(): text for name, text in given.items()}


def _seconds(told: Mapping[str, Any]) -> float | None:
    given = told.get("timeoutMs")
    if given is None:
        return None
    if type(given) not in {int, float} or not 0 < given < float("inf"):
        raise RequestMalformed(f"open.timeoutMs: wanted a number above 0; came {given!r:.80}")
    return float(given) / 1000
