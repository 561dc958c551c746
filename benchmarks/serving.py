"""The server that is measured, in a process of its own.

Beside the interfaces it has the floor: a bare grpc.aio handler that answers with bytes it
was given before, on the same port, loop, options and malloc settings. It prints its
address and ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import struct
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import grpc
import numpy as np

import rpcface as rf
from rpcface.core.blobs.blobs import PIECE
from rpcface.core.options import Options
from rpcface.server import Server, addresses
from rpcface.server.handlers import Calls
from rpcface.wire.blobs import write_piece

FLOOR = "benchmarks.Floor"
"""Keep takes the answer that Answer then gives to whatever it is sent; Repeat gives it in
messages, each behind its length in four bytes. Append adds what it is sent to a file and a
hash. Stream gives so many MiB in the pieces of blobs.
"""

BEARER = "Bearer a-token-of-the-benchmarks-of-rpcface"
"""The authorization of whom the server that asks knows."""

UPDATES = 100
TOKEN, TOKENS, CHAT = "token", 10_000, 300
BATCH = 8


async def echo_async(text: str) -> str:
    """The text, from the event loop."""
    return text


def echo_sync(text: str) -> str:
    """The text, from a thread."""
    return text


HISTORY = [
    {"role": role, "content": f"What was said in turn {turn}. " * length}
    for turn in range(10)
    for role, length in (("user", 4), ("assistant", 34))
]
"""A conversation of ten kilobytes: ten questions of a hundred letters, with answers of nine
hundred."""


async def recall_async(text: str, history: list[dict[str, str]]) -> tuple[str, Any]:
    """The text, and the conversation as it was, from the event loop."""
    return text, history


def recall_sync(text: str, history: list[dict[str, str]]) -> tuple[str, Any]:
    """The same from a thread."""
    return text, history


def batch_sync(text: list[str]) -> list[str]:
    """The texts of several calls, from a thread."""
    return text


async def batch_async(text: list[str]) -> list[str]:
    """The same from the event loop."""
    return text


_sizes: list[int] = []


def batch_slow(text: list[str]) -> list[str]:
    """The same in two milliseconds."""
    _sizes.append(len(text))
    time.sleep(0.002)
    return text


def batch_fill() -> float:
    """How many calls a batch of it had, all in all."""
    return sum(_sizes) / len(_sizes)


def invert(image: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The negative."""
    return 255 - image


async def words_async() -> AsyncIterator[str]:
    """A text that grows word by word, from the event loop."""
    text = ""
    for _ in range(UPDATES):
        await asyncio.sleep(0)
        text += "word "
        yield text


def words_sync() -> Iterator[str]:
    """The same from threads."""
    text = ""
    for _ in range(UPDATES):
        text += "word "
        yield text


async def tokens() -> AsyncIterator[str]:
    """A long text, as a language model gives it."""
    text = ""
    for _ in range(TOKENS):
        await asyncio.sleep(0)
        text += TOKEN
        yield text


async def ticks() -> AsyncIterator[str]:
    """Something twice a second, for as long as somebody waits."""
    for number in itertools.count():
        yield f"{number}"
        await asyncio.sleep(0.5)


async def chat() -> AsyncIterator[list[dict[str, str]]]:
    """A conversation whose last message grows."""
    history = [{"role": "user", "content": "What is a colour?"}, {"role": "bot", "content": ""}]
    for _ in range(CHAT):
        await asyncio.sleep(0)
        history[-1]["content"] += TOKEN
        yield history


def interfaces() -> dict[str, rf.Interface]:
    """The interfaces that are called, by their names."""
    return {
        "echo_async": rf.Interface(echo_async, rf.Textbox(), rf.Textbox(), concurrency_limit=None),
        "echo_flagged": rf.Interface(
            echo_async, rf.Textbox(), rf.Textbox(), concurrency_limit=None, flagging_mode="auto"
        ),
        "echo_sync": rf.Interface(echo_sync, rf.Textbox(), rf.Textbox(), concurrency_limit=None),
        **{
            name: rf.Interface(
                recall,
                ["text", rf.State(HISTORY)],
                ["text", "state"],
                concurrency_limit=None,
            )
            for name, recall in (("recall_async", recall_async), ("recall_sync", recall_sync))
        },
        "single_async": rf.Interface(echo_async, rf.Textbox(), rf.Textbox(), concurrency_limit=1),
        "single_sync": rf.Interface(echo_sync, rf.Textbox(), rf.Textbox()),
        **{
            function.__name__: rf.Interface(
                function, rf.Textbox(), rf.Textbox(), batch=True, max_batch_size=BATCH
            )
            for function in (batch_async, batch_sync, batch_slow)
        },
        "batch_fill": rf.Interface(batch_fill, None, rf.Number()),
        "invert": rf.Interface(invert, rf.Image(), rf.Image()),
        **{
            f"{name}_{kind}": rf.Interface(
                words,
                None,
                rf.Textbox(),
                concurrency_limit=None,
                merge_updates=name == "merged",
            )
            for name in ("plain", "merged")
            for kind, words in (("async", words_async), ("sync", words_sync))
        },
        "tokens": rf.Interface(tokens, None, rf.Textbox()),
        "ticks": rf.Interface(ticks, None, rf.Textbox(), concurrency_limit=None),
        "chat": rf.Interface(chat, None, rf.JSON(), merge_updates=False),
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

    async def repeat(_body: bytes, _context: object) -> AsyncIterator[bytes]:
        at = 0
        while at < len(kept):
            (size,) = struct.unpack_from("<I", kept, at)
            at += 4 + size
            await asyncio.sleep(0)
            yield kept[at - size : at]

    file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - as long as the process
    digest = hashlib.sha256()

    async def append(body: bytes, _context: object) -> bytes:
        file.write(body)
        digest.update(body)
        return b""

    async def stream(body: bytes, _context: object) -> AsyncIterator[bytes]:
        file.truncate(0)  # what was appended before
        file.seek(0)
        piece = write_piece(bytes(PIECE))
        for _ in range(int(body) * 2**20 // PIECE):
            yield piece

    methods: dict[str, Any] = {
        "Append": grpc.unary_unary_rpc_method_handler(append),
        "Repeat": grpc.unary_stream_rpc_method_handler(repeat),
        "Stream": grpc.unary_stream_rpc_method_handler(stream),
        "Keep": grpc.unary_unary_rpc_method_handler(keep),
        "Answer": grpc.unary_unary_rpc_method_handler(answer),
    }
    return grpc.method_handlers_generic_handler(FLOOR, methods)


def options(folder: str) -> Options:
    """The usual ones, with flags in a folder; with "asks" as an argument, those of a server
    that asks who calls, and has limits that nobody reaches.
    """
    flags: Any = {"flag_store": f"sqlite:///{folder}/flags.db", "flag_folder": f"{folder}/flags"}
    if "asks" not in sys.argv:
        web = {"web_port": 0, "web_sockets_per_caller": 1000} if "web" in sys.argv else {}
        return Options(**flags, **{"web_port": False, **web})
    tokens = {f"caller {number}": f"the-token-of-caller-{number}" for number in range(1000)}
    return Options(
        tokens={**tokens, "bench": BEARER.removeprefix("Bearer ")},
        calls_per_second=1_000_000,
        calls_at_once=1_000,
        web_port=False,
        **flags,
    )


def main() -> None:
    """Serves until the end of the standard input."""
    with tempfile.TemporaryDirectory(prefix="rpcface-benchmarks-") as folder:
        where = addresses.wish("127.0.0.1", 0)
        server = FlooredServer(interfaces(), where, options(folder)).start()
        print(server.address, server.web_address, flush=True)
        sys.stdin.read()
        server.stop()


if __name__ == "__main__":
    main()
