"""Executors: how an interface gets one, and what a server does with it."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest

import rpcface as rf
from rpcface.plugins import registry
from rpcface.processes.executor import ProcessExecutor

LONG = 20.0


class Here(rf.Executor):
    """Runs functions where the server is, and notes what is done with it."""

    made: list[Here]

    def __init__(self, work):
        super().__init__(work)
        self.done = []
        self.waits = asyncio.Event()
        self.error = None
        Here.made.append(self)

    async def start(self):
        self.done.append("start")

    async def submit(self, args, running):
        self.done.append("submit")
        try:
            if args == ["wait"]:
                await self.waits.wait()
            if self.error is not None:
                raise self.error
            return self.work.function(args)
        except asyncio.CancelledError:
            self.done.append(f"cancelled {running.is_over}")
            raise

    async def stream(self, args, running):
        self.done.append("stream")
        try:
            for item in self.work.function(args):
                yield item
                await asyncio.sleep(0)
        finally:
            self.done.append("closed")

    async def drain(self, grace):
        self.done.append("drain")

    def stats(self):
        return {}


class Unwilling(Here):
    async def start(self):
        raise rf.ExecutorError("it takes no functions today")


@pytest.fixture(autouse=True)
def made():
    Here.made = []
    return Here.made


def numbers(text):
    yield from range(100)


def upper(text):
    return text.upper()


def test_the_process_executor_comes_through_an_entry_point_like_all_others():
    assert registry().executor("process") is ProcessExecutor
    assert rf.Interface(upper, "text", "text", executor="process").executor is ProcessExecutor


def test_an_unknown_executor_suggests_the_nearest():
    with pytest.raises(ValueError, match="no executor is called 'proces'; did you mean 'process'"):
        rf.Interface(upper, "text", "text", executor="proces")


def test_what_is_no_executor_is_refused():
    with pytest.raises(TypeError, match="executor: wanted a name such as 'process', or None"):
        rf.Interface(upper, "text", "text", executor=3)


@pytest.mark.parametrize(
    ("options", "limit", "workers"),
    [
        ({"workers": 3}, 3, 3),
        ({"concurrency_limit": 2}, 2, 2),
        ({"concurrency_limit": 8, "workers": 2}, 8, 2),
        ({"concurrency_limit": None, "workers": 2}, None, 2),
    ],
)
def test_as_many_calls_run_at_once_as_there_are_workers(options, limit, workers):
    for function in (upper, asyncio.sleep):
        interface = rf.Interface(function, "text", "text", executor=Here, **options)

        assert (interface.concurrency_limit, interface.workers) == (limit, workers)


def test_workers_are_one_for_each_processor_where_nothing_tells(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 5)

    assert rf.Interface(upper, "text", "text", executor=Here).concurrency_limit == 5


def test_workers_without_an_executor_are_an_error():
    with pytest.raises(ValueError, match="workers: wanted executor= with it"):
        rf.Interface(upper, "text", "text", workers=2)


@pytest.mark.parametrize("workers", [0, "2", True])
def test_workers_are_counted(workers):
    with pytest.raises(ValueError, match="workers: wanted an int from 1 on"):
        rf.Interface(upper, "text", "text", executor=Here, workers=workers)


def test_a_setup_that_is_no_callable_is_refused():
    with pytest.raises(TypeError, match="setup: wanted a callable; came 3"):
        rf.Interface(upper, "text", "text", setup=3)


def test_a_server_starts_uses_and_drains_an_executor(serving, client, made):
    server = serving(rf.Interface(upper, "text", "text", executor=Here, workers=3))
    calls = client(server)

    assert calls.predict("a") == "A"
    assert list(calls.stream("a"))[-1].outputs == "A"
    server.stop()

    (one,) = made
    assert one.done == ["start", "submit", "submit", "drain"]
    assert (one.work.name, one.work.workers, one.work.setup) == ("upper", 3, None)


def test_a_generator_is_streamed_by_its_executor_and_closed(serving, client, made):
    interface = rf.Interface(numbers, "text", "number", executor=Here, merge_updates=False)
    calls = client(serving(interface))

    assert [e.outputs for e in calls.stream("a") if isinstance(e, rf.Updated)] == list(range(100))
    with calls.stream("a") as events:
        next(iter(events))

    assert made[0].done[:3] == ["start", "stream", "closed"]


def test_a_cancelled_call_cancels_the_run(serving, raw, made):
    call = raw(serving(rf.Interface(upper, "text", "text", executor=Here)))
    future = call.start(inputs={"text": "wait"})
    wait_for(lambda: "submit" in made[0].done)

    future.cancel()

    wait_for(lambda: "cancelled False" in made[0].done)


def wait_for(becomes):
    for _ in range(int(LONG / 0.01)):
        if becomes():
            return
        threading.Event().wait(0.01)
    pytest.fail("it never became so")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (rf.Error("no"), rf.Error),
        (rf.WorkerLost("gone"), rf.WorkerLost),
        (rf.OutputError("odd"), rf.OutputError),
        (ValueError("the secret"), rf.FunctionFailed),
    ],
)
def test_an_executors_own_errors_reach_the_caller_and_no_others(serving, client, made, error, kind):
    calls = client(serving(rf.Interface(upper, "text", "text", executor=Here)))
    made[0].error = error

    with pytest.raises(kind) as raised:
        calls.predict("a")

    assert "secret" not in str(raised.value)


def test_an_executor_that_can_not_run_the_function_keeps_the_server_from_starting(serving, made):
    fits = rf.Interface(upper, "text", "text", executor=Here)
    interface = rf.Interface(upper, "text", "text", executor=Unwilling)

    with pytest.raises(rf.ExecutorError, match="no functions today"):
        serving(fits, interface)

    assert [one.done for one in made] == [["start", "drain"], ["drain"]]


class Loads:
    """A setup that counts, and waits where it is held."""

    def __init__(self, result="model"):
        self.count = 0
        self.thread = None
        self.held = threading.Event()
        self.held.set()
        self.result = result

    def __call__(self):
        self.count += 1
        self.thread = threading.current_thread()
        assert self.held.wait(LONG)
        if isinstance(self.result, BaseException):
            raise self.result
        return self.result


def loaded(text):
    return f"{text} {rf.call().loaded}"


async def aloaded(text):
    return loaded(text)


def yields_loaded(text):
    yield loaded(text)


@pytest.mark.parametrize("function", [loaded, aloaded, yields_loaded])
def test_setup_is_called_once_for_a_server_off_its_loop(serving, client, function):
    loads = Loads()
    calls = client(serving(rf.Interface(function, "text", "text", setup=loads)))

    assert [calls.predict(text) for text in "ab"] == ["a model", "b model"]
    assert list(calls.stream("c"))[-1].outputs == "c model"
    assert loads.count == 1
    assert loads.thread.name == "rpcface-setup"


def test_a_slow_setup_holds_up_its_calls_alone(serving, raw):
    loads = Loads()
    loads.held.clear()
    call = raw(
        serving(
            rf.Interface(loaded, "text", "text", setup=loads),
            rf.Interface(upper, "text", "text"),
        )
    )
    future = call.start(interface_name="loaded", inputs={"text": "a"})

    assert len(call.describe().interfaces) == 2
    assert call.predict(interface_name="upper", inputs={"text": "a"}).outputs
    assert not future.done()
    loads.held.set()
    assert b"a model" in future.result(LONG)


def test_a_call_that_is_given_up_while_it_waits_for_the_setup_is_dropped(serving, raw):
    loads = Loads()
    loads.held.clear()
    call = raw(serving(rf.Interface(loaded, "text", "text", setup=loads)))

    assert call.start(inputs={"text": "a"}, timeout=0.1).exception(LONG) is not None
    loads.held.set()
    assert call.predict(inputs={"text": "b"}).outputs["output"].text_value == "b model"


def test_a_setup_that_fails_is_told_at_once_and_fails_calls_with_its_incident(
    serving, client, caplog
):
    caplog.set_level(logging.ERROR, "rpcface")
    calls = client(serving(rf.Interface(loaded, "text", "text", setup=Loads(OSError("no disk")))))
    wait_for(lambda: "no disk" in caplog.text)

    for call in (calls.predict, lambda text: list(calls.stream(text))):
        with pytest.raises(rf.FunctionFailed) as raised:
            call("a")
        assert f"incident {raised.value.metadata['incident']}: the setup of" in caplog.text


def test_setup_is_called_once_for_an_interface_that_is_called_in_process():
    loads = Loads()
    interface = rf.Interface(loaded, "text", "text", setup=loads)

    assert [interface("a"), interface("b")] == ["a model", "b model"]
    assert loads.count == 1
    assert rf.Interface(aloaded, "text", "text", setup=loads)("c") == "c model"
    assert rf.Interface(loaded, "text", "text")("d") == "d None"
