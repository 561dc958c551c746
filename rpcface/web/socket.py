"""One WebSocket, over which a page makes all its calls; docs/socket.md tells what it speaks."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import Any, Final

from rpcface.errors import LimitExceeded, RequestMalformed, RpcfaceError, StatusCode
from rpcface.web.asgi import Receive, Send
from rpcface.web.caller import HttpCaller
from rpcface.web.errors import error_json
from rpcface.web.frames import BadFrame, Flags, Frame, read_credit, read_frames, write_frames
from rpcface.web.opening import Opening, read_opening
from rpcface.web.rpcs import Rpc, Rpcs
from rpcface.web.socket_call import SocketCall

MOST_CALLS: Final = 128
"""How many calls may be open on one socket."""

HEADS: Final = 64 * 1024
"""How much longer than the greatest request a message may be."""

_SHORTEST: Final = 120
"""How many bytes of a reason a closing frame carries."""


class Socket:
    """The calls of one client, until it or the server leaves. `most`: bytes that a message may
    have.
    """

    def __init__(self, rpcs: Rpcs, peer: str, receive: Receive, send: Send, most: int) -> None:
        self._rpcs = rpcs
        self._peer = peer
        self._receive = receive
        self._send = send
        self._most = most
        self._calls: dict[int, SocketCall] = {}
        self._last = 0

    async def run(self) -> None:
        """Answers what comes until the client leaves, or breaks the rules."""
        try:
            while (message := await self._receive())["type"] == "websocket.receive":
                data = message.get("bytes")
                if data is None:
                    raise BadFrame("wanted binary messages; came text")
                for frame in read_frames(data, self._most):
                    await self._take(frame)
        except BadFrame as fault:
            await self.close(fault.code, str(fault))
        finally:
            for call in list(self._calls.values()):
                if call.task is not None:
                    call.task.cancel()

    async def close(self, code: int, reason: str) -> None:
        """Closes it."""
        short = reason.encode()[:_SHORTEST].decode(errors="ignore")
        with contextlib.suppress(OSError, RuntimeError):  # it is closed already
            await self._send({"type": "websocket.close", "code": code, "reason": short})

    async def _take(self, frame: Frame) -> None:
        if frame.flags is Flags.OPEN:
            await self._open(frame)
            return
        call = self._calls.get(frame.call)
        if call is None:
            if frame.call > self._last or frame.call == 0:
                raise BadFrame(f"call {frame.call}: it was never opened")
            return  # it has ended meanwhile
        if frame.flags is Flags.MESSAGE:
            call.take(frame.data)
        elif frame.flags is Flags.END:
            call.finish()
        elif frame.flags is Flags.CREDIT:
            call.give(read_credit(frame))
        else:
            del self._calls[frame.call]
            if call.task is not None:
                call.task.cancel()

    async def _open(self, frame: Frame) -> None:
        number = frame.call
        if number <= self._last:
            raise BadFrame(
                f"call {number}: wanted a number above {self._last}, the last that was opened"
            )
        self._last = number
        try:
            if len(self._calls) >= MOST_CALLS:
                raise LimitExceeded(
                    f"wanted at most {MOST_CALLS} calls at once on a socket; wait for one to end",
                    metadata={"limit": "calls_per_socket"},
                )
            opening = read_opening(frame.data)
            rpc = self._find(opening.method)
        except RpcfaceError as error:
            await self._write((number, Flags.END, _end(error)))
            return
        call = SocketCall(number, lambda flags, data: self._write((number, flags, data)))
        self._calls[number] = call
        call.task = asyncio.get_running_loop().create_task(self._run(call, rpc, opening))

    def _find(self, method: str) -> Rpc:
        rpc = self._rpcs.of_socket.get(f"/{method}")
        if rpc is None:
            names = ", ".join(path.lstrip("/") for path in self._rpcs.of_socket)
            error = RequestMalformed(f"there is no RPC {method!r:.80}; there are {names}")
            error.code = StatusCode.UNIMPLEMENTED
            raise error
        return rpc

    async def _run(self, call: SocketCall, rpc: Rpc, opening: Opening) -> None:
        caller = HttpCaller(self._peer, opening.headers.items, opening.seconds)
        try:
            async with asyncio.timeout(opening.seconds):
                if rpc.is_stream:
                    await self._stream(call, rpc, caller)
                else:
                    answer = await self._rpcs.answer(rpc, await call.only(), caller)
                    self._calls.pop(call.number, None)
                    message = (call.number, Flags.MESSAGE, answer)
                    await self._write(message, (call.number, Flags.END, b"{}"))
                    return
            end = b"{}"
        except TimeoutError:
            end = _end(_late())
        except RpcfaceError as error:
            end = _end(error)
        finally:
            self._calls.pop(call.number, None)
        await self._write((call.number, Flags.END, end))

    async def _stream(self, call: SocketCall, rpc: Rpc, caller: HttpCaller) -> None:
        body: Any = call.all() if rpc.is_live else await call.only()
        answers = self._rpcs.answers(rpc, body, caller)
        async with contextlib.aclosing(answers):
            async for message in answers:
                await call.room()
                await self._write((call.number, Flags.MESSAGE, message))

    def _write(self, *frames: tuple[int, Flags, bytes]) -> Awaitable[None]:
        return self._send({"type": "websocket.send", "bytes": write_frames(*frames)})


def _end(error: RpcfaceError) -> bytes:
    """How a call ends that failed."""
    return b'{"error":' + error_json(error) + b"}"


def _late() -> RpcfaceError:
    error = RpcfaceError("the call did not end in its time")
    error.code = StatusCode.DEADLINE_EXCEEDED
    return error
