"""Wrong values for components of one value each, and for those to choose with."""

from __future__ import annotations

import datetime
import enum

import numpy as np

import rpcface as rf
from tests.bad_input.sent import NOT_UTF8, ODD, Case, tensor

NAN, INF = float("nan"), float("inf")
KEPT = "correct horse battery staple"
LONG = "x" * 1_000_000
HAS_DEFAULT = {name: value for name, value in ODD.items() if name != "nothing"}
TEXTS = {
    "a number": 3,
    "truth": True,
    "a list of text": ["a"],
    "bytes that are not UTF-8": NOT_UTF8,
    "a text file": rf.Media("text/plain", b"a"),
    "a tensor": tensor("uint8", (3,)),
}


class Size(enum.Enum):
    """Things with names."""

    SMALL = 30
    LARGE = 90


SINGLE = {
    "Textbox": Case(rf.Textbox(), TEXTS | ODD),
    "Textbox(max_length=5)": Case(
        rf.Textbox(max_length=5),
        {"6 characters": "abcdef", "6 emoji": "😀" * 6, "a million characters": LONG},
    ),
    "Textbox(type='email')": Case(
        rf.Textbox(type="email"),
        {
            "nothing in it": "",
            "no @": "somebody",
            "two @": "a@b@c",
            "a space": "a b@c.de",
            "a line break": "a@b.c\nBcc: d@e.f",
            "a domain with _": "a@b_c.de",
            "a name and an address": "A <a@b.c>",
            "dots only": "a@..",
            "a million characters": f"{LONG}@b.c",
            "a million domains": "a@" + "b." * 500_000,
        },
    ),
    "Textbox(type='password', max_length=20)": Case(
        rf.Textbox(type="password", max_length=20),
        {
            "a secret that is too long": KEPT,
            "a secret in a list": [KEPT],
            "a secret in a struct": {KEPT: KEPT},
            "a secret number": 271_828,
            "a secret fraction": 2.71828,
            "truth": True,
            "null": None,
            "a secret in a file": rf.Media("text/plain", KEPT.encode(), KEPT),
            "a secret in a tensor": tensor("uint8", (28,), KEPT.encode()),
        },
    ),
    "Code": Case(rf.Code(language="python"), TEXTS | ODD),
    "Markdown": Case(rf.Markdown(), TEXTS | ODD),
    "HTML": Case(rf.HTML(), TEXTS | ODD),
    "Number": Case(
        rf.Number(),
        {
            "text": "3",
            "a text that is no number": "three",
            "truth": True,
            "a list of a number": [3],
            "a struct": {"value": 3},
            "a tensor of no dimensions": tensor("float64", ()),
        }
        | ODD,
    ),
    "Number(minimum=1, maximum=9, precision=0)": Case(
        rf.Number(minimum=1, maximum=9, precision=0),
        {
            "below": 0,
            "above": 10,
            "far below": -(2**63),
            "a fraction": 2.5,
            "NaN": NAN,
            "infinity": INF,
            "2 to the 63rd as a float": 2.0**63,
            "1e308": 1e308,
        },
    ),
    "Slider(0, 1)": Case(
        rf.Slider(0, 1),
        {
            "below": -0.001,
            "above": 2**63 - 1,
            "NaN": NAN,
            "negative infinity": -INF,
            "text": "0.5",
            "truth": False,
            "a list": [0.5],
        }
        | HAS_DEFAULT,
    ),
    "Slider(0, 10, step=2)": Case(
        rf.Slider(0, 10, step=2), {"between two steps": 3, "a fraction": 2.5, "above": 12}
    ),
    "Checkbox": Case(
        rf.Checkbox(),
        {
            "1": 1,
            "0.0": 0.0,
            "text": "true",
            "no text": "",
            "a list": [True],
            "a tensor": tensor("bool", (1,)),
        }
        | HAS_DEFAULT,
    ),
    "ColorPicker": Case(
        rf.ColorPicker(),
        {
            "a name": "red",
            "three digits": "#19f",
            "eight digits": "#1e90ff80",
            "no hexadecimal digit": "#1e90fg",
            "digits of another script": "#१२३४५६",
            "a line break behind": "#1e90ff\n",
            "three numbers": [30, 144, 255],
            "a number": 0x1E90FF,
            "a million characters": f"#{LONG}",
        }
        | HAS_DEFAULT,
    ),
    "DateTime": Case(
        rf.DateTime(timezone="Europe/Berlin"),
        {
            "a date": "2026-11-24",
            "words": "tomorrow",
            "a month 13": "2026-13-01T00:00:00Z",
            "a day 30 in February": "2026-02-30T00:00:00Z",
            "an hour 24": "2026-11-24T24:00:00Z",
            "an offset of 24 hours": "2026-11-24T16:30:00+24:00",
            "an offset of seconds": "2026-11-24T16:30:00+00:53:28",
            "a year 0": "0000-01-01T00:00:00Z",
            "a year 10000": "10000-01-01T00:00:00Z",
            "a moment before the year 1 in UTC": "0001-01-01T00:00:00+12:00",
            "a moment after the year 9999 there": "9999-12-31T23:59:59Z",
            "digits of another script": "२०२६-११-२४T00:00:00Z",
            "now plus a time": "now + 5m",
            "now less too much": "now - 999999999d",
            "now less ten digits": "now - 9999999999s",
            "a timestamp": 1_795_000_000.5,
            "a million characters": f"now{' ' * 1_000_000}",
        }
        | ODD,
    ),
    "DateTime(include_time=False)": Case(
        rf.DateTime(include_time=False),
        {
            "a time too": "2026-11-24T16:30:00Z",
            "no zeros": "2026-1-1",
            "an ISO week": "2026-W48-2",
            "no hyphens": "20261124",
            "a date that is none": "2025-02-29",
        },
    ),
    "Radio": Case(
        rf.Radio(["a", ("Bee", "b"), 1, ("yes", True), 2.5]),
        {
            "a text that is not listed": "c",
            "a label": "Bee",
            "a text for a number": "1",
            "a number for truth": 0,
            "false": False,
            "NaN": NAN,
            "a list of a choice": ["a"],
            "a struct": {"value": "a"},
            "a million characters": LONG,
        }
        | ODD,
    ),
    "Radio(Size)": Case(
        rf.Radio(Size), {"a value": 30, "another case": "small", "a dotted name": "Size.SMALL"}
    ),
    "Radio(range(25))": Case(
        rf.Radio(range(25)), {"a number that is not listed": 25, "a fraction": 0.5}
    ),
    "Radio of objects": Case(
        rf.Radio(
            [("an hour", datetime.timedelta(hours=1)), ("ones", np.ones(2)), None, [1], {"a": 1}]
        ),
        {"the label of an array": "ones", "another array": tensor("float64", (2,)), "no list": []},
    ),
    "Dropdown": Case(
        rf.Dropdown(["a", "b"]),
        {
            "a text that is not listed": "c",
            "no text": "",
            "another case": "A",
            "a place": 0,
            "a list of a choice": ["a"],
        }
        | HAS_DEFAULT,
    ),
    "Dropdown(allow_custom_value=True)": Case(
        rf.Dropdown(["a", 1], allow_custom_value=True),
        {"a number that is not listed": 2, "truth": True, "a list": ["a"], "null": None},
    ),
    "Dropdown([], allow_custom_value=True)": Case(
        rf.Dropdown([], allow_custom_value=True), {"a number": 2, "nothing": rf.MISSING}
    ),
    "Dropdown(multiselect=True, max_choices=2)": Case(
        rf.Dropdown(["a", "b", "c"], multiselect=True, max_choices=2),
        {
            "one choice alone": "a",
            "three": ["a", "b", "c"],
            "one twice": ["a", "a"],
            "one that is not listed": ["a", "d"],
            "null in it": [None],
            "a million": ["a"] * 1_000_000,
        },
    ),
    "CheckboxGroup": Case(
        rf.CheckboxGroup(["a", 1, ("yes", True)]),
        {
            "one choice alone": "a",
            "one twice": ["a", "a"],
            "1 and 1.0": [1, 1.0],
            "one that is not listed": ["a", "b"],
            "a label": ["yes"],
            "a list in it": [["a"]],
            "truth by name": {"a": True},
            "all false": [False, False],
            "null in it": ["a", None],
        }
        | HAS_DEFAULT,
    ),
}
