"""One WebSocket as ASGI has it, on websockets' own reading of the protocol.

uvicorn's ways to do so differ from version to version, and hold whatever they are sent:
messages in a million pieces, pings that are answered to nobody.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from http import HTTPStatus
from typing import Any, ClassVar, Final, cast
from urllib.parse import unquote

from uvicorn.config import Config
from uvicorn.protocols.utils import get_local_addr, get_remote_addr
from uvicorn.server import ServerState
from websockets.datastructures import Headers
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import State
from websockets.server import ServerProtocol

from rpcface.web.asgi import Message, Scope

WAITING: Final = 256 * 1024
"""Bytes of messages that wait, beyond which no more are read."""

MESSAGES: Final = 64
"""How many of them wait."""

PIECES: Final = 64
"""In how many pieces a message may come, however small they are."""

_DATA: Final = frozenset((Opcode.TEXT, Opcode.BINARY, Opcode.CONT))

PIECE: Final = 1024
"""Bytes that the pieces have on average, where they are more."""

_SILENT: Final = logging.getLogger("rpcface.web.websockets")
"""Takes what websockets would tell of those who do not speak as they should."""
_SILENT.setLevel(logging.CRITICAL + 1)


class WebSocket(asyncio.Protocol):
    """What a connection of HTTP becomes that was asked for a WebSocket. It answers pings to
    those who read, and is closed when nothing comes of the other side any more: `look` is
    called now and then.
    """

    silence_seconds: ClassVar = 20.0
    """After so long it is asked whether it is there, and has as long to say so."""
    close_seconds: ClassVar = 10.0
    """How long the last bytes, and the answer to them, may take."""

    def __init__(
        self, config: Config, server_state: ServerState, app_state: dict[str, Any]
    ) -> None:
        self._application = config.loaded_app
        self._state = server_state
        self._app_state = app_state
        self._protocol = ServerProtocol(max_size=config.ws_max_size, logger=_SILENT)
        self.transport: asyncio.Transport = None  # type: ignore[assignment]  # it comes at once
        self._response: Response | None = None
        self._start: Message | None = None
        self._events: deque[Message] = deque()
        self._news = asyncio.Event()
        self._waiting = 0
        self._is_paused = False
        self._writable = asyncio.Event()
        self._writable.set()
        self._is_over = False
        self._pieces: list[bytes] = []
        self._kind = "bytes"
        self._since = time.monotonic()
        self._has_heard = True
        self._left = 0

    # What the connection tells.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection is this one's from now on."""
        self.transport = cast("asyncio.Transport", transport)
        self._state.connections.add(self)  # type: ignore[arg-type]  # uvicorn lists its own

    def connection_lost(self, _exc: Exception | None) -> None:
        """The other side is gone."""
        self._state.connections.discard(self)
        self._put({"type": "websocket.disconnect", "code": 1006})
        self._writable.set()

    def pause_writing(self) -> None:
        """The other side does not read as fast as it is written to."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """It has read."""
        self._writable.set()

    def data_received(self, data: bytes) -> None:
        """Takes what comes."""
        self._has_heard = True
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():
            if isinstance(event, Frame):
                self._take(event)
            else:
                assert isinstance(event, Request)
                self._begin(event)
        self._reply()

    def look(self, now: float) -> None:
        """Asks the other side whether it is there, and ends where it did not answer."""
        gone = now - self._since
        if self.transport.is_closing() or self._protocol.state is not State.OPEN:
            if gone > self.close_seconds:
                self.transport.abort()
        elif gone > self.silence_seconds:
            left = self.transport.get_write_buffer_size()
            if not (self._has_heard or self._is_paused or left < self._left):
                self.transport.abort()
                return
            self._since, self._has_heard, self._left = now, False, left
            self._protocol.send_ping(b"")
            self._reply()

    def shutdown(self) -> None:
        """The server ends."""
        self._close(1001, "the server goes down")

    def _reply(self) -> None:
        """Sends what the protocol has to say by itself, and closes where that is all."""
        told = self._protocol.data_to_send()
        if self.transport.is_closing():
            return
        is_pong = self._protocol.state is State.OPEN
        if told and (self._writable.is_set() or not is_pong):  # who does not read asks in vain
            self.transport.write(b"".join(told))
        if b"" in told:
            self._end()
            if self._protocol.close_rcvd is None and self.transport.can_write_eof():
                self.transport.write_eof()  # a close now could cost the other side the reason
            else:
                self.transport.close()

    def _end(self) -> None:
        """Nothing that comes from now on is taken, but the other side's own end."""
        self._is_over = True
        self._events.clear()
        self._put({"type": "websocket.disconnect", "code": self._protocol.close_code or 1006})
        self._resume()
        self._since = time.monotonic()

    # What is asked for, and what comes.

    def _begin(self, request: Request) -> None:
        self._response = self._protocol.accept(request)
        if self._response.status_code != 101:
            self._protocol.send_response(self._response)
            return
        path, _, query = request.path.partition("?")
        offered = ",".join(request.headers.get_all("Sec-WebSocket-Protocol"))
        scope: Scope = {
            "type": "websocket",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": "wss" if self.transport.get_extra_info("sslcontext") else "ws",
            "server": get_local_addr(self.transport),
            "client": get_remote_addr(self.transport),
            "root_path": "",
            "path": unquote(path),
            "raw_path": _bytes(path),
            "query_string": _bytes(query),
            "headers": [
                (_bytes(name.lower()), _bytes(value)) for name, value in request.headers.raw_items()
            ],
            "subprotocols": [name for one in offered.split(",") if (name := one.strip())],
            "state": self._app_state.copy(),
            "extensions": {"websocket.http.response": {}},
        }
        self._put({"type": "websocket.connect"})
        task = asyncio.get_running_loop().create_task(self._run(scope))
        self._state.tasks.add(task)
        task.add_done_callback(self._state.tasks.discard)

    async def _run(self, scope: Scope) -> None:
        try:
            await self._application(scope, self._receive, self._send)
        except Exception:  # noqa: BLE001 - the application has told it, or the client has left
            if self._protocol.state is State.CONNECTING:
                self._refuse(500, [], b"")
            else:
                self._close(1011, "the server failed")

    def _take(self, frame: Frame) -> None:
        if frame.opcode not in _DATA or self._is_over:
            return
        if frame.opcode is not Opcode.CONT:
            self._kind = "text" if frame.opcode is Opcode.TEXT else "bytes"
        self._pieces.append(bytes(frame.data))
        if not frame.fin:
            if len(self._pieces) % PIECES == 0:
                self._look_at_pieces()
            return
        data = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces = []
        message: Message = {"type": "websocket.receive", "bytes": data}
        if self._kind == "text":
            message = {"type": "websocket.receive", "text": data.decode(errors="replace")}
        self._put(message, len(data))

    def _look_at_pieces(self) -> None:
        if sum(map(len, self._pieces)) < PIECE * (len(self._pieces) - PIECES):
            self._pieces = []
            self._close(1008, f"wanted pieces of {PIECE} bytes on average")

    def _put(self, event: Message, size: int = 0) -> None:
        self._events.append(event)
        self._news.set()
        self._waiting += size
        if self._waiting >= WAITING or len(self._events) >= MESSAGES:
            self._is_paused = True
            self.transport.pause_reading()

    # What the application says.

    async def _receive(self) -> Message:
        while not self._events:
            self._news.clear()
            await self._news.wait()
        event = self._events.popleft()
        if not self._events:
            self._resume()
        return event

    def _resume(self) -> None:
        self._waiting = 0
        if self._is_paused:
            self._is_paused = False
            self.transport.resume_reading()

    async def _send(self, message: Message) -> None:
        """ConnectionResetError: the other side has left."""
        kind = message["type"]
        if kind == "websocket.send":
            if not self._writable.is_set():
                await self._writable.wait()
            if self.transport.is_closing() or self._protocol.state is not State.OPEN:
                raise ConnectionResetError("the client has left")
            data = message.get("bytes")
            if data is not None:
                self._protocol.send_binary(data)
            else:
                self._protocol.send_text(message["text"].encode())
            self.transport.write(b"".join(self._protocol.data_to_send()))
        elif self.transport.is_closing():
            raise ConnectionResetError("the client has left")
        elif kind == "websocket.accept":
            self._accept(message.get("subprotocol"))
        elif kind == "websocket.close":
            self._close(message.get("code", 1000), message.get("reason") or "")
        elif kind == "websocket.http.response.start":
            self._start = message
        elif self._start is not None:
            self._refuse(self._start["status"], self._start["headers"], message["body"])

    def _accept(self, subprotocol: str | None) -> None:
        assert self._response is not None
        if subprotocol:
            self._response.headers["Sec-WebSocket-Protocol"] = subprotocol
        self._protocol.send_response(self._response)
        self._reply()

    def _close(self, code: int, reason: str) -> None:
        if self._protocol.state is State.CONNECTING:
            self._refuse(403, [], b"")
        elif self._protocol.state is State.OPEN:
            self._end()
            self._protocol.send_close(code, reason)
            self._reply()

    def _refuse(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        told = Headers(
            [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
        )
        told["Content-Length"] = str(len(body))
        told["Connection"] = "close"
        self._protocol.send_response(Response(status, HTTPStatus(status).phrase, told, body))
        self._reply()


def _bytes(text: str) -> bytes:
    """The bytes of a part of a head, whichever way websockets has read them."""
    return text.encode("latin-1", "surrogateescape")
