"""A date, with a time of day or without."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from rpcface.component import IO, Accept, Component, Invalid
from rpcface.components.options import one_of, place, shown, truth
from rpcface.schemas import Schema, TextShape
from rpcface.schemas.formats import FORMATS
from rpcface.schemas.moments import in_zone, is_now, read_date, read_date_time, with_minutes
from rpcface.values import Value, describe, plain

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

TYPES: Final = ("timestamp", "datetime", "string")


class DateTime(Component):
    """A moment, to the microsecond, or a date.

    include_time: whether it has a time of day; without one it stands for the first
        moment of the date.
    type: what the function gets: "timestamp", seconds since 1970 in UTC as a `float`;
        "datetime", a `datetime.datetime` with its time zone; "string", text such as
        "2026-11-24 16:30:00+01:00", or "2026-11-24" without a time.
    timezone: the IANA name of the zone that a time without an offset is meant in and
        that the function gets it in, such as "Europe/Berlin"; None: this machine's.

    The function returns a `datetime` (one without an offset is meant in `timezone`), a
    `date`, a timestamp, numpy's datetime64 (of UTC), or text: RFC 3339, its offset may
    be missing. "now", or "now - 5m" (s, m, h, d), stays as it is and means the time of
    the call, also as `value`. Normal form: a moment of `timezone`. Invalid: anything
    else; what lies beyond the years 1 to 9999.

    On the wire: text, RFC 3339 with an offset, or "now" and the like.
    """

    type = "datetime"
    fallback_types = ("textbox",)

    def __init__(
        self,
        value: Any = None,
        *,
        include_time: bool = True,
        type: Literal["timestamp", "datetime", "string"] = "timestamp",  # noqa: A002  # Gradio's name
        timezone: str | None = None,
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)
        self.include_time = truth(self, "include_time", include_time)
        self.python_type = one_of(self, "type", type, TYPES)
        self._zone = _zone(self, timezone)
        self._format = "date-time" if include_time else "date"
        self._wanted = FORMATS[self._format].wanted

    def schema(self) -> Schema:
        return Schema(TextShape(format=self._format))

    def decode(self, value: Value, io: IO) -> float | datetime.datetime | str:
        assert isinstance(value, str)
        moment = self._read(value)
        if self.python_type == "timestamp":
            return moment.timestamp()
        if self.python_type == "datetime":
            return moment
        if self.include_time:
            return with_minutes(moment).isoformat(" ")
        return moment.date().isoformat()

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        if isinstance(value, str) and is_now(value):
            return str.__str__(value)
        moment = self._moment(value)
        if not self.include_time:
            return moment.date().isoformat()
        return with_minutes(moment).isoformat()

    def _read(self, text: str) -> datetime.datetime:
        try:
            if self.include_time:
                return in_zone(read_date_time(text, self._zone), self._zone)
            return read_date(text, self._zone)
        except ValueError:
            fits = FORMATS[self._format].fits(text)
            raise Invalid(_COUNTED if fits else self._wanted, describe(text)) from None

    def _moment(self, given: Any) -> datetime.datetime:
        """The moment in the zone. Invalid: it is none."""
        if isinstance(given, str):
            return self._read(given)
        if getattr(getattr(given, "dtype", None), "kind", "") == "M":
            given = _from_numpy(given)
        try:
            if isinstance(given, datetime.datetime):
                return in_zone(given, self._zone)
            if isinstance(given, datetime.date):
                return in_zone(datetime.datetime.combine(given, datetime.time()), self._zone)
            given = plain(given)
            if isinstance(given, (int, float)) and not isinstance(given, bool):
                return in_zone(_EPOCH + datetime.timedelta(seconds=given), self._zone)
        except (ValueError, OverflowError):
            raise Invalid(_COUNTED, shown(given)) from None
        raise Invalid("a datetime, a date, a timestamp or text", type(given).__name__)


_COUNTED: Final = "a moment in the years 1 to 9999"
_FINER: Final = ("ns", "ps", "fs", "as")  # than a microsecond
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def _from_numpy(given: Any) -> datetime.datetime:
    import numpy as np

    array = np.asarray(given)
    if array.shape:
        raise Invalid("one moment", f"an array of shape {array.shape}")
    if np.datetime_data(array.dtype)[0] in _FINER:
        array = array.astype("datetime64[us]")
    found = array.item()  # an int where Python can't count so far, None for no time
    if not isinstance(found, datetime.date):
        raise Invalid(_COUNTED, f"numpy's {given}")
    if not isinstance(found, datetime.datetime):
        found = datetime.datetime.combine(found, datetime.time())
    return found.replace(tzinfo=datetime.UTC)


def _zone(component: DateTime, name: Any) -> ZoneInfo | None:
    if name is None:
        return None
    import zoneinfo

    try:
        return zoneinfo.ZoneInfo(name)
    except (TypeError, ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise ValueError(
            f"{place(component, 'timezone')}: wanted the IANA name of a zone, such as "
            f"'Europe/Berlin', that this system or the package tzdata knows; came {name!r}"
        ) from None
