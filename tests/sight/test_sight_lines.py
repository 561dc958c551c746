"""The line of each call in the log: what it tells, and what it never does."""

from __future__ import annotations

import json
import logging

import rpcface as rf
from rpcface.core import sight
from rpcface.v1 import blob_pb2
from rpcface.v1 import interface_pb2 as pb

LONG = 20.0
READ = "/rpcface.v1.BlobService/ReadBlob"
CANARY = "canary-7f3a"


def echo(text):
    return text


def count(text):
    yield from "abc"


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
    messages = call(count).stream().all()

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
    client.stream(interface_name="count", request_id="9").all()

    assert lines.next_text().startswith("Predict echo OK: ")
    refused = lines.next_text()
    assert refused.startswith("Predict echo INVALID_ARGUMENT INPUT_INVALID: ")
    assert refused.endswith("; from 127.0.0.1, id 8")
    assert " messages; from 127.0.0.1, id 9" in lines.next_text()


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
        client.stream(text=text).ends()
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
    client.refused(inputs={"text": "a"}, request_id="x" * 1000)

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
    assert client.stream(interface_name="count").ends() == "OK"
    monkeypatch.undo()
    logger.setLevel(logging.INFO)
    client.predict(inputs={"text": "a"}, interface_name="echo", request_id="heard")

    assert lines.next()["request_id"] == "heard"
    assert lines.records.empty()


def test_python_itself_listens_to_no_call():
    assert not logging.getLogger("rpcface.calls").isEnabledFor(logging.INFO)
