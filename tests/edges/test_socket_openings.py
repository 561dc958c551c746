"""What opens a call on a socket, and what does not: a call that says nothing ends, and the
socket goes on.
"""

from __future__ import annotations

import json

import pytest

from .sharing import failure_of, still_works
from .wire import END, MESSAGE, OPEN, frame, opening

OPENINGS = {
    "no JSON": (b"{", "open: wanted JSON"),
    "no UTF-8": (b'{"method": "\xff"}', "open: wanted JSON"),
    "nothing": (b"", "open: wanted JSON"),
    "JSON that is deep": (b"[" * 60_000, "open: wanted JSON"),
    "a number without end": (b'{"timeoutMs": ' + b"9" * 6000 + b"}", "open: wanted JSON"),
    "a list": (b"[]", "open: wanted an object; came list"),
    "no method": (b"{}", "open.method: wanted one such as"),
    "a method that is no text": (b'{"method": 3}', "open.method: wanted one such as"),
    "another field": (b'{"method": "a", "Method": "b"}', "open: there is no 'Method'"),
    "headers that are none": (b'{"method": "a", "headers": []}', "open.headers: wanted texts"),
    "a header that is no text": (
        b'{"method": "a", "headers": {"x": 1}}',
        "open.headers: wanted texts by names",
    ),
    "a header without a name": (
        b'{"method": "a", "headers": {"": "x"}}',
        "open.headers: wanted a header's name; came ''",
    ),
    "a name with a space": (
        b'{"method": "a", "headers": {"x y": "x"}}',
        "open.headers: wanted a header's name; came 'x y'",
    ),
    "a header of two lines": (
        json.dumps({"method": "a", "headers": {"x": "a\r\nb: c"}}).encode(),
        "open.headers: wanted x without control characters; came 'a\\r\\nb: c'",
    ),
    "half a letter in a header": (
        b'{"method": "a", "headers": {"x": "\\ud800"}}',
        "open.headers: wanted x without control characters; came '\\ud800'",
    ),
    "no time": (b'{"method": "a", "timeoutMs": 0}', "open.timeoutMs: wanted a number above 0"),
    "time before now": (b'{"method": "a", "timeoutMs": -1}', "open.timeoutMs: wanted a number"),
    "time that is true": (b'{"method": "a", "timeoutMs": true}', "open.timeoutMs: wanted"),
    "time without end": (b'{"method": "a", "timeoutMs": 1e999}', "open.timeoutMs: wanted"),
    "time that is none": (b'{"method": "a", "timeoutMs": NaN}', "open.timeoutMs: wanted"),
    "a long time": (
        b'{"method": "a", "timeoutMs": ' + b"9" * 400 + b"}",
        "open.timeoutMs: wanted a number above 0 of at most ten digits; came 999",
    ),
}


@pytest.mark.parametrize("name", OPENINGS)
def test_an_opening_that_says_nothing_ends_its_call(shared, name):
    data, told = OPENINGS[name]
    shared.send(frame(1, OPEN, data) + frame(1, MESSAGE, b"x") + frame(1, END))

    found = failure_of(shared, 1)

    assert (found.code, found.reason) == ("INVALID_ARGUMENT", "REQUEST_MALFORMED")
    assert found.text.startswith(told)
    assert len(found.text) < 300
    still_works(shared, 2)


def test_an_opening_longer_than_a_head_ends_its_call(shared):
    shared.send(opening(1, "Predict", headers={"x": "a" * 66_000}))

    found = failure_of(shared, 1)

    assert (found.code, found.metadata) == ("RESOURCE_EXHAUSTED", {"limit": "open_bytes"})
    still_works(shared, 2)


@pytest.mark.parametrize("method", ["nobody", "", "//", "rpcface.v1.InterfaceService/predict"])
def test_a_method_that_there_is_not_ends_its_call(shared, method):
    shared.send(frame(1, OPEN, json.dumps({"method": method}).encode()))

    found = failure_of(shared, 1)

    assert found.code == "UNIMPLEMENTED"
    assert "there are rpcface.v1.InterfaceService/Describe, " in found.text
    still_works(shared, 2)
