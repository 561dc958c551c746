"""Functions that are faster than their readers, and those that never rest."""

from __future__ import annotations

import threading

from rpcface.core.outbox import BACKLOG, Outbox
from rpcface.events import Started

LONG = 20.0


def test_a_reader_that_is_slow_does_not_hold_the_function(calls, either):
    done = threading.Event()

    def generator(text):
        for number in range(300):
            yield str(number % 10) * 200_000
        done.set()

    stream = calls(either(generator)).watch("a")
    assert done.wait(LONG)
    events = stream.all()

    assert events.outputs == {"output": "9" * 200_000}
    assert len(events) < 100


def test_a_reader_that_is_slow_holds_a_function_whose_updates_are_not_merged(calls, either):
    done = threading.Event()

    def generator(text):
        for number in range(300):
            yield str(number % 10) * 200_000
        done.set()

    stream = calls(either(generator), merge_updates=False).watch("a")
    assert next(stream) == Started()
    assert not done.wait(0.5)

    assert len(stream.all().updates) == 300
    assert done.is_set()


def test_no_more_outputs_wait_than_a_function_may_be_ahead(calls, monkeypatch):
    most = []
    update = Outbox.update

    def counted(self, outputs):
        update(self, outputs)
        most.append(len(self._waiting))

    monkeypatch.setattr(Outbox, "update", counted)

    def generator(text):
        for number in range(3000):
            yield str(number)

    events = calls(generator, merge_updates=False).watch("a").all()

    assert len(events) == 3002
    assert max(most) <= 2 * BACKLOG


async def endless():
    while True:
        yield "a"


def test_an_async_generator_that_never_awaits_leaves_the_loop_to_others(calls):
    call = calls(endless, inputs=None)
    stream = call.watch()
    assert next(stream) == Started()
    call.round_trip()

    stream.cancel()
    call.round_trip()
