"""How sockets end, and what those cost that do not go as they should."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import socket
import struct
import threading
import time

import pytest

import rpcface as rf
from rpcface.web import listener
from rpcface.web.websocket import WebSocket

from .failures import Failure
from .rpcs import LONG
from .sharing import Held, body, failure_of, interfaces, said, still_works
from .wire import CANCEL, END, MESSAGE, Wire, credit, frame, opening, request


def until(holds):
    """Waits until it holds."""
    end = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.01)


def stopping(server, grace=LONG):
    thread = threading.Thread(target=server.stop, kwargs={"grace": grace})
    thread.start()
    return thread


def test_a_server_that_goes_down_answers_first_and_closes_then(edges, held):
    server = edges(*interfaces(held))
    wire = Wire(server.web_address)
    wire.send(request(1, "Predict", body("hold")))
    assert held.begun.acquire(timeout=LONG)
    thread = stopping(server)

    found, call = None, 1
    while found is None:
        call += 1
        wire.send(request(call, "Predict", body("text", value="a")))
        answers, end = wire.answers(call)
        found = None if answers else Failure.of_connect(end["error"])
    held.go.set()
    (answer,), end = wire.answers(1)

    assert (found.code, found.reason) == ("UNAVAILABLE", "SHUTTING_DOWN")
    assert (said(answer), end) == ("done", {})
    assert wire.closed() == (1001, "the server goes down")
    thread.join(LONG)
    wire.close()


def test_a_call_whose_time_is_over_with_the_server_is_told(edges, held):
    server = edges(*interfaces(held))
    wire = Wire(server.web_address)
    wire.send(request(1, "Predict", body("hold")), opening(2, "Predict"))
    assert held.begun.acquire(timeout=LONG)
    thread = stopping(server, grace=0.1)

    found = failure_of(wire, 1)

    assert (found.code, found.reason) == ("UNAVAILABLE", "SHUTTING_DOWN")
    assert wire.closed() == (1001, "the server goes down")
    assert held.over.acquire(timeout=LONG)
    thread.join(LONG)
    wire.close()


def spoken(server):
    """A socket that is spoken by hand: nobody answers pings, or reads."""
    host, _, port = server.web_address.rpartition(":")
    made = socket.socket()
    made.settimeout(LONG)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)  # what is not read waits there
    made.connect((host, int(port)))
    made.sendall(
        b"GET /rpcface.v1.Socket HTTP/1.1\r\nhost: localhost\r\nupgrade: websocket\r\n"
        b"connection: upgrade\r\nsec-websocket-version: 13\r\n"
        b"sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: rpcface.v1\r\n\r\n"
    )
    assert made.recv(4096).startswith(b"HTTP/1.1 101 ")
    return made


def binary(data):
    """A message of that, masked with nothing."""
    return struct.pack(">BBQI", 0x82, 0xFF, len(data), 0) + data


def test_a_message_of_two_gigabytes_is_refused_when_it_is_announced(edges, held):
    server = edges(*interfaces(held))
    with spoken(server) as client:
        client.sendall(struct.pack(">BBQI", 0x82, 0xFF, 2**31, 0))

        head, length, code = struct.unpack_from(">BBH", client.recv(4096))
        assert (head, code) == (0x88, 1009)
        assert length > 2


def unread_of(server):
    """The bytes that a server's only socket was not rid of."""
    assert server is not None
    (made,) = (one for one in gc.get_objects() if type(one) is WebSocket)
    return made.transport.get_write_buffer_size()


def test_who_does_not_read_is_sent_little_and_holds_no_server_up(edges):
    told = []

    async def talk():
        for number in range(10_000):
            told.append(number)
            yield rf.Media("text/plain", bytes(2**20))

    gc.collect()
    demo = rf.Interface(talk, None, rf.File(), concurrency_limit=None, merge_updates=False)
    server = edges(demo)
    with spoken(server) as client:
        for number in range(1, 9):
            call = request(number, "PredictStream", b"") + credit(number, 10_000)
            client.sendall(binary(call))
        until(lambda: len(told) >= 8)
        sent = -1
        while sent != len(told):
            sent = len(told)
            assert sent < 8 * 25  # each call may have some values that wait
            time.sleep(0.3)

        assert unread_of(server) < 10 * 2**20
        started = time.monotonic()
        server.stop(grace=0.1)
        assert time.monotonic() - started < LONG / 2


def test_who_does_not_read_is_not_answered_pings(edges, held):
    gc.collect()
    server = edges(*interfaces(held))
    ping = bytes([0x89, 0x80 | 125]) + bytes(4) + bytes(125)
    with spoken(server) as client:
        for _ in range(100):
            client.sendall(ping * 1000)  # 13 MB, and as many pongs

        assert unread_of(server) < 2**20


@pytest.fixture
def hasty(monkeypatch):
    """A server asks soon whether a client is there."""
    monkeypatch.setattr(WebSocket, "silence_seconds", 0.2)
    monkeypatch.setattr(listener, "LOOKS", 200)


def test_a_client_that_is_not_there_any_more_is_left(hasty, edges, held):
    server = edges(*interfaces(held))
    with spoken(server) as client:
        call = request(1, "Predict", body("hold"))
        client.sendall(binary(call))
        assert held.begun.acquire(timeout=LONG)

        with contextlib.suppress(ConnectionResetError):
            while client.recv(4096):
                pass

    assert held.over.acquire(timeout=LONG)


def test_a_client_that_is_there_is_kept_however_quiet(hasty, edges, held):
    server = edges(*interfaces(held))
    wire = Wire(server.web_address)
    wire.send(request(1, "Predict", body("hold")))
    assert held.begun.acquire(timeout=LONG)

    assert not held.over.acquire(timeout=1.5)
    held.go.set()

    (answer,), _ = wire.answers(1)
    assert said(answer) == "done"
    wire.close()


def test_sockets_leave_nothing_behind(edges):
    held = Held()
    server = edges(*interfaces(held), options={"web_sockets_per_caller": 1000})
    first = Wire(server.web_address)
    still_works(first, 1)
    files, objects = len(os.listdir("/proc/self/fd")), count_of(WebSocket)

    for number in range(100):
        wire = Wire(server.web_address)
        wire.send(*(request(call, "Predict", body("hold")) for call in range(1, 9)))
        wire.send(opening(9, "PredictLive"), opening(10, "Predict"), frame(1, CANCEL))
        wire.send(frame(9, MESSAGE, b"\xff\xff"), frame(10, END))
        if number % 3 == 0:
            wire.connection.shutdown(socket.SHUT_RDWR)
        elif number % 3 == 1:
            wire.send(struct.pack(">IBI", 1, 0, 9))
            wire.closed()
        wire.close()

    until(lambda: len(os.listdir("/proc/self/fd")) <= files and count_of(WebSocket) <= objects)
    lasting = {"Server._serve", "WebSocket._run", "SocketWriter.run"}
    until(lambda: tasks_of(server) == lasting)
    still_works(first, 2)
    first.close()


def count_of(kind):
    gc.collect()
    return sum(type(one) is kind for one in gc.get_objects())


def tasks_of(server):
    """The tasks of a server, besides those of grpcio."""

    async def tasks():
        found = asyncio.all_tasks() - {asyncio.current_task()}
        names = {task.get_coro().__qualname__ for task in found}
        return {name for name in names if not name.startswith("AioServer.")}

    return asyncio.run_coroutine_threadsafe(tasks(), server._loop).result(LONG)
