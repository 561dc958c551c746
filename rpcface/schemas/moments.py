"""Dates and times as text: RFC 3339, and "now", which is the time of the call."""

from __future__ import annotations

import datetime
import re
from typing import Final

_DATE: Final = r"\d{4}-\d\d-\d\d"
_TIME: Final = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?"
_OFFSET: Final = r"(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?"
_DATE_ALONE: Final = re.compile(_DATE, re.ASCII)
_DATE_TIME: Final = re.compile(f"{_DATE}[Tt ]{_TIME}{_OFFSET}", re.ASCII)
_NOW: Final = re.compile(r"now(?: *- *(\d{1,9}) *([smhd]))?", re.ASCII)
_MINUTE: Final = datetime.timedelta(minutes=1)
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def is_now(text: str) -> bool:
    """Whether it is "now", or "now - 5m" and the like: seconds, minutes, hours, days."""
    return _NOW.fullmatch(text) is not None


def read_date_time(text: str, zone: datetime.tzinfo | None) -> datetime.datetime:
    """The moment, with an offset: its own, or else that of `zone`, None being this
    machine's. ValueError: the text is no date and time, or none that Python can count.
    """
    if is_now(text):
        return _before_now(text, zone)
    if not _DATE_TIME.fullmatch(text):
        raise ValueError(text)
    moment = datetime.datetime.fromisoformat(text.upper())
    return moment if moment.tzinfo else in_zone(moment, zone)


def read_date(text: str, zone: datetime.tzinfo | None) -> datetime.datetime:
    """The first moment of a date in `zone`. ValueError: as for `read_date_time`."""
    if is_now(text):
        day = _before_now(text, zone).date()
    elif _DATE_ALONE.fullmatch(text):
        day = datetime.date.fromisoformat(text)
    else:
        raise ValueError(text)
    return in_zone(datetime.datetime.combine(day, datetime.time()), zone)


def in_zone(moment: datetime.datetime, zone: datetime.tzinfo | None) -> datetime.datetime:
    """A time of day without an offset as one in `zone`; another moved there. ValueError:
    Python can't count so far, there or in UTC.
    """
    try:
        if moment.tzinfo is None and zone is not None:
            moment = moment.replace(tzinfo=zone)
        moment.astimezone(datetime.UTC)
        return moment.astimezone(zone)
    except OverflowError as error:
        raise ValueError(str(error)) from None


def with_minutes(moment: datetime.datetime) -> datetime.datetime:
    """The moment with an offset of whole minutes, as RFC 3339 has them: where its own
    has seconds, as local times had once, these are left away. It stays the same moment.
    """
    offset = moment.utcoffset()
    if not offset or not offset % _MINUTE:
        return moment
    return moment.astimezone(datetime.timezone(int(offset / _MINUTE) * _MINUTE))


def _before_now(text: str, zone: datetime.tzinfo | None) -> datetime.datetime:
    found = _NOW.fullmatch(text)
    assert found is not None
    now = datetime.datetime.now(datetime.UTC)
    try:
        if found[1]:
            now -= datetime.timedelta(seconds=int(found[1]) * _SECONDS[found[2]])
    except OverflowError as error:
        raise ValueError(str(error)) from None
    return in_zone(now, zone)
