"""Who calls, by every way: what the function knows of it, and what the log and the metrics
do.
"""

from __future__ import annotations

import contextlib
import logging
import re
import urllib.request

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb

from .failures import Failure
from .transports import LONG

METADATA = {"x-who": "ada", "authorization": "Bearer of-nothing", "x-two": "a, b"}


def who():
    """What is known of the caller."""
    call = rf.call()
    return {"peer": call.peer, "metadata": dict(call.metadata)}


def struct_of(answer):
    fields = answer.outputs["output"].struct_value.fields
    return {field.name: field.value for field in fields}


def test_a_function_gets_what_was_sent_beside_the_call(transport):
    calls = transport(rf.Interface(who, None, rf.JSON()))

    found = struct_of(calls.unary("Predict", pb.PredictRequest(), metadata=METADATA))

    assert found["peer"].text_value == "127.0.0.1"
    sent = {one.name: one.value.text_value for one in found["metadata"].struct_value.fields}
    assert {name: sent.get(name) for name in METADATA} == METADATA
    transports = re.compile("content-|connect-|grpc-(?!accept)|host|te$|x-grpc-web")
    assert [name for name in sent if transports.match(name)] == []


def test_each_call_has_its_line_in_the_log(transport, caplog):
    calls = transport(rf.Interface(who, None, rf.JSON()))

    with caplog.at_level(logging.INFO, "rpcface.calls"):
        calls.unary("Predict", pb.PredictRequest(request_id="mine"))
        list(calls.stream("PredictStream", pb.PredictStreamRequest()))
        with contextlib.suppress(Failure):
            calls.unary("Predict", pb.PredictRequest(interface_name="nobody"))
        calls.close()
        calls.server.stop()

    lines = [record.msg for record in caplog.records if record.name == "rpcface.calls"]
    assert [(line["rpc"], line["status"]) for line in lines] == [
        ("Predict", "OK"),
        ("PredictStream", "OK"),
        ("Predict", "NOT_FOUND"),
    ]
    assert lines[0]["request_id"] == "mine"
    assert lines[0]["caller"] == "127.0.0.1"
    assert lines[0]["bytes_in"] > 0
    assert lines[0]["bytes_out"] > 0
    assert lines[1]["messages"] == 2
    assert lines[2]["reason"] == "INTERFACE_UNKNOWN"


def test_calls_are_counted(transport):
    calls = transport(rf.Interface(who, None, rf.JSON()), options={"metrics_port": 0})

    calls.unary("Predict", pb.PredictRequest())

    address = f"http://{calls.server.metrics_address}/metrics"
    with urllib.request.urlopen(address, timeout=LONG) as answer:
        told = answer.read().decode()
    assert (
        re.search(
            r'^rpcface_calls_total\{.*rpc="Predict".*status="OK".*\} 1\.0', told, re.MULTILINE
        )
        or told
    )
