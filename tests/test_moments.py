from __future__ import annotations

import datetime
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcface.schemas.moments import in_zone, is_now, read_date, read_date_time, with_minutes

UTC = datetime.UTC
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
APIA = zoneinfo.ZoneInfo("Pacific/Apia")
HAVANA = zoneinfo.ZoneInfo("America/Havana")
OFFSETS = st.integers(-1439, 1439).map(
    lambda minutes: datetime.timezone(datetime.timedelta(minutes=minutes))
)
AWARE = st.datetimes(
    datetime.datetime.fromisoformat("0001-01-03"),
    datetime.datetime.fromisoformat("9999-12-29"),
    timezones=OFFSETS,
)
SECOND = datetime.timedelta(seconds=1)
NO_NOW = (
    "Now|now | now|now + 5m|now - 5|now - m|now - 5y|now - 5M|now - -5m|now - 1.5h|nów"
    "|now - ५m|today||now-|-now|now - 1234567890s|now - 5m - 5m"
)


def refused(read, text):
    try:
        read(text, UTC)
    except ValueError:
        return True
    return False


@given(AWARE)
def test_every_way_that_rfc_3339_writes_a_moment_is_read(moment):
    written = moment.isoformat()

    for text in (written, written.replace("T", " "), written.replace("T", "t")):
        found = read_date_time(text, BERLIN)
        assert found == moment
        assert found.utcoffset() == moment.utcoffset()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01t00:00:01z", 1),
        ("1970-01-01T00:00Z", 0),
        ("1970-01-01T00:00:00.5Z", 0.5),
        ("1970-01-01T00:00:00.123456789Z", 0.123456),
        ("1970-01-01T01:00:00", 0),
        ("1970-01-01T00:00:00-00:00", 0),
        ("1970-01-01T23:59:00+23:59", 0),
    ],
)
def test_a_moment_is_counted_from_1970(text, seconds):
    assert read_date_time(text, BERLIN).timestamp() == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-24",
        "16:30",
        "2026-11-24T",
        "2026-11-24T16",
        "2026-11-24T1630",
        "20261124T163000Z",
        "2026-11-24_16:30",
        "2026-11-24T16:30:60Z",
        "2026-11-24T24:00:00Z",
        "2026-11-24T16:30:00.Z",
        "2026-11-24T16:30:00,5Z",
        "2026-11-24T16:30:00+1",
        "2026-11-24T16:30:00+0100",
        "2026-11-24T16:30:00+24:00",
        "2026-11-24T16:30:00+10:60",
        "2026-11-24T16:30:00+01:00:30",
        "2026-11-24T16:30:00 Z",
        "2026-11-24T16:30:00Z\n",
        " 2026-11-24T16:30:00Z",
        "+2026-11-24T16:30:00Z",
        "0000-01-01T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-W48-2T00:00:00Z",
        "२०२६-११-२४T16:30:00Z",
    ],
)
def test_what_is_no_moment_is_refused(text):
    assert refused(read_date_time, text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("now", 0),
        ("now - 5m", 300),
        ("now-5m", 300),
        ("now -  5m", 300),
        ("now - 5 m", 300),
        ("now - 90s", 90),
        ("now - 2h", 7200),
        ("now - 3d", 259_200),
        ("now - 0s", 0),
        ("now - 007s", 7),
    ],
)
def test_now_is_the_time_of_the_call(text, seconds):
    before = datetime.datetime.now(UTC)
    found = read_date_time(text, BERLIN)
    passed = found - before + datetime.timedelta(seconds=seconds)

    assert is_now(text)
    assert datetime.timedelta(0) <= passed < 10 * SECOND
    assert found.tzinfo is BERLIN


@pytest.mark.parametrize("text", [*NO_NOW.split("|"), "now\n"])
def test_other_words_are_no_now(text):
    assert not is_now(text)
    assert refused(read_date_time, text)


@pytest.mark.parametrize("read", [read_date, read_date_time])
def test_so_long_ago_that_python_cannot_count_is_refused(read):
    assert is_now("now - 999999999d")
    assert refused(read, "now - 999999999d")


@given(st.dates(datetime.date(2, 1, 1)))
def test_a_date_is_its_first_moment(date):
    found = read_date(date.isoformat(), BERLIN)

    assert found.date() == date
    assert found.time() == datetime.time()
    assert (found - SECOND).astimezone(UTC) < found


def test_a_date_that_begins_when_clocks_are_put_forward_begins_then():
    # at midnight the clocks of Havana were put to one
    first = read_date("2026-03-08", HAVANA)

    assert first.timestamp() == datetime.datetime(2026, 3, 8, 5, tzinfo=UTC).timestamp()
    assert first.astimezone(UTC).astimezone(HAVANA).hour == 1


def test_a_date_that_a_country_left_out_begins_with_the_next():
    # Samoa went from the 29th of December 2011 to the 31st
    assert read_date("2011-12-30", APIA).timestamp() == read_date("2011-12-31", APIA).timestamp()


def test_today_begins_at_midnight_of_the_zone():
    before = datetime.datetime.now(APIA).date()
    found = [read_date("now", APIA).date(), read_date("now - 1d", APIA).date()]
    after = datetime.datetime.now(APIA).date()
    day = datetime.timedelta(days=1)

    assert found in ([before, before - day], [after, after - day], [after, before - day])


@pytest.mark.parametrize(
    "text", ["", "2026-11", "2026-11-24T00:00", "20261124", "2026-W48-2", "2026-1-1", "2026-02-29"]
)
def test_what_is_no_date_is_refused(text):
    assert refused(read_date, text)


def test_a_time_that_the_clocks_leave_out_is_after_them():
    left_out = in_zone(datetime.datetime.fromisoformat("2026-03-29T02:30"), BERLIN)

    assert left_out.astimezone(UTC).astimezone(BERLIN).time() == datetime.time(3, 30)


def test_a_time_that_comes_twice_is_the_first_unless_it_says_the_second():
    twice = datetime.datetime.fromisoformat("2026-10-25T02:30")

    first, second = in_zone(twice, BERLIN), in_zone(twice.replace(fold=1), BERLIN)

    assert first.astimezone(UTC).hour == 0
    assert second.astimezone(UTC).hour == 1


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00", "9999-12-31T23:59:59.999999"])
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_a_moment_is_counted_only_where_utc_counts_it(text, zone):
    naive, place = datetime.datetime.fromisoformat(text), zoneinfo.ZoneInfo(zone)

    assert in_zone(naive, UTC)
    if (naive.year == 1) == (zone == "Asia/Tokyo"):
        with pytest.raises(ValueError, match="out of range"):
            in_zone(naive, place)
    else:
        assert in_zone(naive, place)


@given(st.datetimes(datetime.datetime.fromisoformat("0001-01-03"), timezones=st.timezones()))
def test_an_offset_without_seconds_means_the_same_moment(moment):
    if moment.utcoffset() is None or moment.year > 9998:
        return
    found = with_minutes(moment)

    assert found.astimezone(UTC) == moment.astimezone(UTC)
    assert not found.utcoffset() % datetime.timedelta(minutes=1)
    assert abs(found.utcoffset() - moment.utcoffset()) < datetime.timedelta(minutes=1)


def test_an_offset_of_whole_minutes_is_left_alone():
    moment = datetime.datetime(2026, 11, 24, tzinfo=BERLIN)

    assert with_minutes(moment) is moment
