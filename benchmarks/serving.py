"""The server that is measured, in a process of its own.

Beside the interfaces it has the floor: a bare grpc.aio handler that answers with bytes it
was given before, on the same port, loop, options and malloc settings. It prints its
address and ends when its standard input does.
"""

from __future__ import annotations

import sys
from typing import Any

import grpc
import numpy as np

import rpcface as rf
from rpcface.core.service import Options
from rpcface.server import Server, addresses
from rpcface.server.handlers import Calls

FLOOR = "benchmarks.Floor"
"""Keep takes the answer that Answer then gives to whatever it is sent."""


async def echo_async(text: str) -> str:
    """The text, from the event loop."""
    return text


def echo_sync(text: str) -> str:
    """The text, from a thread."""
    return text


def invert(image: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The negative."""
    return 255 - image


def interfaces() -> dict[str, rf.Interface]:
    """The interfaces that are called, by their names."""
    return {
        "echo_async": rf.Interface(echo_async, rf.Textbox(), rf.Textbox(), concurrency_limit=None),
        "echo_sync": rf.Interface(echo_sync, rf.Textbox(), rf.Textbox(), concurrency_limit=None),
        "invert": rf.Interface(invert, rf.Image(), rf.Image()),
        "invert_process": rf.Interface(
            invert, rf.Image(), rf.Image(), executor="process", workers=1
        ),
    }


class FlooredServer(Server):
    """A server of rpcface, and nothing changed but that it has the floor too."""

    def _build(self, calls: Calls) -> grpc.aio.Server:
        server = super()._build(calls)
        server.add_generic_rpc_handlers((_floor(),))
        return server


def _floor() -> grpc.GenericRpcHandler:
    kept = b""

    async def keep(body: bytes, _context: object) -> bytes:
        nonlocal kept
        kept = body
        return b""

    async def answer(_body: bytes, _context: object) -> bytes:
        return kept

    methods: dict[str, Any] = {
        "Keep": grpc.unary_unary_rpc_method_handler(keep),
        "Answer": grpc.unary_unary_rpc_method_handler(answer),
    }
    return grpc.method_handlers_generic_handler(FLOOR, methods)


def main() -> None:
    """Serves until the end of the standard input."""
    server = FlooredServer(interfaces(), addresses.wish("127.0.0.1", 0), Options()).start()
    print(server.address, flush=True)
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()
