"""The line of a call that does not end well: one, whatever the end."""

from __future__ import annotations

import asyncio
import json
import threading

import grpc
import pytest

import rpcface as rf

LONG = 20.0


def echo(text):
    return text


async def forever(text):
    await asyncio.sleep(1000)


def refuse(text):
    raise rf.Error(f"I don't like {text}")


def crash(text):
    raise LookupError(text)


ENDS = {
    "refused by the function": (refuse, {}, "FAILED_PRECONDITION", "FUNCTION_REFUSED"),
    "failed": (crash, {}, "INTERNAL", "FUNCTION_FAILED"),
    "not valid": (echo, {"text": "a" * 2000}, "INVALID_ARGUMENT", "INPUT_INVALID"),
    "of another etag": (echo, {"etag": "old"}, "FAILED_PRECONDITION", "INTERFACE_CHANGED"),
    "with a state": (echo, {"state": b"s"}, "FAILED_PRECONDITION", "STATE_REFUSED"),
    "of no interface": (echo, {"interface_name": "no_such"}, "NOT_FOUND", "INTERFACE_UNKNOWN"),
}


@pytest.mark.parametrize("kind", ["Predict", "PredictStream"])
@pytest.mark.parametrize("case", ENDS)
def test_a_call_that_does_not_end_well_has_one_line_with_status_and_reason(call, lines, case, kind):
    function, fields, status, reason = ENDS[case]
    client = call(function, text=rf.Textbox(max_length=1000))
    fields = {"request_id": "7", "text": "a"} | fields

    if kind == "Predict":
        client.refused(inputs={"text": fields.pop("text")}, **fields)
    else:
        assert client.stream(**fields).ends() == status

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
    waits = client.stream(request_id="second")
    assert waits.next().startswith(b"\x0a")  # it is queued
    work.let_go.set()
    assert held.code() is grpc.StatusCode.OK
    assert waits.ends() == "OK"

    found = {line["request_id"]: line for line in (lines.next(), lines.next())}
    assert found["first"]["wait_seconds"] == 0
    assert found["second"]["wait_seconds"] > 0


@pytest.mark.parametrize("function", [forever, "work"])
def test_a_call_that_is_cancelled_while_it_runs_has_a_line(call, work, lines, function):
    client = call(work if function == "work" else function, api_name="f")
    messages = client.stream()
    assert messages.next()  # it has started
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
    waits = client.stream()
    assert waits.next()
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
        code = client.start(inputs={"text": "a"}, timeout=1.0).code().name
    else:
        code = client.stream(timeout=1.0).ends()

    assert code == "DEADLINE_EXCEEDED"
    line = lines.next()
    assert (line["rpc"], line["status"]) == (kind, "DEADLINE_EXCEEDED")
    assert line["caller"] == "127.0.0.1"
    assert 0.1 < line["run_seconds"] <= line["seconds"] < LONG


def test_a_call_that_comes_while_the_server_goes_down_has_a_line(call, work, lines):
    client = call(work, api_name="work")
    held = client.start(inputs={"text": "a"}, request_id="held")
    assert work.begun.acquire(timeout=LONG)
    stopping = threading.Thread(target=client.server.stop)
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
