"""A way to a server that breaks."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Self


class CuttingProxy:
    """Hands bytes on to a server, on a port of its own, and cuts the connection through which
    so many bytes went up; once. Within `with`.
    """

    def __init__(self, target: str, cut_after: int) -> None:
        host, _, port = target.rpartition(":")
        self._target = (host, int(port))
        self._cut_after = cut_after
        self.cuts = 0
        self.address = ""
        self._ready = threading.Event()
        self._thread = threading.Thread(target=asyncio.run, args=(self._serve(),))

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)
        assert not self._thread.is_alive()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._end = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        await self._end.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with contextlib.suppress(OSError, asyncio.CancelledError):
            up, down = await asyncio.open_connection(*self._target)
            ways = [
                asyncio.create_task(self._hand_on(reader, down, is_up=True)),
                asyncio.create_task(self._hand_on(up, writer, is_up=False)),
            ]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
                for end in (down, writer):
                    end.transport.abort()
        self._tasks.discard(task)

    async def _hand_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_up: bool
    ) -> None:
        count = 0
        while data := await reader.read(1 << 18):
            count += len(data)
            if is_up and count > self._cut_after and not self.cuts:
                self.cuts += 1
                return
            writer.write(data)
            await writer.drain()
