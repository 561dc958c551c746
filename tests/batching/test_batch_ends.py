"""What ends a batch: all of its callers have left, or the server stops."""

from __future__ import annotations

import logging
import threading
import time

import pytest

import rpcface as rf

LONG = 20.0


@pytest.fixture
def running(serve, held, kind):
    """A function that runs for three calls, and these."""
    work = held()
    calls = serve(getattr(work, kind), max_batch_size=3, max_batch_delay=LONG)

    def start(how, timeouts=(LONG, LONG, LONG)):
        started = [
            calls.start(text, how, timeout) for text, timeout in zip("abc", timeouts, strict=True)
        ]
        assert len(work.begins()) == 3
        return started

    return calls, work, start


def test_when_all_have_left_the_function_knows_and_an_async_one_is_cancelled(running, kind, how):
    calls, work, start = running
    first, second, third = start(how)
    first.cancel()
    third.cancel()
    calls.round_trip()
    assert not work.calls[0].cancelled
    second.cancel()

    assert work.calls[0].wait(LONG)
    if kind == "sync":
        work.let_go()
    assert work.ended.acquire(timeout=LONG)
    calls.is_idle()


def test_the_deadline_is_the_latest_of_all(running, how):
    _, work, start = running
    began = time.monotonic()
    start(how, (10.0, 15.0, 10.0))

    assert 14.0 < work.calls[0].deadline - began < 16.0
    assert 10.5 < work.calls[0].remaining < 16.0
    work.let_go()


def test_without_any_deadline_for_one_there_is_none_for_the_batch(running):
    _, work, start = running
    start("unary", (10.0, None, 10.0))

    assert work.calls[0].deadline is None
    assert work.calls[0].remaining is None
    work.let_go()


def test_when_the_last_deadline_has_passed_the_function_knows(running, kind):
    _, work, start = running
    started = start("unary" if kind == "sync" else "watched", (1.0, 1.2, 1.1))

    assert work.calls[0].wait(LONG)
    assert {one.ends() for one in started} == {"DEADLINE_EXCEEDED"}
    if kind == "sync":
        work.let_go()
    assert work.ended.acquire(timeout=LONG)


def test_a_thread_that_all_have_left_keeps_its_place_and_is_reported(
    serve, held, caplog, monkeypatch
):
    monkeypatch.setattr("rpcface.core.behind.PATIENCE", 0.05)
    caplog.set_level(logging.WARNING, "rpcface")
    work = held()
    calls = serve(work.sync)
    gone = calls.start("a")
    work.begins()
    gone.cancel()
    waiting = calls.start("b")
    calls.waits(1)
    end = time.monotonic() + LONG
    while "a caller has left" not in caplog.text:
        assert time.monotonic() < end
        time.sleep(0.01)
    assert len(work.ran) == 1
    work.let_go(2)

    assert waiting.ends() == "B"


def test_a_batch_that_all_have_left_before_a_thread_is_free_does_not_run(serving, raw, held):
    block, work, text = held(str), held(), rf.Textbox(name="text")
    server = serving(
        rf.Interface(block.sync, text, "text", api_name="block"),
        rf.Interface(work.sync, text, "text", api_name="f", batch=True),
        options=rf.Options(max_threads=1),
    )
    call = raw(server)

    def start(name, text):
        return call.start(interface_name=name, inputs={"text": text})

    first = start("block", "a")
    block.begins()
    gone = start("f", "b")
    for _ in range(10):
        call.describe()
    gone.cancel()
    for _ in range(10):
        call.describe()
    block.let_go()
    work.let_go(2)
    assert first.result(LONG)
    assert start("f", "c").result(LONG)

    assert work.ran == [["c"]]


def test_a_server_that_stops_lets_batches_end(serve, held, kind):
    work = held()
    calls = serve(getattr(work, kind), max_batch_size=2, max_batch_delay=LONG)
    started = [calls.start(text) for text in "ab"]
    work.begins()
    stopping = threading.Thread(target=calls.server.stop)
    stopping.start()
    work.let_go()
    stopping.join(LONG)

    assert [one.ends() for one in started] == ["A", "B"]


def test_a_server_that_stops_without_grace_ends_batches_and_those_who_wait(serve, held):
    work = held()
    calls = serve(work.asynchronous, max_batch_size=2)
    started = [calls.start("a")]
    work.begins()
    started += [calls.start(text) for text in "bc"]
    calls.waits(2)
    calls.server.stop(grace=0.0)

    assert all(one.ends() not in "ABC" for one in started)
    assert work.ended.acquire(timeout=LONG)
    assert len(work.ran) == 1
