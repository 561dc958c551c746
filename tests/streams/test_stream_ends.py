"""How streams end before their time, and what is left then."""

from __future__ import annotations

import threading
import time

import pytest

from rpcface.core.outbox import Outbox
from rpcface.events import Queued, Started

LONG = 20.0


@pytest.mark.parametrize("merge", [True, False])
def test_a_function_ends_when_its_reader_leaves(calls, forever, merge):
    call = calls(forever.fn, concurrency_limit=1, merge_updates=merge)
    stream = call.watch("a")
    assert next(stream) == Started()
    assert forever.begun.wait(LONG)
    stream.cancel()

    assert forever.ended.wait(LONG)
    assert forever.states == [True]
    second = call.watch("b")
    while not isinstance(next(second), Started):
        pass
    second.cancel()


def test_a_function_ends_at_its_deadline(calls, forever):
    call = calls(forever.fn)
    events, failure = call.watch("a", timeout=0.3).fails()

    assert events[0] == Started()
    assert failure.code == "DEADLINE_EXCEEDED"
    assert forever.ended.wait(LONG)
    assert forever.states == [True]


def test_a_function_ends_when_its_caller_is_killed(calls, program, tmp_path, forever):
    server = calls(forever.fn).server
    (tmp_path / "caller.py").write_text(
        "import sys, rpcface as rf\n"
        "for event in rf.Client(sys.argv[1])['f'].stream('a'):\n"
        "    print(type(event).__name__, flush=True)\n"
    )
    caller = program("caller.py", server.address)
    assert forever.begun.wait(LONG)
    caller.ends(9)

    assert forever.ended.wait(LONG)
    assert forever.states == [True]


def test_a_generator_that_nobody_reads_is_closed_when_its_reader_leaves(calls, either, monkeypatch):
    closed, full = threading.Event(), threading.Event()
    room = Outbox.room

    def noted(self):
        full.set()
        return room(self)

    monkeypatch.setattr(Outbox, "room", noted)

    def generator(text):
        try:
            for number in range(100_000):
                yield str(number % 10) * 200_000
        finally:
            closed.set()

    stream = calls(either(generator), merge_updates=False).watch("a")
    assert next(stream) == Started()
    assert full.wait(LONG)
    stream.cancel()

    assert closed.wait(LONG)


def test_a_function_that_gives_a_coroutine_to_a_reader_who_left_does_not_go_on(calls):
    begun, release, ran = threading.Event(), threading.Event(), []

    async def late():
        ran.append(True)

    def fn(text):
        begun.set()
        assert release.wait(LONG)
        return late()

    call = calls(fn)
    stream = call.watch("a")
    assert begun.wait(LONG)
    stream.cancel()
    call.round_trip()
    release.set()

    assert calls(lambda text: text).watch("b").all().outputs == {"output": "b"}
    begun.clear()
    release.set()
    call.watch("c").all()
    assert ran == [True]


def test_a_generator_that_does_not_let_itself_be_closed_frees_its_place(calls, caplog):
    begun, refused = threading.Event(), threading.Semaphore(0)

    def stubborn(text):
        try:
            while True:
                begun.set()
                yield text
        except GeneratorExit:
            refused.release()
            yield text

    call = calls(stubborn)
    stream = call.watch("a")
    assert begun.wait(LONG)
    stream.cancel()

    second = call.watch("b", timeout=LONG)
    while not isinstance(next(second), Started):
        pass
    begun.clear()
    assert begun.wait(LONG)
    second.cancel()
    for _ in range(2):
        assert refused.acquire(timeout=LONG)
    assert "GeneratorExit" in caplog.text


def test_a_call_that_is_cancelled_while_it_waits_frees_its_place(calls):
    held, begun, texts = threading.Event(), threading.Event(), []

    def work(text):
        texts.append(text)
        begun.set()
        assert held.wait(LONG)
        return text

    call = calls(work)
    first = call.watch("a")
    assert begun.wait(LONG)
    second = call.watch("b")
    assert next(second) == Queued(0)
    third = call.watch("c")
    assert next(third) == Queued(1)
    second.cancel()
    assert next(third) == Queued(0)
    held.set()

    assert first.all().outputs == {"output": "a"}
    assert third.all().outputs == {"output": "c"}
    assert texts == ["a", "c"]


def left(caplog):
    return [record for record in caplog.records if "a caller has left" in record.message]


def test_a_function_that_is_left_behind_is_counted_and_reported_once(calls, caplog, monkeypatch):
    monkeypatch.setattr("rpcface.core.behind.PATIENCE", 0.01)
    released, ended = threading.Event(), threading.Semaphore(0)
    begun = threading.Semaphore(0)

    def work(text):
        begun.release()
        released.wait(LONG)
        ended.release()
        return text

    call = calls(work, concurrency_limit=2)
    end = time.monotonic() + LONG
    for many in (1, 2):
        stream = call.watch("a")
        assert begun.acquire(timeout=LONG)
        stream.cancel()
        while len(left(caplog)) < many:
            assert time.monotonic() < end
            call.round_trip()
    released.set()
    for _ in range(2):
        assert ended.acquire(timeout=LONG)
    assert call.watch("b").all().outputs == {"output": "b"}

    assert [record.message.rpartition("; ")[2] for record in left(caplog)] == [
        "1 run so",
        "2 run so",
    ]


def test_nobody_is_left_behind_by_what_is_cancelled(calls, caplog, forever):
    call = calls(forever.fn)
    stream = call.watch("a")
    assert forever.begun.wait(LONG)
    stream.cancel()
    assert forever.ended.wait(LONG)
    assert calls(lambda text: text).watch("b").all()

    assert left(caplog) == []


def test_a_server_that_stops_ends_what_streams(calls, forever):
    call = calls(forever.fn)
    stream = call.watch("a")
    assert next(stream) == Started()
    assert forever.begun.wait(LONG)
    call.server.stop(grace=0.1)

    assert forever.ended.wait(LONG)
    assert stream.fails()[1].code in {"UNAVAILABLE", "CANCELLED"}
