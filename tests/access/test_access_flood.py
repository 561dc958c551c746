"""Strangers who call without end, and what is left for others."""

from __future__ import annotations

import statistics
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


def test_among_a_thousand_wrong_tokens_a_second_others_are_answered(served, raw):
    channel = raw(served).channel

    with Flood(served) as flood:
        count = calls_in(SECONDS, channel)

    assert flood.refused > 0
    assert count > 10


def test_to_refuse_a_call_costs_no_more_than_twice_what_it_costs_to_answer_one(served, raw):
    """So a thousand a second leave others half of a rate of some thousands, which the
    benchmark `access-wrong` measures. They take turns, for a machine has its moods."""
    echo = raw(served).channel.unary_unary(PREDICT)
    took = {"known": [], "wrong": []}
    for number in range(400):
        for kind, token in (("known", ADA), ("wrong", f"wrong{number}")):
            begun = time.perf_counter()
            call = echo.future(body(), timeout=LONG, metadata=bearer(token))
            assert (call.exception() is None) == (kind == "known")
            took[kind].append(time.perf_counter() - begun)

    known, wrong = (statistics.median(took[kind]) for kind in ("known", "wrong"))
    assert wrong < 2 * known


def test_strangers_leave_nothing_behind(asking, raw):
    server = asking(tokens={"ada": ADA}, calls_at_once=5, calls_per_second=1000)
    channel = raw(server).channel
    for number in range(200):
        with pytest.raises(grpc.RpcError, match="UNAUTHENTICATED"):
            channel.unary_unary(PREDICT)(body(), timeout=LONG, metadata=bearer(f"wrong{number}"))

    access = server.access
    assert (len(access._at_once), len(access._rates)) == (0, 0)
