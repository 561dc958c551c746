"""What the Python clients do by themselves where a server can't be reached."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time

import pytest

import rpcface as rf
from rpcface.client import retries
from rpcface.client.retries import Retries
from rpcface.client.steps import Pause

LONG = 20.0


def unavailable(retry_after=None):
    error = rf.ShuttingDown("gone")
    error.retry_after = retry_after
    return error


def waits(policy, errors):
    """The seconds of each wait, as long as there is one, and the error in the end."""
    found = []
    try:
        for error in errors:
            flow = policy.wait(error)
            found.append(next(flow).seconds)
            with pytest.raises(StopIteration):
                flow.send(True)
    except rf.RpcfaceError as error:
        return found, error
    return found, None


def test_each_wait_is_about_twice_as_long_and_none_longer_than_some_seconds():
    found, error = waits(Retries(9), [unavailable()] * 10)

    assert error.message == "gone"
    assert len(found) == 9
    for number, seconds in enumerate(found):
        middle = min(retries.FIRST * 2**number, retries.LONGEST)
        assert 0.5 * middle <= seconds <= 1.5 * middle


def test_the_waits_of_many_clients_differ():
    assert len({waits(Retries(1), [unavailable()])[0][0] for _ in range(20)}) > 10


def test_a_wait_is_as_long_as_the_server_says():
    assert waits(Retries(2), [unavailable(7.5), unavailable(0)])[0][0] == 7.5


def test_what_has_got_on_counts_anew():
    policy = Retries(1)
    for _ in range(3):
        assert waits(policy, [unavailable()])[1] is None
        policy.got_on()
    assert waits(policy, [unavailable()] * 2)[1] is not None


OTHERS = [rf.WorkerLost, rf.FunctionFailed, rf.Error, rf.QueueFull, rf.InputError, rf.BlobGone]


@pytest.mark.parametrize("kind", OTHERS)
def test_nothing_but_unavailable_is_tried_again(kind):
    assert waits(Retries(9), [kind("no")])[0] == []


def test_a_try_that_would_come_too_late_is_not_waited_for():
    flow = Retries(9).wait(unavailable())
    pause = next(flow)
    assert not pause.fits(pause.seconds)
    assert pause.fits(pause.seconds + 0.1)
    assert pause.fits(None)
    with pytest.raises(rf.ShuttingDown):
        flow.send(False)


def test_a_client_that_never_reached_the_server_fails_at_once(connect, monkeypatch):
    monkeypatch.setattr(Pause, "fits", None)  # whoever waited would fail
    for call in (connect("localhost:1").predict, connect("localhost:1").submit):
        with pytest.raises(rf.RpcfaceError) as caught:
            call("a")
        assert caught.value.code is rf.StatusCode.UNAVAILABLE
    with pytest.raises(rf.RpcfaceError):
        connect("localhost:1").upload(b"abc")


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(retries, "FIRST", 0.01)


@pytest.mark.parametrize("how_often", [0, 3])
def test_a_call_is_tried_as_often_again_as_the_client_was_told(
    serving, connect, quick, monkeypatch, how_often
):
    server = serving(rf.Interface(str.upper, "text", "text", api_name="up"))
    client = connect(server, retries=how_often)
    client.describe()
    server.stop()
    tries = []
    fits = Pause.fits
    monkeypatch.setattr(Pause, "fits", lambda *of: tries.append(1) or fits(*of))

    for call in (client.predict, lambda text: client.submit(text).result()):
        tries.clear()
        with pytest.raises(rf.RpcfaceError, match="no server answers at"):
            call("a")
        assert len(tries) == how_often
    tries.clear()
    with pytest.raises(rf.RpcfaceError):
        client["up"].with_options(retries=1).predict("a")
    assert len(tries) == 1


@pytest.mark.parametrize("wrong", [-1, 1.5, None, True, "3"])
def test_a_number_of_retries_is_a_whole_number_from_0_on(wrong):
    for make in (rf.Client, rf.AsyncClient):
        with pytest.raises(ValueError, match=r"^retries: wanted an int from 0 on; came "):
            make("localhost:1", retries=wrong)
    with rf.Client("localhost:1") as client, pytest.raises(ValueError, match=r"^retries: "):
        client["f"].with_options(retries=wrong)


def test_retries_end_with_the_timeout(serving, connect):
    server = serving(rf.Interface(str.upper, "text", "text"))
    client = connect(server, retries=50)
    client.describe()
    server.stop()
    hurried = client["upper"].with_options(timeout=0.5)

    for call in (hurried.predict, lambda text: hurried.submit(text).result()):
        begun = time.monotonic()
        with pytest.raises(rf.RpcfaceError) as caught:
            call("a")
        assert caught.value.code is rf.StatusCode.UNAVAILABLE
        assert time.monotonic() - begun < LONG


def test_a_call_has_an_id_of_its_own_where_it_may_be_tried_again(serving, connect):
    seen = []

    def fn(text):
        seen.append(rf.call().request_id)
        return text

    client = connect(serving(rf.Interface(fn, "text", "text", api_name="f")))
    for _ in range(2):
        client.predict("a")
        client.submit("a").result()
    assert [len(name) for name in seen] == [36] * 4
    assert len(set(seen)) == 4

    client["f"].with_options(retries=0).predict("a")
    assert seen[-1] == ""


@pytest.fixture
def gone(serving, monkeypatch):
    """A server that was there, and clients whose waits would last."""
    monkeypatch.setattr(retries, "FIRST", 10 * LONG)
    monkeypatch.setattr(retries, "LONGEST", 10 * LONG)
    server = serving(rf.Interface(str.upper, "text", "text", api_name="up"))
    yield server
    server.stop()


def test_a_job_that_waits_to_try_again_is_cancelled_at_once(gone, client):
    calling = client(gone, timeout=None)
    calling.describe()
    gone.stop()
    job = calling.submit("a")
    timer = threading.Timer(0.2, job.cancel)
    timer.start()
    with pytest.raises(rf.RpcfaceError) as caught:
        job.result()
    timer.join(LONG)

    assert caught.value.code is rf.StatusCode.CANCELLED


async def test_an_async_call_that_waits_to_try_again_is_cancelled_at_once(gone):
    async with rf.AsyncClient(gone.address) as client:
        await client.describe()
        await asyncio.to_thread(gone.stop)
        job = await client.submit("a")
        asyncio.get_running_loop().call_later(0.2, job.cancel)
        with pytest.raises(rf.RpcfaceError) as caught:
            await asyncio.wait_for(job.result(), LONG)
        assert caught.value.code is rf.StatusCode.CANCELLED

        for what in (client.predict("a"), (await client.submit("a")).result()):
            task = asyncio.ensure_future(what)
            asyncio.get_running_loop().call_later(0.2, task.cancel)
            with pytest.raises(asyncio.CancelledError):
                await task


def test_ctrl_c_ends_a_call_that_waits_to_try_again(gone, client):
    calling = client(gone, timeout=None)
    calling.describe()
    gone.stop()
    for call in (calling.predict, lambda text: calling.submit(text).result()):
        timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
        with pytest.raises(KeyboardInterrupt):  # noqa: PT012 - the timer begins inside
            timer.start()
            call("a")
        timer.join(LONG)
