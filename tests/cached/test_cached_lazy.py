"""Outputs of examples that the first call computes."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import threading

import pytest

import rpcface as rf

LONG = 20.0


@pytest.fixture
def lazy(keeping, client, runs):
    """Serves a function of a text, whose examples "a" and "b" are kept lazily; a client.
    The function is called with what notes a run.
    """

    def serve(fn, outputs="text", **options):
        demo = rf.Interface(
            fn, "text", outputs, ["a", "b"], cache_examples="lazy", api_name="fn", **options
        )
        return client(keeping(demo))

    return serve


def test_the_first_call_runs_and_later_ones_do_not(called, runs, cached_of):
    caller = called(caching="lazy")
    assert cached_of(caller) == [True, True]
    assert len(runs) == 0

    assert [caller.predict("a") for _ in range(3)] == ["A!"] * 3

    assert len(runs) == 1


def test_what_the_first_call_computed_is_there_for_the_next_server(
    called, shouted, keeping, client, runs
):
    with keeping(shouted(caching="lazy")) as server:
        client(server).predict("a")

    caller = called(caching="lazy")

    assert caller.predict("a") == "A!"
    assert len(runs) == 1


def test_an_example_that_fails_is_run_again(called, runs, cached_of):
    caller = called([["no"]], "lazy")

    for _ in range(2):
        with pytest.raises(rf.Error, match="I won't"):
            caller.predict("no")

    assert len(runs) == 2


def test_calls_that_are_no_example_are_not_kept(called, runs, folder):
    caller = called(caching="lazy")

    assert [caller.predict("c") for _ in range(2)] == ["C!"] * 2

    assert len(runs) == 2
    assert list(folder.iterdir()) == []


def test_an_async_function_is_kept(lazy, runs):
    async def upper(text):
        runs.note(text)
        await asyncio.sleep(0)
        return text.upper()

    caller = lazy(upper)

    assert [caller.predict("a") for _ in range(2)] == ["A", "A"]
    assert len(runs) == 1


@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize("is_watched", [False, True])
def test_of_a_generator_the_last_outputs_are_kept(is_async, is_watched, lazy, runs):
    def letters(text):
        runs.note(text)
        yield {"first": text}
        yield {"second": text.upper()}
        yield {"first": f"{text}{text}"}

    async def letters_later(text):
        for given in letters(text):
            await asyncio.sleep(0)
            yield given

    outputs = [rf.Textbox(name="first"), rf.Textbox(name="second")]
    caller = lazy(letters_later if is_async else letters, outputs)
    first = caller.submit("a").result() if is_watched else caller.predict("a")

    assert first == caller.predict("a") == caller.submit("a").result() == ("aa", "A")
    assert len(runs) == 1


def test_the_first_call_is_told_as_it_goes_and_later_ones_the_result_alone(lazy):
    def letters(text):
        rf.call().info("It begins.")
        yield text
        yield text * 2

    caller = lazy(letters)

    first = list(caller.stream("a"))
    later = list(caller.stream("a"))

    assert isinstance(first[0], rf.Started)
    assert any(isinstance(event, rf.Alerted) for event in first)
    assert any(isinstance(event, rf.Updated) for event in first)
    assert [type(event) for event in later] == [rf.Finished]
    assert first[-1].outputs == later[-1].outputs == "aa"


def test_a_watched_call_of_a_function_that_returns_is_kept(lazy, runs):
    def upper(text):
        runs.note(text)
        return text.upper()

    caller = lazy(upper)

    assert [caller.submit("a").result() for _ in range(2)] == ["A", "A"]
    assert len(runs) == 1


def test_a_live_call_of_an_example_is_answered_without_a_run(lazy, runs):
    def upper(text):
        runs.note(text)
        return text.upper()

    caller = lazy(upper, live=True)
    caller.predict("a")
    with caller.live("a") as live:
        answers = [live.predict(), live.predict(text="c"), live.predict(text="a")]

    assert answers == ["A", "C", "A"]
    assert len(runs) == 2


def test_two_at_the_same_time_get_the_same(lazy):
    both = threading.Barrier(2)

    def upper(text):
        both.wait(LONG)
        return text.upper()

    caller = lazy(upper, concurrency_limit=2)
    jobs = [caller.submit("a") for _ in range(2)]

    assert [job.result() for job in jobs] == ["A", "A"]
    assert caller.predict("a") == "A"


def test_a_run_that_nobody_waits_for_is_not_kept(lazy, folder):
    running = threading.Event()

    def slow(text):
        if text == "a":
            running.set()
            while not rf.call().wait(LONG):
                pass
        return "half done"

    caller = lazy(slow)
    job = caller.submit("a")
    assert running.wait(LONG)
    job.cancel()

    assert caller.predict("c") == "half done"  # one at a time: the other has ended
    assert list(folder.iterdir()) == []


def test_a_generator_that_is_closed_is_not_kept(lazy, folder):
    def endless(text):
        yield text
        while text == "a":
            yield text

    caller = lazy(endless)
    events = caller.stream("a")
    next(events)
    events.cancel()

    assert caller.predict("c") == "c"  # one at a time: the other has ended
    assert list(folder.iterdir()) == []


def test_a_run_that_is_late_is_not_kept(lazy, folder):
    def slow(text):
        if text == "a":
            while not rf.call().cancelled:
                rf.call().wait(0.01)
        return "half done"

    caller = lazy(slow)
    with contextlib.suppress(rf.RpcfaceError):
        caller["fn"].with_options(timeout=0.1).predict("a")

    assert caller.predict("c") == "half done"
    assert list(folder.iterdir()) == []


def test_the_folder_may_be_emptied(called, keeping, client, runs, folder):
    caller = called(caching="lazy")
    long = rf.Textbox(max_length=10**6)

    def repeat(text):
        runs.note(text)
        return text * 100_000

    big = client(keeping(rf.Interface(repeat, "text", long, ["a"], cache_examples="lazy")))
    assert len(big.predict("a")) == 100_000
    shutil.rmtree(folder)

    assert len(big.predict("a")) == len(big.submit("a").result()) == 100_000
    assert len(runs) == 2
    assert caller.predict("a") == "A!"
    assert len(list(folder.iterdir())) == 2


def test_what_can_be_iterated_once_is_kept_whole(keeping, client):
    def pictures(text):
        import numpy as np

        return iter([np.full((2, 2, 3), number, np.uint8) for number in range(3)])

    gallery = rf.Gallery(type="numpy")
    demo = rf.Interface(pictures, "text", gallery, ["a"], cache_examples="lazy")
    caller = client(keeping(demo))

    assert [len(caller.predict("a")) for _ in range(2)] == [3, 3]
    assert len(caller.submit("a").result()) == 3
