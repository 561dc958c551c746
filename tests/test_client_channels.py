"""Both clients and the servers they reach: gone, changed, of another kind, shared."""

from __future__ import annotations

import asyncio
import threading
from concurrent import futures

import grpc
import pytest

import rpcface as rf
from rpcface.client import channels

LONG = 20.0


def both(text, count: int = 2):
    return text * count, {"text": text, "count": count}


def both_sides():
    outputs = [rf.Textbox(name="caption"), rf.JSON(name="facts")]
    return rf.Interface(both, ["text", rf.Number(precision=0, minimum=0)], outputs)


def test_that_no_server_is_there_is_told(serving, connect):
    server = serving(both_sides())
    server.stop()

    for call in (connect(server).describe, connect(server).predict):
        with pytest.raises(
            rf.RpcfaceError, match=f"^no server answers at {server.address}"
        ) as caught:
            call()
        assert caught.value.code is rf.StatusCode.UNAVAILABLE


def test_that_a_server_goes_away_during_a_call_is_told(serving, client):
    begun, ended = threading.Event(), threading.Event()

    def stuck():
        begun.set()
        ended.wait(LONG)

    server = serving(rf.Interface(stuck, None, "json"))
    open_client = client(server, retries=0)
    with futures.ThreadPoolExecutor(1) as pool:
        call = pool.submit(open_client.predict)
        assert begun.wait(LONG)
        server.stop(grace=0)
        error = call.exception(LONG)
        ended.set()

    assert str(error).startswith(f"the server at {server.address} went away (")
    assert error.code is rf.StatusCode.UNAVAILABLE


def test_a_server_of_something_else_is_told(connect):
    with futures.ThreadPoolExecutor(1) as pool:
        other = grpc.server(pool)
        port = other.add_insecure_port("127.0.0.1:0")
        other.start()
        try:
            with pytest.raises(rf.RpcfaceError, match="is none of rpcface") as caught:
                connect(f"127.0.0.1:{port}").describe()
        finally:
            other.stop(0).wait(LONG)
    assert caught.value.code is rf.StatusCode.UNIMPLEMENTED


CHANGES = {
    "other bounds": lambda: rf.Interface(both, ["text", rf.Number()], ["text", "json"]),
    "other inputs": lambda: rf.Interface(
        lambda text, more: text, ["text"] * 2, "text", api_name="both"
    ),
    "another name": lambda: rf.Interface(lambda text: text, ["text"], "text", api_name="new"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_server_that_changed_is_described_anew(serving, connect, change):
    first = serving(both_sides())
    open_client = connect(first)
    assert open_client.predict("a", 2)[0] == "aa"
    first.stop()
    serving(CHANGES[change](), port=int(first.address.rpartition(":")[2]))
    inputs = {"other bounds": {"text": "a"}, "other inputs": {"text": "a", "more": ""}}

    found = open_client.predict(**inputs.get(change, {"text": "a"}))

    assert found == "a" or found[0] == "aa"


@pytest.mark.parametrize("address", ["http://localhost:50051", "https://x", "", " ", None, 50051])
def test_what_is_no_address_is_refused(address):
    for kind in (rf.Client, rf.AsyncClient):
        with pytest.raises(ValueError, match=r"^address: wanted .*; came"):
            kind(address)


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("example.org", "example.org:50051"),
        (" localhost:1 ", "localhost:1"),
        ("::1", "[::1]:50051"),
        ("[::1]", "[::1]:50051"),
        ("[::1]:5", "[::1]:5"),
        ("unix:/run/x", "unix:/run/x"),
        ("dns:///x:1", "dns:///x:1"),
    ],
)
def test_the_port_may_be_left_out_of_an_address(address, target):
    assert channels.target(address) == target


def test_a_proxy_is_not_asked_for_this_machine(serving, connect, monkeypatch):
    for name in ("http_proxy", "https_proxy", "grpc_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert connect(serving(both_sides())).predict("a", 1).caption == "a"


def test_a_client_is_shared_by_threads(serving, client):
    server = serving(rf.Interface(str.upper, "text", "text", concurrency_limit=None))
    open_client, found = client(server), []

    def call(number):
        found.extend(open_client.predict(f"a{number}") for _ in range(20))

    threads = [threading.Thread(target=call, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)

    assert sorted(found) == sorted([f"A{number}" for number in range(8)] * 20)


async def test_async_calls_share_a_client(serving):
    server = serving(rf.Interface(str.upper, "text", "text", concurrency_limit=None))
    async with rf.AsyncClient(server.address, timeout=LONG) as open_client:
        found = await asyncio.gather(*(open_client.predict(f"a{n}") for n in range(50)))

    assert found == [f"A{n}" for n in range(50)]


async def test_an_awaiting_task_that_is_cancelled_cancels_the_function(serving):
    begun, cancelled = threading.Event(), threading.Event()

    async def forever():
        begun.set()
        try:
            await asyncio.wait_for(asyncio.Event().wait(), LONG)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    async with rf.AsyncClient(serving(rf.Interface(forever, None, "text")).address) as open_client:
        task = asyncio.create_task(open_client.predict())
        assert await asyncio.to_thread(begun.wait, LONG)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(cancelled.wait, LONG)
