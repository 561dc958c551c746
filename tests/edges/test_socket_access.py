"""Who may call over a socket: the same tokens and certificates as by every other way."""

from __future__ import annotations

import asyncio
import ssl
import struct

import pytest
import trustme
from websockets.asyncio.client import connect

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb

from .rpcs import LONG
from .sharing import failure_of, said
from .wire import MESSAGE, Wire, opening, request

TOKENS = {"ada": "the-token-of-ada-1815", "bob": "the-token-of-bob-1901"}


def who():
    """Who calls."""
    return rf.call().principal


@pytest.fixture
def asking(edges):
    """Starts a server that wants tokens."""

    def start(**options):
        demo = rf.Interface(who, None, rf.Textbox())
        return edges(demo, options={"tokens": TOKENS, **options})

    return start


def bearer(name):
    return {"authorization": f"Bearer {TOKENS[name]}"}


def test_each_call_says_who_calls(asking):
    wire = Wire(asking().web_address)

    for call, name in enumerate(["ada", "bob", "ada"], 1):
        wire.send(request(call, "Predict", b"", headers=bearer(name)))
        (answer,), _ = wire.answers(call)
        assert said(answer) == name
    wire.close()


def test_a_handshake_may_say_it_for_all_calls_that_do_not(asking):
    wire = Wire(asking().web_address, additional_headers=bearer("ada"))

    wire.send(request(1, "Predict", b""))
    (first,), _ = wire.answers(1)
    wire.send(request(2, "Predict", b"", headers=bearer("bob")))
    (second,), _ = wire.answers(2)

    assert (said(first), said(second)) == ("ada", "bob")
    wire.close()


@pytest.mark.parametrize("rpc", ["Describe", "Predict", "PredictStream", "PredictLive"])
@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer of-nobody-at-all"}])
def test_a_call_of_nobody_is_refused_before_its_request_comes(asking, rpc, headers):
    wire = Wire(asking().web_address)
    wire.send(opening(1, rpc, headers=headers))

    found = failure_of(wire, 1)

    assert (found.code, found.reason) == ("UNAUTHENTICATED", "UNAUTHENTICATED")
    wire.send(request(2, "Predict", b"", headers=bearer("ada")))
    (answer,), _ = wire.answers(2)
    assert said(answer) == "ada"
    wire.close()


async def test_a_socket_is_spoken_over_tls(asking, tmp_path):
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    server = asking(tls_cert=str(tmp_path / "cert.pem"), tls_key=str(tmp_path / "key.pem"))
    context = ssl.create_default_context()
    authority.configure_trust(context)
    url = f"wss://{server.web_address}/rpcface.v1.Socket"

    # not from threads, of which two must not use one TLS connection at once
    async with (
        asyncio.timeout(LONG),
        connect(url, ssl=context, subprotocols=["rpcface.v1"]) as made,
    ):
        await made.send(request(1, "Predict", b"", headers=bearer("ada")))
        _, flags, size = struct.unpack_from(">IBI", message := await made.recv())
        await made.send("a text")
        await made.wait_closed()

    assert flags == MESSAGE
    answer = pb.PredictResponse.FromString(message[9 : 9 + size])
    assert answer.outputs["output"].text_value == "ada"
    assert made.close_code == 1002
