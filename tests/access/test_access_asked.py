"""A function that says whose a token is."""

from __future__ import annotations

import asyncio
import threading
from concurrent import futures

import pytest

import rpcface as rf
from rpcface.core.access import asked

from .callers import ADA, BOB, bearer, body, until

CANARY = "canary-7f3a-of-a-token"


def known(token):
    return {ADA: "ada", BOB: "bob"}.get(token)


async def known_later(token):
    await asyncio.sleep(0)
    return known(token)


class Known:
    """An object that is called, and counts."""

    def __init__(self):
        self.count = 0

    async def __call__(self, token):
        self.count += 1
        return known(token)


@pytest.mark.parametrize("function", [known, known_later, Known()])
def test_the_function_may_be_sync_or_async(asking, connect, function):
    server = asking(authenticate=function)

    assert connect(server, token=ADA).predict("") == "ada"
    assert connect(server, token=BOB).predict("") == "bob"
    for wrong in (None, "nobodys"):
        with pytest.raises(rf.Unauthenticated, match="Bearer TOKEN"):
            connect(server, token=wrong).predict("")


def test_a_sync_function_holds_up_nobody(asking, client):
    asked_now, let_go = threading.Event(), threading.Event()

    def slow(token):
        if token == "slow":
            asked_now.set()
            assert let_go.wait(20)
        return token

    server = asking(authenticate=slow)
    with futures.ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(client(server, token="slow").predict, "")
        assert asked_now.wait(20)
        assert client(server, token="quick").predict("") == "quick"
        let_go.set()
        assert waiting.result(20) == "slow"


def test_a_token_is_asked_about_again_after_a_while_and_not_before(asking, client, monkeypatch):
    monkeypatch.setattr(asked, "FRESH", 1000)
    counting = Known()
    server = asking(authenticate=counting)
    open_client = client(server, token=ADA)
    for _ in range(5):
        open_client.predict("")
    assert counting.count == 1

    monkeypatch.setattr(asked, "FRESH", -1)
    counting = Known()
    open_client = client(asking(authenticate=counting), token=ADA)
    open_client.predict("")
    assert counting.count >= 2  # to describe, and to predict


def test_calls_that_come_together_ask_once(asking, client):
    begun, let_go, count = threading.Event(), threading.Event(), []

    def slow(token):
        count.append(token)
        begun.set()
        assert let_go.wait(20)
        return "ada"

    open_client = client(asking(authenticate=slow), token=ADA)
    with futures.ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(open_client.describe) for _ in range(8)]
        assert begun.wait(20)
        let_go.set()
        for call in calls:
            call.result(20)
    assert len(count) < 8


def raising(error):
    def function(token):
        raise error(f"{token} is none")

    return function


FAILURES = {
    "an error": raising(RuntimeError),
    "SystemExit": raising(SystemExit),
    "a KeyError of the token": lambda token: {}[token],
    "a part of the token": lambda token: {}[token[4:]],
    "True": lambda token: True,
    "bytes": lambda token: b"ada",
    "an empty name": lambda token: "",
}


@pytest.mark.parametrize("kind", FAILURES)
def test_a_function_that_fails_refuses_and_is_an_incident(asking, raw, log, kind):
    failure = raw(asking(authenticate=FAILURES[kind])).refused(body(), metadata=bearer(CANARY))

    assert (failure.code, failure.info.reason) == ("UNAUTHENTICATED", "UNAUTHENTICATED")
    incident = failure.info.metadata["incident"]
    until(lambda: f"incident {incident}: authenticate failed" in log.text)
    assert "test_access_asked.py" in log.text or "authenticate: wanted the name" in log.text
    assert "canary" not in log.text + failure.said
    assert "7f3a" not in log.text + failure.said


def test_an_error_that_says_nothing_of_the_token_is_told_whole(asking, raw, log):
    def lost(token):
        raise ConnectionError("the directory of people is away")

    raw(asking(authenticate=lost)).refused(body(), metadata=bearer(CANARY))

    assert "ConnectionError: the directory of people is away" in log.text


def test_an_address_may_try_only_so_many_tokens_and_those_that_are_known_go_on(
    asking, raw, client, monkeypatch
):
    monkeypatch.setattr(asked, "WRONG_PER_SECOND", 0.001)
    monkeypatch.setattr(asked, "WRONG_AT_ONCE", 5)
    counting = Known()
    server = asking(authenticate=counting)
    ada = client(server, token=ADA)
    ada.predict("")
    caller = raw(server)

    ends = [caller.refused(body(), metadata=bearer(f"guess{n}")) for n in range(8)]

    assert [end.code for end in ends] == ["UNAUTHENTICATED"] * 5 + ["RESOURCE_EXHAUSTED"] * 3
    assert ends[-1].info.metadata["limit"] == "wrong_tokens"
    assert ada.predict("") == "ada"
    assert counting.count < 20


async def test_only_so_many_tokens_are_remembered(monkeypatch):
    monkeypatch.setattr(asked, "MOST", 10)
    asks = asked.Asked(Known(), threads=None)
    asks._function = known

    async def anyone(token):
        return token

    asks._function, asks._is_async = anyone, True
    for number in range(100):
        await asks.ask(f"token{number}", f"peer{number}")

    assert len(asks._known) == 10
