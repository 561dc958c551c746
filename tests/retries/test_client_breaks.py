"""Calls of the Python clients that break off, and go on."""

from __future__ import annotations

import threading

import pytest

import rpcface as rf
from rpcface.client import large
from rpcface.events import Alerted, Finished, Progressed, Started, Updated
from rpcface.natural import media as natural

LONG = 20.0


def test_an_answer_that_breaks_off_is_asked_for_again_and_was_run_once(serving, connect, line):
    runs = []

    def fn(text):
        runs.append(text)
        return "x" * 2_000_000

    cable = line(serving(rf.Interface(fn, "text", "text")))
    client = connect(cable.address)
    client.describe()
    for run in (1, 2):
        cable.cut_after(500_000)
        assert client.predict("a") == "x" * 2_000_000
        assert len(runs) == cable.cuts == run


@pytest.mark.parametrize("merge", [True, False])
def test_a_stream_that_breaks_goes_on_and_tells_nothing_twice(serving, connect, line, merge):
    steps, runs = threading.Semaphore(0), []

    def fn(text):
        runs.append(text)
        rf.call().warning("Careful.")
        rf.call().progress(1, 2)
        for count in range(1, len(text) + 1):
            yield text[:count]
            assert steps.acquire(timeout=LONG)
        rf.call().warning("Careful.")
        rf.call().info("Done.")

    cable = line(serving(rf.Interface(fn, "text", "text", merge_updates=merge)))
    client = connect(cable.address)
    client.describe()
    found, texts = [], []
    for event in client.stream("abcd"):
        found.append(type(event) if not isinstance(event, Alerted) else event.text)
        if isinstance(event, Updated):
            texts.append(event.outputs)
            if len(texts) in (1, 3):
                cable.cut(unnoticed=True)  # the server goes on for who has left
            steps.release()

    assert runs == ["abcd"]
    assert texts == ["a", "ab", "abc", "abcd"]
    assert found.count(Started) == found.count(Finished) == found.count("Done.") == 1
    assert found.count("Careful.") == 2
    assert Progressed in found
    assert cable.cuts == 2


def test_a_stream_whose_server_is_started_again_begins_anew(serving, connect):
    let_go, runs = threading.Event(), []

    def fn(text):
        runs.append(text)
        rf.call().info("Hello.")
        yield f"{text}{len(runs)}"
        if len(runs) == 1:
            rf.call().wait(LONG)
        let_go.wait(LONG)

    made = rf.Interface(fn, "text", "text", api_name="f", concurrency_limit=None)
    server = serving(made)
    client = connect(server)
    found = []
    for event in client.stream("a"):
        found.append(event)
        if isinstance(event, Updated) and len(runs) == 1:
            server.stop(grace=0)
            server = serving(made, port=int(server.address.rpartition(":")[2]))
        elif isinstance(event, Updated):
            let_go.set()

    kinds = [type(event) for event in found]
    assert kinds == [Started, Alerted, Updated, Updated, Finished]
    assert [event.outputs for event in found[2:]] == ["a1", "a2", "a2"]


@pytest.mark.parametrize("way", ["predict", "submit"])
def test_a_server_that_comes_back_with_another_description_is_described_anew(serving, connect, way):
    begun = threading.Event()

    def f(text):
        begun.set()
        rf.call().wait(LONG)
        return text

    def change():
        assert begun.wait(LONG)
        first.stop(grace=0)
        serving(other, port=int(first.address.rpartition(":")[2]))

    first = serving(rf.Interface(f, "text", "text"))
    other = rf.Interface(lambda text, n=2: text * int(n), ["text", "number"], "text", api_name="f")
    client = connect(first)
    client.describe()
    thread = threading.Thread(target=change)
    thread.start()

    found = client.predict("a") if way == "predict" else client.submit("a").result()

    assert found == "aa"
    thread.join(LONG)


@pytest.fixture
def small(monkeypatch):
    """Media of more than some bytes go as blobs."""
    for place in (natural, large):
        monkeypatch.setattr(place, "LARGE_FILE" if place is natural else "INLINE", 1000)


@pytest.mark.parametrize("way", ["predict", "submit"])
def test_large_media_that_a_server_has_lost_with_the_call_are_sent_again(
    serving, connect, small, way
):
    begun, runs = threading.Event(), []

    def f(path):
        with open(path, "rb") as file:
            runs.append(len(file.read()))
        begun.set()
        if len(runs) == 1:
            rf.call().wait(LONG)
        return runs[-1]

    def restart():
        assert begun.wait(LONG)
        server.stop(grace=0)
        serving(made, port=int(server.address.rpartition(":")[2]))

    made = rf.Interface(f, rf.File(), "number", concurrency_limit=None)
    server = serving(made)
    client = connect(server)
    thread = threading.Thread(target=restart)
    thread.start()

    content = b"x" * 5000
    found = client.predict(content) if way == "predict" else client.submit(content).result()

    assert found == 5000
    assert runs == [5000, 5000]
    thread.join(LONG)
