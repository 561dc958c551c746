"""How many calls run at once, and what happens to those that are given up."""

from __future__ import annotations

import asyncio
import threading
import time

import grpc
import pytest

import rpcface as rf

LONG = 20.0


class Work:
    """A function that says when it begins, and ends when it is let go."""

    def __init__(self):
        self.texts = []
        self.begun = threading.Semaphore(0)
        self.let_go = threading.Semaphore(0)

    def __call__(self, text):
        self.texts.append(text)
        self.begun.release()
        assert self.let_go.acquire(timeout=LONG)
        return text

    def waits(self):
        """Waits until one more call has begun."""
        assert self.begun.acquire(timeout=LONG)


async def ping():
    return "pong"


@pytest.fixture
def work():
    return Work()


@pytest.fixture
def busy(serving, raw, work):
    """A raw client of `work` and `ping`; work is let go in the end, whatever happened."""

    def start(**options):
        server = serving(
            rf.Interface(work, "text", "text", api_name="work", **options),
            rf.Interface(ping, None, "text"),
        )
        return raw(server)

    yield start
    work.let_go.release(100)


def begin(call, text, **options):
    return call.start(interface_name="work", inputs={"text": text}, **options)


def round_trip(call):
    """Calls that come behind all that was sent before on the channel: time enough
    for that to arrive. Where it has not yet, no test fails that should pass.
    """
    for _ in range(10):
        assert call.predict(interface_name="ping").outputs["output"].text_value == "pong"


def ends(future):
    """The status that a call ends with."""
    try:
        future.result(LONG)
    except grpc.FutureCancelledError:
        return "CANCELLED"
    except grpc.RpcError as error:
        return error.code().name
    return "OK"


def test_calls_of_a_sync_function_run_one_after_the_other(busy, work):
    call = busy()
    futures = [begin(call, text) for text in "abc"]
    for count in (1, 2, 3):
        work.waits()
        round_trip(call)
        assert len(work.texts) == count
        work.let_go.release()

    assert [ends(future) for future in futures] == ["OK"] * 3
    assert sorted(work.texts) == ["a", "b", "c"]


@pytest.mark.parametrize("limit", [3, None])
def test_as_many_calls_as_the_limit_run_at_once(busy, work, limit):
    call = busy(concurrency_limit=limit)
    futures = [begin(call, text) for text in "abcd"]
    for _ in range(limit or 4):
        work.waits()
    round_trip(call)

    assert len(work.texts) == (limit or 4)
    work.let_go.release(4)
    assert [ends(future) for future in futures] == ["OK"] * 4


@pytest.mark.parametrize(("limit", "most"), [("default", 5), (2, 2)])
def test_calls_of_an_async_function_share_the_loop(serving, raw, limit, most):
    running, seen, full = 0, [], asyncio.Event()

    async def meet(text):
        nonlocal running
        running += 1
        seen.append(running)
        if running == most:
            full.set()
        await asyncio.wait_for(full.wait(), LONG)
        await asyncio.sleep(0)
        running -= 1
        return text

    call = raw(serving(rf.Interface(meet, "text", "text", concurrency_limit=limit)))
    futures = [call.start(inputs={"text": "a"}) for _ in range(5)]

    assert [ends(future) for future in futures] == ["OK"] * 5
    assert max(seen) == most


def test_a_call_that_is_cancelled_while_it_waits_frees_its_place(busy, work):
    call = busy()
    first = begin(call, "a")
    work.waits()
    second, third = (begin(call, text) for text in "bc")
    round_trip(call)
    second.cancel()
    round_trip(call)
    work.let_go.release(2)

    assert [ends(first), ends(second), ends(third)] == ["OK", "CANCELLED", "OK"]
    assert work.texts == ["a", "c"]


def test_a_sync_call_that_is_cancelled_keeps_its_place_until_it_ends(busy, work):
    call = busy()
    first = begin(call, "a")
    work.waits()
    first.cancel()
    second = begin(call, "b")
    round_trip(call)

    assert work.texts == ["a"]
    work.let_go.release(2)
    assert [ends(first), ends(second)] == ["CANCELLED", "OK"]


def test_an_async_function_is_cancelled_when_its_caller_leaves(serving, raw):
    begun, cancelled = threading.Event(), threading.Event()

    async def forever(text):
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    call = raw(serving(rf.Interface(forever, "text", "text")))
    for leave in (grpc.Future.cancel, lambda _: None):
        future = call.start(
            inputs={"text": "a"}, timeout=LONG if leave is grpc.Future.cancel else 0.2
        )
        assert begun.wait(LONG)
        if leave is grpc.Future.cancel:
            future.cancel()
        assert cancelled.wait(LONG)
        assert ends(future) in ("CANCELLED", "DEADLINE_EXCEEDED")
        begun.clear()
        cancelled.clear()


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_generator_is_closed_when_its_caller_leaves(serving, raw, kind):
    begun, closed = threading.Event(), threading.Event()

    def generator(text):
        try:
            end = time.monotonic() + LONG
            while time.monotonic() < end:
                begun.set()
                yield text
        finally:
            closed.set()

    async def async_generator(text):
        for found in generator(text):
            yield found
            await asyncio.sleep(0)

    fn = generator if kind == "sync" else async_generator
    call = raw(serving(rf.Interface(fn, "text", "text", api_name="f")))
    future = call.start(inputs={"text": "a"})
    assert begun.wait(LONG)
    future.cancel()

    assert closed.wait(LONG / 2)


def test_a_call_ends_at_its_deadline_while_it_waits_and_while_it_runs(busy, work):
    call = busy()
    running = begin(call, "a", timeout=1.0)
    work.waits()
    waiting = begin(call, "b", timeout=0.2)

    assert [ends(running), ends(waiting)] == ["DEADLINE_EXCEEDED"] * 2
    work.let_go.release()
    last = begin(call, "c")
    work.let_go.release()
    assert ends(last) == "OK"
    assert work.texts == ["a", "c"]


def test_the_limit_holds_for_coroutines_that_a_sync_function_gives(serving, raw):
    entered = threading.Semaphore(0)
    let_go = threading.Event()
    inside, most = [], []

    async def wait(text):
        inside.append(text)
        most.append(len(inside))
        entered.release()
        await asyncio.to_thread(let_go.wait, LONG)
        inside.remove(text)
        return text

    client = raw(
        serving(
            rf.Interface(lambda text: wait(text), "text", "text", api_name="give"),  # noqa: PLW0108 - sync
            rf.Interface(ping, None, "text"),
        )
    )
    calls = [client.start(interface_name="give", inputs={"text": text}) for text in "abc"]
    try:
        assert entered.acquire(timeout=LONG)
        round_trip(client)
    finally:
        let_go.set()
    assert [ends(call) for call in calls] == ["OK"] * 3
    assert most == [1, 1, 1]
