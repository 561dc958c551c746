"""A sound, as its rate and samples, or as a file."""

from __future__ import annotations

import numbers
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from rpcface import (
    DECODED,
    IO,
    Accept,
    Component,
    DataType,
    Field,
    IntShape,
    Invalid,
    Media,
    MediaShape,
    Schema,
    StructShape,
    Tensor,
    TensorShape,
    Value,
)
from rpcface_audio.files import (
    KINDS,
    MAX_CHANNELS,
    MAX_RATE,
    NAMES,
    SUFFIXES,
    WAV,
    identify,
    read,
    write,
    writes,
)

if TYPE_CHECKING:
    import numpy as np

    Sound: TypeAlias = tuple[int, np.ndarray[Any, Any]]

MEDIA_TYPES: Final = tuple(KINDS)

_DATA_TYPES = (
    DataType.UINT8,
    DataType.INT16,
    DataType.INT32,
    DataType.FLOAT32,
    DataType.FLOAT64,
)
_DTYPES = frozenset(kind.numpy_name for kind in _DATA_TYPES)
_DECODED = StructShape(
    (
        Field(
            name="rate",
            schema=Schema(IntShape(minimum=1, maximum=MAX_RATE)),
            label="Rate",
            help="Frames in a second.",
        ),
        Field(
            name="samples",
            schema=Schema(TensorShape(_DATA_TYPES)),
            label="Samples",
            help="(frames,) or (frames, channels)",
        ),
    )
)
_FORMATS = {"wav": WAV, "flac": "audio/flac", "ogg": "audio/ogg", "mp3": "audio/mpeg"}


class Audio(Component):
    """A sound: its rate in Hz, a whole number from 1 to 768000, and its samples, frame by
    frame, (frames,) for one channel, else (frames, channels) with 2 to 64 of them.

    type: what the function gets: "numpy", the tuple (rate, samples), an int and an
        array of its own to write into; "filepath", the path of a file that lives until
        the call ends: the one that came, or a WAV file.
    format: "wav", "flac", "ogg" or "mp3": how samples leave that the caller wants in no
        certain way. WAV is exact, and used where the other can't be had: flac for
        floats, int32 of more than 24 bits, more than 8 channels; ogg and mp3 (both lose
        detail) for rates and channels that they do not know, infinities and NaN; all
        three for a sound without frames.

    streaming: whether it is a microphone's, of which a live call gets every piece.

    The function returns (rate, samples), the path of a file, its http(s) address or an
    `rpcface.Media`. A file leaves unchanged where nothing or its own type is asked for.

    Normal form: samples of uint8 (128 is silence), int16, int32, float32 or float64 are
    kept exactly, also floats beyond -1 to 1, infinities and NaN; float16 becomes
    float32, int8 becomes uint8, plus 128; (frames, 1) becomes (frames,). Levels,
    channels and rate are never changed. What is decoded of files has the dtype of
    what they hold: 8 bits uint8, 16 int16, 24 int32 times 256, 32 int32, floats
    theirs, Vorbis, Opus and MP3 float32, telephone codes in WAV int16.

    Invalid, for inputs: a file that is no sound, damaged or cut off (a WAV file by more
    than 8 bytes, which some programs miscount), or of more samples than the server
    allows. For outputs: also other dtypes, shapes and rates, and a file that may not be
    read.
    """

    type = "audio"
    renderer: str | None = "web/audio.js"

    def __init__(
        self,
        value: Any = None,
        *,
        type: Literal["numpy", "filepath"] = "numpy",  # noqa: A002  # Gradio's name
        format: Literal["wav", "flac", "ogg", "mp3"] = "wav",  # noqa: A002  # the same
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
        streaming: bool = False,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)
        if streaming is not True and streaming is not False:
            raise TypeError(f"Audio(streaming=…): wanted True or False; came {streaming!r}")
        self.streaming = streaming
        if streaming:
            self.renderer = None  # the page's own microphone sends pieces
        self.python_type = _one_of("type", type, ("numpy", "filepath"))
        self.format = _one_of("format", format, tuple(_FORMATS))
        first = _FORMATS[self.format]
        kinds = (first, *(kind for kind in NAMES if kind != first))
        self._offers = (*(name for kind in kinds for name in NAMES[kind]), DECODED)

    def schema(self) -> Schema:
        return Schema(MediaShape(MEDIA_TYPES, decoded=Schema(_DECODED)))

    def decode(self, value: Value, io: IO) -> Sound | str:
        if isinstance(value, Media):
            if self.python_type == "filepath":
                return io.path(value, SUFFIXES[identify(value, io)])
            return _normal(*read(value, io))
        assert isinstance(value, dict)
        rate, samples = value["rate"], value["samples"]
        assert isinstance(rate, int)
        assert isinstance(samples, Tensor)
        if self.python_type == "filepath":
            sound = write(WAV, *_normal(rate, samples.array()))
            return io.path(Media(WAV, sound), SUFFIXES[WAV])
        return _normal(rate, samples.array().copy())

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        if isinstance(value, (str, os.PathLike)):
            value = io.load(value, MEDIA_TYPES)
        if isinstance(value, Media):
            return self._encode_file(value, accept, io)
        if not isinstance(value, (tuple, list)) or len(value) != 2:
            wanted = "a tuple (rate in Hz, array of samples), or the path of a sound file"
            raise Invalid(wanted, f"{value.__class__.__name__}")
        return self._encode_sound(*_normal(*value), accept)

    def _encode_file(self, media: Media, accept: Accept, io: IO) -> Value:
        own = NAMES[identify(media, io)]
        chosen = accept.best((*own, *self._offers)) or own[0]
        if chosen in own:
            return replace(media, media_type=chosen)
        return self._encode_sound(*_normal(*read(media, io)), accept)

    def _encode_sound(self, rate: int, samples: np.ndarray[Any, Any], accept: Accept) -> Value:
        offers = self._offers
        while True:
            chosen = accept.best(offers) or offers[0]
            if chosen == DECODED:
                return {"rate": rate, "samples": Tensor.of(samples)}
            if writes(KINDS[chosen], rate, samples):
                return Media(chosen, write(KINDS[chosen], rate, samples))
            offers = tuple(offer for offer in offers if offer not in NAMES[KINDS[chosen]])


def _normal(rate: Any, samples: Any) -> Sound:
    """The normal form; the samples are copied only where they change. Invalid: they are
    no sound.
    """
    import numpy as np

    whole = _whole(rate)
    if not 1 <= whole <= MAX_RATE:
        raise Invalid(f"a rate in Hz, a whole number from 1 to {MAX_RATE}", f"{rate!r:.40}")
    try:
        array = np.asarray(samples)
    except ValueError as error:
        raise Invalid("an array of samples", f"{error}") from None
    wanted = "samples of shape (frames,) or (frames, channels)"
    if array.ndim not in (1, 2):
        raise Invalid(wanted, f"shape {array.shape}")
    channels = array.shape[1] if array.ndim > 1 else 1
    if not 1 <= channels <= MAX_CHANNELS:
        hint = "; transpose what has the channels first" if channels else ""
        raise Invalid(f"{wanted} with 1 to {MAX_CHANNELS} channels{hint}", f"shape {array.shape}")
    if array.dtype == np.float16:
        array = array.astype(np.float32)
    elif array.dtype == np.int8:
        array = array.view(np.uint8) ^ np.uint8(128)
    if array.dtype.name not in _DTYPES:
        wanted = f"samples of {', '.join(sorted(_DTYPES))}; bring them to one of these"
        raise Invalid(wanted, f"{array.dtype}")
    array = np.asarray(array, array.dtype.newbyteorder("="))
    return whole, array[:, 0] if array.ndim > 1 and channels == 1 else array


def _whole(rate: Any) -> int:
    """The whole number that it is, of Python's or numpy's, int or float; else 0."""
    if not isinstance(rate, numbers.Real) or isinstance(rate, bool):
        return 0
    return int(float(rate)) if float(rate).is_integer() else 0


def _one_of(parameter: str, given: str, choices: tuple[str, ...]) -> str:
    if given not in choices:
        listed = ", ".join(map(repr, choices))
        raise ValueError(f"Audio({parameter}=…): wanted one of {listed}; came {given!r}")
    return given
