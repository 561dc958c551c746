"""What a state is made of, as bytes and back."""

from __future__ import annotations

import collections
import datetime
import enum
import json
import math
from typing import NamedTuple

import numpy as np
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as np_st

from rpcface.errors import Invalid
from rpcface.state_bytes import QUICK, from_bytes, quick_bytes, to_bytes
from rpcface.values import MAX_DEPTH

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(st.characters())  # lone surrogates too
)
DTYPES = np_st.boolean_dtypes() | np_st.integer_dtypes(endianness="=")
DTYPES |= np_st.unsigned_integer_dtypes(endianness="=") | np_st.floating_dtypes(endianness="=")
ARRAYS = np_st.arrays(DTYPES, np_st.array_shapes(min_dims=0, min_side=0, max_side=3))
NAMES = st.text() | st.sampled_from(["\0t", "\0b", "\0a", "\0i", "\0", "\0\0t"])


def nested(leaves):
    return st.recursive(
        leaves,
        lambda parts: (
            st.lists(parts, max_size=4)
            | st.lists(parts, max_size=4).map(tuple)
            | st.dictionaries(NAMES, parts, max_size=4)
        ),
        max_leaves=12,
    )


def same(one, other):
    """Whether they are the same in every type, sign and order, NaN as itself."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[name], other[name]) for name in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, np.ndarray):
        alike = (one.dtype, one.shape) == (other.dtype, other.shape)
        return alike and one.tobytes() == other.tobytes() and other.flags.writeable
    if isinstance(one, float):
        both_nan = math.isnan(one) and math.isnan(other)
        return both_nan or (one == other and math.copysign(1, one) == math.copysign(1, other))
    return one == other


@given(nested(PLAIN | st.binary() | ARRAYS))
def test_what_is_in_the_normal_form_comes_back_exactly(state):
    assert same(state, from_bytes(to_bytes(state)))


@given(nested(PLAIN))
def test_what_is_made_quickly_is_made_the_same(state):
    quick = quick_bytes(state)

    assert quick in (None, to_bytes(state))


@pytest.mark.parametrize("state", [[], {}, (), "", b"", [()], {"": {}}, [[], [{}]]])
def test_what_is_empty_comes_back_as_it_is(state):
    assert same(state, from_bytes(to_bytes(state)))


class Mood(enum.IntEnum):
    CALM = 2


class Word(enum.StrEnum):
    HERE = "here"


class Pair(NamedTuple):
    left: int
    right: list


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        (Mood.CALM, 2),
        (Word.HERE, "here"),
        ({Word.HERE: Word.HERE}, {"here": "here"}),
        (Pair(1, [2]), (1, [2])),
        (collections.OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (collections.defaultdict(list, a=[1]), {"a": [1]}),
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        (np.float32(0.5), 0.5),
        (np.float64("nan"), math.nan),
        (np.int8(-3), -3),
        (np.uint64(7), 7),
        (np.bool_(True), True),
        (np.str_("é"), "é"),
        (bytearray(b"ab"), b"ab"),
        (memoryview(b"abcd")[::2], b"ac"),
        (np.arange(3, dtype=">i4"), np.arange(3, dtype="i4")),
        (np.arange(6, dtype="u1").reshape(2, 3).T, np.array([[0, 3], [1, 4], [2, 5]], "u1")),
        (np.arange(4, dtype="u1")[::-2], np.array([3, 1], "u1")),
    ],
)
def test_what_is_not_comes_back_in_it(given, normal):
    found = from_bytes(to_bytes([given]))

    assert same([normal], found)
    assert same(found, from_bytes(to_bytes(found)))


MODES = ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK", "F", "I", "LAB"]


@pytest.mark.parametrize("mode", MODES)
def test_an_image_comes_back_with_its_mode_and_every_pixel(mode):
    image = PIL.Image.new(mode, (7, 5))
    noise = np.random.default_rng(3).integers(0, 256, len(image.tobytes()), np.uint8)
    image.frombytes(noise.tobytes())
    if mode == "P":
        image.putpalette(bytes(range(256)) * 3)
    if mode == "F":
        image = PIL.Image.fromarray(np.linspace(-1e30, 1e-30, 35, dtype="f4").reshape(5, 7))

    found = from_bytes(to_bytes({"seen": [image]}))["seen"][0]

    assert type(found) is PIL.Image.Image
    assert (found.mode, found.size) == (mode, (7, 5))
    assert found.tobytes() == image.tobytes()
    assert found.getpalette() == image.getpalette()


def test_an_image_that_can_not_be_kept_says_which_modes_can():
    with pytest.raises(Invalid, match=r"^at /1: wanted a PIL image of mode 1, L, .*'HSV'$"):
        to_bytes([1, PIL.Image.new("HSV", (2, 2))])


class Own:
    pass


CAME = {
    "a set": ({1}, "set"),
    "an object": (Own(), "test_state_bytes.Own"),
    "a date": (datetime.date(2026, 11, 24), "datetime.date"),
    "a function": (len, "builtin_function_or_method"),
    "a complex number": (1j, "complex"),
    "an array of objects": (np.array([None]), "one of object"),
    "an array of texts": (np.array(["a"]), "one of <U1"),
    "an array of complex numbers": (np.array([1j]), "one of complex128"),
    "an array with a mask": (np.ma.masked_array([1, 2], [True, False]), "MaskedArray"),
    "a large number": (2**63, "a whole number of 64 bits"),
    "a negative one": (-(2**63) - 1, "a whole number of 64 bits"),
    "an exception": (ValueError("no"), "ValueError"),
}


@pytest.mark.parametrize("name", CAME)
def test_what_can_not_be_kept_is_told_with_its_place(name):
    given, came = CAME[name]
    for state, place in (
        (given, ""),
        ([0, given], "/1"),
        ({"a/b": (1, [given])}, "/a~1b/1/0"),
    ):
        with pytest.raises(Invalid) as caught:
            to_bytes(state)

        assert caught.value.pointer == place
        assert came in caught.value.came


@pytest.mark.parametrize("key", [1, None, 1.5, (1,), b"a", True])
def test_the_keys_of_a_dict_are_text(key):
    with pytest.raises(Invalid, match=r"^at /0: wanted a dict whose keys are str; came a key"):
        to_bytes([{key: 1}])


def deep(levels, wrap):
    state = 1
    for _ in range(levels):
        state = wrap(state)
    return state


@pytest.mark.parametrize("wrap", [lambda x: [x], lambda x: {"a": x}, lambda x: (x,)])
def test_a_state_nests_as_deep_as_values_do(wrap):
    state = deep(MAX_DEPTH, wrap)

    assert from_bytes(to_bytes(state)) == state
    with pytest.raises(Invalid, match=f"at most {MAX_DEPTH} deep; came deeper ones"):
        to_bytes(deep(MAX_DEPTH + 1, wrap))


def test_a_state_that_holds_itself_is_refused():
    state = []
    state.append(state)

    with pytest.raises(Invalid, match="deeper"):
        to_bytes(state)


@pytest.mark.parametrize(
    "state",
    [
        "x" * (QUICK + 1),
        ["x" * 100] * (QUICK // 100),
        [True] * QUICK,
        {"x" * (QUICK + 1): 1},
        (1, 2),
        b"bytes",
        {1: 2},
    ],
)
def test_what_takes_long_is_not_made_quickly(state):
    assert quick_bytes(state) is None


def test_a_chat_is_hardly_longer_than_its_text():
    chat = [{"role": "user", "content": "é" * 100}] * 50

    assert (
        len(to_bytes(chat))
        == len(json.dumps(chat, ensure_ascii=False, separators=(",", ":"))) + 5001
    )
