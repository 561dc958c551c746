"""A function that says which interfaces a caller may use."""

from __future__ import annotations

import pytest

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb

from .callers import ADA, BOB, bearer, body

LIVE = "/rpcface.v1.InterfaceService/PredictLive"


def small(text):
    return text


def large(text):
    return text * 2


def both():
    return rf.Interface(small, "text", "text"), rf.Interface(large, "text", "text")


def may(principal, interface):
    return principal == "ada" or (principal == "bob" and interface == "small")


@pytest.fixture
def server(asking):
    return asking(*both(), tokens={"ada": ADA, "bob": BOB, "cyd": "c" * 16}, authorize=may)


def test_a_description_shows_what_the_caller_may_use(server, raw, client):
    def names(token, **fields):
        sent = pb.DescribeRequest(**fields).SerializeToString()
        answer = raw(server).bytes("Describe", sent, metadata=bearer(token))
        return [one.name for one in pb.DescribeResponse.FromString(answer).interfaces]

    assert names(ADA) == ["small", "large"]
    assert names(ADA, page_size=1, page_token="1") == ["large"]
    assert names(BOB) == names(BOB, interface_name="small") == ["small"]
    assert names("c" * 16) == []
    assert client(server, token=BOB).predict("a") == "a"


@pytest.mark.parametrize("name", ["large", "nowhere", ""])
def test_what_a_caller_may_not_use_looks_as_if_it_were_not_there(server, raw, name):
    describe = pb.DescribeRequest(interface_name=name).SerializeToString()
    ends = [raw(server).refused(body(name=name), metadata=bearer(BOB))]
    if name:
        ends.append(raw(server).refused(describe, method="Describe", metadata=bearer(BOB)))

    for end in ends:
        assert (end.code, end.info.reason) == ("PERMISSION_DENIED", "PERMISSION_DENIED")
        assert end.text == f"interface_name: the caller may use one of small; came {name!r}"


def test_who_may_use_all_is_told_that_a_name_is_unknown(server, raw):
    assert raw(server).refused(body(name="x"), metadata=bearer(ADA)).code == "NOT_FOUND"


def test_streams_and_live_calls_are_decided_as_plain_ones_are(server, raw):
    caller = raw(server).channel
    call = pb.PredictRequest.FromString(body(name="large"))

    for ends in (
        lambda token: list(
            caller.unary_stream(LIVE.replace("Live", "Stream"))(
                pb.PredictStreamRequest(call=call).SerializeToString(), metadata=bearer(token)
            )
        ),
        lambda token: list(
            caller.stream_stream(LIVE)(
                iter([pb.PredictLiveRequest(call=call).SerializeToString()]), metadata=bearer(token)
            )
        ),
    ):
        assert ends(ADA)
        with pytest.raises(Exception, match="PERMISSION_DENIED"):
            ends(BOB)


def test_a_large_request_is_decided_too(server, raw):
    large_text = body("a" * 10_000, "large")

    assert raw(server).refused(large_text, metadata=bearer(BOB)).code == "PERMISSION_DENIED"


def test_the_client_raises_its_own_error(server, client):
    nobody = client(server, token="c" * 16)

    with pytest.raises(rf.InterfaceUnknown):
        nobody["small"].predict("a")
    known = client(server, token=ADA)
    known.describe()
    known._methods = client(server, token=BOB)._methods
    with pytest.raises(rf.RpcfaceError):
        known["large"].predict("a")


@pytest.mark.parametrize(
    "answer", [lambda *_: 1 / 0, lambda *_: 1, lambda *_: "yes", lambda *_: None, lambda: True]
)
def test_a_function_that_fails_says_no_and_is_an_incident(asking, raw, log, answer):
    server = asking(*both(), authorize=answer)

    assert raw(server).refused(body(name="small")).code == "PERMISSION_DENIED"
    assert "authorize of interface 'small' failed" in log.text


async def later(principal, interface):
    return False


@pytest.mark.parametrize("function", [later, "ada", 3])
def test_what_is_no_sync_function_is_refused(asking, function):
    with pytest.raises(TypeError, match="authorize: wanted a function"):
        asking(authorize=function)


def test_where_nobody_asks_who_calls_the_principal_is_empty(asking, raw):
    asked = []
    server = asking(*both(), authorize=lambda who, name: asked.append((who, name)) is None)

    raw(server).predict(inputs={"text": "a"}, interface_name="small")

    assert asked == [("", "small")]
