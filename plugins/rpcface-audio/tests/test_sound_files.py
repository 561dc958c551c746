"""Sound files are read as what they hold, and what is no whole one is refused."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

import rpcface as rf
from rpcface import DECODED, Invalid, Media
from rpcface_audio import Audio


def written(samples: Any, rate: int = 8000, form: str = "WAV", subtype: str | None = None) -> Media:
    """A file that libsndfile itself writes."""
    file = io.BytesIO()
    channels = samples.shape[1] if samples.ndim > 1 else 1
    with soundfile.SoundFile(file, "w", rate, channels, subtype, format=form) as sound:
        for start in range(0, len(samples), 4096):
            sound.write(samples[start : start + 4096])
    return Media(f"audio/{form.lower()}", file.getvalue())


def noise(frames: int = 4000, channels: int = 1) -> np.ndarray[Any, Any]:
    shape = (frames, channels) if channels > 1 else (frames,)
    return np.random.default_rng(7).uniform(-0.5, 0.5, shape).astype(np.float32)


@pytest.mark.parametrize(
    ("subtype", "form", "dtype"),
    [
        ("PCM_U8", "WAV", "uint8"),
        ("PCM_16", "WAV", "int16"),
        ("PCM_24", "WAV", "int32"),
        ("PCM_32", "WAV", "int32"),
        ("FLOAT", "WAV", "float32"),
        ("DOUBLE", "WAV", "float64"),
        ("ULAW", "WAV", "int16"),
        ("MS_ADPCM", "WAV", "int16"),
        ("PCM_24", "WAVEX", "int32"),
        ("PCM_16", "WAVEX", "int16"),
        ("PCM_S8", "FLAC", "uint8"),
        ("PCM_16", "FLAC", "int16"),
        ("PCM_24", "FLAC", "int32"),
        ("VORBIS", "OGG", "float32"),
        ("OPUS", "OGG", "float32"),
        ("MPEG_LAYER_III", "MP3", "float32"),
    ],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_a_file_is_read_as_what_it_holds(
    *, subtype: str, form: str, dtype: str, channels: int, decoded: Any, same: Any
) -> None:
    media = written(noise(4000, channels), 8000, form, subtype)
    media = Media("audio/wav", media.data)
    rate, samples = decoded(media)
    read_as = "int16" if dtype == "uint8" else dtype
    expected, _ = soundfile.read(io.BytesIO(bytes(media)), dtype=read_as)
    if dtype == "uint8":
        expected = ((expected >> 8) + 128).astype(np.uint8)
    if form == "MP3":  # its decoder rounds the last bit as it likes
        assert np.allclose(samples, expected, rtol=0, atol=1e-6)
        expected = samples
    same((rate, samples), (8000, expected))
    assert samples.flags.writeable


@pytest.mark.parametrize(("form", "name"), [("FLAC", "flac"), ("OGG", "ogg"), ("MP3", "mpeg")])
def test_a_long_file_is_read_whole_though_in_parts(form: str, name: str, decoded: Any) -> None:
    media = written(np.zeros(3_000_000, np.float32), 48000, form)
    assert len(decoded(Media(f"audio/{name}", media.data))[1]) == 3_000_000


@pytest.mark.parametrize(
    ("form", "suffix"), [("WAV", ".wav"), ("FLAC", ".flac"), ("OGG", ".ogg"), ("MP3", ".mp3")]
)
def test_a_function_gets_the_path_of_the_file_that_came(form: str, suffix: str) -> None:
    media = written(noise(), 8000, form)

    def heard(path: str) -> str:
        assert Path(path).suffix == suffix
        assert Path(path).read_bytes() == media.data
        return path

    path = rf.Interface(heard, Audio(type="filepath"), "text")(media)
    assert not Path(path).exists()


def test_a_file_leaves_unchanged_unless_another_kind_is_asked_for(
    tmp_path: Path, encoded: Any, decoded: Any
) -> None:
    media = written(noise(), 8000, "MP3")
    path = tmp_path / "a.wav"
    path.write_bytes(bytes(media))
    for accept in ((), ("audio/*",), ("audio/mpeg", "audio/wav"), ("image/png",)):
        value = encoded(path, *accept)
        assert (value.media_type, value.data) == ("audio/mpeg", media.data)
    assert encoded(str(path), "audio/mp3").media_type == "audio/mp3"
    for wish in ("audio/wav", DECODED):
        rate, samples = decoded(encoded(path, wish))
        assert rate == 8000
        assert np.allclose(samples, decoded(value)[1], rtol=0, atol=1e-6)
    assert encoded(media).data == media.data


def lying(content: bytes, place: int, put: bytes) -> bytes:
    return content[:place] + put + content[place + len(put) :]


FLAC = bytes(written(np.int16(noise() * 9000), 8000, "FLAC"))
MP3 = bytes(written(noise(), 8000, "MP3"))
OGG = bytes(written(noise(), 8000, "OGG"))
PLAIN = bytes(written(np.arange(500, dtype=np.int16)))
PACKED = bytes(written(noise(), 8000, "WAV", "PCM_24"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"no sound at all, but text",
        b"\x89PNG\r\n\x1a\n",
        b"ID3" + b"\0" * 100,
        b"\xff\xfb" + b"\0" * 500,
        b"fLaC",
        b"OggS",
        PLAIN[:-9],
        PLAIN[:44] + b"\0",
        PLAIN[:43],
        PLAIN[:20],
        PACKED[:-9],
        PACKED[: len(PACKED) // 2],
        FLAC[:-3],
        FLAC[: len(FLAC) // 2],
        FLAC[:50],
        lying(FLAC, len(FLAC) // 2, b"\0" * 300),
        lying(FLAC, 22, b"\0\xff\xff\xff"),
        MP3[: len(MP3) // 2],
        MP3[:50],
        OGG[:50],
        OGG[: len(OGG) // 2],
        lying(PLAIN, 22, struct.pack("<H", 0)),
        lying(PLAIN, 22, struct.pack("<HIIH", 65, 8000, 8000, 130)),
        lying(PLAIN, 24, struct.pack("<I", 0)),
        lying(PLAIN, 24, struct.pack("<I", 2**32 - 1)),
        lying(PLAIN, 16, struct.pack("<I", 2**31)),
        bytes(written(noise(), 8000, "AIFF")),
        bytes(written(noise(), 8000, "CAF")),
    ],
)
def test_what_is_no_whole_sound_is_refused_when_it_comes(content: bytes, decoded: Any) -> None:
    with pytest.raises(Invalid):
        decoded(Media("audio/wav", content))


@pytest.mark.parametrize("size", [0xFFFFFFFF, 0x7FFFF000])
@pytest.mark.parametrize("places", [(40,), (4, 40)])
def test_a_wav_file_that_was_written_into_a_pipe_goes_to_its_end(
    size: int, places: tuple[int, ...], decoded: Any, same: Any
) -> None:
    content = PLAIN
    for place in places:
        content = lying(content, place, struct.pack("<I", size))
    same(decoded(Media("audio/wav", content)), decoded(Media("audio/wav", PLAIN)))


def test_a_wav_file_may_count_its_first_bytes_too(decoded: Any, same: Any) -> None:
    content = lying(PLAIN, 4, struct.pack("<I", len(PLAIN)))
    same(decoded(Media("audio/wav", content)), decoded(Media("audio/wav", PLAIN)))


def test_chunks_around_the_samples_are_passed_over(decoded: Any, same: Any) -> None:
    listed = b"LIST" + struct.pack("<I", 3) + b"abc\0"
    content = PLAIN[:12] + listed + PLAIN[12:] + listed
    same(decoded(Media("audio/wav", content)), decoded(Media("audio/wav", PLAIN)))


@pytest.mark.parametrize("content", [PLAIN, FLAC, PACKED, OGG, MP3])
@pytest.mark.parametrize("kind", ["numpy", "filepath"])
def test_more_samples_than_the_limit_are_refused_before_they_are_decoded(
    content: bytes, kind: str, decoded: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soundfile.SoundFile, "read", lambda *_, **__: pytest.fail("it was read"))
    with pytest.raises(Invalid, match="at most 499 samples"):
        decoded(Media("audio/wav", content), type=kind, max_elements=499)
