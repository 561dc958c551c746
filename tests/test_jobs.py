"""Calls that are watched, from both clients: `stream` and `submit`."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

import rpcface as rf
from rpcface.events import Alerted, Finished, Level, Progressed, Queued, Started, Updated

LONG = 20.0


def letters(text, fail=False):
    for count in range(1, len(text) + 1):
        yield text[:count]
    if fail:
        raise rf.Error("That was all.")


def both(text):
    for count in range(1, len(text) + 1):
        yield text[:count], {"count": count, "all": list(text[:count])}


def letters_interface(**options):
    return rf.Interface(letters, ["text", "checkbox"], "text", **options)


def both_interface():
    outputs = [rf.Textbox(name="head"), rf.JSON(name="facts")]
    return rf.Interface(both, "text", outputs, merge_updates=False)


def test_a_stream_gives_every_event_with_the_outputs_as_they_are(serving, connect):
    events = list(connect(serving(letters_interface(merge_updates=False))).stream("abc"))

    assert events[0] == Started()
    assert [type(event) for event in events[1:]] == [Updated, Updated, Updated, Finished]
    assert [event.outputs for event in events[1:]] == ["a", "ab", "abc", "abc"]


def test_several_outputs_have_their_names_and_belong_to_the_reader(serving, connect):
    events = []
    for event in connect(serving(both_interface()))["both"].stream("abc"):
        if isinstance(event, Updated):
            events.append(event.outputs)
            event.outputs.facts["all"].clear()

    assert [outputs.head for outputs in events] == ["a", "ab", "abc"]
    assert [outputs["facts"]["count"] for outputs in events] == [1, 2, 3]

    job = connect(serving(both_interface())).submit("abc")
    kept = list(job)
    assert [outputs.facts["all"] for outputs in kept] == [["a"], ["a", "b"], ["a", "b", "c"]]


def test_the_changes_of_an_event_stay_as_they_were(serving, connect):
    def chat(text):
        for count in range(1, 4):
            yield [{"content": text * count}]

    made = rf.Interface(chat, "text", "json", merge_updates=False)
    events = [e for e in connect(serving(made)).stream("a") if isinstance(e, Updated)]

    assert events[0].changes == [rf.Change("output", "", "set", [{"content": "a"}])]
    assert events[1].changes == [rf.Change("output", "/0/content", "append_text", "a")]


def test_a_default_of_an_output_is_what_it_is_before_its_first_value(serving, connect):
    def one(text):
        yield text, rf.skip()
        yield rf.skip(), text

    outputs = [rf.Textbox(name="x"), rf.Textbox("empty", name="y")]
    open_client = connect(serving(rf.Interface(one, "text", outputs, merge_updates=False)))

    assert list(open_client.submit("a")) == [("a", "empty"), ("a", "a")]


def test_what_a_function_tells_is_among_the_events(serving, connect):
    def work(text):
        rf.call().warning("Careful.")
        for _ in rf.progress(range(3), text="Steps", unit="steps"):
            pass
        return text

    events = list(connect(serving(rf.Interface(work, "text", "text"))).stream("a"))

    assert Alerted(Level.WARNING, "Careful.") in events
    bars = [event.bars for event in events if isinstance(event, Progressed)]
    assert {bar.text for one in bars for bar in one} <= {"Steps"}
    assert (events[-1].outputs, events[-1].values) == ("a", {"output": "a"})
    assert events[-1].duration_ns > 0


def test_a_job_gives_outputs_each_time_they_change_and_then_its_result(serving, connect):
    job = connect(serving(letters_interface(merge_updates=False))).submit("abc")

    assert list(job) == ["a", "ab", "abc"]
    assert job.result() == "abc"
    assert job.result() == "abc"
    assert list(job) == []


def test_a_result_may_be_asked_for_at_once_or_after_some_outputs(serving, connect):
    server = serving(letters_interface(merge_updates=False))
    assert connect(server).submit("abc").result() == "abc"

    job = connect(server).submit("abc")
    assert next(iter(job)) == "a"
    assert next(iter(job.events)).outputs == "ab"
    assert job.result() == "abc"

    job = connect(server).submit("abc")
    assert len(list(job.events)) == 5
    assert job.result() == "abc"


def test_a_function_that_returns_is_a_job_with_one_output(serving, connect):
    open_client = connect(
        serving(
            rf.Interface(str.upper, "text", "text", api_name="upper"),
            rf.Interface(str.upper, "text", None, api_name="none"),
            rf.Interface(lambda: np.zeros((2, 2, 3), "u1"), None, "image", api_name="image"),
        )
    )

    assert list(open_client["upper"].submit("a")) == ["A"]
    assert open_client["none"].submit("a").result() is None
    image = open_client["image"].submit().result()
    image[:] = 1  # it is the caller's own
    assert image.shape == (2, 2, 3)


def test_a_job_that_failed_fails_whenever_it_is_asked(serving, connect):
    job = connect(serving(letters_interface(merge_updates=False))).submit("ab", fail=True)
    found = []
    with pytest.raises(rf.Error, match=r"^That was all\.$"):
        found.extend(job)

    assert found == ["a", "ab"]
    for _ in range(2):
        with pytest.raises(rf.Error, match=r"^That was all\.$"):
            job.result()


def test_inputs_at_fault_are_told_as_soon_as_they_are_known(serving, connect):
    open_client = connect(serving(letters_interface()))

    for wrong in ({}, {"txet": "a"}):
        with pytest.raises(rf.InputError, match=r"inputs\.text"):
            open_client.submit(**wrong)
        with pytest.raises(rf.InputError, match=r"inputs\.text"):
            list(open_client.stream(**wrong))
    with pytest.raises(rf.InputError, match=r"inputs\.text: wanted text; came 3"):
        open_client.submit(3).result()
    with pytest.raises(rf.InterfaceUnknown, match="did you mean 'letters'"):
        open_client["lettres"].submit("a")


def test_a_server_that_is_not_there_is_told(connect):
    open_client = connect("localhost:1", timeout=5)
    with pytest.raises(rf.RpcfaceError, match="no server answers at localhost:1"):
        open_client.submit("a")
    with pytest.raises(rf.RpcfaceError, match="no server answers at localhost:1"):
        list(open_client.stream("a"))


def test_the_time_of_a_stream_begins_when_it_opens(serving, connect, monkeypatch):
    open_client = connect(serving(letters_interface()), timeout=5)
    events = open_client.stream("a")
    now = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: now() + 10)

    assert list(events)[-1].outputs == "a"


def test_a_server_that_changed_is_described_anew(serving, connect):
    def shout(text, times=1):
        yield text.upper() * int(times)

    one = rf.Interface(shout, "text", "text", api_name="f")
    two = rf.Interface(shout, ["text", "number"], "text", api_name="f")
    server = serving(one)
    port = int(server.address.rpartition(":")[2])
    open_client = connect(server)
    assert open_client.submit("a").result() == "A"
    server.stop()
    serving(two, port=port)

    assert open_client.submit("a", times=2).result() == "AA"


def test_an_etag_that_is_not_the_servers_describes_anew_while_the_stream_opens(serving, connect):
    def shout(text):
        yield text.upper()

    server = serving(rf.Interface(shout, "text", "text", api_name="f"))
    port = int(server.address.rpartition(":")[2])
    open_client = connect(server)
    assert open_client.submit("a").result() == "A"
    server.stop()
    serving(rf.Interface(shout, rf.Textbox(max_length=5), "text", api_name="f"), port=port)

    events = list(open_client.stream("a"))
    assert events[0] == Started()
    assert events[-1].outputs == "A"


def test_the_queue_is_told(serving, connect):
    held, begun = threading.Event(), threading.Event()

    def work(text):
        begun.set()
        assert held.wait(LONG)
        return text

    open_client = connect(serving(rf.Interface(work, "text", "text")))
    first = open_client.submit("a")
    list_of = iter(first.events)
    assert next(list_of) == Started()
    assert begun.wait(LONG)
    second = iter(open_client.stream("b"))
    assert next(second) == Queued(0)
    held.set()
    assert next(second) == Started()
    assert next(second).outputs == "b"
