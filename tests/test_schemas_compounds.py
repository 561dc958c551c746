from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf

INF = float("inf")
PNG = rf.Media("image/png", b"12345", "a.png")
BYTES = rf.Tensor(rf.DataType.UINT8, (2, 3), b"abcdef")
UNSOUND = rf.Tensor(rf.DataType.UINT8, (3,), b"ab")
PIXELS = rf.Schema(rf.TensorShape((rf.DataType.UINT8,), (-1, -1, 3)))
SOUND = rf.Schema(
    rf.StructShape(
        (
            rf.Field(name="rate", schema=rf.Schema(rf.IntShape(1))),
            rf.Field(name="samples", schema=rf.Schema(rf.TensorShape())),
        )
    )
)
BOXES = rf.StructShape(
    (
        rf.Field(name="a/b~c", schema=rf.Schema(rf.ListShape(rf.Schema(rf.IntShape(0))))),
        rf.Field(name="label", schema=rf.Schema(rf.TextShape()), default="none"),
        rf.Field(name="score", schema=rf.Schema(rf.FloatShape(), nullable=True), default=None),
    )
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text()
    | st.sampled_from([BYTES, PNG]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def checked(shape, value):
    return rf.Schema(shape).check(value)


def refused(shape, value):
    with pytest.raises(rf.Invalid) as raised:
        checked(shape, value)
    return raised.value


def nested(depth, inside):
    for step in range(depth):
        inside = {"a": inside} if step % 2 else [inside]
    return inside


@pytest.mark.parametrize(
    ("shape", "media"),
    [
        (rf.MediaShape(), PNG),
        (rf.MediaShape(("image/*",)), PNG),
        (rf.MediaShape(("audio/wav", "image/png")), PNG),
        (rf.MediaShape(("image/png",)), rf.Media("IMAGE/PNG; x=1", b"")),
        (rf.MediaShape(extensions=(".PLY", ".png")), PNG),
        (rf.MediaShape(max_size_bytes=5), PNG),
        (rf.MediaShape(("image/png",)), rf.Media("image/png", None, blob_id="b")),
    ],
)
def test_a_medium_of_a_listed_type_name_and_size_is_valid(shape, media):
    assert checked(shape, media) is media


@pytest.mark.parametrize(
    ("shape", "media", "message"),
    [
        (rf.MediaShape(("image/jpeg",)), PNG, "an image (jpeg); came image/png of 5 bytes"),
        (rf.MediaShape(("image/jpeg", "image/gif")), PNG, "an image (jpeg, gif); came "),
        (rf.MediaShape(("audio/*",)), PNG, "a sound; came "),
        (rf.MediaShape(("text/csv", "audio/wav")), PNG, "a file (text/csv, audio/wav); came "),
        (rf.MediaShape(extensions=(".ply",)), PNG, "a file named .ply; came the filename 'a.png'"),
        (
            rf.MediaShape(extensions=(".ply",)),
            rf.Media("a/b", b""),
            "a file named .ply; came a/b of 0 bytes, unnamed",
        ),
        (rf.MediaShape(max_size_bytes=4), PNG, "a file of at most 4 bytes; came "),
        (rf.MediaShape(), rf.Media("", b"", "a/b"), "a file; came the filename 'a/b'"),
        (rf.MediaShape(("image/*",)), rf.Media("", b""), "an image; came media without a type"),
        (rf.MediaShape(), "a.png", "a file; came text 'a.png'"),
    ],
)
def test_another_medium_is_refused(shape, media, message):
    assert str(refused(shape, media)).startswith(f"wanted {message}")


def test_the_decoded_form_is_valid_in_place_of_the_medium():
    shape = rf.MediaShape(("image/png",), decoded=PIXELS)
    pixels = rf.Tensor(rf.DataType.UINT8, (1, 1, 3), b"abc")

    assert checked(shape, pixels) is pixels
    assert checked(shape, PNG) is PNG
    assert str(refused(shape, BYTES)) == (
        "wanted an image (png), or a tensor uint8 (any, any, 3); came a tensor uint8 (2, 3)"
    )


def test_a_fault_inside_the_decoded_form_is_told_at_its_place():
    shape = rf.MediaShape(("audio/wav",), decoded=SOUND)

    assert str(refused(shape, {"rate": 0, "samples": BYTES})) == (
        "at /rate: wanted a whole number of at least 1; came 0"
    )


def test_a_list_is_checked_item_by_item():
    shape = rf.ListShape(rf.Schema(rf.IntShape(0), nullable=True))

    assert checked(shape, [1.0, None, 2]) == [1, None, 2]
    assert str(refused(shape, [0, -1])) == "at /1: wanted a whole number of at least 0; came -1"


@pytest.mark.parametrize("value", [None, "ab", {}, BYTES, 1])
def test_what_is_no_list_is_refused(value):
    shape = rf.ListShape(rf.Schema(rf.AnyShape()))

    assert str(refused(shape, value)).startswith("wanted a list, each item any value; came ")


@pytest.mark.parametrize(
    ("options", "value", "wanted", "came"),
    [
        ({"min_items": 1}, [], "a list of at least 1 items", "a list of 0"),
        ({"max_items": 1}, [1, 2], "a list of at most 1 items", "a list of 2"),
        ({"min_items": 2, "max_items": 3}, [1], "a list of 2 to 3 items", "a list of 1"),
        ({"unique": True}, [1, 2, 1.0], "a list, each once", "1.0 twice"),
    ],
)
def test_a_list_of_another_length_or_with_an_item_twice_is_refused(options, value, wanted, came):
    fault = refused(rf.ListShape(rf.Schema(rf.AnyShape()), **options), value)

    assert fault.wanted.startswith(wanted)
    assert fault.came == came


@pytest.mark.parametrize(
    "value",
    [
        [1, True, "1", 1.5],
        [0, False, None, "", [], {}],
        [[1], [True]],
        [{"a": 1}, {"a": 2}, {"b": 1}],
    ],
)
def test_items_stand_once_as_choices_do(value):
    assert checked(rf.ListShape(rf.Schema(rf.AnyShape()), unique=True), value) == value


@pytest.mark.parametrize(
    "twice", [None, True, "a", [1, [2]], {"a": 1, "b": 2}, BYTES, PNG], ids=type
)
def test_an_item_of_any_kind_may_not_stand_twice_where_each_stands_once(twice):
    fault = refused(rf.ListShape(rf.Schema(rf.AnyShape()), unique=True), [twice, 0, twice])

    assert fault.pointer == "/2"


def test_a_long_list_whose_items_stand_once_is_checked_in_linear_time():
    value = list(range(100_000))

    assert len(checked(rf.ListShape(rf.Schema(rf.IntShape()), unique=True), value)) == 100_000


def test_fields_that_are_left_out_take_their_defaults_in_the_order_of_the_schema():
    found = checked(BOXES, {"label": "x", "a/b~c": [1.0]})

    assert list(found.items()) == [("a/b~c", [1]), ("label", "x"), ("score", None)]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "wanted a struct of 'a/b~c', 'label', 'score'; came a list of 0"),
        ({}, "at /a~1b~0c: wanted a list, each item a whole number of at least 0; came nothing"),
        ({"a/b~c": [0, -1]}, "at /a~1b~0c/1: wanted a whole number of at least 0; came -1"),
        ({"a/b~c": [], "label": None}, "at /label: wanted text; came null"),
        (
            {"a/b~c": [], "tag": 1},
            "at /tag: wanted a struct of 'a/b~c', 'label', 'score'; came the field 'tag'",
        ),
    ],
)
def test_a_struct_tells_what_is_wrong_and_where(value, message):
    assert str(refused(BOXES, value)) == message


def test_a_struct_without_fields_is_empty():
    assert checked(rf.StructShape(()), {}) == {}
    assert str(refused(rf.StructShape(()), {"a": 1})) == (
        "at /a: wanted an empty struct; came the field 'a'"
    )


@given(VALUES)
def test_any_sound_value_is_valid_as_it_is(value):
    found = checked(rf.AnyShape(), value)

    assert found == value
    assert repr(found) == repr(value)


def test_a_checked_value_shares_no_list_or_dict_with_the_one_that_came():
    value = {"a": [[]]}

    checked(rf.AnyShape(), value)["a"][0].append(1)

    assert value == {"a": [[]]}


def test_any_value_is_at_most_24_deep():
    assert checked(rf.AnyShape(), nested(24, 1)) == nested(24, 1)

    fault = refused(rf.AnyShape(), nested(25, 1))

    assert (fault.wanted, fault.came) == ("lists and structs at most 24 deep", "deeper ones")
    assert fault.pointer == "/0/a" * 12


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (UNSOUND, "wanted a sound value; came a tensor uint8 (3,) with 2 bytes"),
        (rf.Media("", b"", "\n"), "wanted a sound value; came the filename '\\n'"),
        (rf.UNKNOWN, "wanted a value of a known kind; came a value of a kind"),
        (2**64, "wanted a whole number of at most 64 bits; came a whole number of 65 bits"),
        ("\udfff", "wanted text that has a UTF-8 form; came a lone surrogate"),
    ],
)
def test_any_value_is_sound_inside_too(part, message):
    assert str(refused(rf.AnyShape(), {"a": [1, part]})).startswith(f"at /a/1: {message}")


def test_the_names_inside_any_value_have_a_utf8_form():
    assert refused(rf.AnyShape(), [{"\ud800": 1}]).pointer == "/0"


def test_the_infinities_are_any_value():
    assert checked(rf.AnyShape(), [INF, -INF]) == [INF, -INF]
