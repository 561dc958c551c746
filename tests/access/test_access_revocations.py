"""Tokens that are not valid any more while streams and live calls run."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

import rpcface as rf
from rpcface.core.access import asked
from rpcface.core.access.admitted import Admitted
from rpcface.core.access.tokens import Proof
from rpcface.errors import Unauthenticated

from .callers import ADA, BOB, LONG, bearer, body, renew, until


@pytest.fixture
def interface(steps):
    return rf.Interface(steps, "text", "text", concurrency_limit=None, merge_updates=False)


def opened(client, kind):
    """What a stream or a live call gives, and what closes it."""
    if kind == "stream":
        events = client.stream("a")
        return iter(events), events.cancel
    live = client.live("a")
    return iter(live), live.cancel


def ends(answers):
    """How long it takes until it ends with a refusal."""
    begun = time.monotonic()
    with pytest.raises(rf.Unauthenticated, match=r"not valid( any more)?; send"):
        list(answers)
    return time.monotonic() - begun


@pytest.mark.parametrize("kind", ["stream", "live"])
def test_a_token_that_leaves_the_file_ends_its_calls_and_no_others(
    asking, client, token_file, interface, kind
):
    server = asking(interface, token_file=str(token_file))
    ada, close_ada = opened(client(server, token=ADA), kind)
    bob, close_bob = opened(client(server, token=BOB), kind)
    next(ada), next(bob)

    renew(token_file, f"bob: {BOB}")

    ends(ada)
    for _ in range(5):
        assert next(bob)
    close_ada(), close_bob()


@pytest.mark.parametrize("kind", ["stream", "live"])
def test_a_function_is_asked_again_while_a_call_runs(asking, client, steps, interface, kind):
    valid = {ADA, BOB}
    server = asking(interface, authenticate=lambda token: token if token in valid else None)
    ada, close_ada = opened(client(server, token=ADA), kind)
    bob, close_bob = opened(client(server, token=BOB), kind)
    next(ada), next(bob)

    valid.remove(ADA)

    ends(ada)
    for _ in range(5):
        assert next(bob)
    close_ada(), close_bob()


def test_strangers_at_the_same_address_keep_no_call_from_being_ended(
    asking, client, raw, interface, monkeypatch
):
    monkeypatch.setattr(asked, "WRONG_PER_SECOND", 0.001)
    monkeypatch.setattr(asked, "WRONG_AT_ONCE", 1)
    valid = {ADA}
    server = asking(interface, authenticate=lambda token: token if token in valid else None)
    stream = iter(client(server, token=ADA).stream("a"))
    next(stream)
    wrong = [raw(server).refused(body(), metadata=bearer(f"guess{n}")) for n in range(3)]
    assert wrong[-1].code == "RESOURCE_EXHAUSTED"

    valid.clear()

    ends(stream)


def test_a_function_that_fails_when_it_is_asked_again_ends_the_call(asking, client, interface, log):
    expired = threading.Event()

    def check(token):
        if expired.is_set():
            raise TimeoutError("the token has expired")
        return "ada"

    stream = iter(client(asking(interface, authenticate=check), token=ADA).stream("a"))
    next(stream)
    expired.set()

    with pytest.raises(rf.Unauthenticated, match="incident"):
        list(stream)
    assert "TimeoutError: the token has expired" in log.text


def test_a_token_that_becomes_anothers_ends_the_call(asking, client, token_file, interface):
    stream = iter(client(asking(interface, token_file=str(token_file)), token=ADA).stream("a"))
    next(stream)

    renew(token_file, f"cyd: {ADA}")

    ends(stream)


def test_the_function_of_a_call_that_is_ended_ends_too(
    asking, client, token_file, steps, interface
):
    server = asking(interface, token_file=str(token_file))
    with client(server, token=ADA).stream("a").start() as stream:  # nobody reads it
        assert steps.begun.wait(LONG)
        renew(token_file, f"bob: {BOB}")
        assert steps.closed.wait(LONG)
        ends(iter(stream))


def test_a_call_that_waits_in_the_queue_is_ended(asking, client, token_file, steps):
    interface = rf.Interface(steps, "text", "text", concurrency_limit=1)
    server = asking(interface, token_file=str(token_file))
    with client(server, token=BOB).stream("b").start() as running:
        assert steps.begun.wait(LONG)
        waiting = iter(client(server, token=ADA).stream("a"))
        assert isinstance(next(waiting), rf.Queued)

        renew(token_file, f"bob: {BOB}")

        ends(waiting)
        assert next(iter(running))


@pytest.mark.in_its_own_time
@pytest.mark.parametrize("source", ["file", "function"])
def test_it_takes_less_than_two_seconds(asking, client, token_file, interface, source):
    valid = {ADA}
    options = {
        "file": {"token_file": str(token_file)},
        "function": {"authenticate": lambda token: "ada" if token in valid else None},
    }
    stream = iter(client(asking(interface, **options[source]), token=ADA).stream("a"))
    next(stream)

    renew(token_file, f"bob: {BOB}")
    valid.clear()

    assert ends(stream) < 2.0 + 2.0  # on a machine that has much else to do


class Waiting:
    """Answers that never come."""

    def __init__(self):
        self.closed = 0

    async def next(self):
        await asyncio.Event().wait()

    async def close(self):
        self.closed += 1


def admitted(answers):
    left = []
    call = Admitted(answers, None, Proof("ada", b"d"), left.append)
    return call, left


async def test_a_reader_that_waits_is_refused_and_not_cancelled():
    answers = Waiting()
    call, left = admitted(answers)
    reader = asyncio.ensure_future(call.next())
    await asyncio.sleep(0)

    call.refuse(Unauthenticated("no more"))

    with pytest.raises(Unauthenticated, match="no more"):
        await reader
    assert reader.cancelling() == 0
    with pytest.raises(Unauthenticated):
        await call.next()
    await call.close()
    await call.close()
    assert (answers.closed, left) == (1, [call])


async def test_a_reader_that_leaves_as_it_is_refused_is_cancelled():
    call, _ = admitted(Waiting())
    reader = asyncio.ensure_future(call.next())
    await asyncio.sleep(0)

    call.refuse(Unauthenticated("no more"))
    reader.cancel()

    with pytest.raises(asyncio.CancelledError):
        await reader


async def test_where_nobody_waits_the_answers_are_closed():
    answers = Waiting()
    call, left = admitted(answers)

    call.refuse(Unauthenticated("no more"))
    call.refuse(Unauthenticated("again"))
    await asyncio.sleep(0.01)

    assert (answers.closed, left) == (1, [call])
    with pytest.raises(Unauthenticated, match="no more"):
        await call.next()


def test_nothing_is_left_of_calls_that_have_ended(asking, client, token_file, interface, steps):
    server = asking(interface, token_file=str(token_file), calls_at_once=50)
    open_client = client(server, token=ADA)
    for _ in range(5):
        with open_client.stream("a") as stream:
            next(iter(stream))
    made = server.access

    until(lambda: not made._revocations._calls)
    until(lambda: not len(made._at_once))
