"""Strangers who call without end, and what is left for others."""

from __future__ import annotations

import threading
import time

import grpc
import pytest

from .callers import ADA, LONG, bearer, body

PREDICT = "/rpcface.v1.InterfaceService/Predict"
SECONDS = 1.0
WRONG_PER_SECOND = 1000


def calls_in(seconds, channel):
    """How many calls of one who is known are answered."""
    echo = channel.unary_unary(PREDICT)
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        echo(body(), timeout=LONG, metadata=bearer(ADA))
        count += 1
    return count


class Flood:
    """A thousand calls a second with wrong tokens, each another, as far as one thread can."""

    def __init__(self, address):
        self.refused = self.sent = 0
        self._stop = threading.Event()
        self._channel = grpc.insecure_channel(address, [("grpc.use_local_subchannel_pool", 1)])
        self._thread = threading.Thread(target=self._send)

    def _send(self):
        method = self._channel.unary_unary(PREDICT)
        begun = time.monotonic()
        while not self._stop.is_set():
            while self.sent < (time.monotonic() - begun) * WRONG_PER_SECOND:
                call = method.future(body(), timeout=LONG, metadata=bearer(f"wrong{self.sent}"))
                call.add_done_callback(self._note)
                self.sent += 1
            self._stop.wait(0.005)

    def _note(self, call):
        self.refused += call.code() is grpc.StatusCode.UNAUTHENTICATED

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join(LONG)
        self._channel.close()


@pytest.fixture
def served(program, tmp_path, token_file):
    """The address of a server in a process of its own."""
    file = tmp_path / "demo.py"
    file.write_text(
        "import rpcface as rf\n"
        "async def echo(text):\n    return text\n"
        "demo = rf.Interface(echo, 'text', 'text', concurrency_limit=None)\n"
    )
    return program(
        *("-m", "rpcface", "serve", file, "--log=off", "--token-file", token_file)
    ).serves()


def test_a_thousand_wrong_tokens_a_second_leave_others_their_turn(served, raw):
    """The test and its flood share the machine, so it asks for less than half of the rate;
    the benchmark `access-wrong` measures it."""
    channel = raw(served).channel
    calls_in(0.3, channel)
    before = calls_in(SECONDS, channel)
    with Flood(served) as flood:
        meanwhile = calls_in(SECONDS, channel)
        sent = flood.sent

    assert flood.refused > 0
    assert sent > 50
    assert meanwhile > before / 8


def test_strangers_leave_nothing_behind(asking, raw):
    server = asking(tokens={"ada": ADA}, calls_at_once=5, calls_per_second=1000)
    channel = raw(server).channel
    for number in range(200):
        with pytest.raises(grpc.RpcError, match="UNAUTHENTICATED"):
            channel.unary_unary(PREDICT)(body(), timeout=LONG, metadata=bearer(f"wrong{number}"))

    access = server.access
    assert (len(access._at_once), len(access._rates)) == (0, 0)
