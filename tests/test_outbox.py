"""What waits to be told of one call, and when it is told."""

from __future__ import annotations

import asyncio
import threading

import pytest

from rpcface.changes import Change
from rpcface.core import outbox as outbox_module
from rpcface.core.outbox import BACKLOG, BURST, LOW, Outbox
from rpcface.core.threads import Threads
from rpcface.events import Alerted, Bar, Finished, Level, Progressed, Queued, Started, Updated
from rpcface.running import Running

LONG = 10.0
HELLO = Alerted(Level.INFO, "hello")


@pytest.fixture
async def make():
    """Makes outboxes of a call that is heard, which close with the test."""
    made = []

    def make(*, merge=True, codecs=None):
        running = Running()
        made.append(Outbox(running, merge=merge, codecs=codecs))
        running.hears(made[-1])
        return made[-1]

    yield make
    for one in made:
        one.close()


async def soon(awaitable):
    return await asyncio.wait_for(awaitable, LONG)


async def all_of(outbox):
    """Every event from now to the end."""
    found = []
    while (event := await soon(outbox.next())) is not None:
        found.append(event)
    return found


async def waits(outbox):
    """A reader of the next event, which is not there yet."""
    reader = asyncio.create_task(outbox.next())
    for _ in range(5):
        await asyncio.sleep(0)
    assert not reader.done()
    return reader


def texts(events):
    """What each update appends to the one text, or sets it to."""
    return [event.changes[0].value for event in events if isinstance(event, Updated)]


async def test_events_are_told_in_order_and_then_the_outcome(make):
    outbox = make()
    outbox.put(Queued(1, 0.5))
    outbox.put(Started())
    outbox.put(HELLO)
    outbox.finish({"x": 1}, 7)

    assert await all_of(outbox) == [Queued(1, 0.5), Started(), HELLO, Finished({"x": 1}, 7)]
    assert await soon(outbox.next()) is None


async def test_a_reader_that_waits_gets_what_comes(make):
    outbox = make()
    for put, event in (
        (lambda: outbox.put(Started()), Started()),
        (lambda: outbox.update({"x": "a"}), Updated([Change("x", "", "set", "a")])),
        (lambda: outbox.finish({}, 0), Finished({}, 0)),
    ):
        reader = await waits(outbox)
        put()
        assert await soon(reader) == event


async def test_of_positions_that_wait_only_the_latest_is_told(make):
    outbox = make()
    for position in (3, 2, 1):
        outbox.put(Queued(position))
    outbox.put(Started())

    assert await soon(outbox.next()) == Queued(1)
    assert await soon(outbox.next()) == Started()


@pytest.mark.parametrize("threads", [False, True])
async def test_outputs_that_wait_are_told_as_one(make, threads):
    codecs = Threads(1, "test") if threads else None
    outbox = make(codecs=codecs)
    outbox.update({"x": "a", "y": 1})
    outbox.update({"x": "ab"})
    assert await soon(outbox.next()) == Updated(
        [Change("x", "", "set", "ab"), Change("y", "", "set", 1)]
    )
    outbox.update({"x": "abc"})
    outbox.update({"y": 2})
    outbox.update({"x": "abcd"})
    outbox.finish({"z": 3}, 0)

    assert await all_of(outbox) == [
        Updated([Change("x", "", "append_text", "cd"), Change("y", "", "set", 2)]),
        Finished({"z": 3}, 0),
    ]
    if codecs is not None:
        codecs.close()


async def test_without_merging_each_is_told(make):
    outbox = make(merge=False)
    for text in ("a", "ab", "c"):
        outbox.update({"x": text})
    outbox.finish({}, 0)

    assert texts(await all_of(outbox)) == ["a", "b", "c"]


async def test_what_is_as_it_was_is_not_told(make):
    for merge in (True, False):
        outbox = make(merge=merge)
        outbox.update({"x": ["a"]})
        assert await soon(outbox.next()) == Updated([Change("x", "", "set", ["a"])])
        outbox.update({"x": ["a"]})
        await waits(outbox)


async def test_a_burst_leaves_at_once_and_then_one_update_each_pace(make, monkeypatch):
    monkeypatch.setattr(outbox_module, "PACE", 1000.0)
    outbox = make()
    for number in range(BURST):
        outbox.update({"x": number})
        assert texts([await soon(outbox.next())]) == [number]
    outbox.update({"x": "late"})
    reader = await waits(outbox)
    outbox.update({"x": "later"})
    outbox.put(HELLO)
    assert await soon(reader) == HELLO
    reader = await waits(outbox)
    outbox.finish({}, 0)

    assert texts([await soon(reader)]) == ["later"]
    assert await all_of(outbox) == [Finished({}, 0)]


async def test_an_update_that_waits_for_its_pace_leaves_by_itself(make, monkeypatch):
    monkeypatch.setattr(outbox_module, "BURST", 1)
    monkeypatch.setattr(outbox_module, "PACE", 0.01)
    outbox = make()
    outbox._allowance = 1.0
    for number in range(3):
        outbox.update({"x": number})
        assert texts([await soon(outbox.next())]) == [number]


async def test_an_error_comes_after_what_was_told_before(make):
    for merge in (True, False):
        outbox = make(merge=merge)
        outbox.put(Started())
        outbox.update({"x": "a"})
        outbox.update({"x": "b"})
        outbox.fail(ZeroDivisionError("here"))

        assert await soon(outbox.next()) == Started()
        assert texts([await soon(outbox.next())]) == (["b"] if merge else ["a"])
        if not merge:
            assert texts([await soon(outbox.next())]) == ["b"]
        with pytest.raises(ZeroDivisionError, match="here"):
            await soon(outbox.next())


async def test_only_without_merging_the_function_waits_for_its_reader(make):
    for merge in (True, False):
        outbox = make(merge=merge)
        for number in range(BACKLOG):
            assert not outbox.is_full
            outbox.update({"x": number})
        assert outbox.is_full is not merge


async def test_the_function_goes_on_when_few_outputs_wait(make):
    outbox = make(merge=False)
    for number in range(BACKLOG):
        outbox.update({"x": number})
    room = asyncio.create_task(outbox.room())
    for number in range(BACKLOG):
        await asyncio.sleep(0)
        assert room.done() is (BACKLOG - number <= LOW)
        assert texts([await soon(outbox.next())]) == [number]
    await soon(room)


async def test_a_function_that_waits_for_its_reader_goes_on_when_the_reader_leaves(make):
    outbox = make(merge=False)
    for number in range(BACKLOG):
        outbox.update({"x": number})
    room = asyncio.create_task(outbox.room())
    await asyncio.sleep(0)
    outbox.close()

    await soon(room)
    outbox.update({"x": -1})
    assert not outbox.is_full


async def test_alerts_of_other_threads_wake_the_reader(make):
    outbox = make()
    reader = await waits(outbox)
    await asyncio.to_thread(outbox.alert, HELLO)

    assert await soon(reader) == HELLO


async def test_an_alert_just_before_the_end_is_told_before_it(make):
    outbox = make()
    outbox.alert(HELLO)
    outbox.finish({}, 0)

    assert await outbox.next() == HELLO
    assert await outbox.next() == Finished({}, 0)


def test_an_alert_after_the_loop_has_closed_is_dropped():
    async def main():
        return Outbox(Running(), merge=True, codecs=None)

    outbox = asyncio.run(main())
    thread = threading.Thread(target=lambda: (outbox.alert(HELLO), outbox.progress()))
    thread.start()
    thread.join(LONG)

    assert not outbox._events


async def test_bars_are_told_at_intervals_and_how_they_are_by_then(make, monkeypatch):
    monkeypatch.setattr(outbox_module, "PROGRESS", 1000.0)
    outbox = make()
    outbox._bars_time = -2000.0
    running = outbox._running
    running.progress(1, 5)
    running.progress(2, 5)
    assert await soon(outbox.next()) == Progressed((Bar(2, 5),))
    running.progress(3, 5)
    running.progress(4, 5, text="nearly")
    reader = await waits(outbox)
    outbox.finish({}, 0)

    assert await soon(reader) == Progressed((Bar(4, 5, text="nearly"),))
    assert await all_of(outbox) == [Finished({}, 0)]


async def test_bars_that_wait_for_their_time_are_told_by_themselves(make, monkeypatch):
    monkeypatch.setattr(outbox_module, "PROGRESS", 0.01)
    outbox = make()
    for done in range(3):
        outbox._running.progress(done)
        assert await soon(outbox.next()) == Progressed((Bar(done),))


@pytest.mark.parametrize("last", [Queued(2, 1.0), Started(), Progressed((Bar(1.0, 2.0),))])
@pytest.mark.parametrize("then", ["nothing", "an alert", "an update"])
async def test_where_the_call_is_comes_again_when_all_is_quiet(make, monkeypatch, last, then):
    monkeypatch.setattr(outbox_module, "QUIET", 0.01)
    outbox = make()
    if isinstance(last, Progressed):
        outbox._running.progress(1, 2)
    else:
        outbox.put(last)
    assert await soon(outbox.next()) == last
    if then == "an alert":
        outbox.put(HELLO)
        assert await soon(outbox.next()) == HELLO
    elif then == "an update":
        outbox.update({"x": 1})
        assert texts([await soon(outbox.next())]) == [1]

    for _ in range(3):
        assert await soon(outbox.next()) == last


async def test_what_comes_again_does_not_pile_up_where_nobody_reads(make, monkeypatch):
    monkeypatch.setattr(outbox_module, "QUIET", 0.0)
    outbox = make()
    outbox.put(Started())
    assert await soon(outbox.next()) == Started()
    for _ in range(3):
        outbox._quiet.cancel()
        outbox._repeat()

    assert list(outbox._events) == [Started()]
