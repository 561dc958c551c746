"""What tests of streams share: functions that are served and watched."""

from __future__ import annotations

import asyncio
import threading

import grpc
import pytest

import rpcface as rf
from rpcface.changes import apply
from rpcface.events import Finished, Updated
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message
from rpcface.wire.events import read_event
from rpcface.wire.values import from_message

LONG = 20.0


class Told(list):
    """The events that a call told, in order."""

    @property
    def outputs(self):
        """What the outputs are in the end."""
        outputs = {}
        for event in self:
            if isinstance(event, Updated):
                for change in event.changes:
                    apply(outputs, change)
            elif isinstance(event, Finished):
                outputs.update(event.values)
        return outputs

    @property
    def updates(self):
        """What the outputs are after each update."""
        return [
            Told(self[: at + 1]).outputs
            for at, event in enumerate(self)
            if isinstance(event, Updated)
        ]


class Watched:
    """A call that is watched; its events, to be iterated. Its end other than success is
    a `Failure`.
    """

    def __init__(self, raw, body, options):
        method = raw.channel.unary_stream("/rpcface.v1.InterfaceService/PredictStream")
        self._call = method(body, **options)
        self._failure = raw.failure

    def __iter__(self):
        return self

    def __next__(self):
        try:
            return read_event(next(self._call))
        except grpc.RpcError as error:
            raise self._failure(error) from None

    def all(self):
        """Every event from now to the end."""
        return Told(self)

    def fails(self):
        """The events of a call that must fail, and the failure."""
        found = Told()
        with pytest.raises(self._failure) as caught:
            found.extend(self)
        return found, caught.value

    def cancel(self):
        self._call.cancel()


class Watcher:
    """Watches the calls of a server that has `f` and `ping`."""

    def __init__(self, server, raw):
        self.server = server
        self._raw = raw

    def watch(self, text=None, *, name="f", accept=(), metadata=None, timeout=LONG):
        inputs = {} if text is None else {"text": value_message(text)}
        call = pb.PredictRequest(interface_name=name, inputs=inputs, accept=accept)
        body = pb.PredictStreamRequest(call=call).SerializeToString()
        return Watched(self._raw, body, {"timeout": timeout, "metadata": metadata})

    def predict(self, text):
        """The outputs of a call that is not watched."""
        answer = self._raw.predict(interface_name="f", inputs={"text": text})
        return {name: from_message(value) for name, value in answer.outputs.items()}

    def round_trip(self):
        """Calls that come behind all that was sent before on the channel."""
        for _ in range(10):
            assert self._raw.predict(interface_name="ping").outputs


async def ping():
    return "pong"


@pytest.fixture
def calls(serving, raw):
    """Serves a function as `f` beside `ping`; what it gives watches calls of it."""

    def serve(fn, inputs="text", outputs="text", **options):
        made = rf.Interface(fn, inputs, outputs, api_name="f", **options)
        server = serving(made, rf.Interface(ping, None, "text"))
        return Watcher(server, raw(server))

    return serve


@pytest.fixture(params=["sync", "async"])
def either(request):
    """Makes of a sync generator function itself, or an async one that gives the same."""

    def make(generator):
        async def asynchronous(text):
            for item in generator(text):
                yield item
                await asyncio.sleep(0)

        return generator if request.param == "sync" else asynchronous

    return make


class Forever:
    """Functions that run until they are ended, and tell how they were."""

    def __init__(self, kind):
        self.kind = kind
        self.fn = getattr(self, kind)
        self.begun, self.ended = threading.Event(), threading.Event()
        self.call = None
        self.states = []

    def note(self):
        self.states.append(self.call.cancelled)
        self.ended.set()

    def sync(self, text):
        self.call = rf.call()
        self.begun.set()
        self.call.wait(LONG)
        self.note()
        threading.Event().wait(0.3)  # what it returned at its deadline might be there in time
        return text

    def generator(self, text):
        self.call = rf.call()
        try:
            while True:
                yield text
                self.begun.set()
                self.call.wait(0.001)
        finally:
            self.note()

    async def coroutine(self, text):
        self.call = rf.call()
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.note()

    async def async_generator(self, text):
        self.call = rf.call()
        try:
            while True:
                yield text
                self.begun.set()
                await asyncio.sleep(0.001)
        finally:
            self.note()


@pytest.fixture(params=["sync", "generator", "coroutine", "async_generator"])
def forever(request):
    """A function of each kind that runs until it is ended."""
    return Forever(request.param)
