"""Who calls, as a function learns it from the edge."""

from __future__ import annotations

import threading

import pytest

import rpcface as rf
from rpcface.server.caller import GrpcCaller

from .conftest import LONG


@pytest.mark.parametrize(
    ("said", "peer"),
    [
        ("ipv4:127.0.0.1:5000", "127.0.0.1"),
        ("ipv6:%5B::1%5D:5000", "[::1]"),
        ("ipv6:[::1]:5000", "[::1]"),
        ("unix:/run/x", "/run/x"),
        ("unix:", ""),
    ],
)
def test_a_peer_is_an_address_without_its_port(said, peer):
    class Context:
        def peer(self):
            return said

    assert GrpcCaller(Context()).peer == peer


def test_a_function_may_ask_who_called_when_its_caller_has_left(serving, raw):
    found, begun, ended = [], threading.Semaphore(0), threading.Semaphore(0)

    def work(text):
        call = rf.call()
        begun.release()
        assert call.wait(LONG)
        found.append((call.peer, call.principal, "user-agent" in call.metadata, call.deadline > 0))
        ended.release()
        return text

    server = serving(rf.Interface(work, "text", "text", concurrency_limit=None))
    started = [raw(server).start(inputs={"text": "a"}) for _ in range(20)]
    for _ in started:
        assert begun.acquire(timeout=LONG)
    for call in started:
        call.cancel()
    for _ in started:
        assert ended.acquire(timeout=LONG)

    assert found == [("127.0.0.1", "", True, True)] * 20
