"""Components of one value each: text, numbers, truth, colours, times."""

from __future__ import annotations

import datetime
import decimal
import fractions
import functools
import zoneinfo
from typing import Any

import numpy as np
from hypothesis import strategies as st

import rpcface as rf
from tests.laws.subject import Subject, pairs

TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)
WORD = st.text("abcdefgh", min_size=1, max_size=8)
INT64 = st.integers(-(2**63), 2**63 - 1)
SMALL = st.integers(-1000, 1000)


def _plain(given: Any) -> int | float:
    whole = (int, np.integer, np.bool_)
    return int(given) if isinstance(given, whole) else float(given)


def _rounded(places: int) -> Any:
    def normal(given: Any) -> int | float:
        found = _plain(given)
        if isinstance(found, int):
            return found
        exact = round(found, places)
        return int(exact) if places == 0 else exact

    return normal


NUMBERS = (
    INT64
    | st.floats()
    | st.booleans()
    | SMALL.map(np.int16)
    | st.floats(width=32).map(np.float32)
    | SMALL.map(decimal.Decimal)
    | st.fractions().map(lambda part: part % 10).filter(lambda part: part.denominator < 10**6)
)
BOUNDED = SMALL | st.floats(-1000, 1000) | SMALL.map(lambda whole: fractions.Fraction(whole, 7))
EVEN = st.sampled_from([0, 2, 4.0, 10, np.int8(8), True * 6])


def _mail() -> st.SearchStrategy[str]:
    return st.tuples(WORD, WORD, WORD).map(lambda part: f"{part[0]}+1@{part[1]}.{part[2]}")


def _colours() -> st.SearchStrategy[tuple[Any, str]]:
    bytes_ = st.tuples(*[st.integers(0, 255)] * 3)
    writings = [
        lambda parts: parts,
        list,
        np.array,
        lambda parts: tuple(map(np.uint8, parts)),
        lambda parts: "#{:02X}{:02x}{:02X}".format(*parts),
        lambda parts: " rgb({}, {},{}) ".format(*parts),
    ]
    written = st.tuples(bytes_, st.sampled_from(writings)).map(
        lambda pair: (pair[1](pair[0]), "#{:02x}{:02x}{:02x}".format(*pair[0]))
    )
    named = [("dodgerblue", "#1e90ff"), ("RED", "#ff0000"), ("#19F", "#1199ff")]
    named += [("hsl(120, 100%, 50%)", "#00ff00"), ("rgb(100%, 0%, 0%)", "#ff0000")]
    return written | st.sampled_from(named)


BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
_FIRST, _LAST = map(datetime.datetime.fromisoformat, ("1700-01-01", "9990-01-01"))
NAIVE = st.datetimes(_FIRST, _LAST)
AWARE = st.datetimes(_FIRST, _LAST, timezones=st.timezones())
DATES = st.dates(datetime.date(1700, 1, 1), datetime.date(9990, 1, 1))


def _moment(given: Any) -> datetime.datetime:
    """The moment that is meant, in Berlin."""
    if isinstance(given, np.datetime64):
        given = given.astype("M8[us]").item().replace(tzinfo=datetime.UTC)
    elif isinstance(given, (int, float)):
        epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
        given = epoch + datetime.timedelta(seconds=given)
    elif isinstance(given, str):
        given = datetime.datetime.fromisoformat(given)
    elif not isinstance(given, datetime.datetime):
        given = datetime.datetime.combine(given, datetime.time())
    if given.tzinfo is None:
        given = given.replace(tzinfo=BERLIN)
    # by way of UTC, which takes hours that the clock leaves out to where they are
    return given.astimezone(datetime.UTC).astimezone(BERLIN)


def _date(given: datetime.date) -> str:
    return f"{given.year:04}-{given.month:02}-{given.day:02}"


MOMENTS = (
    NAIVE
    | AWARE
    | DATES
    | st.integers(-(10**9), 10**10)
    | st.floats(-1e9, 1e10)
    | NAIVE.map(lambda moment: np.datetime64(moment, "us"))
    | AWARE.filter(lambda moment: not moment.utcoffset() % datetime.timedelta(minutes=1)).map(
        lambda moment: moment.isoformat()
    )
)
_BERLIN = functools.partial(rf.DateTime, timezone="Europe/Berlin")
_DATE = functools.partial(_BERLIN, include_time=False)
_EDGE = "its texts reach beyond the years that Python counts"

SINGLE = {
    "textbox": [
        Subject(rf.Textbox, pairs(TEXT | INT64 | st.floats() | st.lists(WORD), str)),
        Subject(functools.partial(rf.Textbox, max_length=5), pairs(st.text("aé😀", max_size=5))),
        Subject(
            functools.partial(rf.Textbox, lines=3, max_lines=9, placeholder="Say"), pairs(TEXT)
        ),
        Subject(functools.partial(rf.Textbox, type="password"), pairs(TEXT)),
        Subject(functools.partial(rf.Textbox, type="email", max_length=60), pairs(_mail())),
    ],
    "code": [
        Subject(rf.Code, pairs(TEXT)),
        Subject(functools.partial(rf.Code, language="rust", lines=2, max_lines=3), pairs(TEXT)),
    ],
    "html": [Subject(rf.HTML, pairs(TEXT))],
    "markdown": [
        Subject(
            rf.Markdown,
            st.tuples(
                st.lists(WORD | st.just("") | WORD.map(lambda word: f"  {word}  "), max_size=4),
                st.sampled_from(["", "  ", "\t", "    "]),
                st.sampled_from(["", "\n", "\n \n"]),
            ).map(
                lambda part: (
                    part[2] + "\n".join(part[1] + row for row in ["# a", *part[0], "z"]) + part[2],
                    "\n".join(["# a", *part[0], "z"]),
                )
            ),
            normalizes=False,
        )
    ],
    "number": [
        Subject(rf.Number, pairs(NUMBERS, _plain)),
        Subject(functools.partial(rf.Number, step=0.5), pairs(NUMBERS, _plain)),
        Subject(functools.partial(rf.Number, precision=0), pairs(SMALL | BOUNDED, _rounded(0))),
        Subject(
            functools.partial(rf.Number, minimum=-1000, maximum=1000, precision=2),
            pairs(BOUNDED, _rounded(2)),
        ),
    ],
    "slider": [
        Subject(rf.Slider, pairs(st.integers(0, 100) | st.floats(0, 100), _plain)),
        Subject(functools.partial(rf.Slider, 0, 1, step=0.1), pairs(st.floats(0, 1), _plain)),
        Subject(functools.partial(rf.Slider, 0, 10, step=2), pairs(EVEN, int)),
        Subject(
            functools.partial(rf.Slider, -1, 1, precision=1), pairs(st.floats(-1, 1), _rounded(1))
        ),
        Subject(functools.partial(rf.Slider, 0, 9, precision=0), pairs(st.floats(0, 9), round)),
    ],
    "checkbox": [
        Subject(
            rf.Checkbox, pairs(st.sampled_from([True, False, 0, 1, np.True_, np.int8(1)]), bool)
        )
    ],
    "colorpicker": [Subject(rf.ColorPicker, _colours())],
    "datetime": [
        Subject(
            functools.partial(_BERLIN, type="datetime"), pairs(MOMENTS, _moment), refuses=_EDGE
        ),
        Subject(_BERLIN, pairs(MOMENTS, lambda given: _moment(given).timestamp()), refuses=_EDGE),
        Subject(
            functools.partial(_BERLIN, type="string"),
            pairs(NAIVE, lambda given: _moment(given).astimezone(datetime.UTC)),
            seen=lambda text: datetime.datetime.fromisoformat(text).astimezone(datetime.UTC),
            refuses=_EDGE,
        ),
        Subject(
            functools.partial(_DATE, type="string"),
            pairs(DATES | DATES.map(_date), str),
            refuses=_EDGE,
        ),
        Subject(
            functools.partial(_DATE, type="timestamp"),
            pairs(DATES, lambda given: _moment(given).timestamp()),
            refuses=_EDGE,
        ),
        Subject(functools.partial(_DATE, type="datetime"), pairs(DATES, _moment), refuses=_EDGE),
    ],
}
