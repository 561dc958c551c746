"""A stream that comes twice with one id: its readers are told of one run."""

from __future__ import annotations

import functools
import threading

import numpy as np
import pytest

import rpcface as rf
from rpcface.events import Alerted, Bar, Finished, Level, Progressed, Queued, Started, Updated

LONG = 20.0
KINDS = ["sync", "coroutine", "generator", "async_generator"]


class Steps:
    """A generator that gives growing text, each step when it is let go, and counts runs."""

    def __init__(self, fail=False):
        self.runs = 0
        self._go = threading.Semaphore(0)
        self._fail = fail

    def step(self, count=1):
        for _ in range(count):
            self._go.release()

    def __call__(self, text):
        self.runs += 1
        for count in range(1, len(text) + 1):
            assert self._go.acquire(timeout=LONG)
            yield text[:count]
        if self._fail:
            raise rf.Error("That was all.")


def updates(events):
    """What each update appends, or sets."""
    found = [event.changes for event in events if isinstance(event, Updated)]
    return [(change.kind, change.value) for (change,) in found]


@pytest.fixture
def steps():
    made = Steps()
    yield made
    made.step(1000)


def test_who_comes_in_the_midst_begins_with_the_outputs_so_far(calls, steps):
    call = calls(steps)
    first = call.watch("abcd", "1")
    steps.step()
    assert isinstance(first.until(Updated)[0], Started)
    steps.step()
    first.until(Updated)

    second = call.watch("abcd", "1")
    assert next(second) == Started()
    assert updates([next(second)]) == [("set", "ab")]
    steps.step(2)
    rest = list(second)

    assert updates(rest) in ([("append_text", "c"), ("append_text", "d")], [("append_text", "cd")])
    assert isinstance(rest[-1], Finished)
    list(first)
    assert first.outputs == second.outputs == {"output": "abcd"}
    assert steps.runs == 1


def test_who_comes_after_the_end_gets_the_outputs_and_the_result(calls, steps):
    call = calls(steps)
    steps.step(3)
    list(call.watch("abc", "1"))

    for _ in range(2):
        later = call.watch("abc", "1")
        started, updated, finished = later
        assert started == Started()
        assert updates([updated]) == [("set", "abc")]
        assert (finished.values, later.outputs) == ({}, {"output": "abc"})
        assert finished.duration_ns > 0
    assert steps.runs == 1


def test_a_result_that_no_update_has_told_is_told_again(calls):
    call = calls(str.upper)
    for _ in range(2):
        watched = call.watch("abc", "1")
        assert [type(event) for event in watched] == [Started, Finished]
        assert watched.outputs == {"output": "ABC"}


def test_who_comes_after_a_failure_gets_the_outputs_so_far_and_the_same_failure(calls):
    steps = Steps(fail=True)
    steps.step(2)
    call = calls(steps)
    for _ in range(3):
        watched = call.watch("ab", "1")
        failure = watched.fails()[1]
        assert (failure.info.reason, failure.text) == ("FUNCTION_REFUSED", "That was all.")
        assert watched.outputs == {"output": "ab"}
    assert steps.runs == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_goes_on_for_the_others_when_the_first_reader_leaves(calls, work, kind):
    call = calls(getattr(work, kind))
    first = call.watch("a", "1")
    first.until(Started)
    work.has_begun()
    second = call.watch("a", "1")
    second.until(Started)
    first.cancel()
    call.arrived()

    assert not work.runs[0].cancelled
    work.let_go.set()
    list(second)
    assert second.outputs == {"output": "A"}
    assert len(work.runs) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_ends_when_the_last_reader_leaves_and_its_id_is_free(calls, work, kind):
    call = calls(getattr(work, kind))
    both = [call.watch("a", "1"), call.watch("a", "1")]
    for watched in both:
        watched.until(Started)
    work.has_begun()
    for watched in both:
        watched.cancel()

    work.has_ended()
    assert work.runs[0].cancelled
    work.let_go.set()
    again = call.watch("b", "1")
    list(again)
    assert again.outputs == {"output": "B"}
    assert len(work.runs) == 2


def test_a_call_that_waits_tells_its_place_to_who_comes_later(calls, work):
    call = calls(work.sync, concurrency_limit=1)
    running = call.start("a")
    work.has_begun()
    first = call.watch("a", "1")
    assert next(first) == Queued(0)
    second = call.watch("a", "1")
    assert next(second) == Queued(0)
    first.cancel()
    work.let_go.set()

    assert running.result(LONG)
    assert next(second) == Started()
    list(second)
    assert second.outputs == {"output": "A"}


def test_alerts_are_told_to_who_comes_later_and_progress_as_it_is(calls, steps):
    def fn(text):
        rf.call().warning("Careful.")
        rf.call().progress(1, 3, text="Steps")
        yield from steps(text)
        rf.call().info("Done.")

    warning, info = Alerted(Level.WARNING, "Careful."), Alerted(Level.INFO, "Done.")
    call = calls(fn)
    first = call.watch("a", "1")
    first.until(Progressed)
    second = call.watch("a", "1")
    found = second.until(Progressed)
    assert found == [Started(), warning, Progressed((Bar(1, 3, "", "Steps"),))]

    steps.step()
    assert [event for event in second if isinstance(event, Alerted)] == [info]
    later = list(call.watch("a", "1"))
    assert [event for event in later if isinstance(event, Alerted)] == [warning, info]


def test_where_each_update_is_told_who_comes_later_is_told_each_from_then_on(calls, steps):
    call = calls(steps, merge_updates=False)
    first = call.watch("abcdef", "1")
    steps.step(2)
    first.until(Updated), first.until(Updated)
    second = call.watch("abcdef", "1")
    assert updates(second.until(Updated)) == [("set", "ab")]
    steps.step(4)

    assert updates(second) == [("append_text", letter) for letter in "cdef"]
    assert updates(first) == [("append_text", letter) for letter in "cdef"]


def test_who_does_not_read_holds_up_a_function_only_until_another_comes(calls):
    told = []

    def fn(text):
        for count in range(2000):
            told.append(count)
            yield f"{count} " + "x" * 10_000

    call = calls(fn, merge_updates=False)
    stuck = call.watch("a", "1")
    stuck.until(Updated)
    call.arrived()
    reader = call.watch("a", "1")
    counts = [
        int(change.value.split()[0])
        for event in reader
        if isinstance(event, Updated)
        for change in event.changes
    ]

    assert told == list(range(2000))
    assert counts == list(range(counts[0], 2000))
    list(stuck)
    assert stuck.outputs == reader.outputs


def test_arrays_are_told_again_too(calls):
    runs = []

    def fn(text):
        for count in (1, 2):
            runs.append(count)
            yield np.full((2, 2, 3), count, np.uint8)

    call = calls(fn, outputs="image")
    for _ in range(2):
        watched = call.watch("a", "1", accept=[rf.DECODED])
        list(watched)
        assert bytes(watched.outputs["output"].data) == bytes([2] * 12)
    assert runs == [1, 2]


def test_requests_of_a_live_call_run_whatever_their_ids_are(serving, client, monkeypatch):
    runs = []

    def fn(text):
        runs.append(rf.call().request_id)
        return text

    from rpcface.client import live

    plain = live.request
    monkeypatch.setattr(live, "request", functools.partial(plain, request_id="1"))
    with client(serving(rf.Interface(fn, "text", "text"))).live("a") as line:
        assert [line.predict(), line.predict(text="a"), line.predict(text="b")] == ["a", "a", "b"]

    assert runs == ["1", "1", "1"]
