"""Which calls go together, and when."""

from __future__ import annotations

import rpcface as rf

LONG = 20.0


def test_calls_that_come_while_the_function_is_busy_go_together(serve, held, kind, how):
    work = held()
    calls = serve(getattr(work, kind))
    first = calls.start("a", how)
    assert work.begins() == ["a"]
    others = [calls.start(text, how) for text in "bcdef"]
    calls.waits(5)
    work.let_go(3)

    assert first.ends() == "A"
    assert sorted(one.ends() for one in others) == list("BCDEF")
    assert list(map(len, work.ran)) == [1, 4, 1]


def test_a_batch_of_eight_costs_one_call_of_the_function(serve, held):
    work = held()
    calls = serve(work.sync, max_batch_size=8)
    started = [calls.start("a")]
    work.begins()
    started += [calls.start(text) for text in "bcdefghi"]
    calls.waits(8)
    work.let_go(2)

    assert [one.ends() for one in started] == list("ABCDEFGHI")
    assert [sorted(texts) for texts in work.ran] == [["a"], list("bcdefghi")]


def test_sixty_four_calls_in_flight_fill_batches_of_eight(serve, held):
    work = held()
    calls = serve(work.sync, max_batch_size=8)
    started = [calls.start("a")]
    work.begins()
    started += [calls.start("a") for _ in range(64)]
    calls.waits(64)
    work.let_go(100)

    assert [one.ends() for one in started] == ["A"] * 65
    assert list(map(len, work.ran)) == [1] + [8] * 8


def test_a_lone_call_waits_for_nobody(serve):
    calls = serve(lambda texts: [text + str(len(texts)) for text in texts])

    assert [calls.start(text).ends() for text in "ab"] == ["a1", "b1"]


def test_the_first_waits_for_others_as_long_as_it_is_told(serve, held, kind):
    work = held()
    work.let_go(10)
    calls = serve(getattr(work, kind), max_batch_delay=LONG, max_batch_size=3)
    started = [calls.start(text) for text in "abc"]

    assert [one.ends() for one in started] == list("ABC")
    assert list(map(len, work.ran)) == [3]


def test_when_its_delay_is_over_a_batch_begins_with_those_there_are(serve, held):
    work = held()
    work.let_go(10)
    calls = serve(work.sync, max_batch_delay=0.05)

    assert [calls.start(text).ends() for text in "ab"] == ["A", "B"]
    assert work.ran == [["a"], ["b"]]


def test_as_many_batches_as_the_limit_run_at_once(serve, held, kind):
    work = held()
    calls = serve(getattr(work, kind), concurrency_limit=2, max_batch_size=2, max_batch_delay=LONG)
    started = [calls.start(text) for text in "abcdef"]
    for _ in range(2):
        assert len(work.begins()) == 2
    calls.waits(2)
    calls.round_trip()

    assert len(work.ran) == 2
    work.let_go(3)
    assert [one.ends() for one in started] == list("ABCDEF")


def test_an_async_function_runs_one_batch_at_a_time_unless_told(serve, held):
    assert rf.Interface(held().asynchronous, "text", "text", batch=True).concurrency_limit == 1


def test_without_a_limit_every_call_runs_at_once(serve, held, kind):
    work = held()
    calls = serve(getattr(work, kind), concurrency_limit=None)
    started = []
    for text in "abc":
        started.append(calls.start(text))
        assert work.begins() == [text]
    work.let_go(3)

    assert [one.ends() for one in started] == list("ABC")


def test_a_batch_is_one_call_among_interfaces_of_one_concurrency_id(serving, raw, held):
    batched, single, text = held(), held(str), rf.Textbox(name="text")
    server = serving(
        rf.Interface(batched.sync, text, "text", api_name="f", batch=True, concurrency_id="gpu"),
        rf.Interface(single.sync, text, "text", api_name="g", concurrency_id="gpu"),
    )
    call = raw(server)

    def start(name, text):
        return call.start(interface_name=name, inputs={"text": text})

    started = [start("f", "a")]
    batched.begins()
    started += [start("g", "b"), *(start("f", text) for text in "cd")]
    for _ in range(10):
        call.describe()
    assert single.ran == []
    batched.let_go()
    assert single.begins() == "b"
    assert len(batched.ran) == 1
    single.let_go()
    assert sorted(batched.begins()) == ["c", "d"]
    batched.let_go()
    assert all(one.result(LONG) for one in started)


def test_calls_beyond_those_that_may_wait_are_sent_away(serve, held, how):
    work = held()
    calls = serve(work.sync, max_queue_size=2)
    started = [calls.start("a", how)]
    work.begins()
    started += [calls.start(text, how) for text in "bc"]
    calls.waits(2)

    refused = calls.start("d", how).ends()
    assert refused == (
        "RESOURCE_EXHAUSTED: interface 'f' is busy: 2 calls wait already, the most that may"
    )
    work.let_go(2)
    assert [one.ends() for one in started] == list("ABC")


def test_those_that_can_come_in_at_once_do_not_count_as_waiting(serve, held):
    work = held()
    work.let_go(10)
    calls = serve(work.sync, max_queue_size=1, max_batch_delay=LONG)
    started = [calls.start(text) for text in "abcd"]

    assert [one.ends() for one in started] == list("ABCD")
    assert list(map(len, work.ran)) == [4]


def test_who_waits_is_told_how_many_run_before_by_the_batch(serve, held):
    work = held()
    calls = serve(work.sync, max_batch_size=2)
    first = calls.start("a", "watched")
    work.begins()
    waiting = []
    for count, text in enumerate("bcde", start=1):
        waiting.append(calls.start(text, "watched"))
        calls.waits(count)

    assert [one.next() for one in waiting] == [
        rf.Queued(0, None),
        rf.Queued(0, None),
        rf.Queued(2, None),
        rf.Queued(2, None),
    ]
    work.let_go(3)
    assert [one.ends() for one in (first, *waiting)] == list("ABCDE")
    assert not any(isinstance(event, rf.Queued) for event in first.events)


def test_a_call_that_runs_is_told_so_when_its_batch_begins(serve, held):
    work = held()
    calls = serve(work.sync)
    first = calls.start("a", "watched")
    assert first.next() == rf.Started()
    work.begins()
    second = calls.start("b", "watched")
    assert second.next() == rf.Queued(0, None)
    calls.waits(1)
    work.let_go()
    assert second.next() == rf.Started()
    work.begins()
    work.let_go()

    assert (first.ends(), second.ends()) == ("A", "B")
