"""The ways to call a server: one class for each, written without this project's client.

A new way is one more class with the methods of `Transport`, and its line in TRANSPORTS, or
in LIVE.
"""

from __future__ import annotations

import base64
import http.client
import json
import struct
from collections.abc import Iterator, Mapping
from typing import Any, Protocol
from urllib.parse import unquote

from google.protobuf import json_format

import rpcface as rf

from .failures import Failure
from .over_grpc import Grpc
from .over_socket import Socket
from .rpcs import LONG, path_of, response_of


class Stream(Protocol):
    """The messages of an answer, one by one. Failure: it ended so."""

    def __iter__(self) -> Iterator[Any]: ...

    def close(self) -> None:
        """Leaves."""


class Transport(Protocol):
    """Calls of one server. An RPC is "Predict", a request its message."""

    server: rf.Server
    takes_bytes: bool
    """Whether a request can be any bytes, for a message that is none."""

    def unary(self, rpc: str, request: Any, **options: Any) -> Any:
        """The answer's message. `timeout`: the deadline; `metadata`: what is sent beside;
        `raw`: bytes in the request's place. Failure: the call ended so.
        """

    def stream(self, rpc: str, request: Any, **options: Any) -> Stream:
        """The same for an RPC with any number of answers; one with one can be left so."""

    def close(self) -> None:
        """Lets go of its connections."""


class LiveTransport(Transport, Protocol):
    """Calls of one server by a way that has PredictLive."""

    def live(self, **options: Any) -> Live:
        """Begins a live call. `timeout`: the deadline."""


class Live(Stream, Protocol):
    """A live call and its answers."""

    def send(self, message: Any) -> None:
        """Sends a request."""

    def finish(self) -> None:
        """Tells that no more come."""


class Http:
    """What the ways over HTTP/1.1 share: each call has a connection of its own."""

    form = "proto"
    takes_bytes = True

    def __init__(self, server: rf.Server) -> None:
        self.server = server
        self.connections: list[http.client.HTTPConnection] = []

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> _Answer:
        connection = http.client.HTTPConnection(self.server.web_address, timeout=LONG)
        self.connections.append(connection)
        connection.request("POST", path, body, dict(headers))
        return _Answer(connection)

    def close(self) -> None:
        for connection in self.connections:
            connection.close()

    def encoded(self, request: Any) -> bytes:
        if self.form == "proto":
            return request.SerializeToString()
        return json_format.MessageToJson(request).encode()

    def decoded(self, rpc: str, body: bytes) -> Any:
        if self.form == "proto":
            return response_of(rpc).FromString(body)
        return json_format.Parse(body, response_of(rpc)())


class _Answer:
    """An answer on its way."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self.connection = connection
        self._response: http.client.HTTPResponse | None = None

    @property
    def response(self) -> http.client.HTTPResponse:
        if self._response is None:
            self._response = self.connection.getresponse()
        return self._response

    def frames(self) -> Iterator[tuple[int, bytes]]:
        """The flag and content of each frame."""
        while head := self.response.read(5):
            flag, size = struct.unpack(">BI", head)
            yield flag, self.response.read(size)

    def close(self) -> None:
        self.connection.sock and self.connection.sock.close()
        if self._response is not None:
            self._response.close()
        self.connection.close()


class Connect(Http):
    """Connect: one answer as a plain body, others in frames."""

    def headers(self, kind: str, timeout: float, metadata: Mapping[str, str] | None) -> Any:
        return {
            "content-type": f"application/{kind}{self.form}",
            "connect-protocol-version": "1",
            "connect-timeout-ms": str(round(timeout * 1000)),
            **(metadata or {}),
        }

    def unary(self, rpc, request, *, timeout=LONG, metadata=None, raw=None):
        answer = self.start(rpc, request, timeout=timeout, metadata=metadata, raw=raw)
        body = answer.response.read()
        if answer.response.status != 200:
            raise Failure.of_connect(json.loads(body))
        return self.decoded(rpc, body)

    def start(self, rpc, request, *, timeout=LONG, metadata=None, raw=None):
        body = self.encoded(request) if raw is None else raw
        return self.post(f"/{path_of(rpc)}", body, self.headers("", timeout, metadata))

    def stream(self, rpc, request, *, timeout=LONG, metadata=None, raw=None):
        if not rpc.endswith(("Stream", "ReadBlob")):
            return self.start(rpc, request, timeout=timeout, metadata=metadata, raw=raw)
        body = self.encoded(request) if raw is None else raw
        headers = self.headers("connect+", timeout, metadata)
        frame = struct.pack(">BI", 0, len(body)) + body
        answer = self.post(f"/{path_of(rpc)}", frame, headers)
        return _FramedStream(answer, lambda data: self.decoded(rpc, data), _connect_end)


class ConnectJson(Connect):
    """Connect in JSON."""

    form = "json"
    takes_bytes = False


class GrpcWeb(Http):
    """gRPC-Web: all in frames, the last of which has the trailers."""

    def unary(self, rpc, request, **options):
        messages = list(self.stream(rpc, request, **options))
        assert len(messages) == 1
        return messages[0]

    def stream(self, rpc, request, *, timeout=LONG, metadata=None, raw=None):
        body = self.encoded(request) if raw is None else raw
        headers = {
            "content-type": "application/grpc-web+proto",
            "x-grpc-web": "1",
            "grpc-timeout": f"{round(timeout * 1000)}m",
            **(metadata or {}),
        }
        frame = struct.pack(">BI", 0, len(body)) + body
        answer = self.post(f"/{path_of(rpc)}", frame, headers)
        return _FramedStream(answer, lambda data: self.decoded(rpc, data), _grpc_web_end)


class _FramedStream:
    def __init__(self, answer, decode, end):
        self.answer = answer
        self.decode = decode
        self.end = end

    def __iter__(self):
        assert self.answer.response.status == 200, self.answer.response.read()
        is_over = False
        for flag, data in self.answer.frames():
            assert not is_over
            if flag:
                is_over = True
                self.end(flag, data)
            else:
                yield self.decode(data)
        if not is_over:
            headers = self.answer.response.headers  # gRPC's trailers, where no message came
            assert "grpc-status" in headers
            _raise_trailers(headers)

    def close(self):
        self.answer.close()


def _connect_end(flag, data):
    assert flag == 2
    if error := json.loads(data).get("error"):
        raise Failure.of_connect(error)


def _grpc_web_end(flag, data):
    assert flag == 0x80
    lines = (line.split(": ", 1) for line in data.decode("ascii").split("\r\n") if line)
    _raise_trailers(dict(lines))


def _raise_trailers(trailers):
    status = int(trailers["grpc-status"])
    if status:
        details = base64.b64decode(trailers.get("grpc-status-details-bin", "") + "===")
        text = unquote(trailers.get("grpc-message", ""), errors="strict")
        raise Failure.of_status(rf.StatusCode(status).name, text, details)


LIVE: Mapping[str, Any] = {"grpc": Grpc, "socket": Socket}

TRANSPORTS: Mapping[str, Any] = {
    **LIVE,
    "connect": Connect,
    "connect-json": ConnectJson,
    "grpc-web": GrpcWeb,
}
