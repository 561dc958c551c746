"""What tests of the web share: a server, and requests of HTTP in all their detail."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

import rpcface as rf

LONG = 20.0
PREDICT = "/rpcface.v1.InterfaceService/Predict"
DESCRIBE = "/rpcface.v1.InterfaceService/Describe"


@dataclass
class Answer:
    """An answer of HTTP."""

    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


class Web:
    """A server as HTTP shows it."""

    def __init__(self, server):
        self.server = server
        self.address = server.web_address

    def ask(self, method, path, body=None, *, version=11, **headers):
        """An answer; `headers` are named with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(self.address, timeout=LONG)
        try:
            connection.putrequest(method, path, skip_host="host" in sent, skip_accept_encoding=True)
            for name, value in sent.items():
                connection.putheader(name, value)
            if body is not None and "transfer-encoding" not in sent:
                connection.putheader("content-length", str(len(body)))
            connection.endheaders(body)
            found = connection.getresponse()
            names = {name.lower(): value for name, value in found.getheaders()}
            return Answer(found.status, names, found.read())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def predict(self, told, **headers):
        """The answer to a call in JSON, given as text, bytes or what JSON says."""
        body = told if isinstance(told, (str, bytes)) else json.dumps(told)
        body = body.encode() if isinstance(body, str) else body
        return self.ask("POST", PREDICT, body, **{"content_type": "application/json", **headers})

    def connect(self):
        """A connection, for what no HTTP client would send."""
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host, int(port)), LONG)


def received(connection):
    """All that comes until the server closes, with a reset to who sends on."""
    pieces = []
    with contextlib.suppress(ConnectionResetError):
        while piece := connection.recv(65536):
            pieces.append(piece)
    return b"".join(pieces)


@pytest.fixture
def web(serving):
    """Starts a server of interfaces; what it is on the web."""

    def start(*interfaces, **options):
        given = rf.Options(web_port=0, **options)
        served = interfaces or (rf.Interface(echo, rf.Textbox(), rf.Textbox()),)
        return Web(serving(*served, options=given))

    return start


def echo(text):
    """What it is given."""
    return text


HI = {"interfaceName": "echo", "inputs": {"text": {"textValue": "hi"}}}


@pytest.fixture
def stack():
    with ExitStack() as opened:
        yield opened
