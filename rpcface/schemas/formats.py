"""What a text can stand for: the formats of `rpcface.v1.TextShape` that are enforced."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from rpcface.schemas.moments import read_date, read_date_time


class Format(NamedTuple):
    """What a text of a format must be."""

    wanted: str
    """In words, for error messages."""
    fits: Callable[[str], object]
    """Whether a text is of the format."""


def _reads(read: Callable[[str, datetime.tzinfo], object]) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        try:
            read(text, datetime.UTC)
        except ValueError:
            return False
        return True

    return fits


# What HTML takes for an e-mail address: html.spec.whatwg.org, "valid e-mail address".
_LABEL: Final = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_EMAIL: Final = re.compile(rf"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})*")

# A local part, "@" and a domain at their longest, as RFC 5321 has them. To look further
# would hold up the event loop, which a text of millions of characters should not.
_MAX_EMAIL: Final = 64 + 1 + 255


def _is_email(text: str) -> bool:
    return len(text) <= _MAX_EMAIL and _EMAIL.fullmatch(text) is not None


FORMATS: Final[Mapping[str, Format]] = {
    "color": Format("a colour such as #1e90ff", re.compile("#[0-9a-fA-F]{6}").fullmatch),
    "date": Format("a date such as 2026-11-24, or now - 1d", _reads(read_date)),
    "date-time": Format(
        "a date and time such as 2026-11-24T16:30:00+01:00, or now - 5m", _reads(read_date_time)
    ),
    "email": Format("an e-mail address", _is_email),
}
"""By name. A text of any other format is any text."""
