"""What a function knows of its call, and what it tells."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import Iterator

import pytest

import rpcface as rf
from rpcface.events import Alerted, Bar, Level
from rpcface.running import Running, enter, leave

LONG = 10.0


class Heard:
    """A sink that keeps what it hears."""

    def __init__(self, running):
        self.running = running
        self.alerts = []
        self.bars = []
        running.hears(self)

    def alert(self, alert):
        self.alerts.append(alert)

    def progress(self):
        self.bars.append(self.running.bars())


class Caller:
    peer = "127.0.0.1"
    principal = ""
    metadata = {"user": "Ada"}  # noqa: RUF012 - nobody changes it

    def __init__(self, deadline=None):
        self.deadline = deadline


@pytest.fixture
def heard():
    """The sink of the call that the test runs for."""
    made = Heard(Running())
    token = enter(made.running)
    yield made
    leave(token)


def test_outside_a_call_there_is_one_that_never_ends_and_that_nobody_hears():
    call = rf.call()
    call.info("nobody")
    call.progress(1, 2)

    assert (call.cancelled, call.deadline, call.remaining, call.peer) == (False, None, None, "")
    assert (call.metadata, call.request_id) == ({}, "")
    assert rf.call() is not call
    assert list(rf.progress("abc")) == ["a", "b", "c"]


def test_the_call_is_that_of_the_context(heard):
    assert rf.call() is heard.running
    found = []
    for run in (lambda work: work(), contextvars.copy_context().run):
        thread = threading.Thread(target=run, args=(lambda: found.append(rf.call()),))
        thread.start()
        thread.join(LONG)
    assert found[0] is not heard.running
    assert found[1] is heard.running


async def test_tasks_and_to_thread_have_the_call_of_who_starts_them():
    running = Running()
    token = enter(running)

    async def inside():
        return rf.call()

    assert await asyncio.create_task(inside()) is running
    assert await asyncio.to_thread(rf.call) is running
    leave(token)
    assert await asyncio.create_task(inside()) is not running


def test_who_calls_is_what_the_edge_says():
    deadline = time.monotonic() + 100
    call = Running(Caller(deadline), "the id")

    assert (call.peer, call.metadata, call.request_id) == ("127.0.0.1", {"user": "Ada"}, "the id")
    assert call.deadline == deadline
    assert 90 < call.remaining <= 100
    assert Running(Caller()).remaining is None


def test_a_call_is_cancelled_by_its_caller_or_by_its_deadline():
    call = Running()
    assert not call.cancelled
    call.cancel()
    assert call.cancelled
    assert call.is_over
    assert Running(Caller(time.monotonic() - 1)).cancelled
    assert not Running(Caller(time.monotonic() + 100)).cancelled


def test_waiting_ends_when_the_call_does():
    begin = time.monotonic()
    call = Running()
    timer = threading.Timer(0.05, call.cancel)
    timer.start()

    assert call.wait(LONG)
    assert call.wait(LONG)
    assert Running(Caller(time.monotonic() + 0.05)).wait(LONG)
    assert Running(Caller(time.monotonic() - 1)).wait(LONG)
    assert time.monotonic() - begin < LONG
    assert not Running().wait(0.001)


def test_alerts_are_told_with_their_level(heard):
    call = rf.call()
    call.info("one")
    call.success("two")
    call.warning(3)

    assert heard.alerts == [
        Alerted(Level.INFO, "one"),
        Alerted(Level.SUCCESS, "two"),
        Alerted(Level.WARNING, "3"),
    ]


def test_text_that_has_no_utf8_is_told_as_far_as_it_has(heard):
    call = rf.call()
    call.info("a\ud800b")
    call.progress(1, text="a\ud800b", unit="\udfff")

    assert heard.alerts == [Alerted(Level.INFO, "a?b")]
    assert heard.bars == [(Bar(1, 0, "?", "a?b"),)]


def test_progress_is_one_bar(heard):
    call = rf.call()
    call.progress(1, 10, text="Loading", unit="files")
    call.progress(2, 10)
    call.progress(3)

    assert heard.bars == [
        (Bar(1, 10, "files", "Loading"),),
        (Bar(2, 10),),
        (Bar(3),),
    ]
    assert all(type(number) is float for (bar,) in heard.bars for number in bar[:2])


def test_a_loop_is_a_bar_from_nothing_to_all(heard):
    items = rf.progress(["a", "b", "c"], text="Going", unit="steps")

    assert isinstance(items, Iterator)
    assert heard.bars == []
    assert list(items) == ["a", "b", "c"]
    assert heard.bars == [
        *((Bar(done, 3, "steps", "Going"),) for done in range(4)),
        (),
    ]


def test_loops_nest(heard):
    for _ in rf.progress(range(2), text="outer"):
        for _ in rf.progress(range(1), text="inner"):
            pass

    assert [tuple((bar.text, bar.done) for bar in bars) for bars in heard.bars] == [
        (("outer", 0),),
        (("outer", 0), ("inner", 0)),
        (("outer", 0), ("inner", 1)),
        (("outer", 0),),
        (("outer", 1),),
        (("outer", 1), ("inner", 0)),
        (("outer", 1), ("inner", 1)),
        (("outer", 1),),
        (("outer", 2),),
        (),
    ]


def test_what_a_loop_says_itself_is_a_bar_of_its_own_inside_the_loops(heard):
    call = rf.call()
    call.progress(1, 2, text="whole")
    for item in rf.progress(range(2), text="loop"):
        call.progress(item, 1, text="part")
    call.progress(2, 2, text="whole")

    found = [tuple((bar.text, bar.done, bar.total) for bar in bars) for bars in heard.bars]
    whole, one = ("whole", 1, 2), ("loop", 0, 2)
    assert found[:4] == [
        (whole,),
        (whole, one),
        (whole, one, ("part", 0, 1)),
        (whole, ("loop", 1, 2), ("part", 0, 1)),
    ]
    assert found[-2:] == [(whole,), (("whole", 2, 2),)]


class Odd:
    """What can be iterated, and fails when it is asked how long it is."""

    def __iter__(self):
        return iter("ab")

    def __len__(self):
        raise TypeError("a stream has no length")


@pytest.mark.parametrize(
    ("iterable", "given", "total"),
    [
        (range(2), None, 2),
        (iter([1, 2]), None, 2),
        ((item for item in "ab"), None, 0),
        (Odd(), None, 0),
        ((item for item in "ab"), 7, 7),
        ([1, 2], 0, 0),
    ],
)
def test_the_total_is_what_is_known_of_it(heard, iterable, given, total):
    assert len(list(rf.progress(iterable, given))) == 2

    assert {bar.total for bars in heard.bars for bar in bars} == {total}
    assert heard.bars[-2][0].done == (total or 2)


@pytest.mark.parametrize("end", ["break", "raise"])
def test_a_loop_that_is_left_early_takes_its_bar_away(heard, end):
    def work():
        for item in rf.progress(range(5)):
            if item == 2:
                if end == "break":
                    break
                raise ValueError

    try:
        work()
    except ValueError as error:
        error.__traceback__ = None  # it holds the loop

    assert heard.bars[-1] == ()
    assert heard.bars[-2][0].done == 2


def test_bars_may_be_told_from_many_threads(heard):
    def work():
        for _ in rf.progress(range(200)):
            rf.call().progress(1)

    contexts = [contextvars.copy_context() for _ in range(8)]
    threads = [threading.Thread(target=context.run, args=(work,)) for context in contexts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)

    # of a thread whose loop another has closed the bar of no loop may be left
    assert [bar for bar in heard.running.bars() if bar.total == 200] == []


def test_a_function_that_is_called_without_a_stream_says_what_it_says_to_nobody(serving, client):
    def work(text):
        rf.call().info("nobody")
        return "".join(rf.progress(text))

    assert client(serving(rf.Interface(work, "text", "text"))).predict("abc") == "abc"


def test_a_function_knows_its_deadline_and_who_calls(serving, raw, client):
    def work(text):
        call = rf.call()
        return f"{call.remaining is None} {call.peer} {call.request_id}"

    server = serving(rf.Interface(work, "text", "text", api_name="f"))

    assert client(server, timeout=50, retries=0).predict("") == "False 127.0.0.1 "
    assert client(server, timeout=None, retries=0).predict("") == "True 127.0.0.1 "
    answer = raw(server).predict(inputs={"text": ""}, request_id="the id")
    assert answer.outputs["output"].text_value == "False 127.0.0.1 the id"
