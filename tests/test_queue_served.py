"""The queues of served interfaces: what they share, and what callers are told."""

from __future__ import annotations

import threading

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2

import rpcface as rf
from rpcface.core.queue import queues

LONG = 20.0


def interface(name, **options):
    return rf.Interface(lambda text: text, "text", "text", api_name=name, **options)


def test_interfaces_of_one_id_share_a_queue_with_the_least_of_their_limits():
    made = {
        "a": interface("a", concurrency_id="gpu", concurrency_limit=3, max_queue_size=50),
        "b": interface("b", concurrency_id="gpu", concurrency_limit=None, max_queue_size=20),
        "c": interface("c", concurrency_id="gpu", concurrency_limit=2, max_queue_size=30),
        "d": interface("d", concurrency_id="other"),
        "e": interface("e"),
        "f": interface("f"),
    }
    found = queues(made)

    assert found["a"] is found["b"] is found["c"]
    assert len(set(map(id, found.values()))) == 4
    assert (found["a"]._limit, found["a"]._most) == (2, 20)


class Work:
    """Functions that say when they begin, and end when they are let go."""

    def __init__(self):
        self.texts = []
        self.begun = threading.Semaphore(0)
        self.let_go = threading.Semaphore(0)

    def __call__(self, text):
        self.texts.append(text)
        self.begun.release()
        assert self.let_go.acquire(timeout=LONG)
        return text


@pytest.fixture
def work():
    made = Work()
    yield made
    made.let_go.release(100)


async def ping():
    return "pong"


def round_trip(call):
    for _ in range(10):
        assert call.predict(interface_name="ping").outputs


def test_functions_that_share_an_id_run_one_after_the_other(serving, raw, work):
    options = {"concurrency_id": "gpu", "concurrency_limit": 1}
    call = raw(
        serving(
            rf.Interface(lambda text: work(text), "text", "text", api_name="one", **options),  # noqa: PLW0108
            rf.Interface(lambda text: work(text), "text", "text", api_name="two", **options),  # noqa: PLW0108
            rf.Interface(ping, None, "text"),
        )
    )
    first = call.start(interface_name="one", inputs={"text": "a"})
    assert work.begun.acquire(timeout=LONG)
    second = call.start(interface_name="two", inputs={"text": "b"})
    round_trip(call)

    assert work.texts == ["a"]
    work.let_go.release(2)
    assert first.result(LONG)
    assert second.result(LONG)


def test_a_full_queue_tells_when_to_try_again(serving, raw, client, work):
    server = serving(
        rf.Interface(work, "text", "text", api_name="work", max_queue_size=1),
        rf.Interface(ping, None, "text"),
    )
    call = raw(server)
    running = call.start(interface_name="work", inputs={"text": "a"})
    assert work.begun.acquire(timeout=LONG)
    waiting = call.start(interface_name="work", inputs={"text": "b"})
    round_trip(call)
    third = call.start(interface_name="work", inputs={"text": "c"})
    with pytest.raises(grpc.RpcError) as caught:
        third.result(LONG)

    assert caught.value.code().name == "RESOURCE_EXHAUSTED"
    trailers = dict(caught.value.trailing_metadata())
    status = status_pb2.Status.FromString(trailers["grpc-status-details-bin"])
    info, retry = error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo()
    assert status.details[0].Unpack(info)
    assert status.details[1].Unpack(retry)
    assert info.reason == "QUEUE_FULL"
    assert retry.retry_delay.ToSeconds() == 1
    for ask in (
        client(server)["work"].predict,
        lambda text: [*client(server)["work"].stream(text)],
    ):
        with pytest.raises(rf.QueueFull, match="interface 'work' is busy") as refused:
            ask("d")
        assert refused.value.retry_after == 1.0
    work.let_go.release(2)
    assert running.result(LONG)
    assert waiting.result(LONG)
