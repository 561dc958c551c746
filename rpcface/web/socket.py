"""One WebSocket, over which a page makes all its calls; docs/socket.md tells what it speaks."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from rpcface.core import deadline
from rpcface.core.access.access import Access
from rpcface.core.incidents import failure
from rpcface.errors import LimitExceeded, RequestMalformed, RpcfaceError, StatusCode
from rpcface.web.asgi import Message, Receive, Send
from rpcface.web.caller import HttpCaller
from rpcface.web.errors import error_json, too_large
from rpcface.web.frames import BadFrame, Flags, Frame, read_credit, read_frames
from rpcface.web.opening import Opening, read_opening
from rpcface.web.rpcs import Rpc, Rpcs
from rpcface.web.socket_call import SocketCall
from rpcface.web.socket_writer import SocketWriter

MOST_CALLS: Final = 128
"""How many calls may be open on one socket."""

HEADS: Final = 64 * 1024
"""How much longer than the greatest request a message may be."""

_TURN: Final = 64
"""How many frames are taken before others have their turn."""

_SHORTEST: Final = 120
"""How many bytes of a reason a closing frame carries."""


class Socket:
    """The calls of one client, until it or the server leaves. `headers`: what it sent with its
    handshake; those of a call come on top. `most`: bytes that a request may have.
    """

    def __init__(
        self,
        rpcs: Rpcs,
        access: Access,
        receive: Receive,
        send: Send,
        *,
        peer: str,
        headers: Iterable[tuple[str, str]],
        most: int,
    ) -> None:
        self._rpcs = rpcs
        self._access = access
        self._peer = peer
        self._headers = tuple(headers)
        self._receive = receive
        self._send = send
        self._most = most
        self._calls: dict[int, SocketCall] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._writer = SocketWriter(send)
        self._last = 0

    async def run(self) -> None:
        """Answers what comes until the client leaves, or breaks the rules, and until its calls
        have ended.
        """
        taken = 0
        writing = asyncio.get_running_loop().create_task(self._writer.run())
        try:
            while (message := await self._receive())["type"] == "websocket.receive":
                for frame in self._frames(message):
                    await self._take(frame)
                    taken += 1
                    if taken % _TURN == 0:
                        await asyncio.sleep(0)
        except BadFrame as fault:
            await self.close(fault.code, str(fault))
        finally:
            writing.cancel()
            self._calls.clear()
            for task in self._tasks:
                task.cancel()
            if self._tasks:
                await asyncio.wait(self._tasks)

    async def end(self, seconds: float) -> None:
        """Waits until all calls are answered, at most so long, and closes it: the server goes
        down.
        """
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        await self._writer.flush()
        await self.close(1001, "the server goes down")

    async def close(self, code: int, reason: str) -> None:
        """Closes it."""
        short = reason.encode()[:_SHORTEST].decode(errors="ignore")
        with contextlib.suppress(OSError, RuntimeError):  # it is closed already
            await self._send({"type": "websocket.close", "code": code, "reason": short})

    def _frames(self, message: Message) -> Iterator[Frame]:
        data = message.get("bytes")
        if not data:
            raise BadFrame("wanted messages of frames; came " + ("none" if data == b"" else "text"))
        return read_frames(data, self._most + HEADS)

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
            if len(frame.data) > self._most:
                self._drop(call)
                self._writer.put((call.number, Flags.END, _end(too_large(self._most))))
        elif frame.flags is Flags.CREDIT:
            call.give(read_credit(frame))
        elif frame.data:
            raise BadFrame(f"call {frame.call}: wanted no data with its {frame.flags.name.lower()}")
        elif frame.flags is Flags.END:
            call.finish()
        else:
            self._drop(call)

    def _drop(self, call: SocketCall) -> None:
        """Ends a call before its time."""
        del self._calls[call.number]
        assert call.task is not None
        call.task.cancel()

    async def _open(self, frame: Frame) -> None:
        number = frame.call
        await self._writer.room()  # a call has an end at least
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
            caller = self._caller(opening)
            if self._access.refuses(caller.authorization):
                raise await self._rpcs.refused(rpc, caller)
        except RpcfaceError as error:
            self._writer.put((number, Flags.END, _end(error)))
            return
        if len(self._tasks) >= 2 * MOST_CALLS:  # those that were cancelled take their time to end
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        call = SocketCall(
            number,
            lambda flags, data: self._writer.put((number, flags, data)),
            is_live=rpc.is_live,
        )
        self._calls[number] = call
        call.task = asyncio.get_running_loop().create_task(self._run(call, rpc, caller, opening))
        self._tasks.add(call.task)
        call.task.add_done_callback(self._tasks.discard)

    def _find(self, method: str) -> Rpc:
        rpc = self._rpcs.of_socket.get(f"/{method}")
        if rpc is None:
            names = ", ".join(path.removeprefix("/") for path in self._rpcs.of_socket)
            error = RequestMalformed(f"there is no RPC {method!r:.80}; there are {names}")
            error.code = StatusCode.UNIMPLEMENTED
            raise error
        return rpc

    def _caller(self, opening: Opening) -> HttpCaller:
        def headers() -> Iterator[tuple[str, str]]:
            yield from (pair for pair in self._headers if pair[0] not in opening.headers)
            yield from opening.headers.items()

        return HttpCaller(self._peer, headers, opening.seconds)

    async def _run(self, call: SocketCall, rpc: Rpc, caller: HttpCaller, opening: Opening) -> None:
        frames, end = [], b"{}"
        try:
            async with asyncio.timeout(opening.seconds):
                if rpc.is_stream:
                    await self._stream(call, rpc, caller)
                else:
                    answer = await self._rpcs.answer(rpc, await call.only(), caller)
                    frames.append((call.number, Flags.MESSAGE, answer))
        except TimeoutError:
            end = _end(deadline.exceeded())
        except RpcfaceError as error:
            end = _end(error)
        except Exception as error:  # noqa: BLE001 - it is told
            end = _end(failure("the socket", error))
        if self._calls.pop(call.number, None) is not None:
            self._writer.put(*frames, (call.number, Flags.END, end))

    async def _stream(self, call: SocketCall, rpc: Rpc, caller: HttpCaller) -> None:
        body: Any = call.all() if rpc.is_live else await call.only()
        answers = self._rpcs.answers(rpc, body, caller)
        async with contextlib.aclosing(answers):
            async for message in answers:
                await call.room()
                await self._writer.room()
                self._writer.put((call.number, Flags.MESSAGE, message))


def _end(error: RpcfaceError) -> bytes:
    """How a call ends that failed."""
    return b'{"error":' + error_json(error) + b"}"
