"""The line of each call in the log, of whatever it ends with."""

from __future__ import annotations

import asyncio
import json
import logging
import queue
import threading

import grpc
import pytest

import rpcface as rf
from rpcface.core import sight
from rpcface.v1 import blob_pb2
from rpcface.v1 import interface_pb2 as pb

LONG = 20.0
STREAM = "/rpcface.v1.InterfaceService/PredictStream"
READ = "/rpcface.v1.BlobService/ReadBlob"
CANARY = "canary-7f3a"


class Lines(logging.Handler):
    """The lines that were logged, for programs and for people."""

    def __init__(self):
        super().__init__()
        self.records = queue.Queue()

    def emit(self, record):
        self.records.put((rf.JsonLines().format(record), record.getMessage()))

    def next(self):
        """The fields of the next line, which may still be on its way."""
        return json.loads(self.records.get(timeout=LONG)[0])

    def next_text(self):
        return self.records.get(timeout=LONG)[1]

    def all(self):
        """All that there are by now, in both forms."""
        return "".join(part for record in list(self.records.queue) for part in record)


@pytest.fixture
def lines():
    logger = logging.getLogger("rpcface.calls")
    handler = Lines()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.setLevel(logging.NOTSET)
    logger.removeHandler(handler)


class Work:
    """A function that begins, and goes on until it is let go."""

    def __init__(self):
        self.begun = threading.Semaphore(0)
        self.let_go = threading.Event()

    def __call__(self, text):
        self.begun.release()
        assert self.let_go.wait(LONG)
        return text


@pytest.fixture
def work():
    work = Work()
    yield work
    work.let_go.set()


@pytest.fixture
def call(serving, raw):
    """A raw client of a server with these functions, which take a text and give one."""

    def start(*functions, **options):
        texts = [rf.Interface(f, "text", "text", **options) for f in functions]
        return raw(serving(*texts))

    return start


def stream(call, timeout=LONG, **fields):
    """A call of PredictStream; what it gives are the bytes of each message."""
    inputs = {"text": pb.PredictRequest().inputs["text"]}
    inputs["text"].text_value = fields.pop("text", "a")
    request = pb.PredictRequest(inputs=inputs, **fields)
    body = pb.PredictStreamRequest(call=request).SerializeToString()
    return call.channel.unary_stream(STREAM)(body, timeout=timeout)


def ends(answers):
    """The status that a stream ends with."""
    try:
        for _ in answers:
            pass
    except grpc.RpcError as error:
        return error.code().name
    return "OK"


def echo(text):
    return text


def count(text):
    yield from "abc"


async def forever(text):
    await asyncio.sleep(1000)


def test_a_call_has_one_line_that_tells_who_called_what_and_how_it_went(call, lines):
    client = call(echo)
    body = pb.PredictRequest(request_id="7", interface_name="echo")
    body.inputs["text"].text_value = "abc"
    sent = body.SerializeToString()

    answer = client.bytes("Predict", sent)

    line = lines.next()
    assert line.pop("time").endswith("Z")
    assert line.pop("seconds") >= line.pop("run_seconds") > 0
    assert line == {
        "level": "INFO",
        "logger": "rpcface.calls",
        "request_id": "7",
        "rpc": "Predict",
        "interface": "echo",
        "caller": "127.0.0.1",
        "status": "OK",
        "wait_seconds": 0,
        "bytes_in": len(sent),
        "bytes_out": len(answer),
    }
    assert lines.records.empty()


def test_a_stream_has_one_line_with_the_number_of_its_messages(call, lines):
    messages = list(stream(call(count)))

    line = lines.next()
    assert (line["rpc"], line["interface"], line["status"]) == ("PredictStream", "count", "OK")
    assert line["messages"] == len(messages)
    assert line["bytes_out"] == sum(map(len, messages))
    assert line["seconds"] >= line["run_seconds"] > 0
    assert lines.records.empty()


def test_a_call_without_an_id_gets_one_of_its_own(call, lines):
    client = call(echo)
    for _ in range(3):
        client.predict(inputs={"text": "a"})

    assert len({lines.next()["request_id"] for _ in range(3)} - {""}) == 3


def test_people_read_the_same(call, lines):
    client = call(echo, count)
    client.predict(inputs={"text": "a"}, interface_name="echo", request_id="7")
    client.refused(inputs={"text": 1}, interface_name="echo", request_id="8")
    list(stream(client, interface_name="count", request_id="9"))

    assert lines.next_text().startswith("Predict echo OK: ")
    refused = lines.next_text()
    assert refused.startswith("Predict echo INVALID_ARGUMENT INPUT_INVALID: ")
    assert refused.endswith("; from 127.0.0.1, id 8")
    assert " messages; from 127.0.0.1, id 9" in lines.next_text()


def refuse(text):
    raise rf.Error(f"I don't like {text}")


def crash(text):
    raise LookupError(text)


def no_text(text):
    return object()


ENDS = {
    "refused by the function": (refuse, {}, "FAILED_PRECONDITION", "FUNCTION_REFUSED"),
    "failed": (crash, {}, "INTERNAL", "FUNCTION_FAILED"),
    "not valid": (echo, {"text": "a" * 2000}, "INVALID_ARGUMENT", "INPUT_INVALID"),
    "of another etag": (echo, {"etag": "old"}, "FAILED_PRECONDITION", "INTERFACE_CHANGED"),
    "with a state": (echo, {"state": b"s"}, "FAILED_PRECONDITION", "STATE_REFUSED"),
    "of no interface": (echo, {"interface_name": CANARY}, "NOT_FOUND", "INTERFACE_UNKNOWN"),
}


@pytest.mark.parametrize("kind", ["Predict", "PredictStream"])
@pytest.mark.parametrize("case", ENDS)
def test_a_call_that_does_not_end_well_has_one_line_with_status_and_reason(
    serving, raw, lines, case, kind
):
    function, fields, status, reason = ENDS[case]
    client = raw(serving(rf.Interface(function, rf.Textbox(max_length=1000), "text")))
    fields = {"request_id": "7", "text": "a"} | fields

    if kind == "Predict":
        client.refused(inputs={"text": fields.pop("text")}, **fields)
    else:
        assert ends(stream(client, **fields)) == status

    line = lines.next()
    name = "" if status == "NOT_FOUND" else function.__name__
    assert (line["rpc"], line["interface"], line["request_id"]) == (kind, name, "7")
    assert (line["status"], line["reason"]) == (status, reason)
    assert ("run_seconds" in line) == (reason in {"FUNCTION_REFUSED", "FUNCTION_FAILED"})
    assert lines.records.empty()


@pytest.mark.parametrize("method", ["Predict", "Describe"])
def test_a_request_that_cannot_be_read_has_a_line(call, lines, method):
    call(echo).refused(b"\xff\xff", method)

    line = lines.next()
    assert (line["rpc"], line["interface"]) == (method, "")
    assert (line["status"], line["reason"]) == ("INVALID_ARGUMENT", "REQUEST_MALFORMED")
    assert line["bytes_in"] == 2


def test_the_line_of_a_failure_has_the_incident_that_the_caller_is_told(call, lines):
    failure = call(crash).refused(inputs={"text": "a"})

    assert lines.next()["incident"] == failure.info.metadata["incident"] != ""


def test_a_call_that_finds_the_queue_full_has_a_line(call, work, lines):
    client = call(work, api_name="work", max_queue_size=1)
    held = client.start(inputs={"text": "a"})
    assert work.begun.acquire(timeout=LONG)
    waits = [client.start(inputs={"text": "b"}) for _ in range(2)]

    line = lines.next()
    assert (line["status"], line["reason"]) == ("RESOURCE_EXHAUSTED", "QUEUE_FULL")
    assert line["interface"] == "work"
    assert "run_seconds" not in line
    work.let_go.set()
    ended = [held.code().name, *(one.code().name for one in waits)]
    assert sorted(ended) == ["OK", "OK", "RESOURCE_EXHAUSTED"]


def test_a_line_tells_how_long_the_call_waited_for_its_turn(call, work, lines):
    client = call(work, api_name="work")
    held = client.start(inputs={"text": "a"}, request_id="first")
    assert work.begun.acquire(timeout=LONG)
    waits = stream(client, request_id="second")
    assert next(waits).startswith(b"\x0a")  # it is queued
    work.let_go.set()
    assert held.code() is grpc.StatusCode.OK
    assert ends(waits) == "OK"

    found = {line["request_id"]: line for line in (lines.next(), lines.next())}
    assert found["first"]["wait_seconds"] == 0
    assert found["second"]["wait_seconds"] > 0


@pytest.mark.parametrize("function", [forever, "work"])
def test_a_call_that_is_cancelled_while_it_runs_has_a_line(call, work, lines, function):
    client = call(work if function == "work" else function, api_name="f")
    messages = stream(client)
    assert next(messages)  # it has started
    messages.cancel()

    line = lines.next()
    assert (line["rpc"], line["interface"]) == ("PredictStream", "f")
    assert (line["status"], line["messages"]) == ("CANCELLED", 1)
    assert line["run_seconds"] > 0
    assert lines.records.empty()


def test_a_call_that_is_cancelled_while_it_waits_has_a_line(call, work, lines):
    client = call(work, api_name="work")
    held = client.start(inputs={"text": "a"})
    assert work.begun.acquire(timeout=LONG)
    waits = stream(client)
    assert next(waits)
    waits.cancel()

    line = lines.next()
    assert line["status"] == "CANCELLED"
    assert line["wait_seconds"] > 0
    assert "run_seconds" not in line
    work.let_go.set()
    assert held.code() is grpc.StatusCode.OK


@pytest.mark.parametrize("kind", ["Predict", "PredictStream"])
@pytest.mark.parametrize("function", [forever, "work"])
def test_a_call_whose_deadline_passes_has_a_line_that_says_so(call, work, lines, function, kind):
    client = call(work if function == "work" else function, api_name="f")

    if kind == "Predict":
        code = client.start(inputs={"text": "a"}, timeout=0.3).code().name
    else:
        code = ends(stream(client, timeout=0.3))

    assert code == "DEADLINE_EXCEEDED"
    line = lines.next()
    assert (line["rpc"], line["status"]) == (kind, "DEADLINE_EXCEEDED")
    assert line["caller"] == "127.0.0.1"
    assert 0.1 < line["run_seconds"] <= line["seconds"] < LONG


def test_a_call_that_comes_while_the_server_goes_down_has_a_line(serving, raw, work, lines):
    server = serving(rf.Interface(work, "text", "text", api_name="work"))
    client = raw(server)
    held = client.start(inputs={"text": "a"}, request_id="held")
    assert work.begun.acquire(timeout=LONG)
    stopping = threading.Thread(target=server.stop)
    stopping.start()
    describe = client.channel.unary_unary("/rpcface.v1.InterfaceService/Describe")
    for _ in range(10_000):  # until the server knows that it is to stop
        code = describe.future(b"", timeout=LONG).code()
        if code is not grpc.StatusCode.OK:
            break
    assert code is grpc.StatusCode.UNAVAILABLE
    work.let_go.set()
    stopping.join(LONG)
    assert held.code() is grpc.StatusCode.OK

    found = [json.loads(line) for line, _ in list(lines.records.queue)]
    late = [line for line in found if line["status"] == "UNAVAILABLE"]
    assert [line["reason"] for line in late] == ["SHUTTING_DOWN"]
    assert found[-1]["request_id"] == "held"


def test_descriptions_and_blobs_have_lines(serving, raw, lines):
    picture = rf.Media("image/png", b"12345")
    interface = rf.Interface(
        lambda text, file: text, ["text", rf.File()], "text", examples=[["a", picture]]
    )
    client = raw(serving(interface))
    described = client.describe()
    held = described.interfaces[0].examples[0].inputs["file"].media_value.blob_id
    request = blob_pb2.ReadBlobRequest(id=held).SerializeToString()
    pieces = list(client.channel.unary_stream(READ)(request, timeout=LONG))

    first, second = lines.next(), lines.next()
    assert (first["rpc"], first["bytes_out"]) == ("Describe", described.ByteSize())
    assert (second["rpc"], second["messages"]) == ("ReadBlob", len(pieces))
    assert "run_seconds" not in first | second


def test_no_line_holds_a_value_or_what_came_beside_the_request(call, lines):
    def leak(text):
        if text.endswith("!"):
            raise rf.Error(text)
        if text.endswith("?"):
            raise LookupError(text)
        return text

    client = call(leak)
    metadata = [("authorization", f"Bearer {CANARY}"), (f"x-{CANARY}", "1")]
    request = pb.PredictRequest(interface_name="leak")
    for text in (CANARY, f"{CANARY}!", f"{CANARY}?"):
        request.inputs["text"].text_value = text
        body = request.SerializeToString()
        if text == CANARY:
            client.bytes("Predict", body, metadata=metadata)
        else:
            client.refused(body, metadata=metadata)
        ends(stream(client, text=text))
    request.inputs[CANARY].text_value = CANARY
    client.refused(request.SerializeToString())
    client.refused(interface_name=CANARY)
    client.refused(etag=CANARY)
    client.refused(b"\xff" + CANARY.encode())

    assert lines.records.qsize() == 10
    assert CANARY not in lines.all()


def test_an_id_makes_no_second_line_and_no_long_one(call, lines):
    client = call(echo)
    client.predict(inputs={"text": "a"}, request_id="a\nFAKE b")
    client.predict(inputs={"text": "a"}, request_id="x" * 1000)

    form, text = lines.records.get(timeout=LONG)
    assert "\n" not in form + text
    assert json.loads(form)["request_id"] == "a\nFAKE b"
    assert lines.next()["request_id"] == "x" * 64


def test_nothing_is_noted_while_nobody_listens(call, lines, monkeypatch):
    logger = logging.getLogger("rpcface.calls")
    client = call(echo, count)
    logger.setLevel(logging.WARNING)
    monkeypatch.setattr(sight, "Seen", None)  # whoever made one would fail

    client.predict(inputs={"text": "a"}, interface_name="echo")
    assert ends(stream(client, interface_name="count")) == "OK"
    monkeypatch.undo()
    logger.setLevel(logging.INFO)
    client.predict(inputs={"text": "a"}, interface_name="echo", request_id="heard")

    assert lines.next()["request_id"] == "heard"
    assert lines.records.empty()


def test_python_itself_listens_to_no_call():
    assert not logging.getLogger("rpcface.calls").isEnabledFor(logging.INFO)
