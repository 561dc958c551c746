"""What is left when calls have ended, or were given up: no file, no thread."""

from __future__ import annotations

import asyncio
import contextlib
import os
import tempfile
import threading

import grpc
import numpy as np
import pytest

import rpcface as rf
from rpcface.core.options import Options
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message

LONG = 20.0
CANCELS = int(os.environ.get("RPCFACE_TEST_CANCELS", "1000"))
"""How many calls of each kind are cancelled: more of them take longer."""
PIXELS = rf.Tensor.of(np.zeros((2, 2, 3), "u1"))


class Seen(rf.Image):
    """An image as a file, which tells when it was decoded, and waits where it is held."""

    def __init__(self):
        super().__init__(type="filepath", name="img")
        self.decoded = threading.Semaphore(0)
        self.held = threading.Event()

    def decode(self, value, io):
        path = super().decode(value, io)
        self.decoded.release()
        assert self.held.wait(LONG)
        return path


class Blocking:
    """A function that says when it has begun, and ends when it is let go."""

    def __init__(self):
        self.begun, self.let_go = threading.Event(), threading.Event()

    def __call__(self, text="", path=None):
        assert path is None or os.path.exists(path)
        self.begun.set()
        assert self.let_go.wait(LONG)
        return text


async def ping():
    return "pong"


@pytest.fixture
def blocking():
    made = Blocking()
    yield made
    made.let_go.set()


@pytest.fixture
def image():
    made = Seen()
    yield made
    made.held.set()


@pytest.fixture
def temp(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def calls(serving, raw):
    return lambda *interfaces, **options: raw(serving(*interfaces, **options))


def round_trip(call):
    """Calls that come behind all that was sent before: time enough for it to arrive."""
    for _ in range(10):
        assert call.predict(interface_name="ping").outputs


def becomes_empty(folder, call):
    """Whether nothing is left in the folder, soon after the last call."""
    for _ in range(20):
        if not any(folder.iterdir()):
            return True
        round_trip(call)
    return False


def test_no_file_is_left_of_calls_that_end_or_are_cancelled(calls, temp, blocking, image):
    image.held.set()
    reading = rf.Interface(blocking, ["text", image], "text", api_name="read")
    call = calls(reading, rf.Interface(ping, None, "text"))

    def start():
        return call.start(interface_name="read", inputs={"img": PIXELS})

    running = start()
    assert blocking.begun.wait(LONG)
    waiting = start()
    for _ in range(2):
        assert image.decoded.acquire(timeout=LONG)
    round_trip(call)
    assert len(list(temp.iterdir())) == 2
    running.cancel()
    waiting.cancel()
    call.refused(interface_name="read", inputs={"img": PIXELS, "text": 1})
    blocking.let_go.set()
    assert start().result(LONG)

    assert becomes_empty(temp, call)


@pytest.mark.parametrize("step", ["decoding", "waiting for a thread"])
def test_no_file_is_left_of_a_call_that_is_cancelled_while(calls, temp, blocking, image, step):
    call = calls(
        rf.Interface(blocking, None, "text", api_name="block"),
        rf.Interface(lambda path: "read", image, "text", api_name="read"),
        rf.Interface(ping, None, "text"),
        options=Options(max_threads=1),
    )
    first = call.start(interface_name="block")
    assert blocking.begun.wait(LONG)
    if step != "decoding":
        image.held.set()
    second = call.start(interface_name="read", inputs={"img": PIXELS})
    assert image.decoded.acquire(timeout=LONG)
    round_trip(call)
    second.cancel()
    round_trip(call)
    image.held.set()
    blocking.let_go.set()
    assert first.result(LONG)
    assert call.predict(interface_name="read", inputs={"img": PIXELS}).outputs

    assert becomes_empty(temp, call)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no /proc here")
def test_a_thousand_calls_leave_no_thread_and_no_file_open(calls):
    call = calls(
        rf.Interface(lambda: "pong", None, "text", api_name="sync"),
        rf.Interface(ping, None, "text"),
    )

    def run(count):
        for _ in range(count):
            for name in ("sync", "ping"):
                call.predict(interface_name=name)
        return threading.active_count(), len(os.listdir("/proc/self/fd"))

    threads, files = run(50)
    threads_then, files_then = run(500)

    assert threads_then <= threads + 5
    assert files_then <= files + 5


class Counting:
    """Functions that never end by themselves, and count how many run."""

    def __init__(self):
        self.running = 0
        self.most = 0

    @contextlib.contextmanager
    def counted(self):
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            yield
        finally:
            self.running -= 1

    async def wait(self, text):
        with self.counted():
            await asyncio.Event().wait()

    async def stream(self, text):
        with self.counted():
            while True:
                yield text
                await asyncio.sleep(0.01)

    def step(self, text):
        with self.counted():
            while True:
                yield text
                rf.call().wait(0.001)


async def cancelled(address, method, count, at_once=250):
    """Starts that many calls, and cancels some before they arrive, the others behind."""
    call = pb.PredictRequest(interface_name="f", inputs={"text": value_message("a")})
    pinging = pb.PredictRequest(interface_name="ping").SerializeToString()
    body = call.SerializeToString()
    if method != "Predict":  # the request of a live call has the same form
        body = pb.PredictStreamRequest(call=call).SerializeToString()

    async def requests():
        yield body
        await asyncio.Event().wait()

    async with grpc.aio.insecure_channel(address) as channel:
        pings = channel.unary_unary("/rpcface.v1.InterfaceService/Predict")
        kinds = {
            "Predict": channel.unary_unary,
            "PredictStream": channel.unary_stream,
            "PredictLive": channel.stream_stream,
        }
        start = kinds[method](f"/rpcface.v1.InterfaceService/{method}")
        for _ in range(count // at_once):
            given = [requests() if method == "PredictLive" else body for _ in range(at_once)]
            calls = [start(one) for one in given]
            for call in calls[::3]:
                call.cancel()
            await pings(pinging)
            if method != "Predict":
                await asyncio.gather(*(call.read() for call in calls[1::3]))
            for call in calls:
                call.cancel()
            await asyncio.gather(*(call.code() for call in calls))


def becomes(found, wanted, call):
    """Whether `found()` gives that soon after the last call."""
    for _ in range(200):
        if found() == wanted:
            return True
        round_trip(call)
    return False


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no /proc here")
@pytest.mark.parametrize("limit", [None, 1])
@pytest.mark.parametrize(
    "called",
    [
        ("Predict", "wait"),
        ("PredictStream", "stream"),
        ("PredictStream", "step"),
        ("PredictLive", "stream"),
    ],
)
def test_cancelled_calls_leave_no_thread_no_task_and_no_file(serving, raw, temp, called, limit):
    counting, (method, kind) = Counting(), called
    server = serving(
        rf.Interface(
            getattr(counting, kind),
            "text",
            "text",
            api_name="f",
            concurrency_limit=limit,
            max_queue_size=10_000,
        ),
        rf.Interface(ping, None, "text"),
    )
    call = raw(server)

    def tasks():
        return len(asyncio.all_tasks(server._loop))

    def files():
        return len(os.listdir("/proc/self/fd"))

    asyncio.run(cancelled(server.address, method, 250))
    assert becomes(lambda: counting.running, 0, call)
    round_trip(call)
    tasks_before, files_before, threads = tasks(), files(), threading.active_count()
    asyncio.run(cancelled(server.address, method, CANCELS))

    assert becomes(lambda: counting.running, 0, call)
    assert becomes(lambda: tasks() <= tasks_before, True, call)
    assert files() <= files_before + 5  # gRPC closes a channel when it likes
    assert threading.active_count() <= max(threads, Options().max_threads + 10)
    assert counting.most >= 1
    assert list(temp.iterdir()) == []
