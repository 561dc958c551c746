"""Connections that do not go as they should: requests that dribble, that are too large, or
that are none.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time

import pytest

import rpcface as rf
from rpcface.web import listener
from rpcface.web.connection import MAX_HEAD, Patience

from .conftest import HI, LONG, PREDICT, received

HEAD = (
    f"POST {PREDICT} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
).encode()
CLOSED = b"content-length: 0\r\nconnection: close\r\n\r\n"
CHUNKED = b"transfer-encoding: chunked\r\n\r\n"


@pytest.fixture
def hasty(web, monkeypatch):
    """A server that has little patience."""
    little = Patience(head_seconds=0.3, body_seconds=0.3, body_bytes=1000)
    monkeypatch.setattr(listener, "Patience", lambda: little)
    return web()


def dribble(connection, seconds=0.02):
    """Sends a byte now and then until the server has enough of it."""
    with contextlib.suppress(OSError):
        while True:
            connection.sendall(b"a")
            time.sleep(seconds)


@pytest.mark.parametrize(
    "begin",
    [b"", b"POST / HT", HEAD, HEAD + b"x-more: "],
    ids=["nothing", "a line", "headers", "half a header"],
)
def test_a_head_that_does_not_come_ends_the_connection(hasty, begin):
    with hasty.connect() as connection:
        connection.sendall(begin)

        assert received(connection).startswith(b"HTTP/1.1 408 Request Timeout\r\n")


@pytest.mark.parametrize(
    "begin",
    [HEAD + b"x-more: ", HEAD + b"content-length: 9000000\r\n\r\n", HEAD + CHUNKED + b"fffff\r\n"],
    ids=["a head", "a body", "a chunk"],
)
def test_what_dribbles_ends_the_connection(hasty, begin):
    with hasty.connect() as connection:
        connection.sendall(begin)
        dribbling = threading.Thread(target=dribble, args=(connection,))
        dribbling.start()
        told = received(connection)
        dribbling.join(LONG)

    assert told.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert hasty.predict(HI).status == 200


def test_blank_lines_after_an_answer_do_not_keep_the_connection(hasty):
    with hasty.connect() as connection:
        connection.sendall(b"GET /nothing HTTP/1.1\r\nhost: localhost\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 404 Not Found\r\n")
        connection.sendall(b"\r\n")

        assert received(connection).endswith(b"HTTP/1.1 408 Request Timeout\r\n" + CLOSED)


def test_a_request_is_answered_once_that_dribbles_on_behind_its_answer(hasty):
    with hasty.connect() as connection:
        connection.sendall(HEAD.replace(b"json", b"xml") + b"content-length: 9000000\r\n\r\n")
        dribbling = threading.Thread(target=dribble, args=(connection,))
        dribbling.start()
        told = received(connection)
        dribbling.join(LONG)

    assert told.startswith(b"HTTP/1.1 415 Unsupported Media Type\r\n")
    assert told.count(b"HTTP/1.1 ") == 1


def test_a_slow_body_that_comes_on_is_taken(hasty):
    body = json.dumps({"inputs": {"text": {"textValue": "a" * 8000}}}).encode()
    with hasty.connect() as connection:
        connection.sendall(HEAD + b"connection: close\r\n")
        connection.sendall(f"content-length: {len(body)}\r\n\r\n".encode())
        for at in range(0, len(body), 1000):
            connection.sendall(body[at : at + 1000])
            time.sleep(0.1)

        assert received(connection).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_slow_function_keeps_its_connection(web, monkeypatch):
    little = Patience(head_seconds=0.2, body_seconds=0.2)
    monkeypatch.setattr(listener, "Patience", lambda: little)

    def slow(text):
        time.sleep(1)
        return text

    server = web(rf.Interface(slow, rf.Textbox(), rf.Textbox(), api_name="echo"))

    assert server.predict(HI).json["outputs"]["output"] == {"textValue": "hi"}


def test_headers_without_end_end_the_connection(web):
    server = web()
    with server.connect() as connection, contextlib.suppress(OSError):
        connection.sendall(HEAD)
        for _ in range(2 * MAX_HEAD // 1000):
            connection.sendall(b"x-more: " + b"a" * 1000 + b"\r\n")
        received(connection)  # which may fail, for the server reads no further

    assert server.predict(HI).status == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        HEAD + b"content-length: -1\r\n\r\n",
        HEAD + b"content-length: 1\r\n" + CHUNKED,
    ],
    ids=["tls", "no path", "http2", "a length", "two lengths"],
)
def test_what_is_no_http_is_refused_and_the_server_goes_on(web, sent, caplog):
    server = web()
    with server.connect() as connection:
        connection.sendall(sent)

        assert received(connection).startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert server.predict(HI).status == 200
    assert not [record for record in caplog.records if "uvicorn" in record.name]


@pytest.mark.parametrize("way", [CHUNKED, b"content-length: 900000000\r\n\r\n"])
def test_a_body_beyond_the_limit_is_refused_while_it_comes(web, way):
    server = web(max_request_bytes=100_000)
    with server.connect() as connection:
        connection.sendall(HEAD + way)
        for _ in range(3):
            connection.sendall(b"ffff\r\n" + b"a" * 0xFFFF + b"\r\n")
        told = b""
        while not told.endswith(b"0\r\n\r\n"):
            told += connection.recv(65536)

    assert told.startswith(b"HTTP/1.1 429 ")
    assert b'"resource_exhausted"' in told
    assert b"wanted a request of at most 100,000 bytes; came more" in told
    assert server.predict(HI).status == 200


def test_a_caller_who_leaves_while_the_body_comes_leaves_nothing(web):
    server = web()
    with server.connect() as connection:
        connection.sendall(HEAD + b"content-length: 1000\r\n\r\n{")

    assert server.predict(HI).status == 200


def test_two_calls_may_share_a_connection(web):
    body = json.dumps(HI).encode()
    request = HEAD + f"content-length: {len(body)}\r\n\r\n".encode() + body
    with web().connect() as connection:
        connection.sendall(request)
        first = connection.recv(65536)
        connection.sendall(request.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n", 1))

        assert first.startswith(b"HTTP/1.1 200 OK\r\n")
        assert b"HTTP/1.1 200 OK\r\n" in received(connection)


def test_callers_who_leave_leave_nothing(web):
    begun = threading.Semaphore(0)

    async def wait(text):
        begun.release()
        await asyncio.sleep(LONG)

    server = web(rf.Interface(wait, rf.Textbox(), rf.Textbox(), api_name="echo"))
    body = json.dumps(HI).encode()
    request = HEAD + f"content-length: {len(body)}\r\n\r\n".encode() + body
    for _ in range(50):
        with server.connect() as connection:
            connection.sendall(request)
            assert begun.acquire(timeout=LONG)
    service, in_flight = server.server._core

    async def ended():
        await asyncio.wait_for(in_flight.ended(), LONG)
        return [line.running + line.waiting for line in service.lines.values()]

    left = asyncio.run_coroutine_threadsafe(ended(), server.server._loop).result(LONG)

    assert left == [0]
