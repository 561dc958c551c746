"""Conversations whose calls go together in batches."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import rpcface as rf

LONG = 20.0


def chat(messages, histories):
    together.append(len(messages))
    answers = [f"{len(before)}:{said}" for said, before in zip(messages, histories, strict=True)]
    return answers, [[*before, said] for said, before in zip(messages, histories, strict=True)]


together: list[int] = []


def batched() -> rf.Interface:
    return rf.Interface(
        chat,
        ["text", rf.State([])],
        ["text", "state"],
        batch=True,
        max_batch_size=4,
        max_batch_delay=0.2,
    )


def test_conversations_that_share_a_batch_keep_their_own_states(serving, client):
    together.clear()
    called = client(serving(batched()))
    start = threading.Barrier(4)

    def talk(name):
        with called.session() as session:
            start.wait(LONG)
            return [session.predict(f"{name}{turn}") for turn in range(3)]

    with ThreadPoolExecutor(4) as pool:
        found = dict(zip("abcd", pool.map(talk, "abcd", timeout=LONG), strict=True))
    assert found == {name: [f"{turn}:{name}{turn}" for turn in range(3)] for name in "abcd"}
    assert max(together) > 1


def test_a_watched_call_of_a_batch_carries_its_state(serving, client):
    with client(serving(batched())).session() as session:
        for _ in session.stream("a"):
            pass
        assert session.predict("b") == "1:b"


def test_a_batch_of_one_in_process_begins_a_conversation():
    assert batched()("a") == "0:a"
