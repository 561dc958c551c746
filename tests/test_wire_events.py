"""Events as messages, held to what protobuf itself reads and writes."""

from __future__ import annotations

import contextlib
from unittest import mock

import pytest
from google.protobuf.message import DecodeError
from hypothesis import example, given
from hypothesis import strategies as st

from rpcface.changes import Change
from rpcface.errors import RequestMalformed
from rpcface.events import (
    Alerted,
    Bar,
    Finished,
    Level,
    Progressed,
    Queued,
    Started,
    Updated,
)
from rpcface.v1 import interface_pb2 as pb
from rpcface.values import MAX_DEPTH, UNKNOWN, DataType, Media, Tensor
from rpcface.wire import calls, events, values
from rpcface.wire.calls import Call, read_call, write_call
from rpcface.wire.descriptions import value_message
from rpcface.wire.events import read_event, read_stream_call, stream_body, write_event

texts = st.text(max_size=30)
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    texts,
    st.just("é" * 10_000),
    st.just(UNKNOWN),
    st.binary(max_size=40).map(lambda data: Tensor(DataType.UINT8, (len(data),), data)),
    st.just(Tensor(DataType.UINT8, (20_000,), b"x" * 20_000)),
    st.builds(Media, texts, st.binary(max_size=40) | st.just(b"y" * 20_000), texts),
)
any_values = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=8
)
paths = st.text("/~01a", max_size=8)
changes = st.one_of(
    st.builds(Change, texts, paths, st.just("set"), any_values),
    st.builds(Change, texts, paths, st.just("append_text"), texts),
    st.builds(Change, texts, paths, st.just("append_items"), st.lists(any_values, max_size=4)),
)
counts = st.integers(0, 2**40)
numbers = st.floats(allow_nan=False)
waits = st.none() | st.integers(0, 10**15).map(lambda number: number / 1e6)
updated = st.builds(Updated, st.lists(changes, max_size=4))
finished = st.builds(
    Finished, st.dictionaries(texts, any_values, max_size=3), counts, state=st.binary(max_size=40)
)
others = st.one_of(
    st.builds(Queued, counts, waits),
    st.just(Started()),
    st.builds(Progressed, st.lists(st.builds(Bar, numbers, numbers, texts, texts)).map(tuple)),
    st.builds(Alerted, st.sampled_from(Level), texts),
)
any_events = updated | finished | others


def message_of(event):
    """The event as protobuf's own message."""
    message = pb.PredictStreamResponse()
    if isinstance(event, Queued):
        message.queued.position = event.position
        if event.wait is not None:
            message.queued.wait.FromNanoseconds(round(event.wait * 1e9))
    elif isinstance(event, Started):
        message.started.SetInParent()
    elif isinstance(event, Progressed):
        message.progress.SetInParent()
        for bar in event.bars:
            message.progress.bars.add(done=bar.done, total=bar.total, unit=bar.unit, text=bar.text)
    elif isinstance(event, Alerted):
        message.alert.level = int(event.level)
        message.alert.text = event.text
    elif isinstance(event, Updated):
        message.updates.SetInParent()
        for change in event.changes:
            add_update(message.updates.updates, change)
    else:
        message.result.duration.FromNanoseconds(event.duration_ns)
        message.result.state = event.state
        for name, value in event.values.items():
            message.result.outputs[name].CopyFrom(value_message(value))
    return message


def add_update(updates, change):
    update = updates.add(name=change.name, path=change.path)
    if change.kind == "append_text":
        update.append_text = change.value
    elif change.kind == "append_items":
        update.append_items.SetInParent()
        update.append_items.items.extend(map(value_message, change.value))
    else:
        update.set.CopyFrom(value_message(change.value))


@contextlib.contextmanager
def walking(large):
    """Within it, events are walked by hand that protobuf would parse, for they are small."""
    with (
        mock.patch.object(values, "LARGE", large),
        mock.patch.object(calls, "LARGE", large),
        mock.patch.object(events, "LARGE", large),
    ):
        yield


sizes = st.sampled_from([0, 20, values.LARGE])


@given(any_events, sizes)
def test_an_event_that_is_written_and_read_is_the_same(event, size):
    with walking(size):
        assert read_event(write_event(event)) == event


@given(any_events)
def test_protobuf_reads_what_is_written(event):
    message = pb.PredictStreamResponse.FromString(write_event(event))

    assert message.SerializeToString(deterministic=True) == message_of(event).SerializeToString(
        deterministic=True
    )


@given(any_events, sizes)
def test_what_protobuf_writes_is_read(event, size):
    with walking(size):
        assert read_event(message_of(event).SerializeToString()) == event


tokens = st.builds(Change, texts.filter(len), paths, st.just("append_text"), texts)


@given(others | st.builds(Updated, st.lists(tokens)))
def test_what_is_small_is_written_byte_for_byte_as_protobuf_writes_it(event):
    assert write_event(event) == message_of(event).SerializeToString()


def test_an_event_that_is_newer_than_the_reader_is_none():
    assert read_event(b"") is None
    assert read_event(b"\x7a\x03new") is None


def test_an_alert_of_a_level_that_is_newer_is_good_to_know():
    assert read_event(b"\x22\x06\x08\x63\x12\x02hi") == Alerted(Level.INFO, "hi")
    assert read_event(b"\x22\x04\x12\x02hi") == Alerted(Level.INFO, "hi")


def test_fields_that_are_newer_than_the_reader_are_left_alone():
    message = message_of(Finished({"a": 1}, 5)).SerializeToString()
    newer = b"\x32" + bytes([len(message) - 2 + 5]) + message[2:] + b"\x7a\x03new"

    assert read_event(newer) == Finished({"a": 1}, 5)
    assert read_event(message + b"\x7a\x03new") == Finished({"a": 1}, 5)


def test_of_two_events_in_one_message_the_last_counts_as_protobuf_has_it():
    two = write_event(Finished({"a": 1}, 5)) + write_event(Started())

    assert read_event(two) == Started()
    assert read_event(write_event(Started()) + write_event(Finished({}, 5))) == Finished({}, 5)


def deep(levels, hold):
    value = None
    for _ in range(levels):
        value = hold(value)
    return value


@pytest.mark.parametrize("hold", [lambda value: [value], lambda value: {"a": value}])
@pytest.mark.parametrize(
    "make",
    [
        lambda value: Finished({"a": value}),
        lambda value: Updated([Change("a", "", "set", value)]),
        lambda value: Updated([Change("a", "", "append_items", [value])]),
    ],
)
def test_a_value_that_nests_too_deep_is_malformed(make, hold):
    assert read_event(write_event(make(deep(MAX_DEPTH, hold)))) == make(deep(MAX_DEPTH, hold))
    with pytest.raises(RequestMalformed, match=r"^outputs\.a: .* deeper than 24$"):
        read_event(write_event(make(deep(MAX_DEPTH + 1, hold))))


def test_a_struct_that_has_a_name_twice_is_malformed():
    message = message_of(Updated([Change("a", "", "set", {"x": 1})]))
    fields = message.updates.updates[0].set.struct_value.fields
    fields.add().CopyFrom(fields[0])

    with pytest.raises(RequestMalformed, match="the field 'x' twice"):
        read_event(message.SerializeToString())


def damaged(body, data):
    at = data.draw(st.integers(0, len(body)))
    kind = data.draw(st.sampled_from(["cut", "flip", "insert", "repeat"]))
    if kind == "cut":
        return body[:at]
    if kind == "flip" and at < len(body):
        return body[:at] + bytes([body[at] ^ 1 << data.draw(st.integers(0, 7))]) + body[at + 1 :]
    if kind == "insert":
        return body[:at] + data.draw(st.binary(max_size=4)) + body[at:]
    return body + body[:at]


@given(any_events, st.data(), sizes)
def test_damaged_bytes_are_malformed_or_read_as_protobuf_reads_them(event, data, size):
    body = damaged(write_event(event), data)
    try:
        message = pb.PredictStreamResponse.FromString(body)
    except DecodeError:
        message = None
    with walking(size):
        try:
            found = read_event(body)
        except RequestMalformed:
            return
    assert message is not None
    kind = message.WhichOneof("event")
    assert (found is None) == (kind is None)
    if found is not None and kind != "alert":
        again = pb.PredictStreamResponse.FromString(write_event(found))
        assert again.WhichOneof("event") == kind


@given(st.binary(max_size=60))
@example(b"\x32\xff\xff\xff\xff\x0f")
@example(b"\x32")
@example(b"\x0a\x80")
def test_bytes_of_any_kind_raise_nothing_but_malformed(body):
    with contextlib.suppress(RequestMalformed):
        read_event(body)
    with contextlib.suppress(RequestMalformed):
        read_stream_call(body)


inputs = st.dictionaries(texts, any_values, max_size=3)


@given(st.builds(Call, texts, inputs, st.lists(texts), st.binary(), texts, texts), sizes)
def test_a_call_is_read_from_its_stream_request_as_it_is_by_itself(call, size):
    body = b"".join(write_call(call))
    whole = stream_body(body)
    message = pb.PredictStreamRequest.FromString(whole)
    with walking(size):
        assert message.call == pb.PredictRequest.FromString(body)
        assert read_stream_call(whole) == read_call(body)
        assert read_stream_call(whole + b"\x7a\x01x") == read_call(body)


def test_a_request_whose_call_comes_in_two_parts_is_read_as_protobuf_has_it():
    first = b"".join(write_call(Call("name")))
    second = b"".join(write_call(Call(inputs={"a": 1}, etag="tag")))

    call = read_stream_call(stream_body(first) + stream_body(second))

    assert (call.interface_name, dict(call.inputs), call.etag) == ("name", {"a": 1}, "tag")


def test_an_empty_request_is_an_empty_call():
    assert read_stream_call(b"") == read_call(b"")


def test_a_request_that_is_none_is_malformed():
    for body in (b"\xff", b"\x0a\x05ab", b"\x0a\x02\xff\xff"):
        with pytest.raises(RequestMalformed, match=r"no rpcface\.v1\.Predict\w*Request"):
            read_stream_call(body)
