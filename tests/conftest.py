"""What tests of running servers share: servers, clients, raw calls, and tidiness."""

from __future__ import annotations

import asyncio
import inspect
import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2

import rpcface as rf
from rpcface.cli import main
from rpcface.client.jobs import AsyncEvents, AsyncJob
from rpcface.client.operations import Remote, Session
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message

from .settings import ENVIRONMENT

LONG = 20.0
"""Seconds that nothing here takes, unless it hangs."""

SERVICE = "/rpcface.v1.InterfaceService/"
UNLIMITED = (("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1))


def own_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("rpcface")]


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Every thread of rpcface's that starts in a test ends with it."""
    before = set(own_threads())
    yield
    started = [thread for thread in own_threads() if thread not in before]
    for thread in started:
        thread.join(LONG)
    left = [thread.name for thread in started if thread.is_alive()]
    assert not left, f"threads are left running: {left}"


@pytest.fixture
def serving() -> Iterator[Callable[..., rf.Server]]:
    """Starts a server of interfaces on a free port, which stops with the test."""
    with ExitStack() as servers:

        def serve(*interfaces: rf.Interface, **options: Any) -> rf.Server:
            server = rf.serve(*interfaces, block=False, **{"port": 0, **options})
            servers.callback(server.stop, grace=1.0)
            return server

        yield serve


class Failure(Exception):
    """A call's end other than success, as another language's client sees it."""

    def __init__(self, error: Any) -> None:
        super().__init__(f"{error.code().name}: {error.details()}")
        self.code: str = error.code().name
        self.text: str = error.details()
        self.trailers = dict(error.trailing_metadata() or ())
        self.info = error_details_pb2.ErrorInfo()
        self.faults: dict[str, str] = {}
        request, retry = error_details_pb2.BadRequest(), error_details_pb2.RetryInfo()
        status = status_pb2.Status.FromString(self.trailers.get("grpc-status-details-bin", b""))
        for detail in status.details:
            if detail.Unpack(request):
                self.faults = {v.field: v.description for v in request.field_violations}
            else:
                assert detail.Unpack(self.info) or detail.Unpack(retry)

    @property
    def said(self) -> str:
        """All that reached the caller."""
        return f"{self.code} {self.text} {self.trailers} {self.info} {self.faults}"


class Raw:
    """The service without this project's client: messages, or bytes that may be none."""

    failure = Failure

    def __init__(self, address: str) -> None:
        self.channel = grpc.insecure_channel(address, UNLIMITED)

    def bytes(self, method: str, body: bytes, **options: Any) -> bytes:
        call = self.channel.unary_unary(SERVICE + method)
        try:
            return call(body, timeout=LONG, **options)
        except grpc.RpcError as error:
            raise Failure(error) from None

    def describe(self, **fields: Any) -> pb.DescribeResponse:
        body = pb.DescribeRequest(**fields).SerializeToString()
        return pb.DescribeResponse.FromString(self.bytes("Describe", body))

    def predict(self, **fields: Any) -> pb.PredictResponse:
        """A call. `fields` are the request's; inputs are messages or plain values."""
        inputs = {name: as_value(given) for name, given in fields.pop("inputs", {}).items()}
        request = pb.PredictRequest(inputs=inputs, **fields)
        return pb.PredictResponse.FromString(self.bytes("Predict", request.SerializeToString()))

    def refused(self, body: bytes | None = None, method: str = "Predict", **fields: Any) -> Failure:
        """The failure of a call that must fail: of these bytes, or as for `predict`."""
        try:
            answer = self.predict(**fields) if body is None else self.bytes(method, body, **fields)
        except Failure as failure:
            return failure
        pytest.fail(f"it did not fail; it answered {answer}")

    def start(self, timeout: float = LONG, **fields: Any) -> Any:
        """Starts a call as `predict`; what it gives is a `grpc.Future` of the bytes."""
        inputs = {name: as_value(given) for name, given in fields.pop("inputs", {}).items()}
        body = pb.PredictRequest(inputs=inputs, **fields).SerializeToString()
        return self.channel.unary_unary(SERVICE + "Predict").future(body, timeout=timeout)


def as_value(given: Any) -> Any:
    return given if hasattr(given, "SerializeToString") else value_message(given)


@pytest.fixture
def raw() -> Iterator[Callable[..., Raw]]:
    """Opens a channel to a server, which closes with the test."""
    with ExitStack() as channels:

        def open_channel(server: rf.Server | str) -> Raw:
            opened = Raw(server if isinstance(server, str) else server.address)
            channels.callback(opened.channel.close)
            return opened

        yield open_channel


@pytest.fixture
def client() -> Iterator[Callable[..., rf.Client]]:
    """Opens a client of a server, which closes with the test."""
    with ExitStack() as clients:

        def open_client(server: rf.Server | str, **options: Any) -> rf.Client:
            address = server if isinstance(server, str) else server.address
            return clients.enter_context(rf.Client(address, **{"timeout": LONG, **options}))

        yield open_client


class Driven:
    """What an `AsyncClient` has, used as the sync one is: what it awaits runs to its end."""

    def __init__(self, held, loop):
        self._held = held
        self._loop = loop

    def _wrapped(self, found):
        if callable(found) and not isinstance(found, Remote):
            return lambda *args, **options: self._wrapped(found(*args, **options))
        if inspect.isawaitable(found):
            return self._wrapped(self._run(found))
        is_more = isinstance(found, (Remote, Session, AsyncEvents, AsyncJob))
        return Driven(found, self._loop) if is_more else found

    def _run(self, awaitable):
        return self._loop.run_until_complete(asyncio.wait_for(awaitable, LONG))

    def __getattr__(self, name):
        return self._wrapped(getattr(self._held, name))

    def __getitem__(self, name):
        return self._wrapped(self._held[name])

    def __call__(self, *args, **inputs):
        return self._wrapped(self._held(*args, **inputs))

    def __iter__(self):
        items = aiter(self._held)
        while (item := self._run(anext(items, ...))) is not ...:
            yield item


@pytest.fixture(params=["sync", "async"])
def connect(request, client):
    """Opens a client of either kind; what it gives is used as the sync one."""
    if request.param == "sync":
        yield client
        return
    opened = []
    with asyncio.Runner() as runner:
        loop = runner.get_loop()

        def open_client(server, **options):
            async def make():
                address = server if isinstance(server, str) else server.address
                opened.append(rf.AsyncClient(address, **{"timeout": LONG, **options}))
                return opened[-1]

            return Driven(loop.run_until_complete(make()), loop)

        yield open_client
        for one in opened:
            loop.run_until_complete(one.close())


class Program:
    """A Python program that runs beside the tests, in a folder of its own."""

    def __init__(self, argv: tuple[Any, ...], folder: Path, environment: dict[str, str]) -> None:
        env = {name: value for name, value in os.environ.items() if "RPCFACE" not in name}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", *map(str, argv)],
            cwd=folder,
            env=env | ENVIRONMENT | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,  # or else what is read ahead is lost to communicate()
        )
        self._timer = threading.Timer(LONG, self.process.kill)  # ends a read that would last
        self._timer.start()

    def serves(self) -> str:
        """Waits until it serves; the address."""
        assert self.process.stdout
        line = self.process.stdout.readline().decode()
        if not line.startswith("rpcface serves "):
            pytest.fail(f"it does not serve: {line}{self.ends()}")
        assert self.process.stdout.readline().startswith(b"  see it: ")
        return line.split()[-1]

    def ends(self, number: int = 0) -> tuple[int, str, str]:
        """Its exit code, what it said and its errors, after a signal if one is given."""
        if number:
            self.process.send_signal(number)
        out, err = self.process.communicate(timeout=LONG)
        return self.process.returncode, (out or b"").decode(), err.decode()

    def close(self) -> None:
        self._timer.cancel()
        self.process.kill()
        self.process.communicate(timeout=LONG)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Starts Python with these arguments in the test's folder."""
    with ExitStack() as programs:

        def start(*argv: Any, **environment: str) -> Program:
            made = Program(argv, tmp_path, environment)
            programs.callback(made.close)
            return made

        yield start


@pytest.fixture
def cli(capsys, monkeypatch):
    """Runs the command line: its exit code, what it said, and its errors."""
    monkeypatch.setenv("COLUMNS", "100")

    def run(*argv, stdin=None):
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        capsys.readouterr()
        try:
            code = main([str(word) for word in argv])
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def told() -> Callable[..., None]:
    """Asserts that all a command did was to complain, with these texts."""

    def check(found: tuple[int, str, str], code: int, *texts: str) -> None:
        assert found[:2] == (code, "")
        assert found[2].startswith("rpcface: ")
        assert "Traceback" not in found[2]
        for text in texts:
            assert text in found[2]

    return check
