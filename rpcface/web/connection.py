"""One connection of HTTP/1.1: uvicorn's, with bounds on how long a request may take to come."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Final

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

_SILENT: Final = logging.getLogger("rpcface.web.uvicorn")
"""Takes what uvicorn would tell: of scanners, and again of what `Routes` has told."""
_SILENT.setLevel(logging.CRITICAL + 1)

MAX_HEAD: Final = 64 * 1024
"""Bytes of a request before its body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a request may take to come."""

    head_seconds: float = 10.0
    """From the connection, or from the request's first byte, until all headers are there."""
    body_seconds: float = 20.0
    """In each such span a body has to bring `body_bytes`, while the server reads it."""
    body_bytes: int = 8 * 1024


class Connection(HttpToolsProtocol):
    """A connection that is closed when a request on it dribbles: `look` is called now and
    then.
    """

    def __init__(self, config: Config, server_state: ServerState, patience: Patience) -> None:
        super().__init__(config, server_state, {})
        self.logger = _SILENT
        self.access_log = False
        self._patience = patience
        self._is_in_head = True
        self._is_in_body = False
        self._since = time.monotonic()
        self._bytes = 0

    def data_received(self, data: bytes) -> None:
        """Takes bytes of a request."""
        if data.isspace() and not (self._is_in_head or self._is_in_body):
            self._begin(head=True)  # lines before a request begin none, and end its waiting
        self._bytes += len(data)
        super().data_received(data)
        if self._is_in_head and not self.transport.is_closing():
            self._bytes = max(self._bytes, len(data))  # where the head began within them
            if self._bytes > MAX_HEAD:
                self._close(b"431 Request Header Fields Too Large")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._begin(head=True)

    def on_headers_complete(self) -> None:
        """Its headers are there."""
        super().on_headers_complete()
        self._begin(body=True)

    def on_message_complete(self) -> None:
        """All of it is there."""
        super().on_message_complete()
        self._begin()

    def _begin(self, *, head: bool = False, body: bool = False) -> None:
        self._is_in_head, self._is_in_body = head, body
        self._since = time.monotonic()
        self._bytes = 0

    def look(self, now: float) -> None:
        """Closes it where a request does not come on."""
        patience, gone = self._patience, now - self._since
        if self.transport is None or self.transport.is_closing():
            return
        if self._is_in_head and gone > patience.head_seconds:
            self._close(b"408 Request Timeout")
        elif self._is_in_body and gone > patience.body_seconds:
            if self._bytes < patience.body_bytes and not self.flow.read_paused:
                self._close(b"408 Request Timeout")
            self._since, self._bytes = now, 0

    @property
    def _is_owed(self) -> bool:
        """Whether an answer would be to the request that does not come on, and to no other."""
        if self._is_in_head:
            return self.cycle is None or bool(self.cycle.response_complete)
        return not (self.cycle.response_started or self.pipeline)

    def _close(self, status: bytes) -> None:
        if self._is_owed:
            self.transport.write(
                b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            )
        self.transport.close()
