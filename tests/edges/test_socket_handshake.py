"""Which sockets are opened, and what the others are told."""

from __future__ import annotations

import json
import socket

import pytest
from websockets.exceptions import InvalidStatus

import rpcface as rf

from .rpcs import LONG
from .wire import Wire, request


def who():
    """What was sent beside the call."""
    return dict(rf.call().metadata)


@pytest.fixture
def asking(edges):
    return edges(rf.Interface(who, None, rf.JSON()))


def refused(server, **options):
    """The status and the text with which a handshake is refused, which it must be."""
    with pytest.raises(InvalidStatus) as caught:
        Wire(server.web_address, **options)
    response = caught.value.response
    return response.status_code, response.body.decode()


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://[", "file://", "http://localhost", "localhost:1"],
)
def test_a_page_of_another_origin_is_refused(asking, origin):
    status, text = refused(asking, origin=origin)

    assert status == 403
    assert text.startswith("wanted a page of this server")
    assert origin in text


def test_a_page_of_the_server_is_not_refused(asking):
    Wire(asking.web_address, origin=f"http://{asking.web_address}").close()


def test_a_page_is_not_refused_that_the_server_was_told_of(edges):
    server = edges(
        rf.Interface(who, None, rf.JSON()), options={"web_origins": ["https://example.org"]}
    )

    Wire(server.web_address, origin="https://example.org").close()
    assert refused(server, origin="https://example.com")[0] == 403


def handshake(server, *lines, first="GET /rpcface.v1.Socket HTTP/1.1", host="localhost"):
    """What is answered to a handshake of these lines: all of it, where it is refused."""
    host_name, _, port = server.web_address.rpartition(":")
    with socket.create_connection((host_name, port), LONG) as connection:
        head = (
            *(first, f"host: {host}", "upgrade: websocket", "connection: upgrade"),
            *("sec-websocket-protocol: rpcface.v1", *lines, "", ""),
        )
        connection.sendall("\r\n".join(head).encode("latin-1"))
        found = b""
        while not found.startswith(b"HTTP/1.1 101") and (more := connection.recv(65536)):
            found += more
        return found.decode()


KEY = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=="
VERSION = "sec-websocket-version: 13"


def test_a_host_is_refused_that_the_server_is_not_known_by(asking):
    assert handshake(asking, KEY, VERSION).startswith("HTTP/1.1 101 ")

    answer = handshake(asking, KEY, VERSION, host="evil.example")

    assert answer.startswith("HTTP/1.1 403 Forbidden\r\n")
    assert "--web-host or Options.web_hosts tells; came 'evil.example'\n" in answer


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ((VERSION,), 400),
        ((KEY, "sec-websocket-version: 8"), 400),
        (("sec-websocket-key: short", VERSION), 400),
        ((KEY, VERSION, f"x-long: {'a' * 20_000}"), 431),
        ((KEY, VERSION, *[f"x-{number}: a" for number in range(500)]), 431),
    ],
    ids=["no key", "a version", "a key", "a long header", "headers"],
)
def test_a_handshake_that_is_none_opens_nothing(asking, lines, status):
    answer = handshake(asking, *lines)

    assert answer == "" or answer.startswith(f"HTTP/1.1 {status} ")


@pytest.mark.parametrize("first", ["POST /rpcface.v1.Socket HTTP/1.1", "GET /\xff HTTP/1.1"])
def test_a_request_that_is_none_opens_nothing(asking, first):
    answer = handshake(asking, KEY, VERSION, "content-length: 0", first=first)

    assert answer == "" or answer.startswith("HTTP/1.1 4")


def test_another_path_has_no_socket(asking):
    answer = handshake(asking, KEY, VERSION, first="GET /rpcface.v1.Sock HTTP/1.1")

    assert answer.startswith("HTTP/1.1 404 ")
    assert "it is at /rpcface.v1.Socket" in answer


@pytest.mark.parametrize("subprotocols", [None, ["rpcface.v2"]])
def test_another_subprotocol_is_refused(asking, subprotocols):
    status, text = refused(asking, subprotocols=subprotocols)

    assert status == 400
    assert text.startswith("wanted the subprotocol 'rpcface.v1'; came ")


def test_one_caller_has_a_number_of_sockets(edges):
    server = edges(rf.Interface(who, None, rf.JSON()), options={"web_sockets_per_caller": 2})
    first, second = (Wire(server.web_address) for _ in range(2))

    status, text = refused(server)
    assert (status, text) == (429, "wanted at most 2 sockets of one caller; close one\n")

    first.close()
    second.send(request(1, "Predict", b""))  # the server has heard of the first by then
    second.answers(1)
    for wire in (Wire(server.web_address), second):
        wire.close()


def test_nothing_is_compressed(asking):
    wire = Wire(asking.web_address, compression="deflate")

    assert wire.socket.protocol.extensions == []
    wire.close()


def test_what_the_handshake_told_is_known_of_each_call(asking):
    wire = Wire(asking.web_address, additional_headers={"cookie": "a=1", "x-who": "all"})
    wire.send(request(1, "Predict", b""), request(2, "Predict", b"", headers={"X-Who": "ädä"}))

    found = [wire.receive()[2] for _ in range(4)]

    told = json.dumps([data.decode(errors="ignore") for data in found], ensure_ascii=False)
    assert told.count("a=1") == 2
    assert "all" in told
    assert "ädä" in told
    assert "sec-websocket" not in told
    wire.close()
