from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

import rpcface as rf
from rpcface.values import MAX_RANK, describe, has_utf8, plain

DTYPES = [kind.numpy_name for kind in rf.DataType if kind]


def sound_bytes(data_type, shape=(), data=b""):
    return rf.Tensor(data_type, shape, data).fault()


@given(
    array=st.sampled_from(DTYPES).flatmap(
        lambda name: npst.arrays(name, npst.array_shapes(min_dims=0, max_dims=4, min_side=0))
    )
)
def test_an_array_comes_back_from_its_tensor_exactly(array):
    tensor = rf.Tensor.of(array)
    found = tensor.array()

    assert tensor.fault() is None
    assert found.dtype == array.dtype
    assert found.shape == array.shape
    assert found.tobytes() == array.tobytes()


def test_a_tensor_looks_into_the_array_that_it_is_made_of():
    array = np.zeros((2, 3), "u1")
    tensor = rf.Tensor.of(array)

    array[1, 2] = 7

    assert tensor.array()[1, 2] == 7


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6, dtype="i4").reshape(2, 3).T,
        np.arange(12, dtype="f8")[::2],
        np.arange(6, dtype="u2").reshape(2, 3)[:, ::-1],
        np.array([1, 2, 3], ">i4"),
        np.array([1.5, -2.0], ">f8"),
    ],
    ids=["transposed", "strided", "reversed", "big-endian", "big-endian floats"],
)
def test_any_layout_becomes_c_order_and_little_endian(array):
    tensor = rf.Tensor.of(array)

    assert bytes(tensor.data) == array.astype(array.dtype.newbyteorder("<")).tobytes("C")
    assert np.array_equal(tensor.array(), array)


@pytest.mark.parametrize("dtype", ["c16", "O", "U3", "S3", "M8[s]", "m8[s]", "f4,i4"])
def test_an_array_of_another_type_is_refused_by_name(dtype):
    array = np.zeros(1, dtype)

    with pytest.raises(TypeError, match=r"^wanted an array of bool, int8, .*, float64; came ") as e:
        rf.Tensor.of(array)

    assert str(e.value).endswith(str(array.dtype))


def test_the_array_of_bytes_that_came_cannot_be_written():
    array = rf.Tensor(rf.DataType.UINT8, (2,), b"ab").array()

    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1


@pytest.mark.parametrize(
    ("tensor", "fault"),
    [
        (rf.Tensor(rf.DataType.UNSPECIFIED, (1,), b"a"), "whose data type is not given"),
        (rf.Tensor(rf.DataType.UINT8, (3,), b"ab"), r"uint8 \(3,\) with 2 bytes.* where 3 belong"),
        (rf.Tensor(rf.DataType.INT16, (1,), b"a"), "with 1 bytes of data where 2 belong"),
        (rf.Tensor(rf.DataType.UINT8, (), b""), "with 0 bytes of data where 1 belong"),
        (rf.Tensor(rf.DataType.UINT8, (0, 3), b"a"), "with 1 bytes of data where 0 belong"),
        (rf.Tensor(rf.DataType.UINT8, (-1,), b""), "a negative length"),
        (rf.Tensor(rf.DataType.UINT8, (-1, -1), b"a"), "a negative length"),
        (rf.Tensor(rf.DataType.UINT8, (2**32, 2**32), b""), "more bytes than 63 bits count"),
        (rf.Tensor(rf.DataType.FLOAT64, (0, 2**62), b""), "more bytes than 63 bits count"),
        (rf.Tensor(rf.DataType.UINT8, (1,) * 33, b"a"), "33 dimensions; at most 32"),
        (rf.Tensor(rf.DataType.BOOL, (3,), b"\0\2\1"), "a byte that is neither 0 nor 1"),
    ],
)
def test_an_unsound_tensor_says_what_is_wrong_and_gives_no_array(tensor, fault):
    with pytest.raises(ValueError, match=fault) as raised:
        tensor.array()

    assert tensor.fault() == str(raised.value)


def test_a_tensor_has_up_to_32_dimensions():
    tensor = rf.Tensor(rf.DataType.UINT8, (1,) * MAX_RANK, b"a")

    assert tensor.array().ndim == 32


def test_tensors_are_equal_where_type_shape_and_bytes_are():
    tensor = rf.Tensor(rf.DataType.UINT8, (2,), b"ab")

    assert tensor == rf.Tensor(rf.DataType.UINT8, (2,), memoryview(b"ab"))
    assert tensor != rf.Tensor(rf.DataType.INT8, (2,), b"ab")
    assert tensor != rf.Tensor(rf.DataType.UINT8, (1, 2), b"ab")
    assert tensor != rf.Tensor(rf.DataType.UINT8, (2,), b"ac")
    assert tensor != b"ab"


def test_a_tensor_shows_its_type_and_shape_and_not_its_data():
    assert repr(rf.Tensor(rf.DataType.UINT8, (2,), b"ab")) == "Tensor(uint8 (2,))"


@pytest.mark.parametrize("kind", [kind for kind in rf.DataType if kind])
def test_each_data_type_is_numpys_of_that_name_and_size(kind):
    assert np.dtype(kind.numpy_name).itemsize == kind.itemsize


def test_inline_media_give_their_bytes_and_length(tmp_path):
    media = rf.Media("text/plain", memoryview(b"hello"), "a.txt")
    media.save(str(tmp_path / "copy"))

    assert bytes(media) == b"hello"
    assert len(media) == 5
    assert (tmp_path / "copy").read_bytes() == b"hello"
    assert repr(media) == "Media(text/plain 'a.txt', 5 bytes)"


def test_empty_media_are_true():
    assert rf.Media("text/plain", b"")


def test_the_content_that_the_server_holds_has_no_bytes_here():
    media = rf.Media("image/png", None, blob_id="abc")

    with pytest.raises(ValueError, match=r"'abc'.* is held by the server"):
        bytes(media)
    assert describe(media) == "image/png held by the server"


@pytest.mark.parametrize("name", ["", "a.png", "ä" * 127, "x" * 255, " .. ", "名前.png"])
def test_a_name_for_people_is_a_sound_filename(name):
    assert rf.Media("image/png", b"", name).fault() is None


@pytest.mark.parametrize("name", ["a/b", "a\\b", "a\nb", "\0", "\x7f", "\x85", "../x"])
def test_a_filename_holds_no_separator_and_no_control_character(name):
    assert "it may hold no /, \\ or control character" in rf.Media("", b"", name).fault()


def test_a_filename_is_at_most_255_bytes_long():
    assert rf.Media("", b"", "ä" * 128).fault() == "a filename of more than 255 bytes"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (2**63 - 1, "9223372036854775807"),
        (2**63, "a whole number of 64 bits"),
        (0.5, "0.5"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        ("a", "text 'a'"),
        ("a" * 50, f"text {'a' * 37!r}… (50 characters)"),
        (rf.Tensor(rf.DataType.INT8, (3, 0), b""), "a tensor int8 (3, 0)"),
        (rf.Media("image/png", b"abc"), "image/png of 3 bytes"),
        (rf.Media("", b"abc"), "media without a type of 3 bytes"),
        ([1, 2], "a list of 2"),
        ({}, "an empty struct"),
        ({"a": 1, "b": 2}, "a struct of 'a', 'b'"),
        (dict.fromkeys("abcdefg", 1), "a struct of 'a', 'b', 'c', 'd', 'e' and 2 more"),
        (rf.UNKNOWN, "a value of a kind that this program is too old for"),
    ],
)
def test_messages_tell_of_a_value_in_a_few_words(value, words):
    assert describe(value) == words


def test_a_number_too_long_to_print_is_told_by_its_bits():
    assert describe(10**5000) == "a whole number of 16610 bits"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (np.int64(-5), -5),
        (np.uint64(2**64 - 1), 2**64 - 1),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (np.array(3), 3),
    ],
)
def test_a_numpy_scalar_becomes_pythons_own(given, expected):
    found = plain(given)

    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("given", [1, "a", None, [np.int64(1)], np.zeros(1), object()])
def test_all_but_numpys_scalars_stay_as_they_are(given):
    assert plain(given) is given


@given(st.text(alphabet=st.characters()))
def test_only_a_lone_surrogate_has_no_utf8(text):
    assert has_utf8(text) is not any("\ud800" <= char <= "\udfff" for char in text)


def test_the_markers_show_their_names():
    assert repr([rf.MISSING, rf.UNKNOWN]) == "[MISSING, UNKNOWN]"


@pytest.mark.parametrize("media", [rf.Media("a/\udc80", b""), rf.Media("", b"", "\udc80.png")])
def test_no_message_can_carry_a_name_with_a_lone_surrogate(media):
    assert "lone surrogate" in media.fault()
