"""A server whose calls share a socket, and those calls."""

from __future__ import annotations

import asyncio
import threading

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message

from .failures import Failure
from .rpcs import LONG
from .wire import request


class Held:
    """A function that goes on until it is let go, or nobody waits for it."""

    def __init__(self):
        self.begun, self.over = threading.Semaphore(0), threading.Semaphore(0)
        self.go = threading.Event()

    async def hold(self):
        self.begun.release()
        try:
            for _ in range(int(LONG * 100)):
                if self.go.is_set():
                    return "done"
                await asyncio.sleep(0.01)
        finally:
            self.over.release()


def text(value):
    """What it is given."""
    return value


async def count(n):
    """Numbers, one by one."""
    for number in range(int(n)):
        yield number


def body(name, **inputs):
    """The bytes of a request of Predict's."""
    given = {key: value_message(value) for key, value in inputs.items()}
    return pb.PredictRequest(interface_name=name, inputs=given).SerializeToString()


def said(answer):
    """The text that Predict gave."""
    return pb.PredictResponse.FromString(answer).outputs["output"].text_value


def failure_of(wire, call):
    """How a call failed that alone has something to say."""
    answers, end = wire.answers(call)
    assert not answers
    return Failure.of_connect(end["error"])


def still_works(wire, call):
    """Asserts that a call with a new number is answered, and nothing before it."""
    wire.send(request(call, "Predict", body("text", value="hi")))
    (answer,), end = wire.answers(call)
    assert (said(answer), end) == ("hi", {})


def interfaces(held):
    """What the server has."""
    return (
        rf.Interface(text, rf.Textbox(), rf.Textbox()),
        rf.Interface(held.hold, None, rf.Textbox(), concurrency_limit=None),
        rf.Interface(count, rf.Number(), rf.Number(), merge_updates=False),
    )
