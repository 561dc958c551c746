"""What tests of sight share: the lines of calls, and functions to call."""

from __future__ import annotations

import json
import logging
import queue
import threading

import grpc
import pytest

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb

LONG = 20.0
STREAM = "/rpcface.v1.InterfaceService/PredictStream"


class Lines(logging.Handler):
    """The lines that were logged, for programs and for people."""

    def __init__(self):
        super().__init__()
        self.records = queue.Queue()

    def emit(self, record):
        self.records.put((rf.JsonLines().format(record), record.getMessage()))

    def next(self):
        """The fields of the next line, which may still be on its way."""
        return json.loads(self.records.get(timeout=LONG)[0])

    def next_text(self):
        return self.records.get(timeout=LONG)[1]

    def all(self):
        """All that there are by now, in both forms."""
        return "".join(part for record in list(self.records.queue) for part in record)


@pytest.fixture
def lines():
    logger = logging.getLogger("rpcface.calls")
    handler = Lines()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.setLevel(logging.NOTSET)
    logger.removeHandler(handler)


class Work:
    """A function that begins, and goes on until it is let go."""

    def __init__(self):
        self.begun = threading.Semaphore(0)
        self.let_go = threading.Event()

    def __call__(self, text):
        self.begun.release()
        assert self.let_go.wait(LONG)
        return text


@pytest.fixture
def work():
    work = Work()
    yield work
    work.let_go.set()


class Stream:
    """A call of PredictStream, as its caller sees it."""

    def __init__(self, answers):
        self._answers = answers
        self.cancel = answers.cancel

    def next(self):
        """The bytes of the next message."""
        return next(self._answers)

    def all(self):
        """Those of all that are left."""
        return list(self._answers)

    def ends(self):
        """The status that it ends with."""
        try:
            self.all()
        except grpc.RpcError as error:
            return error.code().name
        return "OK"


class Client:
    """A raw client of functions that take a text and give one."""

    def __init__(self, raw, server):
        self.server = server
        self._raw = raw

    def __getattr__(self, name):
        return getattr(self._raw, name)

    def stream(self, text="a", timeout=LONG, **fields):
        """Starts a call of PredictStream; further fields are the request's."""
        request = pb.PredictStreamRequest(call=pb.PredictRequest(**fields))
        request.call.inputs["text"].text_value = text
        answers = self.channel.unary_stream(STREAM)(request.SerializeToString(), timeout=timeout)
        return Stream(answers)


@pytest.fixture
def call(serving, raw):
    """A raw client of a server with these functions. `text`: what they take."""

    def start(*functions, text="text", **options):
        server = serving(*(rf.Interface(f, text, "text", **options) for f in functions))
        return Client(raw(server), server)

    return start
