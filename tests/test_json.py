from __future__ import annotations

import datetime
import decimal
import enum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

import rpcface as rf
from rpcface.files import CallIO

TEXT = st.text(alphabet=st.characters(codec="utf-8"))
NORMAL = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
)
MOMENT = datetime.datetime(2026, 7, 4, 12, 30, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 7, 4)


class Color(enum.Enum):
    RED = "red"


class Name(str, enum.Enum):  # noqa: UP042 - its str() is not its text
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


def sent(value):
    """What travels for a value that a function returned."""
    component = rf.JSON()
    with CallIO() as files:
        return component.schema().check(component.encode(value, rf.Accept(), files))


def received(value):
    """What a function gets for a value that a client sent."""
    component = rf.JSON()
    with CallIO() as files:
        return component.decode(component.schema().check(value), files)


def refused(value):
    with pytest.raises(rf.Invalid) as raised:
        sent(value)
    return raised.value


def nested(depth, inside):
    for step in range(depth):
        inside = {"a": inside} if step % 2 else [inside]
    return inside


@given(NORMAL)
def test_what_is_normal_comes_back_exactly(value):
    found = received(sent(value))

    assert repr(found) == repr(value)


@given(npst.arrays(st.sampled_from(["?", "i1", "u8", "f2", "f8"]), npst.array_shapes()))
def test_an_array_is_the_list_of_its_numbers(array):
    fits = np.where(array > 2**63 - 1, 0, array) if array.dtype == "u8" else array
    normal = received(sent({"a": (fits,)}))

    assert repr(normal) == repr({"a": [fits.tolist()]})
    assert repr(sent(normal)) == repr(normal)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ((1, (2,)), [1, [2]]),
        (np.int64(5), 5),
        (np.float32(0.5), 0.5),
        (np.longdouble(0.5), 0.5),
        (np.array([[0.5]], np.longdouble), [[0.5]]),
        (np.array(7), 7),
        (np.array([], "i4"), []),
        (np.array(["a", "b"]), ["a", "b"]),
        (np.array([1, "a", None, {"x": (1,)}], object), [1, "a", None, {"x": [1]}]),
        (np.str_("a"), "a"),
        (Name.RED, "red"),
        ({Name.RED: Level.HIGH}, {"red": 3}),
        (MOMENT, "2026-07-04T12:30:00+00:00"),
        (DAY, "2026-07-04"),
        (datetime.time(12, 30), "12:30:00"),
        (np.datetime64("2026-07-04T12:30:00.5"), "2026-07-04T12:30:00.500"),
        (np.array(["2026-07-04", "NaT"], "M8[D]"), ["2026-07-04", None]),
        (np.datetime64("NaT", "s"), None),
        ({"a": [MOMENT, {"b": DAY}]}, {"a": ["2026-07-04T12:30:00+00:00", {"b": "2026-07-04"}]}),
        ('{"a": 1}', '{"a": 1}'),
        (2**63 - 1, 2**63 - 1),
    ],
)
def test_the_normal_form_is_pythons_own(value, expected):
    found = sent(value)

    assert repr(found) == repr(expected)
    assert repr(received(found)) == repr(expected)


@pytest.mark.parametrize(
    ("value", "came"),
    [
        ({1, 2}, "set"),
        (b"a", "bytes"),
        (bytearray(b"a"), "bytearray"),
        (object(), "object"),
        (1j, "complex"),
        (range(3), "range"),
        (decimal.Decimal(1), "Decimal"),
        (datetime.timedelta(1), "timedelta"),
        (Color.RED, "Color"),
        (np.sqrt, "ufunc"),
        (np.random.default_rng(), "Generator"),
        (int, "type"),
        (rf.Tensor(rf.DataType.UINT8, (1,), b"a"), "Tensor"),
        (rf.Media("image/png", b""), "Media"),
    ],
)
def test_what_json_cannot_say_is_refused_at_its_place(value, came):
    fault = refused({"a/b": [0, value]})

    assert fault.pointer == "/a~1b/1"
    assert fault.wanted == "None, bool, int, float, str, list, dict, dates, times or numpy's"
    assert fault.came == came


@pytest.mark.parametrize("dtype", ["c16", "S3", "m8[s]", "V2"])
def test_an_array_of_what_json_cannot_say_is_refused(dtype):
    fault = refused([np.zeros(1, dtype)])

    assert fault.pointer == "/0"
    assert fault.came == f"dtype {np.dtype(dtype)}"


@pytest.mark.parametrize("key", [1, None, True, 1.5, (1, 2), b"a"])
def test_a_key_that_is_no_str_is_refused_at_its_place(key):
    fault = refused([{"a": {key: 1}}])

    assert fault.pointer == f"/0/a/{key!r}"
    assert str(fault).endswith(
        f"wanted dict keys that are str; came a key {type(key).__name__} {key!r}"
    )


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, np.uint64(2**63)])
def test_an_int_beyond_64_bits_is_refused_at_its_place(value):
    assert str(refused([value])) == "at /0: wanted ints of at most 64 bits; came one of 64 bits"


@pytest.mark.parametrize("value", ["\ud800", {"\ud800": 1}, {"a": "\ud800"}])
def test_text_without_a_utf8_form_is_refused(value):
    fault = refused([value])

    assert (fault.wanted, fault.came) == ("text that has a UTF-8 form", "a lone surrogate")
    assert fault.pointer.startswith("/0")


def test_lists_and_dicts_are_at_most_24_deep():
    assert received(sent(nested(24, 1))) == nested(24, 1)
    assert refused(nested(25, 1)).wanted == "lists and dicts at most 24 deep"
    assert refused(np.zeros((1,) * 25)).wanted == "lists and dicts at most 24 deep"


def test_a_list_that_holds_itself_is_refused():
    value = []
    value.append(value)

    assert refused(value).pointer == "/0" * 24


@pytest.mark.parametrize(
    "value", [rf.Tensor(rf.DataType.UINT8, (1,), b"a"), rf.Media("image/png", b"")]
)
def test_a_client_sends_only_what_json_can_say(value):
    with pytest.raises(rf.Invalid, match=r"^at /a/0: wanted what JSON can say; came "):
        received({"a": [value]})


def test_a_function_that_changes_what_it_got_leaves_the_default_as_it_was():
    def add(items):
        items.append(1)
        return items

    demo = rf.Interface(add, rf.JSON(value=[]), rf.JSON())

    assert [demo(), demo()] == [[1], [1]]


def test_a_wrong_option_is_named_with_what_came():
    with pytest.raises(TypeError, match=r"^JSON\(name=…\): wanted a str; came 3$"):
        rf.JSON(name=3)
