from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcface.errors import RequestMalformed
from rpcface.v1 import value_pb2
from rpcface.values import MAX_DEPTH, UNKNOWN, DataType, Media, Tensor
from rpcface.wire.calls import Call, read_call, read_outcome, state_size, write_call
from rpcface.wire.values import TooDeep, read_value
from rpcface.wire.writing import write_value


def written(value):
    pieces = []
    size = write_value(value, pieces)
    body = b"".join(pieces)
    assert len(body) == size
    return body


def sized(tag, content):
    """A field that has a length."""
    length = len(content)
    head = bytearray(tag)
    while length > 0x7F:
        head.append(length & 0x7F | 0x80)
        length >>= 7
    head.append(length)
    return bytes(head) + content


def entry(value):
    """A request with the input "x"."""
    return sized(b"\x12", b"\x0a\x01x" + sized(b"\x12", value))


def nested(depth, innermost, *, structs):
    for _ in range(depth):
        innermost = {"f": innermost} if structs else [innermost]
    return innermost


@pytest.mark.parametrize("structs", [False, True])
@pytest.mark.parametrize("innermost", [1, "x" * 40_000], ids=["small", "large"])
def test_lists_and_structs_nest_24_deep(structs, innermost):
    value = nested(MAX_DEPTH, innermost, structs=structs)

    assert read_call(b"".join(write_call(Call("", {"x": value})))).inputs == {"x": value}


@pytest.mark.parametrize("structs", [False, True])
@pytest.mark.parametrize("innermost", [1, "x" * 40_000], ids=["small", "large"])
def test_a_call_that_nests_deeper_is_refused_by_the_name_of_the_input(structs, innermost):
    value = nested(MAX_DEPTH + 1, innermost, structs=structs)
    body = b"".join(write_call(Call("", {"fine": 1, "deep": value})))

    with pytest.raises(RequestMalformed, match=r"inputs\.deep: .* deeper than 24") as caught:
        read_call(body)

    assert [violation.field for violation in caught.value.violations] == ["inputs.deep"]


@pytest.mark.parametrize("innermost", [1, "x" * 40_000], ids=["small", "large"])
def test_a_call_that_nests_thousands_deep_is_refused(innermost):
    value = written(innermost)
    for _ in range(5000):  # each a list in a list
        value = sized(b"\x42", sized(b"\x0a", value))

    with pytest.raises(RequestMalformed):
        read_call(entry(value))


def test_a_value_too_deep_says_so_itself():
    with pytest.raises(TooDeep, match="nest deeper than 24"):
        read_value(memoryview(written(nested(25, "x" * 40_000, structs=False))))


@pytest.mark.parametrize("data", [b"a", b"a" * 40_000], ids=["small", "large"])
def test_a_struct_with_a_field_twice_is_refused_by_its_name(data):
    field = sized(b"\x0a", b"\x0a\x01f" + sized(b"\x12", sized(b"\x2a", data)))
    body = entry(sized(b"\x4a", field + field))

    with pytest.raises(RequestMalformed, match=r"inputs\.x: a struct has the field 'f' twice"):
        read_call(body)


def test_a_kind_that_is_not_set_or_not_known_is_unknown():
    assert read_call(entry(b"")).inputs == {"x": UNKNOWN}
    assert read_call(entry(b"\x52\x01a")).inputs == {"x": UNKNOWN}
    assert read_call(entry(sized(b"\x52", b"a" * 40_000))).inputs == {"x": UNKNOWN}


def test_what_is_no_message_at_all_is_refused():
    with pytest.raises(RequestMalformed, match=r"no rpcface\.v1\.PredictRequest"):
        read_call(b"\xff\xff")
    with pytest.raises(RequestMalformed, match=r"no rpcface\.v1\.PredictResponse"):
        read_outcome(b"\xff\xff")


def test_large_data_are_not_copied():
    body = b"".join(write_call(Call("", {"x": Tensor(DataType.UINT8, (40_000,), b"a" * 40_000)})))
    data = read_call(body).inputs["x"].data

    assert isinstance(data, memoryview)
    assert data.obj is body


def test_large_data_in_a_list_are_not_copied_either():
    media = Media("image/png", b"a" * 40_000)
    body = b"".join(write_call(Call("", {"x": [media, {"y": media}]})))
    first, second = read_call(body).inputs["x"]

    assert first.data.obj is body
    assert second["y"].data.obj is body


def test_data_of_any_format_leave_as_bytes():
    numbers = memoryview(struct.pack("<3i", 1, 2, 3)).cast("i")
    message = value_pb2.Value.FromString(written(Tensor(DataType.INT32, (3,), numbers)))

    assert message.tensor_value.data == bytes(numbers)


def test_text_that_has_no_utf_8_can_not_be_written():
    with pytest.raises(UnicodeEncodeError):
        write_value("\ud800", [])


@given(st.binary(max_size=300), st.lists(st.text(max_size=40), max_size=20), st.integers(0, 2**60))
def test_how_long_a_state_is_is_told_without_reading_the_request(state, texts, inline):
    inputs = {f"input_{number}": text for number, text in enumerate(texts)}
    call = Call("name", inputs, ["image/png"], state, "etag", "id", inline)

    assert state_size(b"".join(write_call(call))) == len(state)


@given(st.binary(max_size=60))
def test_how_long_a_state_is_can_be_asked_of_any_bytes(body):
    assert 0 <= state_size(body) <= len(body)


def test_a_state_behind_many_inputs_is_not_looked_for():
    inputs = {f"input_{number}": "" for number in range(100)}
    body = b"".join(write_call(Call("", inputs))) + sized(b"\x2a", b"x" * 100)

    assert state_size(body) == 0
    assert read_call(body).state == b"x" * 100
