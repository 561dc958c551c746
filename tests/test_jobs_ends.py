"""Watched calls of both clients that are left, cancelled or too slow."""

from __future__ import annotations

import asyncio
import gc
import threading

import pytest

import rpcface as rf
from rpcface.events import Updated

LONG = 20.0


class Forever:
    """A generator that goes on until it is closed, and says when."""

    def __init__(self):
        self.closed = threading.Event()

    def __call__(self, text):
        try:
            while True:
                yield text
                rf.call().wait(0.001)
        finally:
            self.closed.set()


@pytest.fixture
def forever():
    return Forever()


@pytest.fixture
def endless(serving, connect, forever):
    """A client of either kind, of a generator that never ends."""
    return connect(serving(rf.Interface(forever, "text", "text", api_name="f")))


def test_leaving_a_stream_early_cancels_the_call(serving, client, forever):
    server = serving(rf.Interface(forever, "text", "text", api_name="f"))
    with client(server).stream("a") as events:
        for event in events:
            if isinstance(event, Updated):
                break

    assert forever.closed.wait(LONG)


async def test_leaving_an_async_stream_early_cancels_the_call(serving, forever):
    server = serving(rf.Interface(forever, "text", "text", api_name="f"))
    async with rf.AsyncClient(server.address, timeout=LONG) as client:
        async with client.stream("a") as events:
            async for event in events:
                if isinstance(event, Updated):
                    break

        assert await asyncio.to_thread(forever.closed.wait, LONG)


def test_a_stream_that_nobody_holds_any_more_is_cancelled(serving, client, forever):
    server = serving(rf.Interface(forever, "text", "text", api_name="f"))
    for event in client(server).stream("a"):
        if isinstance(event, Updated):
            break
    del event
    gc.collect()

    assert forever.closed.wait(LONG)


def test_a_job_is_cancelled_from_another_thread(serving, client, forever):
    job = client(serving(rf.Interface(forever, "text", "text", api_name="f"))).submit("a")
    first = threading.Event()

    def cancel():
        assert first.wait(LONG)
        job.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    with pytest.raises(rf.RpcfaceError) as caught:
        all(first.set() is None for _ in job)
    thread.join(LONG)

    assert caught.value.code == rf.StatusCode.CANCELLED
    assert forever.closed.wait(LONG)


def test_a_job_that_is_cancelled_has_no_result(endless, forever):
    job = endless.submit("a")
    assert next(iter(job)) == "a"
    job.cancel()

    for _ in range(2):
        with pytest.raises(rf.RpcfaceError) as caught:
            job.result()
        assert caught.value.code == rf.StatusCode.CANCELLED
    assert forever.closed.wait(LONG)


def test_a_stream_that_is_cancelled_before_it_opens_never_runs(endless, forever):
    events = endless.stream("a")
    events.cancel()
    with pytest.raises(rf.RpcfaceError) as caught:
        list(events)

    assert caught.value.code == rf.StatusCode.CANCELLED


async def test_an_async_job_is_cancelled_by_another_task_as_an_error_not_as_a_cancellation(
    serving, forever
):
    server = serving(rf.Interface(forever, "text", "text", api_name="f"))
    async with rf.AsyncClient(server.address, timeout=LONG) as client:
        job = await client.submit("a")
        waiting = asyncio.create_task(job.result())
        await asyncio.sleep(0)
        job.cancel()
        with pytest.raises(rf.RpcfaceError) as caught:
            await waiting
        assert caught.value.code == rf.StatusCode.CANCELLED


async def test_a_task_that_is_cancelled_while_it_waits_cancels_the_call(serving, forever):
    server = serving(rf.Interface(forever, "text", "text", api_name="f"))
    async with rf.AsyncClient(server.address, timeout=LONG) as client:
        job = await client.submit("a")
        async for _ in job:
            break
        waiting = asyncio.create_task(job.result())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    assert await asyncio.to_thread(forever.closed.wait, LONG)


def test_a_timeout_ends_a_stream(serving, connect, forever):
    server = serving(rf.Interface(forever, "text", "text", api_name="f"))
    open_client = connect(server)
    open_client.describe()
    with pytest.raises(rf.RpcfaceError) as caught:
        open_client["f"].with_options(timeout=0.2).submit("a").result()

    assert caught.value.code == rf.StatusCode.DEADLINE_EXCEEDED
    assert forever.closed.wait(LONG)
