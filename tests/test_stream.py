"""A call that is told as it goes, through a server."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time

import numpy as np
import pytest

import rpcface as rf
from rpcface.changes import apply
from rpcface.core.outbox import BACKLOG, Outbox
from rpcface.events import Alerted, Finished, Level, Progressed, Queued, Started, Updated

LONG = 20.0


def outputs_of(events):
    """What the outputs are in the end."""
    outputs = {}
    for event in events:
        if isinstance(event, Updated):
            for change in event.changes:
                apply(outputs, change)
        elif isinstance(event, Finished):
            outputs.update(event.values)
    return outputs


def updates(events):
    """What the outputs are after each update."""
    return [
        outputs_of(events[: at + 1])
        for at, event in enumerate(events)
        if isinstance(event, Updated)
    ]


async def ping():
    return "pong"


@pytest.fixture
def calls(serving, raw):
    """Serves a function beside `ping`; a raw client of both."""

    def serve(fn, inputs="text", outputs="text", **options):
        made = rf.Interface(fn, inputs, outputs, api_name="f", **options)
        return raw(serving(made, rf.Interface(ping, None, "text")))

    return serve


def watch(call, text=None, **options):
    inputs = {} if text is None else {"text": text}
    return call.watch(interface_name="f", inputs=inputs, **options)


def round_trip(call):
    """Calls that come behind all that was sent before on the channel."""
    for _ in range(10):
        assert call.predict(interface_name="ping").outputs


def in_both(generator):
    """A sync generator function, and an async one that gives the same."""

    async def asynchronous(text):
        for item in generator(text):
            yield item
            await asyncio.sleep(0)

    return {"sync": generator, "async": asynchronous}


KINDS = pytest.mark.parametrize("kind", ["sync", "async"])


@KINDS
@pytest.mark.parametrize("merge", [True, False])
def test_a_generator_is_told_value_by_value(calls, kind, merge):
    def letters(text):
        for count in range(1, len(text) + 1):
            yield text[:count]

    text = "streams of changes"
    events = list(watch(calls(in_both(letters)[kind], merge_updates=merge), text))

    assert events[0] == Started()
    assert isinstance(events[-1], Finished)
    assert events[-1].values == {}
    assert events[-1].duration_ns > 0
    assert outputs_of(events) == {"output": text}
    assert all(isinstance(event, Updated) for event in events[1:-1])
    if not merge:
        assert updates(events) == [{"output": text[:count]} for count in range(1, len(text) + 1)]
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
    started, finished = watch(calls(fn), "a")

    assert started == Started()
    assert finished.values == {"output": "A"}


def test_a_function_that_looked_sync_may_give_an_async_generator(calls):
    async def generator(text):
        for count in (1, 2):
            yield text * count
            await asyncio.sleep(0)

    events = list(watch(calls(lambda text: generator(text), merge_updates=False), "a"))  # noqa: PLW0108

    assert updates(events) == [{"output": "a"}, {"output": "aa"}]


def test_a_function_without_outputs_is_told_by_its_end(calls):
    events = list(watch(calls(lambda text: text, outputs=None), "a"))

    assert events == [Started(), Finished({}, events[1].duration_ns)]


@KINDS
def test_a_generator_that_gives_nothing_changes_nothing(calls, kind):
    def nothing(text):
        yield from ()

    started, finished = watch(calls(in_both(nothing)[kind]), "a")

    assert (started, finished.values) == (Started(), {})


@KINDS
def test_outputs_that_a_generator_leaves_out_stay_as_they_were(calls, kind):
    one, two = rf.Textbox(name="one"), rf.JSON(name="two")

    def generator(text):
        yield text, [1]
        yield rf.skip(), [1, 2]
        yield {"one": "b"}
        yield {two: rf.skip(), one: "bc"}
        yield rf.skip()
        yield "d", rf.skip()

    call = calls(in_both(generator)[kind], outputs=[one, two], merge_updates=False)
    found = updates(list(watch(call, "a")))

    assert found == [
        {"one": "a", "two": [1]},
        {"one": "a", "two": [1, 2]},
        {"one": "b", "two": [1, 2]},
        {"one": "bc", "two": [1, 2]},
        {"one": "d", "two": [1, 2]},
    ]


@KINDS
@pytest.mark.parametrize("merge", [True, False])
def test_what_a_generator_changes_later_was_told_as_it_was(calls, kind, merge):
    def generator(text):
        chat, pixels = [], np.zeros((200, 200, 3), "u1")
        for number in range(30):
            chat.append({"content": str(number)})
            pixels[:] = number
            yield chat, pixels

    call = calls(in_both(generator)[kind], outputs=["json", "image"], merge_updates=merge)
    events = list(watch(call, "a", accept=[rf.DECODED]))
    found = updates(events)

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

    found = updates(list(watch(calls(generator, outputs=Own(), merge_updates=False), "a")))

    assert [len(outputs["output"]["list"]) for outputs in found] == [1, 2, 3, 4, 5]


@KINDS
@pytest.mark.parametrize("error", [ValueError("secret"), rf.Error("Not this one.")])
def test_what_came_before_an_error_is_told(calls, kind, error):
    closed = []

    def generator(text):
        try:
            for count in (1, 2, 3):
                yield text * count
            raise error
        finally:
            closed.append(True)

    events, failure = watch(calls(in_both(generator)[kind], merge_updates=False), "a").fails()

    assert updates(events) == [{"output": "a"}, {"output": "aa"}, {"output": "aaa"}]
    assert closed == [True]
    if isinstance(error, rf.Error):
        assert (failure.code, failure.text) == ("FAILED_PRECONDITION", "Not this one.")
    else:
        assert (failure.code, failure.info.reason) == ("INTERNAL", "FUNCTION_FAILED")
        assert "secret" not in failure.said


@KINDS
def test_a_value_that_fits_no_output_ends_the_call_and_closes_the_generator(calls, kind):
    closed = []

    def generator(text):
        name = threading.current_thread().name
        try:
            yield text, text
            yield text, text, text
            yield text, text
        finally:
            closed.append(threading.current_thread().name == name)

    call = calls(in_both(generator)[kind], outputs=["text", "text"], merge_updates=False)
    events, failure = watch(call, "a").fails()

    assert updates(events) == [{"output_0": "a", "output_1": "a"}]
    assert (failure.code, failure.info.reason) == ("INTERNAL", "OUTPUT_INVALID")
    assert "2 values" in failure.text
    assert closed == [True] or kind == "async"


def test_inputs_that_are_not_valid_fail_the_stream_before_it_starts(calls):
    call = calls(lambda text: text)
    events, failure = call.watch(interface_name="f", inputs={"text": 1}).fails()

    assert (events, failure.code) == ([], "INVALID_ARGUMENT")
    assert failure.faults == {"inputs.text": "wanted text; came 1"}
    assert call.watch(interface_name="g").fails()[1].code == "NOT_FOUND"


def test_a_large_request_is_read_too(calls):
    text = "é" * 300_000
    events = list(watch(calls(lambda text: text), text))

    assert outputs_of(events) == {"output": text}


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
    first = watch(call, "one")
    assert begun.wait(LONG)
    second = watch(call, "two")
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


@KINDS
def test_a_reader_that_is_slow_does_not_hold_the_function(calls, kind):
    done = threading.Event()

    def generator(text):
        for number in range(300):
            yield str(number % 10) * 200_000
        done.set()

    stream = watch(calls(in_both(generator)[kind]), "a")
    assert done.wait(LONG)
    events = list(stream)

    assert outputs_of(events) == {"output": "9" * 200_000}
    assert len(events) < 100


@KINDS
def test_a_reader_that_is_slow_holds_a_function_whose_updates_are_not_merged(calls, kind):
    done = threading.Event()

    def generator(text):
        for number in range(300):
            yield str(number % 10) * 200_000
        done.set()

    stream = watch(calls(in_both(generator)[kind], merge_updates=False), "a")
    assert next(stream) == Started()
    assert not done.wait(0.5)

    assert len(updates(list(stream))) == 300
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

    events = list(watch(calls(generator, merge_updates=False), "a"))

    assert len(events) == 3002
    assert max(most) <= 2 * BACKLOG


async def endless():
    while True:
        yield "a"


def test_an_async_generator_that_never_awaits_leaves_the_loop_to_others(calls):
    call = calls(endless, inputs=None)
    stream = watch(call)
    assert next(stream) == Started()
    round_trip(call)

    stream.cancel()
    round_trip(call)


class Forever:
    """Functions that run until they are ended, and tell how they were."""

    def __init__(self):
        self.begun, self.ended = threading.Event(), threading.Event()
        self.call = None
        self.states = []
        self.release = threading.Event()

    def note(self):
        self.states.append(self.call.cancelled)
        self.ended.set()

    def sync(self, text):
        self.call = rf.call()
        self.begun.set()
        self.call.wait(LONG)
        self.note()
        self.release.wait(0.3)  # what it returned at its deadline might be there in time
        return text

    def generator(self, text):
        self.call = rf.call()
        try:
            while True:
                yield text
                self.begun.set()
                self.call.wait(0.001)
        finally:
            self.note()

    async def coroutine(self, text):
        self.call = rf.call()
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.note()

    async def async_generator(self, text):
        self.call = rf.call()
        try:
            while True:
                yield text
                self.begun.set()
                await asyncio.sleep(0.001)
        finally:
            self.note()


FOREVER = pytest.mark.parametrize("kind", ["sync", "generator", "coroutine", "async_generator"])


@FOREVER
@pytest.mark.parametrize("merge", [True, False])
def test_a_function_ends_when_its_reader_leaves(calls, kind, merge):
    forever = Forever()
    call = calls(getattr(forever, kind), concurrency_limit=1, merge_updates=merge)
    stream = watch(call, "a")
    assert next(stream) == Started()
    assert forever.begun.wait(LONG)
    stream.cancel()

    assert forever.ended.wait(LONG)
    assert forever.states == [True]
    second = watch(call, "b")
    while not isinstance(next(second), Started):
        pass
    second.cancel()


@FOREVER
def test_a_function_ends_at_its_deadline(calls, kind):
    forever = Forever()
    call = calls(getattr(forever, kind))
    events, failure = watch(call, "a", timeout=0.3).fails()

    assert events[0] == Started()
    assert failure.code == "DEADLINE_EXCEEDED"
    assert forever.ended.wait(LONG)
    assert forever.states == [True]


@FOREVER
def test_a_function_ends_when_its_caller_is_killed(serving, program, tmp_path, kind):
    forever = Forever()
    server = serving(rf.Interface(getattr(forever, kind), "text", "text", api_name="f"))
    (tmp_path / "caller.py").write_text(
        "import sys, rpcface as rf\n"
        "for event in rf.Client(sys.argv[1]).stream('a'):\n"
        "    print(type(event).__name__, flush=True)\n"
    )
    caller = program("caller.py", server.address)
    assert forever.begun.wait(LONG)
    caller.ends(9)

    assert forever.ended.wait(LONG)
    assert forever.states == [True]


@KINDS
def test_a_generator_whose_reader_does_not_read_is_closed_when_it_leaves(calls, kind, monkeypatch):
    closed, full = threading.Event(), threading.Event()
    room = Outbox.room

    def noted(self):
        full.set()
        return room(self)

    monkeypatch.setattr(Outbox, "room", noted)

    def generator(text):
        try:
            for number in range(100_000):
                yield str(number % 10) * 200_000
        finally:
            closed.set()

    stream = watch(calls(in_both(generator)[kind], merge_updates=False), "a")
    assert next(stream) == Started()
    assert full.wait(LONG)
    stream.cancel()

    assert closed.wait(LONG)


def test_a_function_that_gives_a_coroutine_to_a_reader_who_left_does_not_go_on(calls):
    begun, release, ran = threading.Event(), threading.Event(), []

    async def late():
        ran.append(True)

    def fn(text):
        begun.set()
        assert release.wait(LONG)
        return late()

    call = calls(fn)
    stream = watch(call, "a")
    assert begun.wait(LONG)
    stream.cancel()
    round_trip(call)
    release.set()

    assert outputs_of(watch(calls(lambda text: text), "b")) == {"output": "b"}
    begun.clear()
    release.set()
    list(watch(call, "c"))
    assert ran == [True]


def test_a_generator_that_does_not_let_itself_be_closed_frees_its_place(calls, caplog):
    begun, refused = threading.Event(), threading.Semaphore(0)

    def stubborn(text):
        try:
            while True:
                begun.set()
                yield text
        except GeneratorExit:
            refused.release()
            yield text

    call = calls(stubborn)
    stream = watch(call, "a")
    assert begun.wait(LONG)
    stream.cancel()

    second = watch(call, "b", timeout=LONG)
    while not isinstance(next(second), Started):
        pass
    begun.clear()
    assert begun.wait(LONG)
    second.cancel()
    for _ in range(2):
        assert refused.acquire(timeout=LONG)
    assert "GeneratorExit" in caplog.text


def test_a_call_that_is_cancelled_while_it_waits_frees_its_place(calls):
    held, begun, texts = threading.Event(), threading.Event(), []

    def work(text):
        texts.append(text)
        begun.set()
        assert held.wait(LONG)
        return text

    call = calls(work)
    first = watch(call, "a")
    assert begun.wait(LONG)
    second = watch(call, "b")
    assert next(second) == Queued(0)
    third = watch(call, "c")
    assert next(third) == Queued(1)
    second.cancel()
    assert next(third) == Queued(0)
    held.set()

    assert outputs_of(first) == {"output": "a"}
    assert outputs_of(third) == {"output": "c"}
    assert texts == ["a", "c"]


def left(caplog):
    return [record for record in caplog.records if "a caller has left" in record.message]


def test_a_function_that_is_left_behind_is_counted_and_reported_once(calls, caplog, monkeypatch):
    monkeypatch.setattr("rpcface.core.predict.PATIENCE", 0.01)
    released, ended = threading.Event(), threading.Semaphore(0)
    begun = threading.Semaphore(0)

    def work(text):
        begun.release()
        released.wait(LONG)
        ended.release()
        return text

    call = calls(work, concurrency_limit=2)
    end = time.monotonic() + LONG
    for many in (1, 2):
        stream = watch(call, "a")
        assert begun.acquire(timeout=LONG)
        stream.cancel()
        while len(left(caplog)) < many:
            assert time.monotonic() < end
            round_trip(call)
    released.set()
    for _ in range(2):
        assert ended.acquire(timeout=LONG)
    assert outputs_of(watch(call, "b")) == {"output": "b"}

    assert [record.message.rpartition("; ")[2] for record in left(caplog)] == [
        "1 run so",
        "2 run so",
    ]


def test_nobody_is_left_behind_by_who_waits_or_by_what_is_cancelled(calls, caplog):
    forever = Forever()
    call = calls(forever.coroutine)
    stream = watch(call, "a")
    assert forever.begun.wait(LONG)
    stream.cancel()
    assert forever.ended.wait(LONG)
    assert list(watch(calls(lambda text: text), "b"))

    assert left(caplog) == []


@KINDS
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
    events = watch(calls(fn, merge_updates=False), "a", metadata=[("user", "Ada")])

    assert outputs_of(events) == {"output": "Ada"}


def test_a_function_hands_its_call_to_threads_of_its_own(calls):
    def work(text):
        def inner():
            rf.call().warning("from within")

        thread = threading.Thread(target=contextvars.copy_context().run, args=(inner,))
        thread.start()
        thread.join(LONG)
        return text

    events = list(watch(calls(work), "a"))

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
        assert outputs_of(watch(call, text)) == {"output": f"unset,{text},{text},{text}"}


@FOREVER
def test_a_server_that_stops_ends_what_streams(serving, raw, kind):
    forever = Forever()
    server = serving(rf.Interface(getattr(forever, kind), "text", "text", api_name="f"))
    stream = watch(raw(server), "a")
    assert next(stream) == Started()
    assert forever.begun.wait(LONG)
    server.stop(grace=0.1)

    assert forever.ended.wait(LONG)
    assert stream.fails()[1].code in {"UNAVAILABLE", "CANCELLED"}
