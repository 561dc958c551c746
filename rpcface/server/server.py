"""A running server: it listens from a thread of its own, with an event loop of its own."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
import threading
from collections.abc import Coroutine, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import grpc

from rpcface.core import memory
from rpcface.core.access import Access
from rpcface.core.describe import listens
from rpcface.core.edge import InFlight
from rpcface.core.options import Options
from rpcface.core.service import Service
from rpcface.interface import Interface
from rpcface.server import addresses, standard
from rpcface.server.credentials import credentials
from rpcface.server.handlers import Calls
from rpcface.server.scraping import Scraping

if TYPE_CHECKING:
    from rpcface.web.bridge import Bridge
    from rpcface.web.edge import WebEdge

_log = logging.getLogger("rpcface")

FLUSH: Final = 1.0
"""Seconds that the last answers have to leave, after the last call has ended."""

AWAKE: Final = 0.5
"""Seconds after which one who waits looks up: Python handles signals in the main thread once
that runs, and the system may wake another thread with them.
"""


class Server:
    """Serves interfaces until it is stopped; `rpcface.serve` makes one.

    Use it as a context manager, or call `stop`. `wait` returns when it has stopped.
    """

    def __init__(
        self, interfaces: Mapping[str, Interface], wish: addresses.Wish, options: Options
    ) -> None:
        self.interfaces = dict(interfaces)
        """The interfaces by their served names."""
        self.address = ""
        """Where clients reach it: "localhost:50051"."""
        self.metrics_address = ""
        """Where metrics are fetched, "localhost:9090"; "": nowhere."""
        self.web_address = ""
        """Where its web page is, "localhost:7860"; "": nowhere."""
        addresses.checked_port("metrics_port", options.metrics_port)
        self._wish = wish
        self._web_wish = addresses.web_wish(wish.host, options.web_port)
        private = options.private_addresses
        self._options = dataclasses.replace(
            options, private_addresses=wish.is_loopback if private is None else private
        )
        self._started = threading.Event()
        self._stopped = threading.Event()
        self._stopped.set()  # until it starts: where `rpcface serve` collects, it never does
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._end: asyncio.Event | None = None
        self._core: tuple[Service, InFlight] | None = None
        self._web: WebEdge | None = None
        self._grace = options.grace
        self.access: Access | None = None  # what was asked for, once it has started
        self._thread = threading.Thread(target=self._run, name="rpcface-server", daemon=True)

    def start(self, timeout: float | None = None) -> Server:
        """Listens. OSError: it can't listen where it was asked to. ExecutorError: an
        executor can't run its function. ImportError: an extra is missing that the options
        ask for. TypeError, ValueError: what they say of who may call makes no sense, or a
        file that they name is not what it should be. TimeoutError: after `timeout` seconds
        an executor is not ready yet.
        """
        self._stopped.clear()
        self._thread.start()
        if not self._started.wait(timeout):
            if self._loop is not None and self._main is not None:
                self._loop.call_soon_threadsafe(self._main.cancel)
            raise TimeoutError(
                f"the server of {', '.join(self.interfaces)} is not ready after {timeout:g} s: an "
                "executor takes longer to start"
            )
        if self._failure is not None:
            self._thread.join()
            raise self._failure
        return self

    def stop(self, grace: float | None = None) -> None:
        """Ends: health says NOT_SERVING; after `Options.drain_delay` new calls are refused,
        and those in flight have `grace` seconds (None: `Options.grace`) to end before they
        are cancelled. Returns when it has ended.
        """
        loop, end = self._loop, self._end
        if loop is not None and end is not None and not self._stopped.is_set():
            if grace is not None:
                self._grace = grace
            with contextlib.suppress(RuntimeError):  # it has ended meanwhile
                loop.call_soon_threadsafe(end.set)
        self.wait()

    @property
    def app(self) -> Bridge:
        """The server as an ASGI application that others mount, such as FastAPI: with the
        queues and limits of this server, and beside its ports. RuntimeError: it has not
        started. ImportError: the extra `web` is missing.
        """
        from rpcface.web.bridge import Bridge

        if self._loop is None:
            raise RuntimeError("the server has not started; launch(block=False) starts it")
        return Bridge(self._loop, lambda: self._web_edge().mounted)

    def wait(self, timeout: float | None = None) -> bool:
        """Waits until it has stopped; whether it has, after `timeout` seconds."""
        if timeout is not None:
            return self._stopped.wait(timeout)
        while not self._stopped.wait(AWAKE):
            pass
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        state = "stopped" if self._stopped.is_set() else f"at {self.address}"
        return f"<Server of {', '.join(self.interfaces)} {state}>"

    def _run(self) -> None:
        try:
            _run_loop(self._serve())
        except BaseException as error:  # noqa: BLE001 - `start` raises it
            if self._started.is_set():
                _log.exception("the server failed")
            self._failure = error
        finally:
            self._started.set()
            self._stopped.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._main = asyncio.current_task()
        self._end = asyncio.Event()
        memory.tune()
        service = Service(self.interfaces, self._options)
        try:
            with self._scraped(service):
                await self._listen(service, self._end)
        finally:
            await service.close(FLUSH)

    @contextlib.contextmanager
    def _scraped(self, service: Service) -> Iterator[None]:
        """Within it, metrics can be fetched where they were asked for, also while the last
        calls end.
        """
        port = self._options.metrics_port
        if service.metrics is None or port is None:
            yield
            return
        scraping = Scraping(self._wish.host, port, service.metrics.registry)
        self.metrics_address = scraping.address
        try:
            yield
        finally:
            scraping.stop()

    async def _listen(self, service: Service, end: asyncio.Event) -> None:
        """Serves until `end` is set. OSError: it can't listen where it was asked to.
        ExecutorError: an executor can't run its function.
        """
        in_flight = InFlight()
        self._core = service, in_flight
        if self._web_wish is not None and self._has_web(service, self._web_wish):
            # what fails here does so before gRPC is bound: bound but never started, it crashes
            web = self._web_edge()
            bound, self.web_address = addresses.bind_socket(self._web_wish)
            web.listens_on(bound, self._web_wish.host)
        server = self._build(Calls(service, in_flight))
        health = standard.add_health(server)
        standard.add_reflection(server, health)
        certificates = service.access.certificates
        shown = None if certificates is None else credentials(certificates)
        self.access = service.access
        try:
            self.address = addresses.bind(server, self._wish, shown)
            listens(service.reach, self.address, has_tls=shown is not None)
            await service.start()
            await server.start()
            if self._web is not None:
                await self._web.start()
            await health.set_serving()
            self._started.set()
            await end.wait()
        finally:
            await health.enter_graceful_shutdown()
            if self._started.is_set():
                await asyncio.sleep(self._options.drain_delay)
            await self._stop(server, in_flight)

    def _has_web(self, service: Service, wish: addresses.Wish) -> bool:
        """Whether the web edge can keep to what is asked of callers. ValueError: it can't, and
        was asked for.
        """
        if not service.access.wants_certificate:
            return True
        if wish.port is not None:
            raise ValueError(
                "web_port: the web can't ask callers for certificates, as tls_client_ca has it; "
                "leave out one of the two"
            )
        return False

    def _web_edge(self) -> WebEdge:
        """The web edge, which may listen or be mounted. ImportError: the extra `web` is
        missing. ValueError: the options name an origin that is none.
        """
        if self._web is None:
            from rpcface.web.edge import WebEdge

            assert self._core is not None
            self._web = WebEdge(self.interfaces, *self._core, self._options)
        return self._web

    async def _stop(self, server: grpc.aio.Server, in_flight: InFlight) -> None:
        """Refuses new calls, waits for those in flight, and then stops gRPC: once, for two
        stops at a time crash it, and late, for it would wait for every client that keeps
        an idle connection too.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._grace):
                await in_flight.ended()
        flush = min(self._grace, FLUSH)
        stops = [server.stop(flush if in_flight.are_ended else 0)]
        if self._web is not None:
            stops.append(self._web.stop(flush))
        await asyncio.gather(*stops)

    def _build(self, calls: Calls) -> grpc.aio.Server:
        """The gRPC server, which does not listen yet."""
        limit = self._options.max_request_bytes
        server = grpc.aio.server(
            options=(
                ("grpc.so_reuseport", 0),
                ("grpc.max_receive_message_length", limit),
                ("grpc.max_send_message_length", -1),
            )
        )
        server.add_generic_rpc_handlers(calls.handlers())
        return server


def _run_loop(main: Coroutine[Any, Any, None]) -> None:
    """Runs `main` on uvloop where there is one."""
    try:
        import uvloop
    except ImportError:
        factory = None
    else:
        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(main)
