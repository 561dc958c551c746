"""Calls that share one socket: what ends one of them leaves the others be."""

from __future__ import annotations

import asyncio
import contextlib
import json
import struct
import threading

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb

from .rpcs import LONG
from .sharing import body, failure_of, said, still_works
from .wire import CANCEL, CREDIT, END, GIVEN, MESSAGE, Wire, credit, frame, opening, request


def test_a_short_call_is_a_message_each_way(shared):
    shared.send(request(1, "Predict", body("text", value="hi")))

    message = shared.socket.recv(LONG)

    size = struct.unpack_from(">I", message, 5)[0]
    assert said(message[9 : 9 + size]) == "hi"
    assert message[9 + size :] == frame(1, END, b"{}")


def test_calls_end_as_they_are_done(shared, held):
    shared.send(request(1, "Predict", body("hold")))
    assert held.begun.acquire(timeout=LONG)

    still_works(shared, 2)
    held.go.set()

    (answer,), _ = shared.answers(1)
    assert said(answer) == "done"


def test_numbers_may_be_left_out(shared):
    still_works(shared, 7)
    still_works(shared, 2**32 - 1)


def test_a_call_without_a_request_ends(shared):
    shared.send(opening(1, "Predict") + frame(1, END))

    found = failure_of(shared, 1)

    assert (found.code, found.text) == (
        "INVALID_ARGUMENT",
        "the call ended before its request came",
    )


def test_a_request_beyond_the_greatest_ends_its_call(shared):
    shared.send(request(1, "Predict", body("text", value="a" * 110_000)))

    found = failure_of(shared, 1)

    assert found.code == "RESOURCE_EXHAUSTED"
    assert found.metadata == {"limit": "max_request_bytes"}
    still_works(shared, 2)


def test_a_call_has_its_time_from_its_opening_on(shared):
    shared.send(opening(1, "Predict", timeoutMs=100))

    found = failure_of(shared, 1)

    assert (found.code, found.text) == ("DEADLINE_EXCEEDED", "the call did not end in its time")
    still_works(shared, 2)


def test_of_a_cancelled_call_nothing_more_is_told(shared, held):
    shared.send(request(1, "Predict", body("hold")))
    assert held.begun.acquire(timeout=LONG)

    shared.send(frame(1, CANCEL))
    assert held.over.acquire(timeout=LONG)
    shared.send(frame(1, MESSAGE, b"late") + credit(1, 5) + frame(1, END) + frame(1, CANCEL))

    still_works(shared, 2)


def test_a_call_may_be_cancelled_before_its_request(shared):
    shared.send(opening(1, "Predict") + frame(1, CANCEL) + frame(1, MESSAGE, b"late"))

    still_works(shared, 2)


def test_of_a_stream_as_much_is_sent_as_there_is_credit_for(shared):
    shared.send(opening(1, "PredictStream"))
    call = pb.PredictStreamRequest(call=pb.PredictRequest.FromString(body("count", n=100)))
    shared.send(frame(1, MESSAGE, call.SerializeToString()) + frame(1, END))

    first = [shared.receive() for _ in range(GIVEN)]
    still_works(shared, 2)  # and nothing of the stream comes before it
    shared.send(credit(1, 3))
    more = [shared.receive() for _ in range(3)]
    still_works(shared, 3)
    shared.send(credit(1, 2**32 - 1))
    rest, end = shared.answers(1)

    assert {flags for _, flags, _ in first + more} == {MESSAGE}
    assert len(first + more) + len(rest) == 102
    assert end == {}


def test_a_live_call_gives_credit_for_what_it_takes(shared):
    requests = pb.PredictLiveRequest(call=pb.PredictRequest.FromString(body("text", value="a")))
    sent = [frame(1, MESSAGE, requests.SerializeToString())] * GIVEN
    shared.send(opening(1, "PredictLive"), *sent)

    given = 0
    while given < GIVEN:
        _, flags, data = shared.receive()
        assert flags in {MESSAGE, CREDIT}
        given += int.from_bytes(data, "big") if flags == CREDIT else 0

    assert given == GIVEN


def test_calls_beyond_the_most_are_refused_until_one_ends(shared, held):
    shared.send(*(request(number, "Predict", body("hold")) for number in range(1, 129)))
    for _ in range(128):
        assert held.begun.acquire(timeout=LONG)

    shared.send(request(129, "Predict", body("text", value="a")))
    found = failure_of(shared, 129)
    shared.send(frame(5, CANCEL))
    still_works(shared, 130)

    assert (found.code, found.reason) == ("RESOURCE_EXHAUSTED", "LIMIT_EXCEEDED")
    assert found.metadata == {"limit": "calls_per_socket"}
    held.go.set()


def test_ten_thousand_calls_at_once_are_each_told(shared, held):
    for first in range(1, 10_001, 1000):
        shared.send(*(request(n, "Predict", body("hold")) for n in range(first, first + 1000)))
    ends = {}
    while len(ends) < 10_000 - 128:
        call, flags, data = shared.receive()
        assert flags == END
        ends[call] = json.loads(data)["error"]["code"]

    assert set(ends.values()) == {"resource_exhausted"}
    assert min(ends) == 129
    held.go.set()
    while len(ends) < 10_000:
        call, flags, data = shared.receive()
        ends.update({call: json.loads(data)} if flags == END else {})
    still_works(shared, 10_001)


def test_calls_that_were_cancelled_count_while_they_end(edges):
    begun, end = threading.Semaphore(0), threading.Event()

    async def stay():
        begun.release()
        for _ in range(2000):
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(0.01)
            if end.is_set():
                return

    server = edges(rf.Interface(stay, None, rf.Textbox(), concurrency_limit=None))
    wire = Wire(server.web_address)
    for number in range(1, 257):
        wire.send(request(number, "Predict", b""))
        assert begun.acquire(timeout=LONG)
        wire.send(frame(number, CANCEL))
    wire.send(request(257, "Predict", b""))

    assert not begun.acquire(timeout=0.2)
    end.set()
    assert begun.acquire(timeout=LONG)
    wire.close()
