"""The socket within other applications, on the WebSockets of their server."""

from __future__ import annotations

import threading

import pytest
import uvicorn
from fastapi import FastAPI
from websockets.exceptions import InvalidStatus

import rpcface as rf
import rpcface.web
from rpcface.v1 import interface_pb2 as pb

from .rpcs import LONG
from .sharing import Held, body, interfaces, still_works
from .wire import CANCEL, Wire, credit, frame, opening, request


class Outer(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, application):
        config = uvicorn.Config(application, port=0, log_config=None, ws="websockets-sansio")
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets=None):
        await super().startup(sockets)
        self.ready.set()


@pytest.fixture
def running():
    """Runs applications by uvicorn; their addresses."""
    started = []

    def run(application):
        outer = Outer(application)
        thread = threading.Thread(target=outer.run, name="rpcface-outer")
        thread.start()
        started.append((outer, thread))
        assert outer.ready.wait(LONG)
        return f"127.0.0.1:{outer.servers[0].sockets[0].getsockname()[1]}"

    yield run
    for outer, thread in started:
        outer.should_exit = True
        thread.join(LONG)


@pytest.fixture(params=["application", "server"])
def mounted(request, running, serving, held):
    """The address of a FastAPI application with interfaces below "/demo"."""
    api = FastAPI()
    if request.param == "server":
        made = serving(*interfaces(held), options=rf.Options(web_port=False)).app
    else:
        made = rpcface.web.app(*interfaces(held))
        api = FastAPI(lifespan=made.lifespan)
    api.mount("/demo", made)
    return running(api)


@pytest.fixture
def held():
    return Held()


def test_a_socket_is_spoken_below_a_path(mounted, held):
    wire = Wire(mounted, below="/demo")

    still_works(wire, 1)
    wire.send(request(2, "Predict", body("hold")))
    assert held.begun.acquire(timeout=LONG)
    wire.send(frame(2, CANCEL))
    assert held.over.acquire(timeout=LONG)
    call = pb.PredictRequest.FromString(body("count", n=100))
    stream = pb.PredictStreamRequest(call=call).SerializeToString()
    wire.send(request(3, "PredictStream", stream), credit(3, 1000))
    answers, end = wire.answers(3)

    assert (len(answers), end) == (102, {})
    wire.close()


def test_what_breaks_the_rules_closes_it(mounted):
    wire = Wire(mounted, below="/demo")
    wire.send(opening(1, "Predict"), frame(1, 0x01))

    assert wire.closed() == (1002, "call 1: there are no flags 0x01")
    wire.close()


def test_a_page_of_another_origin_is_refused(mounted):
    with pytest.raises(InvalidStatus) as caught:
        Wire(mounted, below="/demo", origin="https://evil.example")

    assert caught.value.response.status_code == 403
