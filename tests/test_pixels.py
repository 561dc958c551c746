from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from rpcface.components.pixels import mode_of, pixels, to_8_bits, to_16_bits
from rpcface.errors import Invalid

SHAPES = st.one_of(
    npst.array_shapes(min_dims=2, max_dims=2, max_side=5),
    npst.array_shapes(min_dims=3, max_dims=3, max_side=5).map(lambda s: (*s[:2], s[2] % 4 + 1)),
)


def squeezed(array):
    return array[:, :, 0] if array.ndim == 3 and array.shape[2] == 1 else array


@given(npst.arrays(np.uint8, SHAPES))
def test_bytes_are_looked_at_and_not_copied(array):
    found = pixels(array)

    assert np.shares_memory(found, array)
    assert np.array_equal(found, squeezed(array))


@given(npst.arrays(np.bool_, SHAPES))
def test_truth_is_255(array):
    assert np.array_equal(pixels(array), squeezed(array).astype(int) * 255)


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", ">f4", "g"])
@given(data=st.data())
def test_floats_from_0_to_1_are_scaled_and_rounded(dtype, data):
    kind = np.dtype(dtype if dtype != "g" else "f8")
    elements = st.floats(0, 1, width=min(kind.itemsize * 8, 64))
    array = data.draw(npst.arrays(kind, SHAPES, elements=elements)).astype(dtype)
    wide = array.astype("f4") if dtype == "f2" else array

    assert np.array_equal(pixels(array), np.rint(squeezed(wide) * wide.dtype.type(255)))


@given(npst.arrays(npst.integer_dtypes(), SHAPES, elements=st.integers(0, 127)))
def test_integers_of_any_type_keep_their_numbers(array):
    found = pixels(array)

    assert found.dtype == np.uint8
    assert np.array_equal(found, squeezed(array))


@pytest.mark.parametrize("dtype", ["<u2", ">u2"])
@given(data=st.data())
def test_gray_of_16_bits_stays_so_in_either_byte_order(dtype, data):
    array = data.draw(npst.arrays(dtype, npst.array_shapes(min_dims=2, max_dims=2)))

    assert np.array_equal(pixels(array), array)
    assert np.array_equal(pixels(array[:, :, None]), array)
    assert pixels(array).dtype == np.dtype("<u2")
    assert mode_of(pixels(array)) == "I;16"


@given(npst.arrays(st.sampled_from([np.uint8, np.bool_]), SHAPES))
def test_what_is_normal_stays_as_it_is(array):
    assert np.array_equal(pixels(pixels(array)), pixels(array))


@pytest.mark.parametrize(
    ("shape", "mode"), [((2, 3), "L"), ((2, 3, 2), "LA"), ((2, 3, 3), "RGB"), ((2, 3, 4), "RGBA")]
)
def test_the_channels_tell_the_mode(shape, mode):
    assert mode_of(np.zeros(shape, "u1")) == mode


@pytest.mark.parametrize(
    ("array", "wanted", "came"),
    [
        (np.full((2, 2), 1.5), "floats from 0 to 1", "float64 from 1.5 to 1.5"),
        (np.full((2, 2), -0.01), "floats from 0 to 1", "-0.01"),
        (np.full((2, 2), np.nan, "f4"), "floats from 0 to 1", "NaN"),
        (np.full((2, 2), np.nan, "f2"), "floats from 0 to 1", "NaN"),
        (np.full((2, 2), np.inf), "floats from 0 to 1", "inf"),
        (np.full((2, 2), 256), "integers of int64 from 0 to 255", "from 256 to 256"),
        (np.full((2, 2), -1, "i1"), "integers of int8 from 0 to 255", "from -1 to -1"),
        (np.full((2, 2), 2**63, "u8"), "integers of uint64 from 0 to 255", str(2**63)),
        (np.zeros((2, 2, 3), "u2"), "uint16 only for gray", "uint16 (2, 2, 3)"),
        (np.zeros((2, 2, 5), "u1"), "(height, width, 1 to 4 channels)", "uint8 (2, 2, 5)"),
        (np.zeros((1, 2, 2, 3), "u1"), "(height, width)", "uint8 (1, 2, 2, 3)"),
        (np.zeros(4, "u1"), "(height, width)", "uint8 (4,)"),
        (np.array(7, "u1"), "(height, width)", "uint8 ()"),
        (np.zeros((0, 0, 3), "u1"), "at least one pixel", "uint8 (0, 0, 3)"),
        (np.zeros((0, 4)), "at least one pixel", "float64 (0, 4)"),
        (np.zeros((2, 2), object), "bool, integers or floats", "object (2, 2)"),
        (np.zeros((2, 2), complex), "bool, integers or floats", "complex128 (2, 2)"),
        (np.zeros((2, 2), "U1"), "bool, integers or floats", "<U1 (2, 2)"),
        (np.zeros((2, 2), "M8[s]"), "bool, integers or floats", "datetime64[s] (2, 2)"),
    ],
    ids=lambda value: "" if isinstance(value, np.ndarray) else value,
)
def test_what_is_no_image_is_refused_with_what_was_wanted(array, wanted, came):
    with pytest.raises(Invalid) as caught:
        pixels(array)

    assert wanted in caught.value.wanted
    assert came in caught.value.came


def test_8_bits_go_to_16_and_back_exactly():
    every = np.arange(256, dtype="u1").reshape(16, 16)

    assert np.array_equal(to_8_bits(to_16_bits(every)), every)
    assert to_16_bits(every).max() == 65535


def test_16_bits_become_the_nearest_of_8():
    every = np.arange(65536, dtype="u2").reshape(256, 256)

    assert np.array_equal(to_8_bits(every), np.rint(every / 257))
