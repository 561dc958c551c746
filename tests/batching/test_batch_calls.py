"""What a function knows of its batch by `rpcface.call()`, and whom it tells what."""

from __future__ import annotations

import threading

import pytest

import rpcface as rf

LONG = 20.0


def upper(texts):
    return [text.upper() for text in texts]


@pytest.fixture
def pair(serve):
    """Two watched calls as one batch; their events, and the calls."""

    def run(fn, hows=("watched", "watched"), **options):
        calls = serve(fn, max_batch_size=2, max_batch_delay=LONG, **options)
        started = [calls.start(text, how) for text, how in zip("ab", hows, strict=True)]
        assert [one.ends() for one in started] == ["A", "B"]
        return [one.events for one in started if hasattr(one, "events")]

    return run


def told(events):
    return [(event.level, event.text) for event in events if isinstance(event, rf.Alerted)]


def bars(events):
    return [event.bars for event in events if isinstance(event, rf.Progressed)]


def test_alerts_reach_each_who_watches(pair):
    def alerts(texts):
        rf.call().info("an info")
        rf.call().warning("a warning")
        return upper(texts)

    for events in pair(alerts):
        assert told(events) == [(rf.Level.INFO, "an info"), (rf.Level.WARNING, "a warning")]


def test_alerts_of_an_async_function_reach_each_who_watches(pair):
    async def alerts(texts):
        rf.call().success("a success")
        return upper(texts)

    for events in pair(alerts):
        assert told(events) == [(rf.Level.SUCCESS, "a success")]


def test_progress_reaches_each_who_watches_as_it_is_in_the_end(pair):
    def progresses(texts):
        for text in rf.progress(texts, text="Reading", unit="texts"):
            rf.call().progress(1, 2, text=text)
        rf.call().progress(7, 8)
        return upper(texts)

    for events in pair(progresses):
        assert bars(events)[-1] == (rf.Bar(7, 8),)


def test_progress_of_a_function_that_goes_on_is_told_meanwhile(serve, held):
    work = held()

    def progresses(texts):
        rf.call().progress(1, 2)
        return work.sync(texts)

    calls = serve(progresses, max_batch_size=2, max_batch_delay=LONG)
    started = [calls.start(text, "watched") for text in "ab"]
    for one in started:
        while not isinstance(one.next(), rf.Progressed):
            pass
    work.let_go()

    assert [one.ends() for one in started] == ["A", "B"]


def test_progress_in_a_tight_loop_is_throttled(pair):
    def progresses(texts):
        for _ in rf.progress(range(20_000)):
            pass
        return upper(texts)

    assert max(map(len, pair(progresses))) < 200


def test_a_progress_parameter_tells_each_too(pair):
    def progresses(texts, progress=rf.Progress()):  # noqa: B008 - as in Gradio
        progress(0.5, desc="Half")
        return upper(texts)

    for events in pair(progresses):
        assert bars(events)[-1][0].text == "Half"


def test_who_does_not_watch_hears_nothing_and_keeps_nobody_from_it(pair):
    def alerts(texts):
        rf.call().info("an info")
        return upper(texts)

    (events,) = pair(alerts, ("unary", "watched"))

    assert told(events) == [(rf.Level.INFO, "an info")]


def test_what_is_told_when_one_has_left_reaches_the_others(serve):
    begun, let_go = threading.Event(), threading.Event()

    def alerts(texts):
        begun.set()
        assert let_go.wait(LONG)
        rf.call().info("an info")
        rf.call().progress(1, 2)
        return upper(texts)

    calls = serve(alerts, max_batch_size=2, max_batch_delay=LONG)
    gone, stays = (calls.start(text, "watched") for text in "ab")
    assert begun.wait(LONG)
    gone.cancel()
    calls.round_trip()
    let_go.set()

    assert stays.ends() == "B"
    assert told(stays.events) == [(rf.Level.INFO, "an info")]
    assert bars(stays.events)[-1] == (rf.Bar(1, 2),)


def test_a_batch_is_nobodys_call(serve):
    def knows(texts):
        call = rf.call()
        return [f"{call.peer}|{call.principal}|{call.request_id}|{dict(call.metadata)}"]

    calls = serve(knows)
    answer = calls.raw.predict(interface_name="f", inputs={"text": "a"}, request_id="one")

    assert answer.outputs["output"].text_value == "|||{}"


@pytest.mark.parametrize("is_async", [False, True])
def test_what_was_set_up_is_there(serve, is_async):
    def loaded(texts):
        return [rf.call().loaded] * len(texts)

    async def aloaded(texts):
        return loaded(texts)

    calls = serve(aloaded if is_async else loaded, setup=lambda: "a model")

    assert [calls.start("a", how).ends() for how in ("unary", "watched")] == ["a model"] * 2


def test_it_is_the_batch_s_in_each_task_and_not_in_another_batch(serve, held):
    work = held()
    calls = serve(work.asynchronous, concurrency_limit=2, max_batch_size=2, max_batch_delay=LONG)
    started = [calls.start(text) for text in "abcd"]
    work.begins()
    work.begins()
    work.let_go(2)

    assert [one.ends() for one in started] == list("ABCD")
    assert work.calls[0] is not work.calls[1]
