"""How often, and how many at once, each caller may call."""

from __future__ import annotations

import threading
import time
from concurrent import futures

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rpcface as rf
from rpcface.core.access import access, rates
from rpcface.core.access.rates import AtOnce, Rates
from rpcface.errors import LimitExceeded

from .callers import ADA, BOB, LONG, bearer, body, until


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def taken(limits, caller, most=1000):
    """How many are there now."""
    for count in range(most):
        try:
            limits.take(caller)
        except LimitExceeded:
            return count
    return most


def test_a_burst_is_there_at_once_and_comes_back_bit_by_bit(clock):
    limits = Rates(2.0, 5, "x", clock)

    assert taken(limits, "ada") == 5
    clock.now += 0.5
    assert taken(limits, "ada") == 1
    clock.now += 1.5
    assert taken(limits, "ada") == 3
    clock.now += 1000
    assert taken(limits, "ada") == 5


def test_one_caller_takes_nothing_from_another(clock):
    limits = Rates(1.0, 3, "x", clock)

    assert [taken(limits, caller) for caller in ("ada", "bob")] == [3, 3]


def test_the_error_tells_the_limit_and_when_to_try_again(clock):
    limits = Rates(0.5, 1, "calls_per_second", clock)
    limits.take("ada")
    clock.now += 0.5

    with pytest.raises(
        LimitExceeded, match=r"limit calls_per_second; try again in 1\.5 s"
    ) as caught:
        limits.take("ada")
    assert caught.value.metadata == {"limit": "calls_per_second"}
    assert caught.value.retry_after == pytest.approx(1.5)
    clock.now += caught.value.retry_after
    limits.take("ada")


def test_what_is_given_back_is_there_again(clock):
    limits = Rates(1.0, 2, "x", clock)
    assert taken(limits, "ada") == 2

    limits.give_back("ada")

    assert taken(limits, "ada") == 1
    limits.give_back("nobody")


def test_what_is_booked_comes_when_it_is_due(clock):
    limits = Rates(1.0, 2, "x", clock)

    assert [limits.booked("ada") for _ in range(4)] == pytest.approx([0, 0, 1, 2])


@given(st.lists(st.floats(0, 3), max_size=60), st.floats(0.1, 20), st.integers(1, 8))
def test_no_caller_ever_has_more_than_the_burst_and_what_came_since(pauses, per_second, burst):
    clock = Clock()
    limits = Rates(per_second, burst, "x", clock)
    begun, count = clock.now, 0
    for pause in pauses:
        clock.now += pause
        count += taken(limits, "ada", 1)
        assert count <= burst + (clock.now - begun) * per_second + 1e-6


def test_callers_who_have_gone_are_forgotten(clock):
    limits = Rates(1.0, 5, "x", clock)
    for number in range(10_000):
        limits.take(f"caller {number}")
        clock.now += 0.1

    assert len(limits) < 50


def test_of_very_many_callers_some_are_forgotten_early(clock, monkeypatch):
    monkeypatch.setattr(rates, "MOST", 100)
    limits = Rates(0.001, 5, "x", clock)
    for number in range(1000):
        limits.take(f"caller {number}")

    assert len(limits) <= 100


def test_so_many_calls_at_once_are_let_in_and_those_that_end_make_room():
    limits = AtOnce(2)
    limits.enter("ada")
    limits.enter("ada")
    limits.enter("bob")

    with pytest.raises(LimitExceeded, match="ada has 2 calls at once") as caught:
        limits.enter("ada")
    assert caught.value.metadata == {"limit": "calls_at_once"}
    limits.leave("ada")
    limits.enter("ada")
    for caller in ("ada", "ada", "bob"):
        limits.leave(caller)
    assert len(limits) == 0


def test_a_server_refuses_a_caller_who_calls_too_often(asking, raw):
    server = asking(tokens={"ada": ADA, "bob": BOB}, calls_per_second=0.01)
    ada = raw(server)
    for _ in range(access.BURST):
        ada.bytes("Predict", body(), metadata=bearer(ADA))

    failure = ada.refused(body(), metadata=bearer(ADA))

    assert (failure.code, failure.info.reason) == ("RESOURCE_EXHAUSTED", "LIMIT_EXCEEDED")
    assert failure.info.metadata["limit"] == "calls_per_second"
    assert ada.bytes("Predict", body(), metadata=bearer(BOB))  # bob has called from there, too


def test_the_client_raises_the_limit_with_the_time(asking, client):
    open_client = client(asking(calls_per_second=0.01))

    for _ in range(access.BURST - 1):
        open_client.predict("")
    with pytest.raises(rf.LimitExceeded, match=r"127\.0\.0\.1 has come to the limit") as caught:
        open_client.predict("")
    assert caught.value.retry_after > 90


def test_chunks_of_blobs_are_no_calls(asking, client):
    open_client = client(asking(calls_per_second=0.001))

    for number in range(access.BURST + 5):
        assert len(open_client.upload(b"a" * number, media_type="text/plain")) == number


class Held:
    """A function that begins, and ends when it is let go."""

    def __init__(self):
        self.begun, self.let_go = threading.Semaphore(0), threading.Event()

    def __call__(self, text):
        self.begun.release()
        assert self.let_go.wait(LONG)
        return text

    def stream(self, text):
        yield self(text)


@pytest.fixture
def held():
    made = Held()
    yield made
    made.let_go.set()


def test_calls_streams_and_live_calls_count_at_once_until_they_end(asking, client, held):
    def step(text):
        yield from held.stream(text)

    server = asking(rf.Interface(step, "text", "text", concurrency_limit=None), calls_at_once=3)
    one, other = client(server), client(server)
    one.describe()
    other.describe()

    with futures.ThreadPoolExecutor(1) as pool:
        plain = pool.submit(one.predict, "a")
        job = one.submit("b")
        with one.live("c") as live:
            for _ in range(3):
                assert held.begun.acquire(timeout=LONG)
            with pytest.raises(rf.LimitExceeded, match="3 calls at once") as caught:
                other.predict("d")
            assert caught.value.metadata == {"limit": "calls_at_once"}
            with pytest.raises(rf.LimitExceeded):
                other.submit("d").result()
            job.cancel()
            live.cancel()
        until(lambda: is_let_in(other))
        held.let_go.set()
        assert plain.result(LONG) == "a"


def is_let_in(client):
    try:
        client.describe()
    except rf.LimitExceeded:
        return False
    return True


def test_a_call_that_fails_makes_room_too(asking, client):
    def fail(text):
        raise rf.Error("no")

    open_client = client(asking(rf.Interface(fail, "text", "text"), calls_at_once=1))

    for _ in range(5):
        with pytest.raises(rf.Error):
            open_client.predict("a")
        with pytest.raises(rf.Error):
            open_client.submit("a").result()


def test_the_runs_of_a_live_call_keep_to_the_rate_and_the_latest_is_run(
    asking, client, monkeypatch
):
    monkeypatch.setattr(access, "BURST", 1)
    ran = []

    def note(text):
        ran.append(text)
        return text

    # to describe takes one, to begin another, each further run one each 0.1 s
    server = asking(rf.Interface(note, "text", "text", live=True), calls_per_second=10)
    with client(server).live("first") as live:
        live.predict()
        begun = time.monotonic()
        for number in range(200):
            live.send(text=str(number))
            time.sleep(0.002)
        assert live.predict(text="last") == "last"
    seconds = time.monotonic() - begun

    assert len(ran) <= 12 + seconds * 10
    assert (ran[0], ran[-1]) == ("first", "last")


@pytest.mark.parametrize("rate", [0, -1, float("inf"), float("nan"), True, "5"])
def test_what_is_no_rate_is_refused(asking, rate):
    with pytest.raises(ValueError, match="calls_per_second: wanted a number above 0; came"):
        asking(calls_per_second=rate)


@pytest.mark.parametrize("most", [0, -1, 1.5, True, "5"])
def test_what_is_no_number_of_calls_is_refused(asking, most):
    with pytest.raises(ValueError, match="calls_at_once: wanted a whole number from 1 on; came"):
        asking(calls_at_once=most)


def test_where_nothing_is_asked_no_handler_is_wrapped():
    def handler(body, caller):
        raise AssertionError

    async def made():
        free, asks = access.Access(rf.Options()), access.Access(rf.Options(calls_at_once=1))
        assert free.unary(handler) is handler
        assert free.stream(handler) is handler
        assert free.pace(None) is None
        assert asks.unary(handler) is not handler

    import asyncio

    asyncio.run(made())
