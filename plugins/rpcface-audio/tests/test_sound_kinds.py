"""A sound leaves as the kind that is asked for, where that can be had."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rpcface import DECODED

DTYPES = ("uint8", "int16", "int32", "float32", "float64")


@pytest.mark.parametrize(
    ("dtype", "channels"), [(np.uint8, 1), (np.int16, 8), (np.int32, 2)], ids=str
)
def test_flac_is_exact_where_it_is_asked_for(
    dtype: Any, channels: int, encoded: Any, decoded: Any, same: Any
) -> None:
    size = np.dtype(dtype).itemsize
    bits = np.random.default_rng(7).integers(0, 256, (999, channels, size), np.uint8)
    if dtype is np.int32:
        bits[..., 0] = 0
    array = bits.view(dtype)[..., 0]
    value = encoded((655_350, array), "audio/flac")
    assert value.media_type == "audio/flac"
    same(decoded(value), (655_350, array[:, 0] if channels == 1 else array))


@pytest.mark.parametrize(("wish", "head"), [("audio/ogg", b"OggS"), ("audio/mpeg", b"\xff")])
@pytest.mark.parametrize("dtype", DTYPES)
def test_lossy_kinds_come_near_where_they_are_asked_for(
    wish: str, head: bytes, dtype: str, encoded: Any, decoded: Any
) -> None:
    tone = np.sin(np.arange(44100) / 20) * 0.5
    scale = {"u": 128, "i": 2.0 ** (8 * np.dtype(dtype).itemsize - 1), "f": 1}[np.dtype(dtype).kind]
    middle = 128 if dtype == "uint8" else 0
    value = encoded((44100, (tone * scale + middle).astype(dtype)), wish)
    assert value.media_type == wish
    assert bytes(value).startswith(head)
    rate, samples = decoded(value)
    assert rate == 44100
    assert len(samples) == len(tone)
    assert np.abs(samples - tone)[4000:-4000].max() < 0.05


@pytest.mark.parametrize(
    ("wish", "sound"),
    [
        ("audio/flac", (8000, np.array([0.1], "float32"))),
        ("audio/flac", (8000, np.array([1], "int32"))),
        ("audio/flac", (8000, np.zeros((5, 9), np.int16))),
        ("audio/flac", (655_351, np.array([1], "int16"))),
        ("audio/flac", (8000, np.array([], "int16"))),
        ("audio/ogg", (768_000, np.array([1], "int16"))),
        ("audio/ogg", (8000, np.array([np.nan], "float32"))),
        ("audio/ogg", (8000, np.zeros((5, 9), np.int16))),
        ("audio/mpeg", (96_000, np.array([1], "int16"))),
        ("audio/mpeg", (8000, np.zeros((5, 3), np.int16))),
        ("audio/mpeg", (8000, np.array([np.inf], "float64"))),
        ("audio/mpeg", (8000, np.zeros((0, 2), np.float32))),
    ],
)
def test_a_kind_that_can_not_be_had_fails_no_call(
    wish: str, sound: Any, encoded: Any, decoded: Any, same: Any
) -> None:
    same(decoded(encoded(sound, wish)), sound)
    form = {"audio/flac": "flac", "audio/ogg": "ogg"}.get(wish, "mp3")
    same(decoded(encoded(sound, format=form)), sound)
    assert isinstance(encoded(sound, wish, DECODED), dict)


@pytest.mark.parametrize("rate", [8000, 11025, 48000, 192_000, 655_350])
@pytest.mark.parametrize("channels", [1, 2, 8])
@pytest.mark.parametrize("frames", [1, 100])
@pytest.mark.parametrize("wish", ["audio/flac", "audio/ogg", "audio/mpeg"])
def test_what_encoders_are_given_they_take(
    *, rate: int, channels: int, frames: int, wish: str, encoded: Any, decoded: Any
) -> None:
    value = encoded((rate, np.zeros((frames, channels), np.int16)), wish)
    assert decoded(value)[1].shape == ((frames, channels) if channels > 1 else (frames,))


def test_the_authors_format_is_for_callers_without_a_wish(encoded: Any) -> None:
    sound = (8000, np.array([1, 2, 3], "int16"))
    assert encoded(sound, format="flac").media_type == "audio/flac"
    assert encoded(sound, "audio/*", format="mp3").media_type == "audio/mpeg"
    assert encoded(sound, "audio/wav", format="mp3").media_type == "audio/wav"
    assert encoded(sound, "audio/x-wav").media_type == "audio/x-wav"
    assert encoded(sound, "image/png", "audio/flac").media_type == "audio/flac"
    assert encoded(sound, "image/png").media_type == "audio/wav"
