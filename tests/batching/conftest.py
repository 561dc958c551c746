"""What tests of batches share: functions that are held, and who calls them."""

from __future__ import annotations

import asyncio
import threading
import time

import grpc
import pytest

import rpcface as rf
from rpcface.core.service import Service
from rpcface.events import Finished
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message
from rpcface.wire.events import read_event
from rpcface.wire.values import from_message

LONG = 20.0
PREDICT = "/rpcface.v1.InterfaceService/Predict"
STREAM = "/rpcface.v1.InterfaceService/PredictStream"


class Held:
    """A function of a list of texts that waits to be let go, and tells what it ran for. It
    answers by `answer`, which takes the texts.
    """

    def __init__(self, answer=None):
        self.ran = []
        self.calls = []
        self.ended = threading.Semaphore(0)
        self._answer = answer or (lambda texts: [text.upper() for text in texts])
        self._begun = threading.Semaphore(0)
        self._let_go = threading.Semaphore(0)

    def _begins(self, texts):
        self.ran.append(texts)
        self.calls.append(rf.call())
        self._begun.release()

    def sync(self, texts):
        self._begins(texts)
        try:
            assert self._let_go.acquire(timeout=LONG)
            return self._answer(texts)
        finally:
            self.ended.release()

    async def asynchronous(self, texts):
        self._begins(texts)
        try:
            end = time.monotonic() + LONG
            while not self._let_go.acquire(blocking=False):
                assert time.monotonic() < end
                await asyncio.sleep(0.001)
            return self._answer(texts)
        finally:
            self.ended.release()

    def begins(self):
        """Waits until one more batch has begun; what it has."""
        assert self._begun.acquire(timeout=LONG)
        return self.ran[-1]

    def let_go(self, count=1):
        self._let_go.release(count)


class Served:
    """A server of `f`, a function of one text, and `ping`."""

    def __init__(self, server, raw, service):
        self.server = server
        self.raw = raw
        self._service = service

    def start(self, text, how="unary", timeout=LONG):
        """Starts a call of `f`."""
        call = pb.PredictRequest(interface_name="f", inputs={"text": value_message(text)})
        return (Unary if how == "unary" else Watched)(self.raw.channel, call, timeout)

    def round_trip(self):
        """Calls that come behind all that was sent before on the channel."""
        for _ in range(10):
            assert self.raw.predict(interface_name="ping").outputs

    def waits(self, count):
        """Waits until so many calls wait for their turn."""
        wait_for(lambda: self._service.lines["f"].waiting == count)

    def is_idle(self):
        """Waits until no call is in, and none waits."""
        line = self._service.lines["f"]
        wait_for(lambda: not line.waiting and not line.running)


def wait_for(becomes):
    """Waits until it becomes true."""
    end = time.monotonic() + LONG
    while not becomes():
        assert time.monotonic() < end
        time.sleep(0.002)


class Unary:
    """A call of `f` that is answered once."""

    def __init__(self, channel, call, timeout):
        body = call.SerializeToString()
        self._future = channel.unary_unary(PREDICT).future(body, timeout=timeout)

    def ends(self):
        """The output, or else the status and the text that it ends with."""
        try:
            answer = pb.PredictResponse.FromString(self._future.result(LONG))
        except grpc.FutureCancelledError:
            return "CANCELLED"
        except grpc.RpcError as error:
            return end_of(error)
        found = {name: from_message(value) for name, value in answer.outputs.items()}
        return found["output"] if list(found) == ["output"] else found

    def cancel(self):
        self._future.cancel()


class Watched:
    """A call of `f` that is watched."""

    def __init__(self, channel, call, timeout):
        body = pb.PredictStreamRequest(call=call).SerializeToString()
        self._answers = channel.unary_stream(STREAM)(body, timeout=timeout)
        self.events = []

    def ends(self):
        try:
            self.events += map(read_event, self._answers)
        except grpc.RpcError as error:
            return end_of(error)
        assert isinstance(self.events[-1], Finished)
        found = self.events[-1].values
        return found["output"] if list(found) == ["output"] else found

    def next(self):
        """The next event."""
        self.events.append(read_event(next(self._answers)))
        return self.events[-1]

    def cancel(self):
        self._answers.cancel()


def end_of(error):
    """The status, and the text where there is one that is not gRPC's own."""
    code = error.code().name
    return code if code in ("CANCELLED", "DEADLINE_EXCEEDED") else f"{code}: {error.details()}"


async def ping():
    return "pong"


@pytest.fixture
def serve(serving, raw, monkeypatch):
    """Serves a function as `f`, in batches of 4 at most unless told."""
    made = []

    def noted(*args):
        made.append(Service(*args))
        return made[-1]

    monkeypatch.setattr("rpcface.server.server.Service", noted)

    def start(fn, inputs=None, outputs="text", server=None, **options):
        given = {"batch": True, "api_name": "f"} | options
        interface = rf.Interface(fn, inputs or rf.Textbox(name="text"), outputs, **given)
        started = serving(interface, rf.Interface(ping, None, "text"), options=server)
        return Served(started, raw(started), made[-1])

    return start


@pytest.fixture(params=["sync", "asynchronous"])
def kind(request):
    """How a function runs: on a thread, or on the loop."""
    return request.param


@pytest.fixture(params=["unary", "watched"])
def how(request):
    """How a call is made."""
    return request.param


@pytest.fixture
def held():
    """Makes functions that are held; they are let go in the end, whatever happened."""
    made = []

    def make(answer=None):
        made.append(Held(answer))
        return made[-1]

    yield make
    for one in made:
        one.let_go(1000)
