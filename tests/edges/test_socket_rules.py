"""What closes a socket, each with its code and with what was wanted and what came; what ends
one call is told in test_socket_calls.py.
"""

from __future__ import annotations

import contextlib
import json
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message

from .rpcs import path_of
from .wire import CANCEL, CREDIT, END, GIVEN, MESSAGE, OPEN, Wire, credit, frame, opening, request

MIB = 2**20
MOST = 1 * MIB
"""The greatest request of the server here."""


def text(value):
    """What it is given."""
    return value


@pytest.fixture(scope="module")
def served():
    options = rf.Options(max_request_bytes=MOST)
    demo = rf.Interface(text, rf.Textbox(), rf.Textbox())
    with rf.serve(demo, port=0, web_port=0, block=False, options=options) as server:
        yield server


@pytest.fixture
def wire(served):
    opened = Wire(served.web_address)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def no_thread_is_left():
    """The threads of a server that several tests share outlast each of them."""


LIVE = opening(1, "PredictLive")
HELD = opening(1, "Predict")

BREACHES = {
    "a text": ("hello", 1002, "wanted messages of frames; came text"),
    "a message of nothing": (b"", 1002, "wanted messages of frames; came none"),
    "half a head": (b"1234", 1002, "wanted 9 bytes of a frame's head; came 4"),
    "half a frame": (
        struct.pack(">IBI", 7, 0, 9) + b"12",
        1002,
        "call 7: wanted 9 bytes of a frame; came 2",
    ),
    "half of a second frame": (
        HELD + frame(1, MESSAGE, b"12345")[:-1],
        1002,
        "call 1: wanted 5 bytes of a frame; came 4",
    ),
    "compression": (frame(1, 0x01, b"x"), 1002, "call 1: there are no flags 0x01"),
    "unknown flags": (frame(1, 0x80, b"x"), 1002, "call 1: there are no flags 0x80"),
    "two flags at once": (frame(1, OPEN | END), 1002, "call 1: there are no flags 0x06"),
    "two gigabytes": (
        struct.pack(">IBI", 1, 0, 2**31),
        1009,
        f"call 1: wanted at most {MOST + 65536:,} bytes; came 2,147,483,648",
    ),
    "a message before its call": (frame(1, MESSAGE, b"x"), 1002, "call 1: it was never opened"),
    "an end before its call": (frame(1, END), 1002, "call 1: it was never opened"),
    "a cancel before its call": (frame(1, CANCEL), 1002, "call 1: it was never opened"),
    "credit before its call": (credit(1, 1), 1002, "call 1: it was never opened"),
    "the call of number 0": (opening(0, "Describe"), 1002, "call 0: wanted a number above 0"),
    "a frame of number 0": (HELD + frame(0, END), 1002, "call 0: it was never opened"),
    "a number once more": (HELD + HELD, 1002, "call 1: wanted a number above 1, the last"),
    "a number of before": (
        opening(5, "Predict") + opening(4, "Predict"),
        1002,
        "call 4: wanted a number above 5, the last that was opened",
    ),
    "a number once more, of a call that failed": (
        frame(1, OPEN, b"{") + HELD,
        1002,
        "call 1: wanted a number above 1, the last",
    ),
    "a message after the end": (
        LIVE + frame(1, END) + frame(1, MESSAGE),
        1002,
        "call 1: wanted nothing after its end; came a message",
    ),
    "a second end": (LIVE + 2 * frame(1, END), 1002, "call 1: wanted nothing after its end"),
    "a second message for one answer": (
        HELD + 2 * frame(1, MESSAGE),
        1002,
        "call 1: wanted one message; came another",
    ),
    "an end with data": (LIVE + frame(1, END, b"{}"), 1002, "call 1: wanted no data with its end"),
    "a cancel with data": (LIVE + frame(1, CANCEL, b"x"), 1002, "call 1: wanted no data with"),
    "credit of no number": (
        LIVE + frame(1, CREDIT, b"1"),
        1002,
        "call 1: wanted 4 bytes of credit; came 1",
    ),
    "more than there was credit for": (
        LIVE + (GIVEN + 1) * frame(1, MESSAGE),
        1008,
        "call 1: there was no credit for another message",
    ),
    "more than a message may have": (bytes(MOST + 65537), 1009, ""),
    "a message in too many pieces": ([b"x"] * 100_000, 1008, "wanted pieces of 1024 bytes"),
}


@pytest.mark.parametrize("name", BREACHES)
def test_what_breaks_the_rules_closes_the_socket(wire, name):
    sent, code, reason = BREACHES[name]
    with contextlib.suppress(ConnectionClosed):  # before all of it was sent
        wire.socket.send(sent)

    closed, told = wire.closed()

    assert closed == code
    assert told.startswith(reason)


def test_a_message_may_come_in_pieces(wire):
    body = pb.PredictRequest(inputs={"value": value_message("a" * 500_000)}).SerializeToString()
    sent = request(1, "Predict", body)

    wire.socket.send([sent[at : at + 2000] for at in range(0, len(sent), 2000)])

    (answer,), end = wire.answers(1)
    assert end == {}
    assert pb.PredictResponse.FromString(answer).outputs["output"].text_value == "a" * 500_000


METHODS = [path_of(rpc) for rpc in ("Describe", "Predict", "PredictStream", "PredictLive")]
NUMBERS = st.integers(0, 4) | st.sampled_from([2**31, 2**32 - 1])
OPENINGS = st.fixed_dictionaries(
    {"method": st.sampled_from(METHODS)},
    optional={
        "headers": st.dictionaries(st.text(max_size=3), st.text(max_size=3)) | st.none(),
        "timeoutMs": st.floats(allow_nan=True) | st.integers(-1, 50) | st.text(max_size=2),
    },
).map(lambda told: json.dumps(told).encode())
DATA = st.binary(max_size=20) | OPENINGS | st.just(struct.pack(">I", 5))
FRAMES = st.builds(
    frame,
    NUMBERS,
    st.sampled_from([MESSAGE, END, OPEN, CANCEL, CREDIT]) | st.integers(0, 255),
    DATA,
)


@settings(max_examples=60)
@given(st.lists(st.lists(FRAMES, min_size=1, max_size=6).map(b"".join) | DATA, max_size=4))
def test_whatever_comes_it_is_answered_or_the_socket_is_closed(served, messages):
    wire = Wire(served.web_address)
    last = 2**32 - 1
    try:
        for message in messages:
            wire.send(message)
        wire.send(request(last, "Describe", b""))
        while True:
            call, flags, _ = wire.receive()
            if (call, flags) == (last, END):
                break
    except ConnectionClosed as end:
        closed = end.rcvd
    else:
        closed = None
    finally:
        wire.close()
    assert closed is None or (closed.code in {1002, 1008, 1009} and closed.reason)
