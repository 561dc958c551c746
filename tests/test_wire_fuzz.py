from __future__ import annotations

import contextlib
import struct
from dataclasses import replace
from unittest import mock

from google.protobuf.message import DecodeError
from hypothesis import example, given
from hypothesis import strategies as st

from rpcface.errors import RequestMalformed
from rpcface.v1 import interface_pb2, value_pb2
from rpcface.values import INT64_MAX, INT64_MIN, UNKNOWN, DataType, Media, Tensor
from rpcface.wire import calls, values
from rpcface.wire.calls import Call, Outcome, read_call, read_outcome, write_call, write_outcome
from rpcface.wire.values import from_message, read_value
from rpcface.wire.writing import write_value


def plain(value):
    """The value so that `==` tells any difference: kinds, NaN, the order of a struct."""
    if isinstance(value, float):
        return "float", struct.pack("<d", value)
    if isinstance(value, Tensor):
        return "tensor", value.data_type, value.shape, bytes(value.data)
    if isinstance(value, Media):
        return "media", value if value.data is None else replace(value, data=bytes(value.data))
    if isinstance(value, list):
        return "list", [plain(item) for item in value]
    if isinstance(value, dict):
        return "struct", [(name, plain(item)) for name, item in value.items()]
    return type(value).__name__, value


def said(call):
    inputs = {name: plain(value) for name, value in call.inputs.items()}
    return call.interface_name, inputs, list(call.accept), call.state, call.etag


def told(outcome):
    outputs = {name: plain(value) for name, value in outcome.outputs.items()}
    return outputs, outcome.duration_ns, outcome.state


def by_protobuf(body):
    """What `said` says of a request as protobuf reads it; None: it is refused."""
    try:
        message = interface_pb2.PredictRequest.FromString(body)
        inputs = {name: from_message(message.inputs[name]) for name in message.inputs}
    except (DecodeError, ValueError):
        return None
    return said(Call(message.interface_name, inputs, message.accept, message.state, message.etag))


def outcome_by_protobuf(body):
    try:
        message = interface_pb2.PredictResponse.FromString(body)
        outputs = {name: from_message(message.outputs[name]) for name in message.outputs}
    except (DecodeError, ValueError):
        return None
    duration = message.duration.seconds * 10**9 + message.duration.nanos
    return told(Outcome(outputs, duration, message.state))


def by_wire(read, tell, body):
    try:
        return tell(read(body))
    except RequestMalformed:
        return None


@contextlib.contextmanager
def thresholds(large, small):
    """Within it, values are walked that protobuf would parse, for all are small here."""
    with (
        mock.patch.multiple(values, LARGE=large, SMALL=small),
        mock.patch.object(calls, "LARGE", large),
    ):
        yield


def agree(body, size):
    with thresholds(*size):
        assert by_wire(read_call, said, body) == by_protobuf(body)


sizes = st.sampled_from([(0, 0), (8, 0), (40, 4), (values.LARGE, values.SMALL)])

texts = st.text(max_size=200)
shapes = st.lists(st.integers(0, 2**31), max_size=4).map(tuple)
tensors = st.builds(
    Tensor, st.sampled_from(DataType), shapes, st.binary(max_size=300) | st.just(b"x" * 20_000)
)
inline = st.builds(Media, texts, st.binary(max_size=300) | st.just(b"y" * 20_000), texts)
blobs = st.builds(Media, texts, st.none(), texts, texts, st.integers(0, 2**63 - 1), st.binary())
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(INT64_MIN, INT64_MAX),
    st.floats(),
    texts,
    st.just("é" * 10_000),
    st.just(UNKNOWN),
    tensors,
    inline,
    blobs,
)
any_values = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=12
)


def written(value):
    pieces = []
    size = write_value(value, pieces)
    body = b"".join(pieces)
    assert len(body) == size
    return body


@given(any_values)
def test_protobuf_reads_what_was_written_as_the_same_value(value):
    assert plain(from_message(value_pb2.Value.FromString(written(value)))) == plain(value)


@given(any_values, sizes)
def test_a_value_is_read_as_it_was_written(value, size):
    with thresholds(*size):
        assert plain(read_value(memoryview(written(value)))) == plain(value)


@given(
    st.builds(
        Call,
        texts,
        st.dictionaries(texts, any_values, max_size=4),
        st.lists(texts),
        st.binary(),
        texts,
    ),
    sizes,
)
def test_a_call_is_read_as_it_was_written(call, size):
    body = b"".join(write_call(call))

    assert by_protobuf(body) == said(call)
    agree(body, size)


@given(st.dictionaries(texts, any_values), st.integers(0, 10**15), st.binary(), sizes)
def test_an_outcome_is_read_as_it_was_written(outputs, duration, state, size):
    outcome = Outcome(outputs, duration, state)
    body = b"".join(write_outcome(outcome.outputs, outcome.duration_ns, outcome.state))

    assert outcome_by_protobuf(body) == told(outcome)
    with thresholds(*size):
        assert by_wire(read_outcome, told, body) == told(outcome)


def varint(number, longer=0):
    """A varint, with `longer` bytes more than it needs."""
    parts = bytearray()
    while number > 0x7F or longer:
        if number <= 0x7F:
            longer -= 1
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    parts.append(number)
    return bytes(parts)


GRAMMAR = {
    "request": "text entry text int bytes text text - text",
    "response": "entry bytes duration text",
    "entry": "text value text",
    "duration": "int int text",
    "value": "int int int double text tensor media list struct text",
    "tensor": "int shape int - - - - - - - - - - - bytes",
    "media": "text text int bytes duration text - - - - - - - - bytes",
    "list": "value text",
    "struct": "entry text",
}
"""What the fields from 1 on hold in each kind of message, and one field too new."""

longer = st.sampled_from([0] * 30 + [1, 3, 4, 5, 9, 10])
numbers = st.one_of(
    st.integers(0, 12), st.sampled_from([127, 128, 2**31 - 1, 2**31, 2**32, 2**63, 2**64 - 1])
)
names = st.sampled_from(["", "a", "b", "é"])


@st.composite
def messages(draw, kind, depth=0):
    """The bytes of a message of a kind: mostly right, in any order, fields twice."""
    most = 4 if depth < 8 else 1
    known = [(n, held) for n, held in enumerate(GRAMMAR[kind].split(), 1) if held != "-"]
    fields = draw(st.lists(st.sampled_from(known), max_size=most))
    return b"".join(draw(field(number, held, depth + 1)) for number, held in fields)


@st.composite
def field(draw, number, kind, depth):
    wire_type = {"int": 0, "double": 1}.get(kind, 2)
    if kind == "shape" and draw(st.booleans()):
        wire_type = 0  # as it is written when it is not packed
    if draw(st.integers(0, 40)) == 0:
        wire_type = draw(st.integers(0, 7))
    if draw(st.integers(0, 40)) == 0:
        number = draw(st.sampled_from([0, 1, 2, 16, 2**28, 2**29 - 1]))
    tag = varint(number << 3 | wire_type, draw(longer))
    if wire_type == 0:
        return tag + varint(draw(numbers), draw(longer))
    if wire_type in (1, 5):
        size = 8 if wire_type == 1 else 4
        return tag + draw(st.binary(min_size=size, max_size=size))
    if wire_type == 3 and draw(st.booleans()):  # a group with its end
        return tag + varint(number << 3 | 4)
    if wire_type != 2:
        return tag
    content = draw(contents(kind, depth))
    wrong = draw(st.sampled_from([0] * 60 + [1, 2**20]))
    return tag + varint(len(content) + wrong, draw(longer)) + content


def contents(kind, depth):
    if kind in GRAMMAR:
        return messages(kind, depth)
    if kind == "text":
        return names.map(str.encode) | st.sampled_from([b"\xff", b"\xed\xa0\x80", b"text" * 9])
    if kind == "shape":
        return st.lists(st.builds(varint, numbers, longer), max_size=3).map(b"".join)
    return st.binary(max_size=40)


def entry(value, name=b"x"):
    """An input of a request under its tag."""
    inner = b"\x0a" + varint(len(name)) + name + b"\x12" + varint(len(value)) + value
    return b"\x12" + varint(len(inner)) + inner


def tensor(content):
    return b"\x32" + varint(len(content)) + content


@given(messages("request"), sizes)
@example(entry(tensor(b"\x08\x06\x10\x02\x10\x01\x7a\x02ab")), (0, 0))  # a shape not packed
@example(entry(tensor(b"\x08\x06\x12\x01\x02\x12\x01\x01\x7a\x02ab")), (0, 0))  # in two parts
@example(entry(tensor(b"\x08\x06\x08\x02\x7a\x01a")), (0, 0))  # a type twice
@example(entry(tensor(b"\x08\x63\x7a\x01a")), (0, 0))  # a type too new
@example(entry(tensor(b"\x08\x06")) + entry(tensor(b"\x7a\x01a")), (0, 0))  # an input twice
@example(entry(tensor(b"\x08\x06") + tensor(b"\x7a\x01a")), (0, 0))  # merged tensors
@example(entry(tensor(b"\x08\x06") + b"\x2a\x01a"), (0, 0))  # the last kind of two counts
@example(entry(b""), (0, 0))
@example(entry(b"\x2a\x02\xc3\x28"), (0, 0))  # not UTF-8
@example(entry(b"\x2a" + varint(1, 9) + b"a"), (0, 0))  # a length longer than it needs
@example(varint(0x0A, 9) + b"\x01a", (0, 0))  # a tag longer than any
@example(b"\x12\x03\x0a\x01x", (0, 0))  # an input without a value
@example(b"\x00\x00", (0, 0))  # field 0
def test_a_request_of_any_shape_is_read_or_refused_as_by_protobuf(body, size):
    agree(body, size)


@given(messages("response"), sizes)
@example(b"\x1a\x02\x10\x05\x1a\x02\x08\x01", (0, 0))  # a duration in two parts
@example(b"\x1a\x04\x08\x01\x08\x02", (0, 0))  # its seconds twice
@example(b"\x1a\x0b\x10" + varint(2**64 - 5), (0, 0))  # one below zero
def test_a_response_of_any_shape_is_read_or_refused_as_by_protobuf(body, size):
    with thresholds(*size):
        assert by_wire(read_outcome, told, body) == outcome_by_protobuf(body)


@st.composite
def damaged(draw):
    """A request with some of its bytes changed, cut, put in or repeated."""
    inputs = st.dictionaries(names, any_values, max_size=3)
    call = draw(st.builds(Call, names, inputs, st.lists(names, max_size=2), st.binary(), names))
    body = bytearray(b"".join(write_call(call)))
    for _ in range(draw(st.integers(1, 4))):
        # most of what can break stands near the beginning, before large data
        at = draw(st.integers(0, min(len(body), 80)) | st.integers(0, len(body)))
        to = min(len(body), at + draw(st.integers(0, 12)))
        how = draw(st.sampled_from(["flip", "put", "cut", "repeat", "end"]))
        if how == "flip" and at < len(body):
            body[at] ^= 1 << draw(st.integers(0, 7))
        elif how == "put":
            body[at:at] = draw(st.binary(max_size=6))
        elif how == "cut":
            del body[at:to]
        elif how == "repeat":
            body[at:at] = body[at:to]
        elif how == "end":
            del body[at:]
    return bytes(body)


@given(damaged(), sizes)
def test_a_damaged_request_is_read_or_refused_as_by_protobuf(body, size):
    agree(body, size)
