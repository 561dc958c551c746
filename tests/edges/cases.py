"""What is true of a call whatever way it comes: the interfaces, and cases as data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import rpcface as rf

LONGEST = 2**63 - 1
"""The greatest whole number."""

SPEECH = 'Kein Gesicht: 顔がない 🙂 "%41"\n\tzwei Zeilen & <b>'


def echo(value):
    """What it is given."""
    return value


def invert(pixels):
    """The negative."""
    return 255 - pixels


def refuse(text):
    """Tells the caller something."""
    raise rf.Error(text)


def fail():
    """Fails, with something that nobody may know."""
    raise ValueError("the password is swordfish")


def count(n):
    """Numbers, one by one."""
    yield from range(n)


def grow(words):
    """A text that grows."""
    text = ""
    for word in words.split():
        text += f"{word} "
        yield text


def stumble(n):
    """Numbers, and then an error."""
    yield from range(n)
    raise rf.Error(SPEECH)


def interfaces():
    """The interfaces of the cases, each named by its function."""
    whole = rf.Number(precision=0)
    return [
        rf.Interface(echo, rf.Textbox(), rf.Textbox(), api_name="text"),
        rf.Interface(echo, whole, rf.Number(precision=0), api_name="whole"),
        rf.Interface(echo, rf.Number(), rf.Number(), api_name="number"),
        rf.Interface(echo, rf.JSON(), rf.JSON(), api_name="json"),
        rf.Interface(invert, rf.Image(), rf.Image()),
        rf.Interface(refuse, rf.Textbox(), rf.Textbox()),
        rf.Interface(fail, None, rf.Textbox()),
        rf.Interface(count, rf.Slider(0, 1000, 1), rf.Number(), merge_updates=False),
        rf.Interface(grow, rf.Textbox(), rf.Textbox(), merge_updates=False),
        rf.Interface(stumble, rf.Slider(0, 1000, 1), rf.Number(), merge_updates=False),
    ]


@dataclass(frozen=True)
class Case:
    """A call of an interface: its inputs, and its outputs or how it fails. `fields`: of the
    request besides.
    """

    interface: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    output: Any = ...
    code: str = ""
    reason: str = ""
    text: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)


def invalid(interface, inputs, **faults):
    return Case(
        interface,
        inputs,
        code="INVALID_ARGUMENT",
        reason="INPUT_INVALID",
        faults={f"inputs.{name}": text for name, text in faults.items()},
    )


PIXELS = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)

CALLS = {
    "a text comes back": Case("text", {"value": "hi"}, "hi"),
    "no text does": Case("text", {"value": ""}, ""),
    "every letter does": Case("text", {"value": SPEECH + "\0"}, SPEECH + "\0"),
    "a long text does": Case("text", {"value": "ä" * 100_000}, "ä" * 100_000),
    "the greatest number does": Case("whole", {"value": LONGEST}, LONGEST),
    "the least number does": Case("whole", {"value": -LONGEST - 1}, -LONGEST - 1),
    "a number beyond 2**53 does": Case("whole", {"value": 2**53 + 1}, 2**53 + 1),
    "an infinity does": Case("number", {"value": math.inf}, math.inf),
    "a struct keeps its order": Case(
        "json",
        {"value": {"b": [1, None, True], "a": {"": 2.5}}},
        {"b": [1, None, True], "a": {"": 2.5}},
    ),
    "pixels do": Case(
        "invert",
        {"pixels": rf.Tensor.of(PIXELS)},
        rf.Tensor.of(255 - PIXELS),
        fields={"accept": [rf.DECODED]},
    ),
    "the last value of a generator counts": Case("count", {"n": 3}, 2),
}
"""Calls that are answered."""

FAILURES = {
    "of a wrong kind": invalid("text", {"value": 3}, value="wanted text; came 3"),
    "beyond a bound": invalid("count", {"n": 1001}, n="wanted a number from 0 to 1000; came 1001"),
    "left out": invalid("text", {}, value="wanted"),
    "unknown": invalid("text", {"value": "a", "name": "b"}, name="no input has that name"),
    "told all at once": invalid(
        "text", {"value": 3, "name": "b"}, value="wanted", name="no input has that name"
    ),
    "of an unknown interface": Case("nobody", code="NOT_FOUND", reason="INTERFACE_UNKNOWN"),
    "of another description": Case(
        "text",
        {"value": "a"},
        code="FAILED_PRECONDITION",
        reason="INTERFACE_CHANGED",
        fields={"etag": "old"},
    ),
    "refused by the function": Case(
        "refuse",
        {"text": SPEECH},
        code="FAILED_PRECONDITION",
        reason="FUNCTION_REFUSED",
        text=SPEECH,
    ),
    "failed in the function": Case("fail", code="INTERNAL", reason="FUNCTION_FAILED"),
}
"""Calls that fail."""
