from __future__ import annotations

import colorsys

import numpy as np
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.files import CallIO

BYTES = st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))


def sent(given_back):
    """What travels for what a function returned."""
    component = rf.ColorPicker()
    with CallIO() as files:
        return component.schema().check(component.encode(given_back, rf.Accept(), files))


def received(value):
    """What a function gets for a value that was sent."""
    component = rf.ColorPicker()
    with CallIO() as files:
        return component.decode(component.schema().check(value), files)


@given(BYTES)
def test_a_colour_is_six_digits_however_it_is_written(parts):
    digits = "#{:02x}{:02x}{:02x}".format(*parts)

    for written in (
        digits,
        digits.upper(),
        f"{digits}ff",
        f" {digits}\n",
        "rgb({}, {}, {})".format(*parts),
        parts,
        list(parts),
        np.array(parts),
        np.array(parts, np.uint8),
        tuple(map(np.uint8, parts)),
    ):
        assert sent(written) == digits
    assert received(digits.upper()) == received(digits) == digits


@given(st.integers(0, 360), st.integers(0, 100), st.integers(0, 100))
def test_a_hue_is_turned_into_red_green_and_blue(hue, saturation, lightness):
    parts = colorsys.hls_to_rgb(hue / 360, lightness / 100, saturation / 100)
    digits = sent(f"hsl({hue}, {saturation}%, {lightness}%)")

    found = [int(digits[at : at + 2], 16) for at in (1, 3, 5)]
    assert np.allclose(found, np.multiply(parts, 255), atol=1)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("dodgerblue", "#1e90ff"),
        ("DodgerBlue", "#1e90ff"),
        ("rebeccapurple", "#663399"),
        ("#19F", "#1199ff"),
        ("#19ff", "#1199ff"),
        ("rgb(100%, 0%, 50%)", "#ff0080"),
    ],
)
def test_css_names_and_short_forms_are_known(written, digits):
    assert sent(written) == digits


@pytest.mark.parametrize(
    "given_back",
    [
        "",
        "blurple",
        "1e90ff",
        "#1e90f",
        "#gggggg",
        "rgb(300, 0, 0)",
        "rgb(-1, 0, 0)",
        "x" * 1000,
        "\ud800",
        (256, 0, 0),
        (-1, 0, 0),
        (0, 0),
        (0, 0, 0, 0),
        (0.5, 0.5, 0.5),
        (True, False, True),
        ("1", "2", "3"),
        (10**5000, 0, 0),
        np.zeros((3, 3)),
        np.zeros(3),
        np.int64(3),
        0x1E90FF,
        None,
        {"red": 1},
        b"red",
        PIL.Image.new("RGB", (3, 1)),
    ],
)
def test_what_is_no_colour_is_refused(given_back):
    with pytest.raises(rf.Invalid, match=r"^wanted a CSS colour such as '#1e90ff'.*; came "):
        sent(given_back)


@pytest.mark.parametrize("written", ["#1e90ff80", "#19f8", "rgba(1, 2, 3, 128)"])
def test_a_colour_that_lets_something_through_is_refused(written):
    with pytest.raises(rf.Invalid, match="without alpha; came"):
        sent(written)


@pytest.mark.parametrize("value", ["red", "#19f", "#1e90ff ", "#1e90ff\n", "", "#१२३४५६", 3, None])
def test_a_caller_sends_six_digits(value):
    with pytest.raises(rf.Invalid, match=r"^wanted a colour such as #1e90ff; came "):
        received(value)


def test_left_out_it_is_black():
    assert rf.Interface(str, rf.ColorPicker(), "text")() == "#000000"
    assert rf.Interface(str, rf.ColorPicker("Red"), "text")() == "#ff0000"
    assert rf.Interface(str, rf.ColorPicker((0, 0, 255)), "text")() == "#0000ff"
