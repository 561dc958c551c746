"""What is left of batches whose callers were gone: nothing."""

from __future__ import annotations

import asyncio
import os
import threading

import grpc
import pytest

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message

from .conftest import PREDICT, STREAM, wait_for

CANCELS = int(os.environ.get("RPCFACE_TEST_CANCELS", "500"))
"""How many calls of each kind are cancelled: more of them take longer."""


async def forever(texts):
    await asyncio.Event().wait()


def until_cancelled(texts):
    rf.call().wait(20.0)
    return texts


async def cancelled(address, path, count, at_once=250):
    """Starts that many calls, and cancels some before they arrive, the others behind."""
    call = pb.PredictRequest(interface_name="f", inputs={"text": value_message("a")})
    ping = pb.PredictRequest(interface_name="ping").SerializeToString()
    async with grpc.aio.insecure_channel(address) as channel:
        pings = channel.unary_unary(PREDICT)
        if path == PREDICT:
            start, body = channel.unary_unary(path), call.SerializeToString()
        else:
            body = pb.PredictStreamRequest(call=call).SerializeToString()
            start = channel.unary_stream(path)
        for _ in range(count // at_once):
            calls = [start(body) for _ in range(at_once)]
            for one in calls[::3]:
                one.cancel()
            await pings(ping)
            for one in calls:
                one.cancel()
            await asyncio.gather(*(one.code() for one in calls))


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no /proc here")
@pytest.mark.parametrize("path", [PREDICT, STREAM])
@pytest.mark.parametrize(("function", "limit"), [(forever, None), (until_cancelled, 2)])
def test_cancelled_calls_leave_no_task_no_thread_and_no_place(serve, path, function, limit):
    calls = serve(function, concurrency_limit=limit, max_queue_size=10_000)
    server = calls.server

    def tasks():
        return len(asyncio.all_tasks(server._loop))

    asyncio.run(cancelled(server.address, path, 250))
    calls.is_idle()
    calls.round_trip()
    before, threads = tasks(), threading.active_count()
    asyncio.run(cancelled(server.address, path, CANCELS))

    calls.is_idle()
    wait_for(lambda: tasks() <= before)
    assert threading.active_count() <= max(threads, 64 + 10)
