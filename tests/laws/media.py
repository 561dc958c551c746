"""Components of media: images, sounds, files."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import Any

import numpy as np
import PIL.Image
import soundfile
from hypothesis import strategies as st

import rpcface as rf
import rpcface_audio
from tests.laws.subject import Subject, pairs

_LOOKS = "it looks into files, which may be damaged or something else"
_SHAPES = {"L": (), "LA": (2,), "RGB": (3,), "RGBA": (4,), "I;16": ()}


def _pixels(mode: str) -> st.SearchStrategy[Any]:
    """Arrays in the normal form of a mode."""
    dtype = np.uint16 if mode == "I;16" else np.uint8

    def make(part: tuple[int, int, int]) -> Any:
        high = np.iinfo(dtype).max + 1
        size = (*part[:2], *_SHAPES[mode])
        return np.random.default_rng(part[2]).integers(0, high, size, dtype)

    return st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(0, 99)).map(make)


def _binary(part: Any) -> tuple[Any, Any]:
    return part > 127, np.where(part > 127, np.uint8(255), np.uint8(0))


def _stacked(gray: Any) -> Any:
    return np.dstack([gray, gray, gray])


def _read(path: str) -> Any:
    with PIL.Image.open(path) as image:
        return np.asarray(image)


def _image(
    mode: str | None, cases: st.SearchStrategy[tuple[Any, Any]], format_: str = "png"
) -> list[Subject]:
    accepts = ((), (rf.DECODED,)) if format_ == "png" else ((rf.DECODED,),)
    kinds: dict[str, Callable[[Any], Any]] = {"numpy": np.array, "pil": np.asarray}
    return [
        Subject(
            functools.partial(rf.Image, image_mode=mode, type=kind, format=format_),
            cases,
            seen=seen,
            refuses=_LOOKS,
            accepts=accepts,
        )
        for kind, seen in (kinds | {"filepath": _read}).items()
    ]


_PICTURES = pairs(_pixels("RGB")) | pairs(_pixels("L"), _stacked)
_ANY = pairs(st.one_of(*map(_pixels, _SHAPES)))
_DRAWN = _pixels("RGB").map(lambda array: (PIL.Image.fromarray(array), array))
_CAPTIONS = st.none() | st.text("aé ", max_size=4)
_LISTED = st.lists(st.tuples(_pixels("RGBA"), _CAPTIONS), max_size=2)


def _gallery(kind: str, seen: Callable[[Any], Any]) -> Subject:
    alone = st.lists(_pixels("LA"), max_size=2).map(
        lambda images: (images, [(image, None) for image in images])
    )
    return Subject(
        functools.partial(rf.Gallery, type=kind, columns=2),
        pairs(_LISTED) | pairs(_LISTED.map(tuple), list) | alone,
        seen=lambda found: [(seen(image), caption) for image, caption in found],
        refuses=_LOOKS,
    )


def _content(found: Any) -> Any:
    if isinstance(found, list):
        return [_content(one) for one in found]
    if isinstance(found, bytes):
        return found
    with open(found, "rb") as file:
        return os.path.basename(found), file.read()


_NAMES = st.sampled_from(["a.txt", "ä b.TXT", ".txt", "-rf.txt", "a.tar.txt", "$(x).txt", "...txt"])
_FILES = st.builds(rf.Media, st.sampled_from(["text/plain", ""]), st.binary(max_size=9), _NAMES)
_NAMED = pairs(_FILES, lambda media: (media.filename, media.data))
_BYTES = pairs(_FILES, bytes) | st.binary(max_size=9).map(lambda data: (bytearray(data), data))


def _files(cases: st.SearchStrategy[tuple[Any, Any]]) -> st.SearchStrategy[tuple[Any, Any]]:
    return st.lists(cases, max_size=3).map(
        lambda found: ([given for given, _ in found], [normal for _, normal in found])
    )


_TEXTS = functools.partial(rf.File, file_types=[".txt"], max_file_size="1kb")
_MANY = functools.partial(rf.File, file_count="multiple")

_RATES = st.sampled_from([1, 8000, 44_100, 768_000])
_SAMPLES = st.tuples(
    st.sampled_from(["u1", "i2", "i4", "f4", "f8"]), st.integers(0, 5), st.integers(1, 3)
).map(lambda part: (np.arange(part[1] * part[2]).reshape(part[1:]) % 3).astype(part[0]))


def _sound(given: tuple[int, Any]) -> tuple[int, Any]:
    rate, samples = given
    return rate, samples[:, 0] if samples.shape[1] == 1 else samples


def _heard(path: str) -> tuple[int, Any]:
    samples, rate = soundfile.read(path, dtype="int16")
    return rate, samples


_SHORT = _SAMPLES.filter(lambda samples: samples.dtype == np.int16)

MEDIA = {
    "image": [
        *_image("RGB", _PICTURES | _DRAWN),
        *_image("RGB", _PICTURES, "jpeg"),
        *_image("L", pairs(_pixels("L")) | _pixels("L").map(_binary)),
        *_image("RGBA", pairs(_pixels("RGBA"))),
        *_image("LA", pairs(_pixels("LA")), "webp"),
        *_image("I;16", pairs(_pixels("I;16"))),
        *_image(None, _ANY),
    ],
    "gallery": [
        _gallery("filepath", _read),
        _gallery("numpy", np.array),
        _gallery("pil", np.asarray),
    ],
    "file": [
        Subject(rf.File, _NAMED, seen=_content),
        Subject(functools.partial(rf.File, type="binary"), _BYTES, seen=_content),
        Subject(_TEXTS, _NAMED, seen=_content),
        Subject(_MANY, _files(_NAMED), seen=_content),
        Subject(functools.partial(_MANY, type="binary"), _files(_BYTES), seen=_content),
    ],
    "audio": [
        *(
            Subject(
                functools.partial(rpcface_audio.Audio, format=format_),
                pairs(st.tuples(_RATES, _SAMPLES), _sound),
                refuses=_LOOKS,
            )
            for format_ in ("wav", "flac")
        ),
        Subject(
            functools.partial(rpcface_audio.Audio, type="filepath"),
            pairs(st.tuples(_RATES, _SHORT), _sound),
            seen=_heard,
            refuses=_LOOKS,
        ),
    ],
}
