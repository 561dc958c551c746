"""Calls over the socket: those of the TypeScript client in Node, and many sockets at once."""

from __future__ import annotations

import asyncio
import json
import shutil
import statistics
import struct
import subprocess
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks.process import Process
from benchmarks.result import Result
from rpcface.wire.calls import Call, write_call
from rpcface.wire.events import stream_body

NODE = ("socket-echo", "socket-1080p")
RSS = "socket-rss"
CASES = (*NODE, RSS)

CALLS = 3000.0
"""The least calls a second."""
OWN = 5.0
"""The most milliseconds that are the client's own."""
SOCKETS, HELD = 500, 150.0
"""So many sockets, each with a stream, and the most MB that a server has then."""

CLIENT = Path(__file__).parent.parent / "clients" / "typescript"
_MESSAGE, _END, _OPEN, _CREDIT = 0x00, 0x02, 0x04, 0x10


def by_node(process: Process, rounds: int, seconds: float) -> Iterator[Result]:
    """Calls a second, and the milliseconds of the client's own. RuntimeError: there is no
    Node, or the client is not built.
    """
    node = shutil.which("node")
    if node is None or not (CLIENT / "dist").exists():
        raise RuntimeError("it wants Node, and the client as `make typescript` builds it")
    told = subprocess.run(  # noqa: S603 - nothing of it comes from elsewhere
        (node, "bench/socket.mjs", f"http://{process.web_address}", f"{rounds}", f"{seconds}"),
        cwd=CLIENT,
        stdout=subprocess.PIPE,
        check=True,
        timeout=60 + 2 * rounds * seconds,
    ).stdout
    found = json.loads(told)
    first, value, third = statistics.quantiles(found["echo"], n=4, method="inclusive")
    yield Result("socket-echo", value, CALLS, value >= CALLS, quartiles=(first, third))
    first, value, third = statistics.quantiles(found["image"], n=4, method="inclusive")
    yield Result("socket-1080p", value, OWN, value <= OWN, quartiles=(first, third))


def resident(process: Process) -> Result:
    """The MB of a server that has many sockets open, each with a stream that goes on."""
    held = asyncio.run(_held(process))
    return Result(RSS, held, HELD, held <= HELD)


async def _held(process: Process) -> float:
    from websockets.asyncio.client import ClientConnection, connect
    from websockets.typing import Subprotocol

    opening = json.dumps({"method": "rpcface.v1.InterfaceService/PredictStream"}).encode()
    request = stream_body(b"".join(write_call(Call("ticks"))))
    call = _frame(_OPEN, opening) + _frame(_MESSAGE, request) + _frame(_END)
    url = f"ws://{process.web_address}/rpcface.v1.Socket"
    spoken = [Subprotocol("rpcface.v1")]

    async def follow(socket: ClientConnection, begun: asyncio.Semaphore) -> None:
        came = 0
        async for _ in socket:
            came += 1
            if came == 3:
                begun.release()
            await socket.send(_frame(_CREDIT, struct.pack(">I", 1)))

    begun = asyncio.Semaphore(0)
    async with AsyncExitStack() as sockets, asyncio.TaskGroup() as group:
        tasks = []
        for _ in range(SOCKETS):
            made = connect(url, subprotocols=spoken, compression=None, proxy=None)
            socket = await sockets.enter_async_context(made)
            await socket.send(call)
            tasks.append(group.create_task(follow(socket, begun)))
        for _ in range(SOCKETS):
            await begun.acquire()
        await asyncio.sleep(2)
        held = process.resident()
        for task in tasks:
            task.cancel()
    return held


def _frame(flags: int, data: bytes = b"") -> bytes:
    return struct.pack(">IBI", 1, flags, len(data)) + data
