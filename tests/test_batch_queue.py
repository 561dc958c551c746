"""Who waits for a function that takes several calls at once, and which go together."""

from __future__ import annotations

import asyncio
import time

import pytest

import rpcface as rf
from rpcface.core.batch_queue import TURNS, BatchQueue
from rpcface.core.queue import Queue, queues
from rpcface.errors import QueueFull

LONG = 20.0


class Calls:
    """Calls that enter a queue of batches, each of which stays until it is let go."""

    def __init__(self, *, limit=1, most=100, size=2, delay=0.0):
        interface = rf.Interface(
            lambda texts: texts,
            "text",
            "text",
            batch=True,
            max_batch_size=size,
            max_batch_delay=delay,
            max_queue_size=most,
        )
        self.places = Queue("interface 'f'", limit, most)
        self.queue = BatchQueue("f", self.places, interface)
        self.batches = []
        self.queue.begin = self.batches.append
        self.tasks = {}
        self.told = {}

    async def enter(self, *names, caller="", deadline=None):
        for name in names:
            self.told[name] = []
            self.tasks[name] = asyncio.create_task(self._enter(name, caller, deadline))
        await settled()

    async def _enter(self, name, caller, deadline):
        def told(position, wait):
            self.told[name].append((position, wait))

        await self.queue.enter(caller, deadline, told)
        self.queue.join(name)

    async def leave(self, count, seconds=None):
        """Ends a batch of so many calls."""
        self.queue.ended(seconds)
        for _ in range(count):
            self.queue.leave()
        await settled()


async def settled():
    for _ in range(TURNS + 15):
        await asyncio.sleep(0)


async def let_in(calls):
    """Waits until the next batch is let in, and does not know yet."""
    for _ in range(100):
        if not calls.queue.waiting:
            return
        await asyncio.sleep(0)


async def test_a_batch_takes_those_whose_turn_it_is():
    calls = Calls(size=3)
    await calls.enter("running")
    await calls.enter("a0", "a1", "a2", "a3", caller="a")
    await calls.enter("b0", caller="b")
    await calls.leave(1)
    await calls.leave(3)

    assert calls.batches == [["running"], ["a0", "b0", "a1"], ["a2", "a3"]]


async def test_who_leaves_while_it_waits_is_in_no_batch():
    calls = Calls()
    await calls.enter("running")
    await calls.enter("a", "b", "c")
    calls.tasks["b"].cancel()
    await settled()
    await calls.leave(1)

    assert calls.batches == [["running"], ["a", "c"]]


async def test_who_leaves_in_the_moment_it_is_let_in_is_in_no_batch():
    calls = Calls()
    await calls.enter("running")
    await calls.enter("a", "b")
    calls.queue.ended(None)
    await let_in(calls)
    calls.tasks["a"].cancel()  # which does not know yet
    await settled()

    assert calls.batches == [["running"], ["b"]]
    assert calls.queue.running == 2


async def test_a_place_for_which_nobody_is_left_goes_back():
    calls = Calls()
    await calls.enter("running")
    await calls.enter("a", "b")
    calls.queue.ended(None)
    await let_in(calls)
    for name in "ab":
        calls.tasks[name].cancel()
    await settled()
    assert calls.places.running == 0
    await calls.enter("c")

    assert calls.batches == [["running"], ["c"]]


async def test_a_queue_that_all_have_left_takes_no_place():
    calls = Calls()
    await calls.enter("running")
    await calls.enter("a")
    calls.tasks["a"].cancel()
    await settled()
    await calls.leave(1)

    assert (calls.places.running, calls.places.waiting, calls.queue.waiting) == (0, 0, 0)


async def test_the_first_call_waits_for_others_from_when_it_came():
    calls = Calls(delay=0.2)
    await calls.enter("a", "b")
    await calls.enter("c")
    await asyncio.sleep(0.25)
    assert calls.batches == [["a", "b"]]
    await calls.leave(2)

    assert calls.batches == [["a", "b"], ["c"]]


async def test_when_the_first_call_leaves_the_next_one_s_delay_counts():
    calls = Calls(delay=0.3, size=3)
    await calls.enter("a")
    await asyncio.sleep(0.2)
    await calls.enter("b")
    calls.tasks["a"].cancel()
    began = time.monotonic()
    while not calls.batches:
        await asyncio.sleep(0.01)
        assert time.monotonic() < began + LONG

    assert time.monotonic() - began > 0.25
    assert calls.batches == [["b"]]


@pytest.mark.parametrize("turns", range(TURNS + 5))
async def test_who_comes_when_the_last_has_just_left_waits_as_long_as_any(turns):
    calls = Calls(delay=LONG)
    await calls.enter("gone")
    calls.tasks["gone"].cancel()
    for _ in range(turns):
        await asyncio.sleep(0)

    await calls.enter("a")
    assert calls.batches == []
    await calls.enter("b")

    assert calls.batches == [["a", "b"]]


async def test_the_next_batch_begins_while_the_last_answers_are_encoded_but_no_second():
    calls = Calls(size=2)
    await calls.enter("a", "b", "c", "d", "e")
    calls.queue.ended(None)
    await settled()
    assert calls.batches == [["a", "b"], ["c", "d"]]
    calls.queue.ended(None)
    await settled()
    assert len(calls.batches) == 2
    calls.queue.leave()
    calls.queue.leave()
    await settled()

    assert calls.batches[2:] == [["e"]]


async def test_the_wait_is_as_long_as_the_batches_before_take():
    calls = Calls(size=2)
    await calls.enter("a")
    await calls.leave(1, seconds=2.0)
    await calls.enter("b", "c")
    await calls.enter("d", "e", "f", "g", "h")

    assert [calls.told[name][-1] for name in "defgh"] == [
        (0, 2.0),
        (0, 2.0),
        (2, 4.0),
        (2, 4.0),
        (4, 6.0),
    ]


async def test_who_would_wait_beyond_the_deadline_is_sent_away_at_once():
    calls = Calls(size=2)
    await calls.enter("a")
    await calls.leave(1, seconds=2.0)
    await calls.enter("b", "c")
    await calls.enter("d", "e", "f", deadline=time.monotonic() + 3.0)

    with pytest.raises(QueueFull, match=r"the expected wait is 4\.0 s"):
        await calls.tasks["f"]
    assert calls.queue.waiting == 2


async def test_a_batch_waits_in_a_group_however_many_others_do():
    calls = Calls(most=1)
    await calls.places.enter("other")
    waiting = asyncio.create_task(calls.places.enter("other"))
    await calls.enter("a")
    assert calls.batches == []
    for _ in range(2):
        calls.places.leave()
        await settled()
    assert waiting.done()

    assert calls.batches == [["a"]]


def test_only_batches_have_a_queue_of_their_own_in_a_group():
    def interface(**options):
        return rf.Interface(lambda text: text, "text", "text", concurrency_id="gpu", **options)

    found = queues({"a": interface(batch=True), "b": interface(), "c": interface(batch=True)})

    assert found["a"]._places is found["b"] is found["c"]._places
    assert found["a"] is not found["c"]
