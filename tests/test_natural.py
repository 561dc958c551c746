from __future__ import annotations

import copy
import datetime
import enum
import pickle
import types

import numpy as np
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.natural import Named, from_value, to_value

ANY = rf.Schema(rf.AnyShape())
NUMBERS = rf.Schema(rf.ListShape(rf.Schema(rf.IntShape())))
PIXELS = rf.Schema(rf.TensorShape((rf.DataType.UINT8,), (-1, -1, 3)))
PICTURE = rf.Schema(rf.MediaShape(("image/*",), decoded=PIXELS))
FILE = rf.Schema(rf.MediaShape())
SOUND = rf.Schema(
    rf.MediaShape(
        ("audio/wav",),
        decoded=rf.Schema(
            rf.StructShape(
                (
                    rf.Field(name="rate", schema=rf.Schema(rf.IntShape())),
                    rf.Field(name="samples", schema=rf.Schema(rf.TensorShape())),
                )
            )
        ),
    )
)
CAPTIONED = rf.Schema(
    rf.StructShape(
        (
            rf.Field(name="count", schema=rf.Schema(rf.IntShape())),
            rf.Field(name="caption", schema=rf.Schema(rf.TextShape()), default=""),
        )
    )
)
RED = np.full((2, 4, 3), (255, 0, 0), "u1")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


class Level(enum.IntEnum):
    HIGH = 3


class Name(str, enum.Enum):  # noqa: UP042 - its str() is not its text
    RED = "red"


def refused(given, schema=ANY):
    with pytest.raises(rf.Invalid) as raised:
        to_value(given, schema)
    return raised.value


@given(VALUES)
def test_plain_values_go_there_and_back_unchanged(value):
    found = from_value(to_value(value, ANY), ANY.shape)

    assert repr(found) == repr(value)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((1, (2,)), [1, [2]]),
        (types.MappingProxyType({"a": (1,)}), {"a": [1]}),
        (np.float32(0.5), 0.5),
        (np.array(3), 3),
        ({"a": np.int64(1)}, {"a": 1}),
        (Level.HIGH, 3),
        ([Name.RED], ["red"]),
        ({Name.RED: 1}, {"red": 1}),
        (rf.UNKNOWN, rf.UNKNOWN),
    ],
)
def test_what_a_person_has_at_hand_becomes_a_value(given, expected):
    assert repr(to_value(given, ANY)) == repr(expected)


@pytest.mark.parametrize(
    ("given", "pointer", "message"),
    [
        ({"a": [object()]}, "/a/0", "null, truth, a number, text, an array, a list or a dict"),
        ([{1}], "/0", "null, truth, a number, text, an array, a list or a dict"),
        ([{1: 2}], "/0", "a dict whose keys are str; came a key int"),
        ([2**63], "/0", "a whole number of at most 64 bits; came a whole number of 64 bits"),
        (["\ud800"], "/0", "text that has a UTF-8 form; came a lone surrogate"),
        ([{"\ud800": 1}], "/0", "text that has a UTF-8 form; came a lone surrogate"),
        ([np.zeros(1, "c16")], "/0", "a tensor; came wanted an array of bool, int8"),
    ],
)
def test_what_cannot_cross_the_wire_as_it_is_is_refused_at_its_place(given, pointer, message):
    fault = refused(given)

    assert fault.pointer == pointer
    assert f"wanted {fault.wanted}; came {fault.came}".startswith(f"wanted {message}")


def test_a_list_that_holds_itself_is_refused():
    value = []
    value.append(value)

    assert refused(value).wanted == "lists and dicts at most 24 deep"


def test_an_array_is_a_tensor_and_comes_back_as_an_array_of_ones_own():
    value = to_value({"a": RED}, ANY)
    found = from_value(value, ANY.shape)["a"]
    found[0, 0] = 1

    assert isinstance(value["a"], rf.Tensor)
    assert np.array_equal(RED[0, 0], (255, 0, 0))


def test_what_numpy_makes_an_array_of_is_a_tensor_of_the_one_type_wanted():
    schema = rf.Schema(rf.TensorShape((rf.DataType.FLOAT32,)))
    value = to_value([[1, 2]], schema)

    assert (value.data_type, value.shape) == (rf.DataType.FLOAT32, (1, 2))
    assert refused([[1], [2, 3]], schema).wanted == "a tensor float32"
    assert refused("x", schema).came == "str"


def test_an_array_where_a_list_is_wanted_is_the_list_of_its_items():
    assert to_value(np.array([1, 2]), NUMBERS) == [1, 2]
    assert to_value((np.int8(3),), NUMBERS) == [3]


def test_a_struct_is_given_as_a_dict_a_tuple_or_its_first_field():
    for whole in ({"count": 1, "caption": "a"}, (1, "a")):
        assert to_value(whole, CAPTIONED) == {"count": 1, "caption": "a"}
    assert to_value(1, CAPTIONED) == {"count": 1}
    assert to_value((1, "a", 2), CAPTIONED.or_null()) == {"count": [1, "a", 2]}


def test_the_files_at_a_path_keep_their_name_and_type(tmp_path):
    (tmp_path / "a.csv").write_text("1,2")

    for place in (tmp_path / "a.csv", str(tmp_path / "a.csv")):
        assert to_value(place, FILE) == rf.Media("text/csv", b"1,2", "a.csv")


@pytest.mark.parametrize("name", ["a\\b.csv", "a\n.csv", "\x85.csv"])
def test_a_files_name_that_cannot_be_sent_is_left_out(tmp_path, name):
    (tmp_path / name).write_text("1")

    assert to_value(tmp_path / name, FILE) == rf.Media("text/csv", b"1")


def test_a_path_without_a_file_is_refused():
    fault = refused("no such file", FILE)

    assert fault.wanted == "a file's path (a file)"
    assert fault.came == "'no such file': No such file or directory"


def test_bytes_are_a_file_whose_content_tells_its_type(tmp_path):
    PIL.Image.fromarray(RED).save(tmp_path / "red.jpg")
    data = (tmp_path / "red.jpg").read_bytes()

    assert to_value(data, PICTURE) == rf.Media("image/jpeg", data)
    assert to_value(b"no image", PICTURE).media_type == "application/octet-stream"
    assert to_value(bytearray(b"RIFF"), SOUND) == rf.Media("audio/wav", b"RIFF")


def test_pictures_are_pixels_where_they_fit_and_lossless_files_where_not():
    gray = np.full((2, 3), 7, "u1")

    for red in (RED, PIL.Image.fromarray(RED)):
        assert np.array_equal(from_value(to_value(red, PICTURE), PICTURE.shape), RED)
    for other in (gray, gray[:, :, None], gray > 0, PIL.Image.fromarray(gray)):
        assert to_value(other, PICTURE).media_type == "image/png"
    assert to_value(PIL.Image.new("CMYK", (1, 1)), PICTURE).media_type == "image/tiff"


def test_an_array_that_is_no_picture_is_refused():
    assert refused(np.zeros((2, 3), "f4"), PICTURE).came == "an array float32 (2, 3)"


def test_the_decoded_form_of_a_medium_is_taken_and_given_with_names():
    value = to_value((8000, np.zeros(2, "i2")), SOUND)
    found = from_value(value, SOUND.shape)

    assert (found.rate, found["samples"].tolist()) == (8000, [0, 0])
    assert isinstance(found, Named)


def test_what_is_no_file_is_refused_where_nothing_stands_in_its_place():
    assert str(refused(3, FILE)) == "wanted a file; came int"


NAMED = Named(["caption", "count"], ["a", 2])


def test_a_tuple_with_names_equals_hashes_and_unpacks_as_the_tuple():
    caption, count = NAMED

    assert NAMED == ("a", 2) == (caption, count)
    assert hash(NAMED) == hash(("a", 2))
    assert NAMED < ("b",)
    assert NAMED[-1] == 2
    assert NAMED[:1] == ("a",)
    assert isinstance(NAMED, tuple)


def test_each_item_has_its_name_even_one_that_tuples_use():
    assert NAMED.caption == NAMED["caption"] == NAMED[0] == "a"
    assert NAMED.count == NAMED["count"] == 2
    assert {"caption", "count"} <= set(dir(NAMED))
    assert repr(NAMED) == "(caption='a', count=2)"


def test_a_name_that_is_not_there_is_refused_with_those_there_are():
    with pytest.raises(AttributeError, match=r"^no 'text' here; there are caption, count$"):
        NAMED.text  # noqa: B018 - reading it raises
    with pytest.raises(KeyError, match="text; there are caption, count"):
        NAMED["text"]
    with pytest.raises(IndexError):
        NAMED[2]


@pytest.mark.parametrize(
    "copied",
    [
        copy.copy,
        copy.deepcopy,
        *(lambda x, p=p: pickle.loads(pickle.dumps(x, p)) for p in range(6)),  # noqa: S301 - its own
    ],
)
def test_a_tuple_with_names_is_copied_and_pickled_with_them(copied):
    found = copied(Named(["items", "count"], [[1], 2]))

    assert type(found) is Named
    assert (found.items, found.count, found) == ([1], 2, ([1], 2))


def test_names_and_items_are_of_one_length():
    with pytest.raises(ValueError, match="zip"):
        Named(["a"], [1, 2])


def text(form):
    return rf.Schema(rf.TextShape(format=form))


def test_a_datetime_is_its_text_and_one_without_an_offset_is_of_this_zone():
    moment = datetime.datetime(2026, 11, 24, 16, 30, tzinfo=datetime.UTC)

    assert to_value(moment, text("date-time")) == "2026-11-24T16:30:00+00:00"
    assert to_value(moment, text("date")) == "2026-11-24"
    assert to_value(moment.date(), text("date")) == "2026-11-24"
    naive = moment.replace(tzinfo=None)
    assert to_value(naive, text("date-time")) == naive.astimezone().isoformat()


def test_a_tuple_may_leave_out_the_fields_that_have_defaults():
    piece = rf.HighlightedText().schema().shape.item

    assert to_value(("a", "b"), piece) == {"text": "a", "label": "b"}
