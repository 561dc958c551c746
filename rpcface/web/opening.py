"""What is called over the socket: the data of a frame that opens a call."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rpcface.errors import LimitExceeded, RequestMalformed

MOST: Final = 64 * 1024
"""Bytes of it, as many as the head of a request has."""

LONGEST: Final = 10**10
"""Milliseconds that a call may take at the most, as in Connect: some hundred days."""

_NAME: Final = re.compile(r"[a-z0-9!#$%&'*+.^_`|~-]+")
_VALUE: Final = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]*")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a call begins with. `seconds`: how long it may take; None: any time."""

    method: str
    headers: Mapping[str, str]
    seconds: float | None


def read_opening(data: bytes) -> Opening:
    """What is called. RequestMalformed: the data do not say. LimitExceeded: they are longer
    than anybody needs.
    """
    if len(data) > MOST:
        raise LimitExceeded(
            f"open: wanted at most {MOST:,} bytes; came {len(data):,}",
            metadata={"limit": "open_bytes"},
        )
    try:
        told = json.loads(str(data, "utf-8"))
    except (ValueError, RecursionError):
        raise RequestMalformed("open: wanted JSON; came what is none") from None
    if not isinstance(told, dict):
        raise RequestMalformed(f"open: wanted an object; came {type(told).__name__}")
    if strange := told.keys() - {"method", "headers", "timeoutMs"}:
        raise RequestMalformed(f"open: there is no {min(strange)!r:.80}")
    method = told.get("method")
    if not isinstance(method, str):
        raise RequestMalformed(
            "open.method: wanted one such as 'rpcface.v1.InterfaceService/Predict'; "
            f"came {method!r:.80}"
        )
    return Opening(method.removeprefix("/"), _headers(told.get("headers")), _seconds(told))


def _headers(given: Any) -> Mapping[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
        raise RequestMalformed(f"open.headers: wanted texts by names; came {given!r:.80}")
    found = {name.lower(): text for name, text in given.items()}
    for name, text in found.items():
        if not _NAME.fullmatch(name):
            raise RequestMalformed(f"open.headers: wanted a header's name; came {name!r:.80}")
        if not _VALUE.fullmatch(text):
            raise RequestMalformed(
                f"open.headers: wanted {name:.80} without control characters; came {text!r:.80}"
            )
    return found


def _seconds(told: Mapping[str, Any]) -> float | None:
    given = told.get("timeoutMs")
    if given is None:
        return None
    if type(given) not in {int, float} or not 0 < given < LONGEST:
        raise RequestMalformed(
            f"open.timeoutMs: wanted a number above 0 of at most ten digits; came {given!r:.80}"
        )
    return float(given) / 1000
