"""What tests of access share: certificates, token files, callers with and without tokens."""

from __future__ import annotations

import itertools
import logging
import threading

import pytest

import rpcface as rf
from rpcface.core.access import access, asked, revocations

from .callers import ADA, BOB
from .pems import Pems


@pytest.fixture(autouse=True)
def soon(request, monkeypatch):
    """Files are looked at, and functions asked, sooner than elsewhere."""
    if request.node.get_closest_marker("in_its_own_time"):
        return
    monkeypatch.setattr(access, "LOOKS", 0.05)
    monkeypatch.setattr(asked, "FRESH", 0.1)
    monkeypatch.setattr(revocations, "PERIOD", 0.1)


def who(text):
    return rf.call().principal


@pytest.fixture
def asking(serving):
    """Starts a server of `who` with these options."""

    def start(*interfaces, **options):
        made = interfaces or (rf.Interface(who, "text", "text", concurrency_limit=None),)
        return serving(*made, options=rf.Options(**options))

    return start


@pytest.fixture
def token_file(tmp_path):
    path = tmp_path / "tokens"
    path.write_text(f"# who may call\nada: {ADA}\nbob: {BOB}  # on Mondays\n")
    return path


class Steps:
    """A generator that goes on until it is let go or closed."""

    def __init__(self):
        self.begun, self.let_go, self.closed = (threading.Event() for _ in range(3))

    def __call__(self, text):
        self.begun.set()
        try:
            for number in itertools.count():
                yield f"{text} {number}"
                if self.let_go.wait(0.01):
                    return
        finally:
            self.closed.set()


@pytest.fixture
def log(caplog):
    """What is logged, from level INFO on, the lines of calls too."""
    caplog.set_level(logging.INFO, "rpcface")
    return caplog


@pytest.fixture
def steps():
    made = Steps()
    yield made
    made.let_go.set()


@pytest.fixture(scope="session")
def pems(tmp_path_factory):
    return Pems(tmp_path_factory.mktemp("pems"))


@pytest.fixture(scope="session")
def strangers(tmp_path_factory):
    """Certificates of another issuer."""
    return Pems(tmp_path_factory.mktemp("strangers"))


@pytest.fixture(scope="session")
def pair(pems):
    """The certificate of a sound server, and its key."""
    return pems.pair("server", "localhost", "127.0.0.1")
