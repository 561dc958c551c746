"""Sounds come back level for level, and what is no sound is refused."""

from __future__ import annotations

import importlib.metadata
import importlib.resources
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface import DECODED, Invalid, Media, Tensor, Value
from rpcface.testing import check_component
from rpcface_audio import Audio

DTYPES = ("uint8", "int16", "int32", "float32", "float64")


@st.composite
def sounds(draw: st.DrawFn) -> tuple[int, np.ndarray[Any, Any]]:
    """A rate and any bits at all, in normal form."""
    dtype = np.dtype(draw(st.sampled_from(DTYPES)))
    channels = draw(st.integers(1, 64))
    frames = draw(st.integers(0, 9))
    size = frames * channels * dtype.itemsize
    samples = np.frombuffer(draw(st.binary(min_size=size, max_size=size)), dtype)
    rate = draw(st.integers(1, 768_000))
    return rate, samples if channels == 1 else samples.reshape(frames, channels)


@given(sound=sounds())
def test_every_sound_comes_back_as_a_wav_file_and_as_tensors(
    sound: Any, encoded: Any, decoded: Any, same: Any
) -> None:
    for accept in ((), (DECODED,), ("audio/wav",)):
        value = encoded(sound, *accept)
        assert isinstance(value, dict if accept == (DECODED,) else Media)
        same(decoded(value), sound)
        assert decoded(value)[1].flags.writeable


@given(sound=sounds())
def test_a_sound_keeps_the_laws_of_components(sound: Any) -> None:
    check_component(Audio(), [sound], normal=lambda sound: sound)


@given(sound=sounds())
def test_a_function_gets_and_gives_sounds_in_this_process(sound: Any, same: Any) -> None:
    rate, samples = rf.Interface(lambda sound: sound, Audio(), "audio")(sound)
    same((rate, np.asarray(samples)), sound)


@pytest.mark.parametrize(
    ("dtype", "subtype"),
    [
        ("uint8", "PCM_U8"),
        ("int16", "PCM_16"),
        ("int32", "PCM_32"),
        ("float32", "FLOAT"),
        ("float64", "DOUBLE"),
    ],
)
def test_a_wav_file_holds_the_samples_as_they_are(dtype: str, subtype: str, encoded: Any) -> None:
    value = encoded((8000, np.array([[1, 2], [3, 4]], dtype)), "audio/wav")
    with soundfile.SoundFile(io.BytesIO(bytes(value))) as file:
        assert (file.format, file.subtype) == ("WAV", subtype)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_floats_are_neither_clipped_nor_scaled(
    dtype: str, encoded: Any, decoded: Any, same: Any
) -> None:
    told = np.finfo(dtype)
    levels = [-2, 1.5, told.max, told.smallest_subnormal, 0.0, -0.0, np.inf, -np.inf, np.nan]
    sound = (8000, np.array(levels, dtype))
    found = decoded(encoded(sound, "audio/wav"))
    same(found, sound)
    assert np.signbit(found[1][5])


def test_a_sound_that_no_wav_file_can_hold_is_refused(encoded: Any) -> None:
    endless = np.broadcast_to(np.int16(0), (2**31,))
    with pytest.raises(Invalid, match="less than"):
        encoded((8000, endless), "audio/wav")


@pytest.mark.parametrize(
    ("samples", "normal"),
    [
        (np.array([0.5, -2], "float16"), np.array([0.5, -2], "float32")),
        (np.array([-128, 0, 127], "int8"), np.array([0, 128, 255], "uint8")),
        (np.array([[1], [2]], "int16"), np.array([1, 2], "int16")),
        (np.array([1, 2], ">i2"), np.array([1, 2], "int16")),
        (np.array([[1, 2], [3, 4]], "int16").T, np.array([[1, 3], [2, 4]], "int16")),
        (np.array([1, 0, 2, 0], "int16")[::2], np.array([1, 2], "int16")),
        ([0.25, 0.5], np.array([0.25, 0.5], "float64")),
    ],
)
def test_other_samples_become_normal_exactly(
    samples: Any, normal: Any, encoded: Any, decoded: Any, same: Any
) -> None:
    for accept in (DECODED, "audio/wav"):
        same(decoded(encoded((8000, samples), accept)), (8000, normal))


@pytest.mark.parametrize("rate", [8000, 8000.0, np.int32(8000), np.float32(8000)])
def test_a_rate_is_any_whole_number(rate: Any, encoded: Any, decoded: Any, same: Any) -> None:
    same(decoded(encoded((rate, np.array([1], "int16")))), (8000, np.array([1], "int16")))


@pytest.mark.parametrize(
    "value",
    [
        (0, np.array([1], "int16")),
        (768_001, np.array([1], "int16")),
        (44100.5, np.array([1], "int16")),
        (float("nan"), np.array([1], "int16")),
        (True, np.array([1], "int16")),
        ("8000", np.array([1], "int16")),
        (None, np.array([1], "int16")),
        (8000, np.zeros((2, 44100), np.int16)),
        (8000, np.zeros((5, 0), np.int16)),
        (8000, np.zeros((5, 2, 2), np.int16)),
        (8000, np.int16(5)),
        (8000, np.array([1, 2])),
        (8000, np.array([1], "uint16")),
        (8000, np.array([True])),
        (8000, np.array([1], "complex64")),
        (8000, np.array([None])),
        (8000, [[1.0], [1.0, 2.0]]),
        (8000, None),
        (np.array([1], "int16"), 8000),
        (8000,),
        8000,
        np.zeros(5, np.int16),
        {"rate": 8000, "samples": np.array([1], "int16")},
        "no such file.wav",
        Media("audio/wav", b"RIFF"),
    ],
)
@pytest.mark.parametrize("accept", ["audio/wav", DECODED])
def test_what_is_no_sound_is_refused_when_a_function_returns_it(
    value: Any, accept: str, encoded: Any
) -> None:
    with pytest.raises(Invalid):
        encoded(value, accept)


def test_channels_first_are_refused_with_advice(encoded: Any) -> None:
    with pytest.raises(Invalid, match="transpose"):
        encoded((44100, np.zeros((2, 44100), np.float32)))


def test_a_function_gets_the_path_of_a_wav_file_for_tensors(
    encoded: Any, decoded: Any, same: Any
) -> None:
    sound = (8000, np.array([[0.5, np.nan], [7, 8]], "float32"))

    def heard(path: str) -> str:
        assert path.endswith(".wav")
        same(decoded(encoded(path, "audio/wav")), sound)
        return path

    path = rf.Interface(heard, Audio(type="filepath"), "text")(sound)
    assert not Path(path).exists()


@pytest.mark.parametrize(
    "value",
    [
        {"rate": 0, "samples": Tensor.of(np.array([1], "int16"))},
        {"rate": 8000, "samples": Tensor.of(np.array([1]))},
        {"rate": 8000, "samples": Tensor.of(np.zeros((2, 65), np.int16))},
        {"rate": 8000, "samples": Tensor.of(np.zeros((2, 2, 2), np.int16))},
        {"rate": 8000},
        {"rate": 8000, "samples": [1, 2]},
        Media("image/png", b"\x89PNG"),
        "text",
    ],
)
def test_bad_decoded_forms_are_refused(value: Value, decoded: Any) -> None:
    with pytest.raises(Invalid):
        decoded(value)


@pytest.mark.parametrize("option", [{"type": "torch"}, {"format": "aac"}, {"label": 7}])
def test_a_bad_option_is_an_error_at_once(option: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError), match="Audio"):
        Audio(**option)


def test_importing_it_loads_neither_numpy_nor_soundfile() -> None:
    code = "import sys, rpcface_audio; print({'numpy', 'soundfile', 'grpc'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "set()"


def test_it_brings_what_draws_it_but_leaves_a_microphone_that_streams_to_the_page() -> None:
    module = importlib.resources.files("rpcface_audio") / str(Audio().renderer)

    assert "export default" in module.read_text("utf-8")
    assert Audio(streaming=True).renderer is None


def test_its_entry_point_brings_it() -> None:
    (point,) = importlib.metadata.entry_points(group="rpcface", name="audio")
    assert point.dist is not None
    assert point.dist.name == "rpcface-audio"
    assert point.load().rpcface_components() == [Audio]
