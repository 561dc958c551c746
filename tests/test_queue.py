"""Who waits for a function: whose turn it is, how long it lasts, and who is sent away."""

from __future__ import annotations

import asyncio
import time

from hypothesis import given
from hypothesis import strategies as st

from rpcface.core import queue as queue_module
from rpcface.core.queue import MANY, Queue
from rpcface.errors import QueueFull

LONG = 20.0


class Calls:
    """Calls that enter a queue: who is in, in order, and what each was told."""

    def __init__(self, limit=1, most=100):
        self.queue = Queue("interface 'f'", limit, most)
        self.entered = []
        self.told = {}
        self.tasks = {}
        self.heard = asyncio.Event()

    async def enter(self, name, caller="", deadline=None):
        self.told[name] = []
        self.tasks[name] = asyncio.create_task(self._enter(name, caller, deadline))
        await settled()

    async def _enter(self, name, caller, deadline):
        def told(position, wait):
            self.told[name].append((position, wait))
            self.heard.set()

        await self.queue.enter(caller, deadline, told)
        self.entered.append(name)

    async def leave(self, seconds=None):
        self.queue.leave(seconds)
        await settled()

    async def cancel(self, name):
        self.tasks[name].cancel()
        await settled()

    def positions(self, *names):
        return [self.told[name][-1][0] for name in names]

    def waits(self, *names):
        return [self.told[name][-1][1] for name in names]


async def settled():
    for _ in range(4):
        await asyncio.sleep(0)


async def test_as_many_as_the_limit_are_in_at_once_and_the_others_follow_in_order():
    calls = Calls(limit=2)
    for name in "abcde":
        await calls.enter(name)

    assert calls.entered == ["a", "b"]
    for expected in ("abc", "abcd", "abcde"):
        await calls.leave()
        assert "".join(calls.entered) == expected
    assert (calls.queue.running, calls.queue.waiting) == (2, 0)


async def test_without_a_limit_nobody_waits():
    calls = Calls(limit=None)
    for name in range(200):
        await calls.enter(name)

    assert calls.queue.running == len(calls.entered) == 200


async def test_a_place_is_not_taken_from_those_who_wait():
    calls = Calls()
    await calls.enter("a")
    await calls.enter("b")
    calls.queue.leave()  # b's turn has come, though it does not know yet

    assert not calls.queue.enter_now()


async def test_callers_take_turns():
    calls = Calls()
    await calls.enter("running")
    for number in range(4):
        await calls.enter(f"a{number}", "a")
    for number in range(2):
        await calls.enter(f"b{number}", "b")
    await calls.enter("c0", "c")
    for _ in range(7):
        await calls.leave()

    assert calls.entered[1:] == ["a0", "b0", "c0", "a1", "b1", "a2", "a3"]


async def test_positions_count_those_who_come_first():
    calls = Calls()
    await calls.enter("running")
    for name, caller in (("a0", "a"), ("a1", "a"), ("b0", "b"), ("a2", "a"), ("b1", "b")):
        await calls.enter(name, caller)

    assert calls.told["running"] == []
    assert calls.positions("a0", "b0", "a1", "b1", "a2") == [0, 1, 2, 3, 4]


@given(st.data())
def test_the_position_is_how_many_calls_run_before_it(data):
    async def main():
        calls = Calls()
        await calls.enter("running")
        waiting = []
        for number in range(data.draw(st.integers(1, 12))):
            what = data.draw(st.sampled_from(["enter", "enter", "enter", "leave", "cancel"]))
            if what == "cancel" and waiting:
                name = data.draw(st.sampled_from(waiting))
                waiting.remove(name)
                await calls.cancel(name)
            elif what == "leave" and waiting:
                await calls.leave()
                waiting.remove(calls.entered[-1])
            else:
                waiting.append(number)
                await calls.enter(number, data.draw(st.sampled_from("abc")))
        assert calls.queue.waiting == len(waiting)
        calls.queue._tell_now()
        told = {name: calls.told[name][-1][0] for name in waiting}
        before = len(calls.entered)
        for _ in waiting:
            await calls.leave()
        assert told == {name: at for at, name in enumerate(calls.entered[before:])}
        assert (calls.queue.waiting, calls.queue.running) == (0, 1)
        await calls.leave()
        assert calls.queue.running == 0

    asyncio.run(main())


async def test_each_change_of_a_position_is_told_once():
    calls = Calls()
    for name in "abcd":
        await calls.enter(name)
    await calls.leave()
    await calls.cancel("c")
    await calls.leave()

    assert calls.told["d"] == [(2, None), (1, None), (0, None)]


async def test_a_call_is_told_when_those_of_another_come_before_it():
    calls = Calls()
    await calls.enter("running")
    await calls.enter("a0", "a")
    await calls.enter("a1", "a")
    await calls.enter("b0", "b")

    assert calls.told["a1"] == [(1, None), (2, None)]


async def test_many_are_told_at_intervals(monkeypatch):
    monkeypatch.setattr(queue_module, "INTERVAL", 0.001)
    calls = Calls(most=1000)
    await calls.enter("running")
    for number in range(MANY + 10):
        await calls.enter(number)
    calls.heard.clear()
    for _ in range(5):
        calls.queue.leave()
    assert calls.positions(MANY) == [MANY]

    await asyncio.wait_for(calls.heard.wait(), LONG)
    assert [position for position, _ in calls.told[MANY]] == [MANY, MANY - 5]


async def test_the_expected_wait_is_not_known_before_a_call_has_ended():
    calls = Calls()
    for name in "ab":
        await calls.enter(name)

    assert calls.told["b"] == [(0, None)]


async def test_the_expected_wait_is_that_of_those_before_it():
    calls = Calls(limit=2)
    for name in "abcdef":
        await calls.enter(name)
    await calls.leave(4.0)

    assert calls.positions("d", "e", "f") == [0, 1, 2]
    assert calls.waits("d", "e", "f") == [2.0, 4.0, 6.0]
    await calls.cancel("e")
    assert (calls.positions("f"), calls.waits("f")) == ([1], [4.0])
    await calls.leave(14.0)
    assert (calls.positions("f"), calls.waits("f")) == ([0], [3.0])


async def test_a_call_that_said_nothing_of_others_leaves_the_expected_wait_as_it_was():
    calls = Calls()
    for name in "abcd":
        await calls.enter(name)
    await calls.leave(2.0)
    await calls.leave()

    assert calls.waits("d") == [2.0]


async def test_one_more_than_may_wait_is_refused():
    calls = Calls(most=2)
    for name in "abcd":
        await calls.enter(name)

    error = calls.tasks["d"].exception()
    assert isinstance(error, QueueFull)
    assert str(error) == "interface 'f' is busy: 2 calls wait already, the most that may"
    assert error.retry_after == 1.0
    assert (calls.queue.waiting, calls.told["d"]) == (2, [])
    await calls.cancel("b")
    await calls.enter("e")
    assert not calls.tasks["e"].done()


async def test_a_call_that_would_wait_beyond_its_deadline_is_refused_at_once():
    calls = Calls()
    await calls.enter("a")
    await calls.leave(10.0)
    await calls.enter("b")
    await calls.enter("patient", deadline=time.monotonic() + 15)
    await calls.enter("late", deadline=time.monotonic() + 15)

    assert not calls.tasks["patient"].done()
    error = calls.tasks["late"].exception()
    assert isinstance(error, QueueFull)
    assert error.retry_after == 20.0
    assert "the expected wait is 20.0 s, and the deadline is in 15.0 s" in str(error)


async def test_a_deadline_does_not_count_where_there_is_a_place():
    calls = Calls()
    await calls.enter("a")
    await calls.leave(10.0)
    await calls.enter("b", deadline=time.monotonic() + 1)

    assert calls.entered == ["a", "b"]


async def test_a_place_goes_on_when_its_turn_and_its_end_coincide():
    for first in ("cancel", "leave"):
        calls = Calls()
        for name in "abc":
            await calls.enter(name)
        if first == "cancel":
            calls.tasks["b"].cancel()
            calls.queue.leave()
        else:
            calls.queue.leave()
            calls.tasks["b"].cancel()
        await settled()

        assert calls.tasks["b"].cancelled()
        assert calls.entered == ["a", "c"]
        await calls.leave()
        assert (calls.queue.running, calls.queue.waiting) == (0, 0)


async def test_a_caller_whose_call_was_cancelled_keeps_its_turn():
    calls = Calls()
    await calls.enter("running")
    for name, caller in (("a0", "a"), ("a1", "a"), ("b0", "b")):
        await calls.enter(name, caller)
    calls.tasks["a0"].cancel()
    await calls.leave()

    assert calls.entered == ["running", "a1"]


async def test_nothing_is_kept_of_calls_that_were_cancelled():
    calls = Calls(most=10_000)
    await calls.enter("running")
    tasks = [
        asyncio.create_task(calls.queue.enter(f"caller {number % 50}")) for number in range(2000)
    ]
    await settled()
    assert calls.queue.waiting == 2000
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)

    assert (calls.queue.waiting, dict(calls.queue._waiting)) == (0, {})
    await calls.leave()
    assert calls.queue.enter_now()
