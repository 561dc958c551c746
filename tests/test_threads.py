from __future__ import annotations

import asyncio
import threading
import weakref

import pytest

from rpcface.core import threads as threads_module
from rpcface.core.threads import EAGER, Threads

PATIENCE = 10
"""Seconds that anything here may take."""


@pytest.fixture
async def threads():
    threads = Threads(4, "test")
    yield threads
    threads.close()


@pytest.fixture
def release():
    """An event that lets work end; the work does not outlive the test."""
    event = threading.Event()
    yield event
    event.set()


async def soon(awaitable):
    return await asyncio.wait_for(awaitable, PATIENCE)


async def started(threads, release, **options):
    """A job that runs until `release` is set, and its future."""
    running = asyncio.Event()
    loop = asyncio.get_running_loop()

    def work():
        loop.call_soon_threadsafe(running.set)
        release.wait(PATIENCE)
        return "the result"

    future = threads.run(work, **options)
    await soon(running.wait())
    return future


async def test_the_result_of_the_work_is_that_of_the_future(threads):
    assert await soon(threads.run(divmod, 7, 2)) == (3, 1)


async def test_the_work_runs_on_another_thread(threads):
    assert await soon(threads.run(threading.get_ident)) != threading.get_ident()


async def test_what_the_work_raises_is_raised_from_the_future(threads):
    with pytest.raises(ZeroDivisionError):
        await soon(threads.run(divmod, 1, 0))


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, GeneratorExit])
async def test_work_that_raises_no_exception_proper_ends_no_thread(threads, error):
    def work():
        raise error

    future = threads.run(work)
    await soon(asyncio.wait([future]))

    assert type(future.exception()) is error
    assert await soon(threads.run(int)) == 0


async def test_a_stop_iteration_which_no_future_carries_becomes_a_runtime_error(threads):
    with pytest.raises(RuntimeError, match="StopIteration") as caught:
        await soon(threads.run(next, iter(())))

    assert isinstance(caught.value.__cause__, StopIteration)


async def test_done_is_called_on_the_loop_when_the_work_has_ended(threads):
    called = asyncio.get_running_loop().create_future()
    future = threads.run(int, done=lambda: called.set_result(threading.get_ident()))

    assert await soon(called) == threading.get_ident()
    assert future.done()


async def test_done_is_called_when_the_work_failed(threads):
    called = asyncio.Event()
    future = threads.run(divmod, 1, 0, done=called.set)

    await soon(called.wait())

    assert isinstance(future.exception(), ZeroDivisionError)


async def test_done_of_a_cancelled_job_is_called_only_when_its_work_has_ended(threads, release):
    called = asyncio.Event()
    future = await started(threads, release, done=called.set)
    future.cancel()
    await soon(threads.run(int))  # a delivery has passed

    assert not called.is_set()

    release.set()
    await soon(called.wait())


async def test_a_job_that_is_cancelled_before_it_begins_never_runs_but_is_done(release):
    threads = Threads(1, "test")
    first = await started(threads, release)
    ran: list[int] = []
    called = asyncio.Event()
    second = threads.run(ran.append, 1, done=called.set)
    second.cancel()
    release.set()
    await soon(first)
    await soon(called.wait())
    threads.close()

    assert ran == []


async def test_what_a_cancelled_job_gave_is_dropped_on_a_thread(threads, release):
    dropped = asyncio.get_running_loop().create_future()

    def drop(result):
        found = (result, threading.get_ident())
        dropped.get_loop().call_soon_threadsafe(dropped.set_result, found)

    future = await started(threads, release, dropped=drop)
    future.cancel()
    release.set()
    result, thread = await soon(dropped)

    assert result == "the result"
    assert thread != threading.get_ident()


async def test_a_job_that_is_cancelled_before_it_begins_drops_none(release):
    threads = Threads(1, "test")
    dropped = asyncio.get_running_loop().create_future()
    await started(threads, release)
    future = threads.run(
        int,
        dropped=lambda given: dropped.get_loop().call_soon_threadsafe(dropped.set_result, given),
    )
    future.cancel()
    release.set()

    assert await soon(dropped) is None

    threads.close()


async def test_nothing_is_dropped_of_a_job_that_is_not_cancelled(threads):
    dropped: list[object] = []
    await soon(threads.run(int, dropped=dropped.append))
    await soon(threads.run(int))

    assert dropped == []


async def test_each_of_many_jobs_gets_its_own_result(threads):
    futures = [threads.run(pow, number, 2) for number in range(2000)]

    assert await soon(asyncio.gather(*futures)) == [number**2 for number in range(2000)]


async def test_results_that_collect_are_delivered_with_one_wake_up(threads, release):
    loop = asyncio.get_running_loop()
    wake_ups = 0

    class Counting:
        def call_soon_threadsafe(self, callback):
            nonlocal wake_ups
            wake_ups += 1
            loop.call_soon_threadsafe(callback)

    threads._loop = Counting()  # from here on only the threads use it
    ended = threading.Barrier(2)
    futures = []
    for work in (int, str, ended.wait):
        future = loop.create_future()
        threads._loop.create_future = lambda future=future: future
        futures.append(threads.run(work))
    ended.wait(PATIENCE)  # the loop is not back in its select meanwhile
    await soon(asyncio.gather(*futures))

    assert wake_ups <= 2


async def test_as_many_jobs_run_at_once_as_there_may_be_threads(threads):
    together = threading.Barrier(4)

    futures = [threads.run(together.wait, PATIENCE) for _ in range(4)]

    assert sorted(await soon(asyncio.gather(*futures))) == [0, 1, 2, 3]


async def test_more_threads_start_while_no_job_ends():
    threads = Threads(5 * EAGER, "test-slow")
    together = threading.Barrier(3 * EAGER)
    futures = [threads.run(together.wait, PATIENCE) for _ in range(3 * EAGER)]
    assert running("test-slow") == EAGER
    found = sorted(await soon(asyncio.gather(*futures)))
    count = running("test-slow")
    threads.close()

    assert found == list(range(3 * EAGER))
    assert count == 3 * EAGER


async def test_many_jobs_alone_start_no_more_threads_than_a_few(monkeypatch):
    monkeypatch.setattr(threads_module, "STALL", 1000.0)
    threads = Threads(5 * EAGER, "test-short")
    for _ in range(50):
        await soon(asyncio.gather(*(threads.run(int) for _ in range(40))))
    count = running("test-short")
    threads.close()

    assert count <= EAGER


def running(name):
    """How many threads of that name there are."""
    return sum(thread.name.startswith(name) for thread in threading.enumerate())


async def test_there_are_never_more_threads_than_asked_for():
    threads = Threads(2, "test-most")
    await soon(asyncio.gather(*(threads.run(int) for _ in range(100))))
    names = [thread.name for thread in threading.enumerate()]
    threads.close()

    assert sum(name.startswith("test-most-") for name in names) <= 2


async def test_no_thread_starts_before_there_is_work():
    Threads(4, "test-idle")

    assert not any(thread.name.startswith("test-idle") for thread in threading.enumerate())


async def test_a_thread_that_waits_keeps_nothing_of_the_last_job(threads):
    class Held:
        pass

    held = Held()
    watched = weakref.ref(held)
    await soon(threads.run(id, held))
    del held
    await soon(threads.run(int))  # the first thread may only now wait again

    assert watched() is None


async def test_the_threads_end_when_they_are_closed():
    threads = Threads(3, "test-end")
    together = threading.Barrier(3)
    await soon(asyncio.gather(*(threads.run(together.wait, PATIENCE) for _ in range(3))))
    running = [thread for thread in threading.enumerate() if thread.name.startswith("test-end")]
    threads.close()
    for thread in running:
        thread.join(PATIENCE)

    assert len(running) == 3
    assert not any(thread.is_alive() for thread in running)


async def test_jobs_that_wait_are_run_before_the_threads_end(release):
    threads = Threads(1, "test")
    first = await started(threads, release)
    second = threads.run(int)
    threads.close()
    release.set()

    assert await soon(first) == "the result"
    assert await soon(second) == 0


def test_a_thread_ends_quietly_where_the_loop_has_closed_meanwhile():
    release = threading.Event()
    found: list[threading.Thread] = []

    async def main():
        await started(Threads(1, "test-orphan"), release)
        found.extend(t for t in threading.enumerate() if t.name.startswith("test-orphan"))

    asyncio.run(main())
    release.set()
    found[0].join(PATIENCE)

    assert not found[0].is_alive()
