"""What tests of repeated calls share: calls with ids, functions that count their runs, and a
connection that breaks.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
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


class Watched:
    """A call that is watched; its events, to be iterated."""

    def __init__(self, call, failure):
        self._call = call
        self._failure = failure
        self.outputs = {}
        self.cancel = call.cancel

    def __iter__(self):
        return self

    def __next__(self):
        try:
            event = read_event(next(self._call))
        except grpc.RpcError as error:
            raise self._failure(error) from None
        if isinstance(event, Updated):
            for change in event.changes:
                apply(self.outputs, change)
        elif isinstance(event, Finished):
            self.outputs.update(event.values)
        return event

    def until(self, kind):
        """The events up to the first of a kind."""
        found = []
        for event in self:
            found.append(event)
            if isinstance(event, kind):
                return found
        pytest.fail(f"no {kind.__name__} came, but {found}")

    def fails(self):
        """The events of a call that must fail, and the failure."""
        found = []
        with pytest.raises(self._failure) as caught:
            found.extend(self)
        return found, caught.value


class Caller:
    """Calls of the function `f`, which has an input `text`, beside which is `ping`."""

    def __init__(self, server, raw):
        self.server = server
        self.raw = raw

    def request(self, text="a", request_id="", **fields):
        fields.setdefault("interface_name", "f")
        inputs = {} if text is None else {"text": value_message(text)}
        return pb.PredictRequest(inputs=inputs, request_id=request_id, **fields)

    def start(self, text="a", request_id="", timeout=LONG, **fields):
        """Starts a call; what it gives has `result` and `cancel`."""
        body = self.request(text, request_id, **fields).SerializeToString()
        method = self.raw.channel.unary_unary("/rpcface.v1.InterfaceService/Predict")
        return method.future(body, timeout=timeout)

    def answer(self, text="a", request_id="", **fields):
        """The bytes of the answer."""
        body = self.request(text, request_id, **fields).SerializeToString()
        return self.raw.bytes("Predict", body)

    def predict(self, text="a", request_id="", **fields):
        """The one output."""
        return output(self.answer(text, request_id, **fields))

    def refused(self, text="a", request_id="", **fields):
        return self.raw.refused(self.request(text, request_id, **fields).SerializeToString())

    def watch(self, text="a", request_id="", timeout=LONG, **fields):
        call = self.request(text, request_id, **fields)
        body = pb.PredictStreamRequest(call=call).SerializeToString()
        method = self.raw.channel.unary_stream("/rpcface.v1.InterfaceService/PredictStream")
        return Watched(method(body, timeout=timeout), self.raw.failure)

    def arrived(self):
        """Waits until all that was sent before has come to the server."""
        for _ in range(10):
            assert self.raw.predict(interface_name="ping").outputs


def output(body):
    return from_message(pb.PredictResponse.FromString(body).outputs["output"])


async def ping():
    return "pong"


@pytest.fixture
def calls(serving, raw):
    """Serves a function as `f` beside `ping`; what it gives calls it."""

    def serve(fn, inputs=None, outputs="text", options=None, **settings):
        settings = {"concurrency_limit": None} | settings
        inputs = inputs or rf.Textbox(name="text")
        made = rf.Interface(fn, inputs, outputs, api_name="f", **settings)
        server = serving(made, rf.Interface(ping, None, "text"), options=options)
        return Caller(server, raw(server))

    return serve


class Work:
    """Functions that go on until they are let go, and note each run."""

    def __init__(self):
        self.runs = []
        """What `rpcface.call()` is in each run."""
        self.begun = threading.Semaphore(0)
        self.let_go = threading.Event()
        self.ended = threading.Semaphore(0)

    def _begin(self):
        self.runs.append(rf.call())
        self.begun.release()

    def has_begun(self):
        assert self.begun.acquire(timeout=LONG)

    def has_ended(self):
        assert self.ended.acquire(timeout=LONG)

    def sync(self, text):
        self._begin()
        while not self.let_go.is_set() and not rf.call().wait(0.005):
            pass
        self.ended.release()
        return text.upper()

    async def _wait(self):
        while not self.let_go.is_set():  # noqa: ASYNC110 - it is set on another thread
            await asyncio.sleep(0.005)

    async def coroutine(self, text):
        self._begin()
        try:
            await self._wait()
        finally:
            self.ended.release()
        return text.upper()

    def generator(self, text):
        self._begin()
        try:
            yield text
            while not self.let_go.is_set():
                rf.call().wait(0.005)
                yield text
        finally:
            self.ended.release()
        yield text.upper()

    async def async_generator(self, text):
        self._begin()
        try:
            yield text
            await self._wait()
        finally:
            self.ended.release()
        yield text.upper()


@pytest.fixture
def work():
    work = Work()
    yield work
    work.let_go.set()


class Line:
    """A connection between a client and a server, which can be cut."""

    def __init__(self, address):
        host, _, port = address.rpartition(":")
        self._target = host, int(port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._ends = []
        self._all = []
        self._threads = []
        self._room = None
        self.cuts = 0
        self._begin(self._accept)

    def _begin(self, what, *args):
        thread = threading.Thread(target=what, args=args, name="line")
        self._threads.append(thread)
        thread.start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._target)
                self._ends.append((near, far))
                self._all.append((near, far))
                self._begin(self._pass_on, near, far, False)
                self._begin(self._pass_on, far, near, True)

    def _pass_on(self, source, target, is_answer):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if is_answer and self._room is not None:
                    data, self._room = data[: self._room], self._room - len(data)
                    if self._room <= 0:
                        self._room = None
                        target.sendall(data)
                        self.cut()
                        return
                target.sendall(data)

    def cut_after(self, count):
        """Cuts the connection when so many more bytes have come from the server."""
        self._room = count

    def cut(self, *, unnoticed=False):
        """Ends what connections there are; `unnoticed`: by the server."""
        self.cuts += 1
        for near, far in self._ends:
            for end in (near,) if unnoticed else (near, far):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        if not unnoticed:
            self._ends.clear()

    def close(self):
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join(LONG)
            assert not thread.is_alive()
        for end in (end for pair in self._all for end in pair):
            end.close()


@pytest.fixture
def line():
    """Makes a connection to a server that can be cut."""
    with contextlib.ExitStack() as lines:

        def make(server):
            made = Line(server.address.replace("localhost", "127.0.0.1"))
            lines.callback(made.close)
            return made

        yield make
