"""Sound files: what they are, reading them without trust, and writing them."""

from __future__ import annotations

import functools
import io
from typing import TYPE_CHECKING, Any, Final

from rpcface import IO, Invalid, Media

if TYPE_CHECKING:
    import numpy as np

MAX_RATE: Final = 768_000
MAX_CHANNELS: Final = 64
WAV: Final = "audio/wav"

NAMES: Final = {
    WAV: (WAV, "audio/x-wav", "audio/wave", "audio/vnd.wave"),
    "audio/flac": ("audio/flac", "audio/x-flac"),
    "audio/ogg": ("audio/ogg", "application/ogg"),
    "audio/mpeg": ("audio/mpeg", "audio/mp3"),
}
"""The media types that are read and written, each with all that it is called."""
KINDS: Final = {name: kind for kind, names in NAMES.items() for name in names}
SUFFIXES: Final = {
    WAV: ".wav",
    "audio/flac": ".flac",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
}
_FORMATS = {WAV: "WAV", "audio/flac": "FLAC", "audio/ogg": "OGG", "audio/mpeg": "MP3"}

_WANTED = "a sound file: WAV, FLAC, Ogg or MP3"
_BLOCK = 2**20
"""Samples that room is made for at a time, beyond one for each byte of the file: what
a file says of itself may be a lie."""
_STEP = 4096
"""Frames written at a time: libsndfile's Vorbis puts them all on the stack, and crashes."""
_ENDLESS = 0x7FFF0000
"""Where a WAV file's size starts that stands for "until the end", as programs write into
pipes."""
_SUBTYPES = {
    WAV: {
        "uint8": "PCM_U8",
        "int16": "PCM_16",
        "int32": "PCM_32",
        "float32": "FLOAT",
        "float64": "DOUBLE",
    },
    "audio/flac": {"uint8": "PCM_S8", "int16": "PCM_16", "int32": "PCM_24"},
}
_DTYPES = {
    "PCM_24": "int32",
    "PCM_32": "int32",
    "FLOAT": "float32",
    "DOUBLE": "float64",
    "VORBIS": "float32",
    "OPUS": "float32",
    "MPEG_LAYER_I": "float32",
    "MPEG_LAYER_II": "float32",
    "MPEG_LAYER_III": "float32",
}
_MP3_RATES = frozenset((8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000))


def identify(media: Media, files: IO) -> str:
    """What kind of sound a medium is, by its content, a key of `NAMES`. Invalid: none,
    or the head of the file is damaged, or tells of more than is allowed.
    """
    content = _content(media, files)
    kind = _kind(content)
    _open(kind, content, files).close()
    return kind


def read(media: Media, files: IO) -> tuple[int, np.ndarray[Any, Any]]:
    """The rate and the samples, (frames, channels), of the file's own dtype and to
    write into. Invalid: it is no sound, damaged, cut off, or too long.
    """
    import numpy as np
    import soundfile

    content = _content(media, files)
    kind = _kind(content)
    with _open(kind, content, files) as sound:
        eight = sound.subtype in ("PCM_U8", "PCM_S8")
        dtype = _DTYPES.get(sound.subtype, "int16")
        frames = (_BLOCK + len(content)) // sound.channels
        blocks, came, told = [], 0, sound.frames
        try:
            while came < told:
                block = sound.read(frames, dtype=dtype, always_2d=True)
                if not len(block):
                    break
                blocks.append(block)
                came += len(block)
        except soundfile.SoundFileError:
            raise Invalid("a whole sound file", f"a damaged one, {kind}") from None
        if came < told:
            raise Invalid("a whole sound file", f"{came} of {told} frames, {kind}")
        rate = int(sound.samplerate)
        empty = np.empty((0, sound.channels), dtype)
    samples = blocks[0] if len(blocks) == 1 else np.concatenate([empty, *blocks])
    return rate, ((samples >> 8) + 128).astype(np.uint8) if eight else samples


def writes(kind: str, rate: int, samples: np.ndarray[Any, Any]) -> bool:
    """Whether sounds such as this can be written as that kind: WAV all, FLAC what it
    keeps exactly, the lossy kinds what their encoders take (some crash on the rest).
    """
    if kind == WAV:
        return True
    channels = samples.shape[1] if samples.ndim > 1 else 1
    if not len(samples) or _FORMATS[kind] not in _available():
        return False
    if kind == "audio/flac":
        fits = rate <= 655_350 and channels <= 8  # libFLAC's bounds
        return fits and (
            samples.dtype.name in ("uint8", "int16")
            or (samples.dtype.name == "int32" and not (samples & 0xFF).any())
        )
    if kind == "audio/ogg":
        fits = 8000 <= rate <= 192_000 and channels <= 8  # Vorbis's
    else:
        fits = rate in _MP3_RATES and channels <= 2  # MPEG's
    return fits and (samples.dtype.kind != "f" or _all_finite(samples))


def write(kind: str, rate: int, samples: np.ndarray[Any, Any]) -> bytes:
    """The file of that kind, for which `writes` holds. Invalid: a WAV file can't be as
    large.
    """
    import soundfile

    if kind == WAV and samples.nbytes >= _ENDLESS:
        raise Invalid(f"a sound of less than {_ENDLESS} bytes", f"one of {samples.nbytes}")
    subtype = _SUBTYPES.get(kind, {}).get(samples.dtype.name)
    if samples.dtype.name == "uint8":  # which libsndfile reads and writes as int16
        samples = (samples.astype("int16") - 128) << 8
    file = io.BytesIO()
    channels = samples.shape[1] if samples.ndim > 1 else 1
    with soundfile.SoundFile(file, "w", rate, channels, subtype, format=_FORMATS[kind]) as sound:
        for start in range(0, len(samples), _STEP):
            sound.write(samples[start : start + _STEP])
    return file.getvalue()


def _content(media: Media, files: IO) -> bytes:
    with files.open(media) as file:
        return file.read()


def _kind(content: bytes) -> str:
    """By how the content begins. Other kinds that libsndfile knows never reach it."""
    head = content[:12]
    if head[:4] == b"RIFF" and head[8:] == b"WAVE":
        return WAV
    if head[:4] in (b"fLaC", b"OggS"):
        return "audio/flac" if head[:4] == b"fLaC" else "audio/ogg"
    if head[:3] == b"ID3" or (head[:1] == b"\xff" and head[1:2] >= b"\xe0"):
        return "audio/mpeg"
    raise Invalid(_WANTED, f"{len(content)} bytes that begin with none of them")


def _check(rate: int, channels: int, elements: int, files: IO) -> None:
    if not 1 <= rate <= MAX_RATE:
        raise Invalid(f"a rate from 1 to {MAX_RATE} Hz", f"{rate}")
    if not 1 <= channels <= MAX_CHANNELS:
        raise Invalid(f"1 to {MAX_CHANNELS} channels", f"{channels}")
    if elements > files.limits.max_elements:
        wanted = f"a sound of at most {files.limits.max_elements} samples in all channels"
        raise Invalid(wanted, f"one of {elements}")


def _open(kind: str, content: bytes, files: IO) -> Any:
    """The `soundfile.SoundFile`, of what its head tells."""
    import soundfile

    if kind == WAV and len(content) < (size := int.from_bytes(content[4:8], "little")) < _ENDLESS:
        # libsndfile would read what is left; some programs count these first 8 bytes too
        raise Invalid("a whole WAV file", f"{len(content)} bytes of one of {size + 8}")
    try:
        sound = soundfile.SoundFile(io.BytesIO(content))
    except soundfile.SoundFileError:
        raise Invalid(_WANTED, f"a damaged one, {kind}") from None
    try:
        if sound.format not in (_FORMATS[kind], "WAVEX"):
            raise Invalid(_WANTED, f"one that begins as {kind} and is {sound.format}")
        if not sound.frames and kind != WAV:
            raise Invalid(_WANTED, f"one without a sound, or cut off, {kind}")
        _check(sound.samplerate, sound.channels, sound.frames * sound.channels, files)
    except BaseException:
        sound.close()
        raise
    return sound


@functools.cache
def _available() -> frozenset[str]:
    """The formats that the libsndfile here was built with."""
    import soundfile

    return frozenset(soundfile.available_formats())


def _all_finite(samples: np.ndarray[Any, Any]) -> bool:
    import numpy as np

    return bool(np.isfinite(samples).all())
