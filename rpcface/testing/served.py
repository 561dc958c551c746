"""A server in this process and a client of it, for the length of a test."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Final, Self, TypeAlias

from rpcface.client import AsyncClient, Client
from rpcface.core import names
from rpcface.core.loading import LoadError, loaded
from rpcface.core.options import Options
from rpcface.executor import ExecutorError
from rpcface.interface import Interface
from rpcface.server.addresses import wish
from rpcface.server.server import Server

__tracebackhide__ = True  # pytest shows the test's line, and what went wrong

TIMEOUT: Final = 30.0
"""Seconds that nothing in a test takes, unless it hangs."""

GRACE: Final = 1.0
"""Seconds that functions have to end in which run still when the test has ended."""

_USUAL: Final = Options(web_port=False)

Servable: TypeAlias = Interface | str | os.PathLike[str]


class Served:
    """Interfaces on a server in this process, until it is closed; `serving` makes one."""

    def __init__(self, server: Server, client: Client, stack: ExitStack) -> None:
        self.server = server
        """It listens on localhost, on a port that was free."""
        self.client = client
        """A client of the server, whose operations take `timeout` seconds at most."""
        self._stack = stack

    @property
    def address(self) -> str:
        """Where other clients reach it: "localhost:41231"."""
        return self.server.address

    def close(self) -> None:
        """Closes the client and stops the server: functions that run still have a second
        to end before they are cancelled.
        """
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Served {', '.join(self.server.interfaces)} at {self.address}>"


def serving(*served: Servable, timeout: float = TIMEOUT, options: Options = _USUAL) -> Served:
    """Serves interfaces in this process, and connects a client; a context manager.

    served: interfaces, or the path of one Python file, FILE or FILE:NAME, whose interfaces
        are served as `rpcface serve` does. The file is imported anew each time.
    timeout: seconds that the start, and then each operation of the client, may take.
    options: the server's; see `rpcface.Options`.

    A file with nothing to serve is a `LoadError`; what it raises itself comes as it is.
    TypeError: it is none of these. ExecutorError: an executor can't run its function.
    TimeoutError: an executor is not ready in time. ImportError, OSError, ValueError: the
    options ask for what there is not.
    """
    with ExitStack() as stack:
        if len(served) == 1 and isinstance(served[0], (str, os.PathLike)):
            named = _loaded(os.fspath(served[0]), stack)
        else:
            named = names.assign(_checked(served), {})
        server = _started(Server(named, wish("localhost", 0), options), timeout)
        stack.callback(server.stop, GRACE)
        client = stack.enter_context(Client(server.address, timeout=timeout))
        return Served(server, client, stack.pop_all())


def _checked(served: tuple[Servable, ...]) -> list[Interface]:
    interfaces = [one for one in served if isinstance(one, Interface)]
    if len(interfaces) != len(served) or not interfaces:
        shown = ", ".join(map(repr, served)) or "nothing"
        raise TypeError(f"wanted interfaces, or the path of one Python file; came {shown}")
    return interfaces


def _loaded(place: str, stack: ExitStack) -> Mapping[str, Interface]:
    try:
        return stack.enter_context(loaded(place))
    except LoadError as error:
        raise error.with_traceback(None)  # noqa: B904 - it is the same


def _started(server: Server, timeout: float) -> Server:
    try:
        return server.start(timeout)
    except (ExecutorError, ImportError, OSError) as error:
        raise error.with_traceback(None)  # noqa: B904 - it is the same


class Serve:
    """Serves like `serving`, any number of times, until it is closed: the fixture
    `rpcface_serve`.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()

    def __call__(
        self, *served: Servable, timeout: float = TIMEOUT, options: Options = _USUAL
    ) -> Client:
        """A client of a server of these; both go when the test has ended."""
        return self._serving(*served, timeout=timeout, options=options).client

    def aio(
        self, *served: Servable, timeout: float = TIMEOUT, options: Options = _USUAL
    ) -> AsyncClient:
        """The same for an async test.

            async with rpcface_serve.aio(demo) as client:
                assert await client.predict("Ada") == "Hello Ada."

        The client is closed there, the server when the test has ended.
        """
        address = self._serving(*served, timeout=timeout, options=options).address
        return AsyncClient(address, timeout=timeout)

    def _serving(self, *served: Servable, timeout: float, options: Options) -> Served:
        return self._stack.enter_context(serving(*served, timeout=timeout, options=options))

    def close(self) -> None:
        """Closes the clients and stops the servers."""
        self._stack.close()
