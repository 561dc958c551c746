"""A call that is told as it goes, through a server."""

from __future__ import annotations

import asyncio
import contextvars
import threading

import numpy as np
import pytest

import rpcface as rf
from rpcface.events import Alerted, Finished, Level, Progressed, Queued, Started, Updated

LONG = 20.0


@pytest.mark.parametrize("merge", [True, False])
def test_a_generator_is_told_value_by_value(calls, either, merge):
    def letters(text):
        for count in range(1, len(text) + 1):
            yield text[:count]

    text = "streams of changes"
    events = calls(either(letters), merge_updates=merge).watch(text).all()

    assert events[0] == Started()
    assert isinstance(events[-1], Finished)
    assert events[-1].values == {}
    assert events[-1].duration_ns > 0
    assert events.outputs == {"output": text}
    assert all(isinstance(event, Updated) for event in events[1:-1])
    if not merge:
        assert events.updates == [{"output": text[:count]} for count in range(1, len(text) + 1)]
        assert [event.changes[0].value for event in events[1:-1]] == list(text)


@pytest.mark.parametrize("kind", ["sync", "async", "sync that gives a coroutine"])
def test_a_function_that_returns_is_told_by_its_outcome_alone(calls, kind):
    async def asynchronous(text):
        await asyncio.sleep(0)
        return text.upper()

    fn = {
        "sync": lambda text: text.upper(),
        "async": asynchronous,
        "sync that gives a coroutine": lambda text: asynchronous(text),  # noqa: PLW0108
    }[kind]
    started, finished = calls(fn).watch("a")

    assert started == Started()
    assert finished.values == {"output": "A"}


def test_a_function_that_looked_sync_may_give_an_async_generator(calls):
    async def generator(text):
        for count in (1, 2):
            yield text * count
            await asyncio.sleep(0)

    events = calls(lambda text: generator(text), merge_updates=False).watch("a").all()  # noqa: PLW0108

    assert events.updates == [{"output": "a"}, {"output": "aa"}]


def test_a_function_without_outputs_is_told_by_its_end(calls):
    events = calls(lambda text: text, outputs=None).watch("a").all()

    assert events == [Started(), Finished({}, events[1].duration_ns)]


def test_a_generator_that_gives_nothing_changes_nothing(calls, either):
    def nothing(text):
        yield from ()

    started, finished = calls(either(nothing)).watch("a")

    assert (started, finished.values) == (Started(), {})


def test_outputs_that_a_generator_leaves_out_stay_as_they_were(calls, either):
    one, two = rf.Textbox(name="one"), rf.JSON(name="two")

    def generator(text):
        yield text, [1]
        yield rf.skip(), [1, 2]
        yield {"one": "b"}
        yield {two: rf.skip(), one: "bc"}
        yield rf.skip()
        yield "d", rf.skip()

    call = calls(either(generator), outputs=[one, two], merge_updates=False)
    found = call.watch("a").all().updates

    assert found == [
        {"one": "a", "two": [1]},
        {"one": "a", "two": [1, 2]},
        {"one": "b", "two": [1, 2]},
        {"one": "bc", "two": [1, 2]},
        {"one": "d", "two": [1, 2]},
    ]
    assert call.predict("a") == found[-1]
    interface = rf.Interface(either(generator), "text", [one, two])
    assert interface("a") == ("d", [1, 2])


@pytest.mark.parametrize("merge", [True, False])
def test_what_a_generator_changes_later_was_told_as_it_was(calls, either, merge):
    def generator(text):
        chat, pixels = [], np.zeros((200, 200, 3), "u1")
        for number in range(30):
            chat.append({"content": str(number)})
            pixels[:] = number
            yield chat, pixels

    call = calls(either(generator), outputs=["json", "image"], merge_updates=merge)
    events = call.watch("a", accept=[rf.DECODED]).all()
    found = events.updates

    assert len(found) == 30 or merge
    for outputs in found:
        number = len(outputs["output_0"]) - 1
        assert outputs["output_0"][-1] == {"content": str(number)}
        assert set(bytes(outputs["output_1"].data)) == {number}
    assert len(found[-1]["output_0"]) == 30


class Own(rf.Component):
    """A component that hands on what it is given."""

    type = "acme.own"

    def schema(self):
        return rf.Schema(rf.AnyShape())

    def decode(self, value, io):
        return value

    def encode(self, value, accept, io):
        return value


def test_even_a_component_that_copies_nothing_is_told_as_it_was(calls):
    def generator(text):
        given = {"list": []}
        for number in range(5):
            given["list"].append(number)
            yield given

    found = calls(generator, outputs=Own(), merge_updates=False).watch("a").all().updates

    assert [len(outputs["output"]["list"]) for outputs in found] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("error", [ValueError("secret"), rf.Error("Not this one.")])
def test_what_came_before_an_error_is_told(calls, either, error):
    closed = []

    def generator(text):
        try:
            for count in (1, 2, 3):
                yield text * count
            raise error
        finally:
            closed.append(True)

    events, failure = calls(either(generator), merge_updates=False).watch("a").fails()

    assert events.updates == [{"output": "a"}, {"output": "aa"}, {"output": "aaa"}]
    assert closed == [True]
    if isinstance(error, rf.Error):
        assert (failure.code, failure.text) == ("FAILED_PRECONDITION", "Not this one.")
    else:
        assert (failure.code, failure.info.reason) == ("INTERNAL", "FUNCTION_FAILED")
        assert "secret" not in failure.said


def test_a_value_that_fits_no_output_ends_the_call_and_closes_the_generator(calls, either, request):
    closed = []

    def generator(text):
        name = threading.current_thread().name
        try:
            yield text, text
            yield text, text, text
            yield text, text
        finally:
            closed.append(threading.current_thread().name == name)

    call = calls(either(generator), outputs=["text", "text"], merge_updates=False)
    events, failure = call.watch("a").fails()

    assert events.updates == [{"output_0": "a", "output_1": "a"}]
    assert (failure.code, failure.info.reason) == ("INTERNAL", "OUTPUT_INVALID")
    assert "2 values" in failure.text
    assert closed == [True] or "async" in request.node.name


def test_inputs_that_are_not_valid_fail_the_stream_before_it_starts(calls):
    call = calls(lambda text: text)
    events, failure = call.watch(1).fails()

    assert (events, failure.code) == ([], "INVALID_ARGUMENT")
    assert failure.faults == {"inputs.text": "wanted text; came 1"}
    assert call.watch(name="g").fails()[1].code == "NOT_FOUND"


def test_a_large_request_is_read_too(calls):
    text = "é" * 300_000
    events = calls(lambda text: text).watch(text).all()

    assert events.outputs == {"output": text}


def test_events_come_in_the_order_of_what_happens(calls):
    held, begun = threading.Event(), threading.Event()

    def work(text):
        rf.call().info(f"{text} begins")
        begun.set()
        assert held.wait(LONG)
        for _ in rf.progress(range(2), text="steps"):
            pass
        rf.call().success(f"{text} ends")
        yield text

    call = calls(work)
    first = call.watch("one")
    assert begun.wait(LONG)
    second = call.watch("two")
    assert next(second) == Queued(0)
    held.set()

    kinds = [type(event) for event in second]
    assert kinds[0] is Started
    assert kinds[1] is Alerted
    assert kinds[-2:] == [Updated, Finished]
    events = list(first)
    alerts = [event for event in events if isinstance(event, Alerted)]
    assert alerts == [Alerted(Level.INFO, "one begins"), Alerted(Level.SUCCESS, "one ends")]
    assert any(isinstance(event, Progressed) for event in events)


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_the_call_is_known_wherever_the_function_runs(calls, kind):
    def generator(text):
        for _ in range(3):
            yield rf.call().metadata["user"]
            rf.call().wait(0.002)  # longer than a slice

    async def asynchronous(text):
        yield rf.call().metadata["user"]
        yield await asyncio.to_thread(lambda: rf.call().metadata["user"])
        yield await asyncio.create_task(asyncio.to_thread(lambda: rf.call().metadata["user"]))

    fn = {"sync": generator, "async": asynchronous}[kind]
    events = calls(fn, merge_updates=False).watch("a", metadata=[("user", "Ada")]).all()

    assert events.outputs == {"output": "Ada"}


def test_a_function_hands_its_call_to_threads_of_its_own(calls):
    def work(text):
        def inner():
            rf.call().warning("from within")

        thread = threading.Thread(target=contextvars.copy_context().run, args=(inner,))
        thread.start()
        thread.join(LONG)
        return text

    events = calls(work).watch("a").all()

    assert events[1] == Alerted(Level.WARNING, "from within")


def test_context_variables_live_from_one_value_to_the_next(calls):
    variable = contextvars.ContextVar("variable", default="unset")

    def generator(text):
        found = [variable.get()]
        for _ in range(3):
            variable.set(text)
            rf.call().wait(0.002)
            yield ",".join(found)
            found.append(variable.get())
        yield ",".join(found)

    call = calls(generator)
    for text in "ab":
        assert call.watch(text).all().outputs == {"output": f"unset,{text},{text},{text}"}
