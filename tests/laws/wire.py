"""Values as they may come over the wire: any at all, and such as a schema may take."""

from __future__ import annotations

import io
import struct

import numpy as np
import PIL.Image
from hypothesis import strategies as st

import rpcface as rf

INT64 = st.integers(-(2**63), 2**63 - 1)
TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
TEXTS_OF_FORMATS = st.sampled_from(
    [
        "#1E90ff",
        "2026-11-24",
        "2026-11-24T16:30:00Z",
        "2026-11-24t16:30:00.123456789+05:30",
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01",
        "now",
        "now-5m",
        "now - 999999999d",
        "a@b.c",
    ]
)
NAMES = st.sampled_from(["", "a.txt", "b.png", "..", "../a.txt", "a\0.txt", "x" * 252 + ".txt"])


def _png(mode: str) -> bytes:
    file = io.BytesIO()
    PIL.Image.new(mode, (2, 3)).save(file, "PNG")
    return file.getvalue()


def _wav(frames: int) -> bytes:
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + 2 * frames, b"WAVE", b"fmt ", 16, 1, 1,
                       8000, 16000, 2, 16, b"data", 2 * frames)  # fmt: skip
    return head + bytes(2 * frames)


CONTENTS = (
    st.sampled_from([_png("RGB"), _png("LA"), _png("I;16"), _png("RGB")[:60]])
    | st.sampled_from([_wav(3), _wav(9)[:50]])
    | st.binary(max_size=40)
)
TYPES = st.sampled_from(["", "image/png", "image/gif", "audio/wav", "text/plain", "a/b; c=d"])
MEDIA = st.builds(rf.Media, TYPES, CONTENTS, NAMES) | st.builds(
    rf.Media, TYPES, st.none(), NAMES, st.just("0" * 64)
)
SOUND = st.sampled_from(list(rf.DataType)).flatmap(
    lambda kind: st.lists(st.integers(0, 3), max_size=3).flatmap(
        lambda shape: st.builds(
            rf.Tensor,
            st.just(kind),
            st.just(tuple(shape)),
            st.just(bytes(int(np.prod(shape)) * kind.itemsize)),
        )
    )
)
FAULTY = st.builds(
    rf.Tensor,
    st.sampled_from(list(rf.DataType)),
    st.lists(st.integers(-1, 2**62), max_size=3).map(tuple),
    st.binary(max_size=4),
)
LEAVES = (
    st.none()
    | st.booleans()
    | INT64
    | st.floats()
    | TEXT
    | TEXTS_OF_FORMATS
    | SOUND
    | FAULTY
    | MEDIA
    | st.just(rf.UNKNOWN)
)
KEYS = TEXT | st.sampled_from(["text", "label", "score", "image", "caption", "confidences"])
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def fitting(schema: rf.Schema) -> st.SearchStrategy[rf.Value]:
    """Values that the schema takes, for the most part: each is near one that it does."""
    shape = schema.shape
    found: st.SearchStrategy[rf.Value]
    if isinstance(shape, rf.BoolShape):
        found = st.booleans()
    elif isinstance(shape, (rf.IntShape, rf.FloatShape)):
        bounds = [bound for bound in (shape.minimum, shape.maximum) if bound is not None]
        found = INT64 | st.floats() | st.sampled_from([*bounds, 1, 2.0, 0.5])
    elif isinstance(shape, rf.TextShape):
        found = TEXT | TEXTS_OF_FORMATS
    elif isinstance(shape, rf.ChoiceShape):
        found = st.sampled_from([one.value for one in shape.choices] or ["a"]) | TEXT
    elif isinstance(shape, rf.TensorShape):
        found = SOUND
    elif isinstance(shape, rf.MediaShape):
        found = MEDIA
        if shape.decoded:
            found |= fitting(shape.decoded)
    elif isinstance(shape, rf.ListShape):
        found = st.lists(fitting(shape.item), max_size=3)
    elif isinstance(shape, rf.StructShape):
        found = st.fixed_dictionaries({part.name: fitting(part.schema) for part in shape.fields})
    else:
        found = ANYTHING
    return st.none() | found if schema.nullable else found
