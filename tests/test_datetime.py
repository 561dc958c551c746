from __future__ import annotations

import datetime
import math
import zoneinfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO

UTC = datetime.UTC
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
PARSE = datetime.datetime.fromisoformat
NAIVE = st.datetimes(PARSE("1900-01-01"), PARSE("9990-01-01"))
SECONDS = st.integers(-(10**9), 10**11) | st.floats(-1e9, 1e11)


def made(**options):
    return rf.DateTime(**{"timezone": "Europe/Berlin", **options})


def sent(given_back, **options):
    """What travels for what a function returned."""
    component = made(**options)
    with CallIO() as files:
        return component.schema().check(component.encode(given_back, rf.Accept(), files))


def received(value, **options):
    """What a function gets for a value that was sent."""
    component = made(**options)
    with CallIO() as files:
        return component.decode(component.schema().check(value), files)


@given(NAIVE)
def test_a_naive_datetime_is_meant_in_the_zone(moment):
    expected = moment.replace(tzinfo=BERLIN)

    assert received(sent(moment)) == expected.timestamp()
    # an hour that comes twice equals none of another zone
    assert received(sent(moment), type="datetime").astimezone(UTC) == expected.astimezone(UTC)
    assert received(sent(moment.isoformat())) == expected.timestamp()


@given(SECONDS)
def test_a_timestamp_comes_back_to_the_microsecond(seconds):
    found = received(sent(seconds))

    assert type(found) is float
    assert math.isclose(found, seconds, abs_tol=1e-6)
    assert received(sent(found)) == found


@given(NAIVE, st.sampled_from(["M8[us]", "M8[ms]", "M8[s]", "M8[m]", "M8[h]", "M8[D]", "M8[M]"]))
def test_numpys_datetime_is_of_utc(moment, unit):
    given_back = np.datetime64(moment).astype(unit)

    expected = np.datetime64(given_back, "us").item().replace(tzinfo=UTC)
    assert received(sent(given_back), type="datetime").astimezone(UTC) == expected


@given(st.dates(datetime.date(2, 1, 1), datetime.date(9998, 1, 1)))
def test_a_date_is_its_first_moment(date):
    noon = datetime.datetime.combine(date, datetime.time(12))

    assert sent(date, include_time=False) == sent(noon, include_time=False) == date.isoformat()
    assert received(date.isoformat(), include_time=False, type="string") == date.isoformat()
    assert received(sent(date), type="datetime").replace(tzinfo=None) == noon.replace(hour=0)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0.0),
        ("1970-01-01T01:00:00+01:00", 0.0),
        ("1970-01-01T01:00:00", 0.0),
        ("1970-01-01 01:00", 0.0),
        ("1969-12-31T23:59:59.5Z", -0.5),
        ("2026-11-24T16:30:00", 1795534200.0),
        ("2026-07-24T16:30:00", 1784903400.0),
        ("2026-11-24t15:30:00z", 1795534200.0),
        ("2026-11-24T15:30:00.000001Z", 1795534200.000001),
        ("0001-01-02T00:00:00Z", -62135510400.0),
        ("9999-12-30T00:00:00Z", 253402128000.0),
    ],
)
def test_a_moment_is_counted_in_seconds_since_1970(value, seconds):
    found = received(value)

    assert (type(found), found) == (float, seconds)


@pytest.mark.parametrize(
    ("given_back", "text"),
    [
        (0, "1970-01-01T01:00:00+01:00"),
        (0.5, "1970-01-01T01:00:00.500000+01:00"),
        (-1, "1970-01-01T00:59:59+01:00"),
        (np.int32(1_784_903_400), "2026-07-24T16:30:00+02:00"),
        (np.float64(1.5), "1970-01-01T01:00:01.500000+01:00"),
        (1e-7, "1970-01-01T01:00:00+01:00"),
        ("2026-11-24 16:30", "2026-11-24T16:30:00+01:00"),
        ("2026-11-24T16:30:00-05:00", "2026-11-24T22:30:00+01:00"),
        (datetime.date(2026, 11, 24), "2026-11-24T00:00:00+01:00"),
        (datetime.datetime(2026, 11, 24, tzinfo=UTC), "2026-11-24T01:00:00+01:00"),
        (np.datetime64("2026-11-24"), "2026-11-24T01:00:00+01:00"),
        (np.datetime64("2026-11-24T00:00:00.123456789"), "2026-11-24T01:00:00.123456+01:00"),
        (np.array("2026-11-24", "M8[D]"), "2026-11-24T01:00:00+01:00"),
        ("now", "now"),
        ("now - 5m", "now - 5m"),
    ],
)
def test_what_a_function_returns_leaves_in_the_zone(given_back, text):
    assert sent(given_back) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-11-24T16:30:00Z", "2026-11-24 17:30:00+01:00"),
        ("2026-07-24T16:30:00.25Z", "2026-07-24 18:30:00.250000+02:00"),
        ("1850-01-01T00:00:00", "1849-12-31 23:59:32+00:53"),
    ],
)
def test_as_a_string_it_is_in_the_zone_and_can_be_returned(value, text):
    assert received(value, type="string") == text
    assert received(sent(text, type="string"), type="string") == text


def test_as_a_datetime_it_has_the_zone_itself():
    assert received("2026-11-24T16:30:00Z", type="datetime").tzinfo is BERLIN


def test_a_time_that_the_clocks_leave_out_is_after_them():
    left_out = PARSE("2026-03-29T02:30")

    assert received(sent(left_out), type="string") == "2026-03-29 03:30:00+02:00"


def test_a_time_that_comes_twice_is_told_apart():
    twice = PARSE("2026-10-25T02:30")

    assert sent(twice) == "2026-10-25T02:30:00+02:00"
    assert sent(twice.replace(fold=1)) == "2026-10-25T02:30:00+01:00"
    assert received(sent(twice.replace(fold=1))) - received(sent(twice)) == 3600


def test_a_zone_whose_offset_had_seconds_is_told_in_minutes():
    given_back = PARSE("1970-01-01T00:00:00")

    assert sent(given_back, timezone="Africa/Monrovia") == "1970-01-01T00:00:30-00:44"


def test_now_is_the_time_of_the_call_also_as_a_default():
    interface = rf.Interface(lambda when: when, made(value="now - 1h"), rf.Number())
    before = datetime.datetime.now(UTC).timestamp()

    assert interface.inputs[0].field.default == "now - 1h"
    assert 0 <= interface() - (before - 3600) < 10
    assert 0 <= interface("now") - before < 10


def test_today_is_a_date():
    days = {datetime.datetime.now(BERLIN).date().isoformat()}
    found = received("now", include_time=False, type="string")
    days.add(datetime.datetime.now(BERLIN).date().isoformat())

    assert found in days


@pytest.mark.parametrize(
    "given_back",
    ["", "2026-11-24", "tomorrow", "now + 5m", "2026-02-30T00:00", "2026-11-24T16:30+00:53:28"],
)
def test_text_that_is_no_moment_is_refused(given_back):
    with pytest.raises(rf.Invalid, match=r"^wanted a date and time such as .*; came text '"):
        sent(given_back)


@pytest.mark.parametrize("given_back", ["2026-11-24T16:30", "24.11.2026", "20261124", ""])
def test_text_that_is_no_date_is_refused(given_back):
    with pytest.raises(rf.Invalid, match=r"^wanted a date such as 2026-11-24, or now - 1d; came"):
        sent(given_back, include_time=False)


@pytest.mark.parametrize(
    "given_back", [True, None, b"now", [0], datetime.time(1), datetime.timedelta(1), object()]
)
def test_what_is_no_moment_is_refused(given_back):
    with pytest.raises(rf.Invalid, match=r"^wanted a datetime, a date, a timestamp or text; came"):
        sent(given_back)


@pytest.mark.parametrize(
    "given_back",
    [
        math.nan,
        math.inf,
        1e20,
        -(10**12),
        10**400,
        pytest.param(10**5000, id="10**5000"),
        PARSE("0001-01-01"),
        datetime.date(1, 1, 1),
        "0001-01-01T00:00:00",
        np.datetime64("NaT"),
        np.datetime64(10**6, "Y"),
        np.datetime64(-1, "Y") - np.timedelta64(2000, "Y"),
        np.datetime64(18_446_744_073_710, "s"),  # which wraps round to 1970 in microseconds
    ],
)
def test_a_moment_that_python_cannot_count_is_refused(given_back):
    with pytest.raises(rf.Invalid, match=r"^wanted a moment in the years 1 to 9999; came "):
        sent(given_back)


@pytest.mark.parametrize("shape", [(0,), (1,), (2,), (1, 1)])
def test_several_moments_are_refused(shape):
    with pytest.raises(rf.Invalid, match=r"^wanted one moment; came an array of shape"):
        sent(np.zeros(shape, "M8[s]"))


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00", "9999-12-31T23:59:59-05:00"])
def test_a_sender_s_moment_that_cannot_be_counted_is_refused(value):
    with pytest.raises(rf.Invalid, match=r"^wanted a moment in the years 1 to 9999; came text"):
        received(value)


@pytest.mark.parametrize(
    "zone", ["Europe/Atlantis", "", "../etc/passwd", "/etc/passwd", "\0", 3, b"UTC"]
)
def test_a_zone_is_known_by_its_iana_name(zone):
    with pytest.raises(
        ValueError, match=r"^DateTime\(timezone=…\): wanted the IANA name of a zone"
    ):
        rf.DateTime(timezone=zone)


def test_without_a_zone_it_is_that_of_this_machine():
    moment = PARSE("2026-11-24T16:30:00")

    assert received(sent(moment, timezone=None), timezone=None) == moment.timestamp()
    assert received("2026-11-24T16:30:00", timezone=None) == moment.timestamp()


@pytest.mark.parametrize("python_type", ["date", "Datetime", None])
def test_its_type_is_listed(python_type):
    with pytest.raises(ValueError, match=r"^DateTime\(type=…\): wanted one of 'timestamp', 'date"):
        rf.DateTime(type=python_type)


def test_include_time_is_true_or_false():
    with pytest.raises(TypeError, match=r"^DateTime\(include_time=…\): wanted True or False"):
        rf.DateTime(include_time=1)


def test_its_schema_says_which_text_it_is():
    assert rf.DateTime().schema() == rf.Schema(rf.TextShape(format="date-time"))
    assert rf.DateTime(include_time=False).schema() == rf.Schema(rf.TextShape(format="date"))
    assert rf.DateTime().fallback_types == ("textbox",)


def test_it_has_no_default_of_itself():
    assert rf.Interface(repr, "datetime", "text").inputs[0].field.default is rf.MISSING
