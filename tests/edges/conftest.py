"""What the tests of the edges share: a server with both, and each way to call it."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

import rpcface as rf

from . import sharing
from .cases import interfaces
from .transports import LIVE, TRANSPORTS
from .wire import Wire


@pytest.fixture
def edges(serving):
    """Starts a server of interfaces that listens for gRPC and on the web."""

    def start(*interfaces, **options):
        given = {"web_port": 0, **options}
        if isinstance(options.get("options"), dict):
            given["options"] = rf.Options(**options["options"])
        return serving(*interfaces, **given)

    return start


@pytest.fixture(params=list(TRANSPORTS))
def transport(request, edges):
    """Starts a server of interfaces, and gives one way to call it."""
    with ExitStack() as opened:

        def start(*interfaces, **options):
            made = TRANSPORTS[request.param](edges(*interfaces, **options))
            opened.callback(made.close)
            return made

        yield start


@pytest.fixture(params=list(LIVE))
def live_transport(request, edges):
    """The same, by a way that has live calls."""
    with ExitStack() as opened:

        def start(*interfaces, **options):
            made = LIVE[request.param](edges(*interfaces, **options))
            opened.callback(made.close)
            return made

        yield start


@pytest.fixture(scope="module")
def served():
    """The cases' server, which the tests of a module share."""
    with rf.serve(*interfaces(), port=0, web_port=0, block=False) as server:
        yield server


@pytest.fixture(params=list(TRANSPORTS))
def calls(request, served):
    """Each way to call that server."""
    made = TRANSPORTS[request.param](served)
    yield made
    made.close()


@pytest.fixture
def held():
    """What holds a call of `shared`."""
    return sharing.Held()


@pytest.fixture
def shared(edges, held):
    """One socket to a server of `sharing.interfaces`."""
    server = edges(*sharing.interfaces(held), options={"max_request_bytes": 100_000})
    wire = Wire(server.web_address)
    yield wire
    wire.close()
