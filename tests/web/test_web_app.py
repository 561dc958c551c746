"""The web edge within other applications: FastAPI's, Starlette's, and by itself."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import threading

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount

import rpcface as rf
import rpcface.web

from .conftest import HI, LONG, echo

CALL = "rpcface.v1.InterfaceService/Predict"


def demo(function=echo, **options):
    return rf.Interface(function, rf.Textbox(), rf.Textbox(), **options)


class Quiet(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, application):
        super().__init__(uvicorn.Config(application, port=0, log_config=None, ws="none"))
        self.ready = threading.Event()

    async def startup(self, sockets=None):
        await super().startup(sockets)
        self.ready.set()


@contextlib.contextmanager
def served(application):
    """Runs an application by uvicorn, in a thread of its own; its port."""
    server = Quiet(application)
    thread = threading.Thread(target=server.run, name="rpcface-outer")
    thread.start()
    try:
        assert server.ready.wait(LONG)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(LONG)


@pytest.fixture
def running():
    """The same until the test ends."""
    with contextlib.ExitStack() as opened:
        yield lambda application: opened.enter_context(served(application))


def asked(port, path, told=None, host="127.0.0.1"):
    """The status and body of an answer, to a call where there is something told."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
    try:
        headers = {"content-type": "application/json", "host": host}
        body = None if told is None else json.dumps(told)
        connection.request("GET" if told is None else "POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def called(port, path=f"/{CALL}", told=HI, **options):
    status, body = asked(port, path, told, **options)
    return status, json.loads(body)


def output(told):
    return told["outputs"]["output"]["textValue"]


def test_fastapi_mounts_it_under_a_path(running):
    mounted = rpcface.web.app(demo())
    api = FastAPI(lifespan=mounted.lifespan)
    api.mount("/demo", mounted)
    port = running(api)

    status, told = called(port, f"/demo/{CALL}")
    assert (status, output(told)) == (200, "hi")
    _, page = asked(port, "/demo/")
    assert "<title>echo</title>" in page
    assert asked(port, "/demo/icon.svg")[0] == 200
    assert asked(port, "/demo/blobs/nobody")[0] == 404
    assert asked(port, f"/{CALL}", HI)[0] == 404


def test_starlette_mounts_it_under_a_path(running):
    mounted = rpcface.web.app(demo())
    routes = [Mount("/a/b", app=mounted)]
    port = running(Starlette(routes=routes, lifespan=mounted.lifespan))

    assert output(called(port, f"/a/b/{CALL}")[1]) == "hi"
    assert "<title>echo</title>" in asked(port, "/a/b/")[1]


def test_without_a_lifespan_it_starts_with_the_first_request_of_each_loop():
    async def same(text):  # which needs no thread, for nobody ends what began by itself
        return text

    api = FastAPI()
    api.mount("/demo", rpcface.web.app(demo(same, api_name="echo")))

    for _ in range(2):
        with served(api) as port:
            assert [output(called(port, f"/demo/{CALL}")[1]) for _ in range(2)] == ["hi", "hi"]


def test_it_is_an_application_by_itself(running):
    port = running(rpcface.web.app(demo()))

    status, told = called(port)

    assert (status, output(told)) == (200, "hi")


def test_its_calls_end_with_its_lifespan(running):
    begun, over = threading.Event(), threading.Event()

    async def wait(text):
        begun.set()
        try:
            await asyncio.sleep(LONG)
        except asyncio.CancelledError:
            over.set()
            raise

    async def end():
        mounted = rpcface.web.app(demo(wait, api_name="echo"), options=rf.Options(grace=0.1))
        sent = []

        async def receive():
            body, asked = json.dumps(HI).encode(), not sent
            if asked:
                sent.append("body")
                return {"type": "http.request", "body": body}
            return await asyncio.sleep(LONG)

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": f"/{CALL}",
            "headers": [(b"content-type", b"application/json"), (b"host", b"a")],
        }
        async with mounted.lifespan():
            call = asyncio.create_task(mounted(scope, receive, send))
            await asyncio.to_thread(begun.wait, LONG)
        await asyncio.wait_for(call, LONG)
        return sent

    sent = asyncio.run(end())

    assert over.wait(LONG)
    assert sent[1]["status"] == 503
    assert b"the server went down" in sent[2]["body"]


def test_a_start_that_fails_is_told_to_the_server():
    class Broken(rf.Executor):
        def __init__(self, work):
            raise rf.ExecutorError("there is no device")

        start = submit = stream = drain = stats = None

    mounted = rpcface.web.app(demo(executor=Broken))
    said = []

    async def live():
        async def receive():
            return {"type": "lifespan.startup"}

        async def send(message):
            said.append(message)

        await mounted({"type": "lifespan"}, receive, send)

    asyncio.run(live())

    assert said == [{"type": "lifespan.startup.failed", "message": "there is no device"}]


def test_a_running_server_can_be_mounted_too(serving, client, running):
    server = serving(demo())
    api = FastAPI()
    api.mount("/demo", server.app)
    port = running(api)

    assert output(called(port, f"/demo/{CALL}")[1]) == "hi"
    assert client(server).predict("hi") == "hi"


def test_a_mounted_server_has_one_queue_for_all(serving, client, running):
    begun, finish = threading.Event(), threading.Event()

    def wait(text):
        begun.set()
        assert finish.wait(LONG)
        return text

    server = serving(demo(wait, api_name="echo", max_queue_size=1))
    port = running(server.app)
    first = client(server).submit("by gRPC")
    assert begun.wait(LONG)
    second = client(server).stream("waits")
    assert isinstance(next(second), rf.Queued)

    status, told = called(port)
    finish.set()

    assert (status, told["code"]) == (429, "resource_exhausted")
    assert first.result() == "by gRPC"


def test_a_mounted_server_sees_that_a_caller_leaves(serving, running):
    begun, over = threading.Event(), threading.Event()

    async def wait(text):
        begun.set()
        try:
            await asyncio.sleep(LONG)
        except asyncio.CancelledError:
            over.set()
            raise

    port = running(serving(demo(wait, api_name="echo")).app)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
    connection.request("POST", f"/{CALL}", json.dumps(HI), {"content-type": "application/json"})
    assert begun.wait(LONG)
    connection.close()

    assert over.wait(LONG)


def test_only_a_server_that_has_started_can_be_mounted():
    from rpcface.core import programs

    with programs.collecting():
        server = demo().launch(port=0)

    with pytest.raises(RuntimeError, match="has not started"):
        _ = server.app


def test_what_is_no_interface_is_an_error():
    with pytest.raises(TypeError, match="wanted interfaces; came 3 at place 1"):
        rpcface.web.app(demo(), 3)
    with pytest.raises(ValueError, match="at least one interface"):
        rpcface.web.app()


def test_hosts_are_asked_for_where_they_are_named(running):
    port = running(rpcface.web.app(demo(), options=rf.Options(web_hosts=["example.org"])))

    assert asked(port, f"/{CALL}", HI, host="evil.example")[0] == 403
    assert called(port, host="example.org:80")[0] == 200
