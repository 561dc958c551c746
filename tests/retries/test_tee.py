"""What is told of one run to several readers, and which of them the function waits for."""

from __future__ import annotations

import asyncio

import pytest

from rpcface.changes import Change
from rpcface.core.outbox import BACKLOG
from rpcface.core.repeats import tee as module
from rpcface.core.repeats.tee import Tee
from rpcface.events import Alerted, Finished, Level, Progressed, Queued, Started, Updated
from rpcface.running import Running

LONG = 10.0


class Told(Tee):
    """A tee that notes its end."""

    def __init__(self, **options):
        self.ends = []
        super().__init__(codecs=None, ended=self.ends.append, **options)


@pytest.fixture
async def make():
    made = []

    def make(*, merge=False):
        made.append(Told(merge=merge))
        return made[-1]

    yield make
    for one in made:
        one.close()


async def soon(awaitable):
    return await asyncio.wait_for(awaitable, LONG)


async def values(box):
    """What the output is after each update, and the end."""
    found, value = [], ""
    while (event := await soon(box.next())) is not None:
        if isinstance(event, Updated):
            for change in event.changes:
                value = change.value if change.kind == "set" else value + change.value
            found.append(value)
    return found


def fill(tee, count=BACKLOG, start=0):
    for number in range(start, start + count):
        tee.update({"x": f"<{number}>"})


async def test_every_reader_is_told_all_from_then_on(make):
    tee = make()
    first = tee.join()
    tee.put(Queued(1))
    tee.put(Started())
    tee.update({"x": "a"})
    second = tee.join()
    tee.update({"x": "b"})
    tee.finish({"y": 1}, 7)
    third = tee.join()

    set_a, set_b = (Updated([Change("x", "", "set", value)]) for value in "ab")
    end = Finished({"y": 1}, 7)
    for box, told in (
        (first, [Queued(1), Started(), set_a, set_b, end]),
        (second, [Started(), set_a, set_b, end]),
        (third, [Started(), set_b, end]),
    ):
        assert [await soon(box.next()) for _ in told] == told
        assert await soon(box.next()) is None
    assert tee.ends == [end]


async def test_an_error_reaches_every_reader_after_what_was_told(make):
    tee, error = make(), ValueError("no")
    first = tee.join()
    tee.update({"x": "a"})
    tee.fail(error)

    for box in (first, tee.join()):
        assert isinstance(await soon(box.next()), Updated)
        with pytest.raises(ValueError, match="no"):
            await soon(box.next())
    assert tee.ends == [error]


async def test_of_many_alerts_the_last_are_told_to_who_comes_later(make, monkeypatch):
    tee = make()
    alerts = [Alerted(Level.INFO, str(number)) for number in range(module.ALERTS + 5)]
    for alert in alerts:
        tee.alert(alert)
    box = tee.join()

    assert [await soon(box.next()) for _ in range(module.ALERTS)] == alerts[5:]


async def test_alerts_and_progress_may_come_from_any_thread(make):
    tee, running = make(), Running()
    tee.tells_of(running)
    running.hears(tee)
    first = tee.join()

    def tell():
        running.info("hello")
        running.progress(1, 2)

    await asyncio.to_thread(tell)

    for box in (first, tee.join()):
        assert await soon(box.next()) == Alerted(Level.INFO, "hello")
        assert await soon(box.next()) == Progressed(running.bars())


async def test_without_merging_the_function_waits_for_the_reader_who_came_last(make):
    tee = make()
    old = tee.join()
    fill(tee)
    assert tee.is_bounded
    assert tee.is_full

    new = tee.join()
    assert not tee.is_full
    fill(tee, start=BACKLOG)
    assert tee.is_full
    assert tee.unread == BACKLOG + 1
    tee.finish({}, 0)

    assert await values(new) == [f"<{number}>" for number in range(BACKLOG - 1, 2 * BACKLOG)]
    assert await values(old) == [*(f"<{number}>" for number in range(BACKLOG - 1)), "<31>"]


async def test_a_function_that_waits_goes_on_when_another_reader_comes(make):
    tee = make()
    tee.join()
    fill(tee)
    room = asyncio.create_task(tee.room())
    await asyncio.sleep(0)
    assert not room.done()
    tee.join()

    await soon(room)


async def test_a_function_that_waits_goes_on_when_its_reader_leaves(make):
    tee = make()
    box = tee.join()
    fill(tee)
    room = asyncio.create_task(tee.room())
    await asyncio.sleep(0)
    tee.leave(box)

    await soon(room)
    assert not tee.is_full
    assert tee.unread == 0
    fill(tee, 3 * BACKLOG)
    assert await soon(tee.join().next()) == Updated([Change("x", "", "set", "<47>")])


async def test_where_the_last_reader_leaves_the_one_before_counts(make):
    tee = make()
    old, new = tee.join(), tee.join()
    fill(tee)
    assert tee.is_full
    tee.leave(new)

    assert tee.is_full
    for _ in range(BACKLOG - 1):
        await soon(old.next())
    assert not tee.is_full


async def test_with_merging_nobody_is_waited_for(make):
    tee = make(merge=True)
    box = tee.join()
    fill(tee, 10 * BACKLOG)
    assert not tee.is_full
    assert not tee.is_bounded
    await soon(tee.room())
    tee.finish({}, 0)

    assert await values(box) == [f"<{10 * BACKLOG - 1}>"]
