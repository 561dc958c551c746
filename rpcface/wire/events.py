"""Events as messages: `PredictStreamRequest` and `PredictStreamResponse`, both ways."""

from __future__ import annotations

from google.protobuf.message import DecodeError
from google.rpc import status_pb2

from rpcface.changes import Change
from rpcface.errors import RequestMalformed, RpcfaceError
from rpcface.events import (
    Alerted,
    Bar,
    Event,
    Finished,
    Level,
    Progressed,
    Queued,
    Started,
    Updated,
)
from rpcface.v1 import interface_pb2 as pb
from rpcface.values import Value
from rpcface.wire.calls import Call, read_call, read_outcome, write_outcome
from rpcface.wire.fields import Pieces, Unusual, fields_of, put, varint
from rpcface.wire.statuses import from_status, to_status
from rpcface.wire.values import LARGE, from_message
from rpcface.wire.writing import write_items, write_value


def stream_body(call: bytes) -> bytes:
    """The bytes of the `PredictStreamRequest` that holds those of a `PredictRequest`."""
    return b"".join((b"\x0a", varint(len(call)), call))


def read_stream_call(body: bytes) -> Call:
    """The call in the bytes of a `PredictStreamRequest`; errors as for `read_call`."""
    try:
        inner = _only_field(body, 1)
    except Unusual:
        try:
            inner = pb.PredictStreamRequest.FromString(body).call.SerializeToString()
        except DecodeError:
            raise RequestMalformed(
                "the message is no rpcface.v1.PredictStreamRequest, or nests too deep"
            ) from None
    return read_call(inner)


def _only_field(body: bytes, number: int) -> bytes | memoryview:
    """The content of the field of that number, which is the only one; not a copy where
    it is large. Unusual: it is not.
    """
    fields = fields_of(body if len(body) < LARGE else memoryview(body))
    if len(fields) != 1 or fields[0][0] != number or isinstance(fields[0][1], int):
        raise Unusual
    return fields[0][1]


def write_event(event: Event) -> bytes:
    """The bytes of the `PredictStreamResponse`."""
    if isinstance(event, Updated):
        return _write_updates(event)
    if isinstance(event, Finished):
        pieces = write_outcome(event.values, event.duration_ns, event.state)
        return b"".join((b"\x32", varint(sum(map(len, pieces))), *pieces))
    if isinstance(event, Started):
        return b"\x12\x00"
    message = pb.PredictStreamResponse()
    if isinstance(event, Queued):
        message.queued.position = event.position
        if event.wait is not None:
            message.queued.wait.FromNanoseconds(round(event.wait * 1e9))
    elif isinstance(event, Progressed):
        message.progress.bars.extend(
            pb.ProgressBar(done=bar.done, total=bar.total, unit=bar.unit, text=bar.text)
            for bar in event.bars
        )
        message.progress.SetInParent()
    else:
        message.alert.level = pb.AlertLevel.Name(event.level)  # type: ignore[assignment]  # by name
        message.alert.text = event.text
    return message.SerializeToString()


def _write_updates(event: Updated) -> bytes:
    updates: Pieces = []
    size = 0
    for name, path, kind, value in event.changes:
        key = name.encode()
        head = b"\x0a" + varint(len(key)) + key
        if path:
            place = path.encode()
            head += b"\x12" + varint(len(place)) + place
        if kind == "append_text":  # a token, mostly: 1.1 µs instead of 2.5
            assert isinstance(value, str)
            text = value.encode()
            length = varint(len(text))
            whole_size = len(head) + 1 + len(length) + len(text)
            whole_length = varint(whole_size)
            updates += (b"\x0a", whole_length, head, b"\x22", length, text)
            size += 1 + len(whole_length) + whole_size
            continue
        content: Pieces = []
        if kind == "append_items":
            assert isinstance(value, list)
            tag, inner = b"\x2a", write_items(value, content)
        else:
            tag, inner = b"\x1a", write_value(value, content)
        whole: Pieces = [head]
        size += put(b"\x0a", whole, len(head) + put(tag, content, inner, whole), updates)
    return b"".join((b"\x2a", varint(size), *updates))


def read_event(body: bytes) -> Event | None:
    """The event in the bytes of a `PredictStreamResponse`; None: one that this program is
    too old for. RequestMalformed: they are none.
    """
    if body[:1] == b"\x32":  # a result, which may be large
        try:
            outcome = read_outcome(_only_field(body, 6))
            return Finished(outcome.outputs, outcome.duration_ns, state=outcome.state)
        except Unusual:
            pass
    try:
        message = pb.PredictStreamResponse.FromString(body)
    except DecodeError:
        raise RequestMalformed("the message is no rpcface.v1.PredictStreamResponse") from None
    kind = message.WhichOneof("event")
    if kind == "updates":
        return Updated([_change(update) for update in message.updates.updates])
    if kind == "started":
        return Started()
    if kind == "queued":
        queued = message.queued
        wait = queued.wait.ToNanoseconds() / 1e9 if queued.HasField("wait") else None
        return Queued(queued.position, wait)
    if kind == "progress":
        return Progressed(
            tuple(Bar(bar.done, bar.total, bar.unit, bar.text) for bar in message.progress.bars)
        )
    if kind == "alert":
        known = {int(level): level for level in Level}
        return Alerted(known.get(message.alert.level, Level.INFO), message.alert.text)
    if kind == "result":
        outcome = read_outcome(message.result.SerializeToString())
        return Finished(outcome.outputs, outcome.duration_ns, state=outcome.state)
    return None


def write_live_event(sequence: int, event: bytes) -> bytes:
    """The bytes of the `PredictLiveResponse` that holds those of an event."""
    return b"".join((b"\x08", varint(sequence), b"\x12", varint(len(event)), event))


def write_live_error(sequence: int, error: RpcfaceError) -> bytes:
    """The bytes of the `PredictLiveResponse` that tells an error."""
    status = status_pb2.Status.FromString(to_status(error))
    told = pb.CallError(code=status.code, message=status.message, details=status.details)
    return pb.PredictLiveResponse(sequence=sequence, error=told).SerializeToString()


def read_live(body: bytes) -> tuple[int, Event | RpcfaceError | None]:
    """The number of the request, and what happened to it, in the bytes of a
    `PredictLiveResponse`; None: what this program is too old for. RequestMalformed: the
    bytes are none.
    """
    try:
        message = pb.PredictLiveResponse.FromString(body)
    except DecodeError:
        raise RequestMalformed("the message is no rpcface.v1.PredictLiveResponse") from None
    kind = message.WhichOneof("outcome")
    if kind == "event":
        return message.sequence, read_event(message.event.SerializeToString())
    if kind is None:
        return message.sequence, None
    told = message.error
    status = status_pb2.Status(code=told.code, message=told.message, details=told.details)
    return message.sequence, from_status(told.code, told.message, status.SerializeToString())


def _change(update: pb.OutputUpdate) -> Change:
    kind = update.WhichOneof("change")
    if kind == "append_text":
        return Change(update.name, update.path, "append_text", update.append_text)
    try:
        if kind == "append_items":
            items: list[Value] = [from_message(item) for item in update.append_items.items]
            return Change(update.name, update.path, "append_items", items)
        return Change(update.name, update.path, "set", from_message(update.set))
    except ValueError as error:  # TooDeep is one
        raise RequestMalformed(f"outputs.{update.name}{update.path}: {error}") from None
