"""Live calls of a function that takes several at once."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

import rpcface as rf

LONG = 20.0


@pytest.fixture
def lives(serve, client):
    """Opens live calls, each with a first text."""
    with ExitStack() as opened:

        def open_live(fn, texts, **options):
            calls = serve(fn, live=True, **options)
            held = client(calls.server)
            return calls, [opened.enter_context(held["f"].live(text)) for text in texts]

        yield open_live


def last(live):
    """The last answer of a live call that sends no more."""
    live.finish()
    return list(live)[-1].outputs


def test_requests_of_several_live_calls_go_together(lives, held, kind):
    work = held()
    work.let_go(10)
    _, opened = lives(getattr(work, kind), "abc", max_batch_size=3, max_batch_delay=LONG)

    assert [last(live) for live in opened] == ["A", "B", "C"]
    assert [sorted(texts) for texts in work.ran] == [["a", "b", "c"]]


def test_each_change_is_a_call_of_its_own(lives, held):
    work = held()
    work.let_go(10)
    _, opened = lives(work.sync, "ab", max_batch_size=2, max_batch_delay=LONG)
    for live in opened:
        assert any(is_end(answer) for answer in live)
    for live, text in zip(opened, "cd", strict=True):
        live.send(text=text)

    assert sorted(last(live) for live in opened) == ["C", "D"]
    assert [len(texts) for texts in work.ran] == [2, 2]


def test_live_calls_and_others_go_together(lives, held):
    work = held()
    work.let_go(10)
    calls, (live,) = lives(work.sync, "a", max_batch_size=3, max_batch_delay=LONG)
    others = [calls.start("b"), calls.start("c", "watched")]

    assert [one.ends() for one in others] == ["B", "C"]
    assert last(live) == "A"
    assert [sorted(texts) for texts in work.ran] == [["a", "b", "c"]]


def test_a_live_request_that_is_refused_leaves_the_others_and_its_call_open(lives, held):
    work = held(lambda texts: [rf.Error("no a") if t == "a" else t.upper() for t in texts])
    work.let_go(10)
    _, opened = lives(work.sync, "ab", max_batch_size=2, max_batch_delay=LONG)
    answers = [next(answer for answer in live if is_end(answer)) for live in opened]
    assert (str(answers[0].error), answers[1].outputs) == ("no a", "B")
    opened[0].send(text="c")
    opened[1].send(text="d")

    assert [last(live) for live in opened] == ["C", "D"]


def is_end(answer):
    return answer.error is not None or isinstance(answer.event, rf.Finished)


def test_a_live_call_that_ends_leaves_its_batch(lives, held):
    work = held()
    calls, (gone, stays) = lives(work.sync, "ab", max_batch_size=2, max_batch_delay=LONG)
    assert len(work.begins()) == 2
    gone.cancel()
    calls.round_trip()
    assert not work.calls[0].cancelled
    work.let_go()

    assert last(stays) == "B"
