"""The client that connectrpc brings, which packs what it sends, and what is packed by hand."""

from __future__ import annotations

import gzip
import json
import struct

import pytest
from connectrpc.client import ConnectClientSync
from connectrpc.compat import google_protobuf_binary_codec, google_protobuf_json_codec
from connectrpc.errors import ConnectError
from connectrpc.method import IdempotencyLevel, MethodInfo, StreamType
from connectrpc.protocol import ProtocolType

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb

from .conftest import HI, PREDICT, echo

WORDS = "ä and " * 2000


def method(name, kind=StreamType.UNARY, level=IdempotencyLevel.UNKNOWN):
    return MethodInfo(
        name=name,
        service_name="rpcface.v1.InterfaceService",
        input=getattr(pb, f"{name}Request"),
        output=getattr(pb, f"{name}Response"),
        idempotency_level=level,
        stream_type=kind,
    )


def request(interface, text):
    return pb.PredictRequest(interface_name=interface, inputs={"text": {"text_value": text}})


def refuse(text):
    """Tells the caller something."""
    raise rf.Error(text)


def grow(text):
    """Words, one by one."""
    so_far = ""
    for word in text.split():
        so_far += f"{word} "
        yield so_far


@pytest.fixture(params=[ProtocolType.CONNECT, ProtocolType.GRPC_WEB])
def protocol(request):
    return request.param


@pytest.fixture(params=["binary", "json"])
def client(request, web, protocol):
    made = [
        rf.Interface(function, rf.Textbox(), rf.Textbox(), merge_updates=False)
        for function in (echo, refuse, grow)
    ]
    codecs = {"binary": google_protobuf_binary_codec, "json": google_protobuf_json_codec}
    address = f"http://{web(*made).address}"
    with ConnectClientSync(address, protocol=protocol, codec=codecs[request.param]()) as opened:
        yield opened


def test_a_call_is_answered(client):
    answer = client.execute_unary(request=request("echo", WORDS), method=method("Predict"))

    assert answer.outputs["output"].text_value == WORDS


def test_a_stream_is_told(client):
    call = pb.PredictStreamRequest(call=request("grow", "a b ä"))
    watched = method("PredictStream", StreamType.SERVER_STREAM)

    events = list(client.execute_server_stream(request=call, method=watched))

    kinds = [event.WhichOneof("event") for event in events]
    assert kinds == ["started", "updates", "updates", "updates", "result"]


def test_an_error_is_typed(client):
    with pytest.raises(ConnectError) as caught:
        client.execute_unary(request=request("refuse", "no ä\n"), method=method("Predict"))

    assert (caught.value.code.value, caught.value.message) == ("failed_precondition", "no ä\n")
    assert [detail.type_name for detail in caught.value.details] == ["google.rpc.ErrorInfo"]


def test_a_description_can_be_got(client, protocol):
    asked = method("Describe", level=IdempotencyLevel.NO_SIDE_EFFECTS)
    get = protocol is ProtocolType.CONNECT

    told = client.execute_unary(request=pb.DescribeRequest(), method=asked, use_get=get)

    assert [one.name for one in told.interfaces] == ["echo", "refuse", "grow"]


def test_a_request_that_is_packed_is_unpacked(web):
    answer = web().predict(gzip.compress(json.dumps(HI).encode()), content_encoding="gzip")

    assert answer.json["outputs"]["output"] == {"textValue": "hi"}


def test_a_request_is_not_larger_unpacked_than_it_may_be(web):
    body = gzip.compress(json.dumps({"etag": "a" * 10_000_000}).encode())

    answer = web(max_request_bytes=1_000_000).predict(body, content_encoding="gzip")

    assert len(body) < 1_000_000
    assert (answer.status, answer.json["code"]) == (429, "resource_exhausted")


@pytest.mark.parametrize(
    "body",
    [b"{}", gzip.compress(b"{}")[:-3], gzip.compress(b"{}") + b"more", gzip.compress(b"{}")[:5]],
    ids=["plain", "cut", "more", "head"],
)
def test_what_is_not_packed_well_is_malformed(web, body):
    answer = web().predict(body, content_encoding="gzip")

    assert (answer.status, answer.json["code"]) == (400, "invalid_argument")
    assert answer.json["message"].startswith("the request is no gzip: ")


def test_what_is_packed_in_another_way_is_not_understood(web):
    answer = web().predict(HI, content_encoding="br")

    assert (answer.status, answer.json["code"]) == (501, "unimplemented")
    assert answer.json["message"].startswith("unknown compression: 'br'")


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"", "unimplemented"),
        (struct.pack(">BI", 0, 100) + b"{}", "invalid_argument"),
        (struct.pack(">BI", 4, 2) + b"{}", "invalid_argument"),
        (struct.pack(">BI", 1, 2) + b"{}", "internal"),
        (struct.pack(">BI", 0, 2**32 - 1), "resource_exhausted"),
        ((struct.pack(">BI", 0, 2) + b"{}") * 2, "unimplemented"),
        (b"\0\0", "invalid_argument"),
    ],
    ids=["none", "half", "flags", "unpacked", "huge", "two", "no length"],
)
def test_frames_that_are_none_are_told(web, frame, code):
    path = PREDICT.replace("Predict", "PredictStream")

    answer = web().ask("POST", path, frame, content_type="application/connect+json")

    assert answer.status == 200
    (size,) = struct.unpack(">I", answer.body[1:5])
    assert answer.body[0] == 2
    assert json.loads(answer.body[5 : 5 + size])["error"]["code"] == code
