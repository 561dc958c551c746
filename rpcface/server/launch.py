"""Starting a server from a program."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import signal
import sys
import threading
from collections.abc import Mapping
from types import FrameType
from typing import Any, Literal, Self

from rpcface.core import names, programs
from rpcface.core.options import Options
from rpcface.interface import Interface
from rpcface.server.addresses import Wish, wish
from rpcface.server.greeting import greet
from rpcface.server.server import Server


def serve(
    *interfaces: Interface,
    host: str | None = None,
    port: int | None = None,
    web_port: int | Literal[False] | None = None,
    title: str | None = None,
    theme: str | os.PathLike[str] | None = None,
    favicon: str | os.PathLike[str] | None = None,
    block: bool | None = None,
    options: Options | None = None,
) -> Server:
    """Serves interfaces and returns the server.

    host, port: where; None: RPCFACE_HOST and RPCFACE_PORT, or else localhost:50051
        or the next port that is free. Port 0 finds a free one.
    web_port: where it is on the web, for browsers and curl; None: as `options` say, or else
        RPCFACE_WEB_PORT, or 7860 or the next port that is free where the extra `web` is
        installed. 0: a free one; False: nowhere.
    title, theme, favicon: how the page looks there: what its tab is called, a file of CSS, a
        file with its icon; None: as `options` say, see `rpcface.Options.web_theme`.
    block: whether to return only when the server has stopped (Ctrl-C, SIGTERM, or
        `Server.stop` from another thread). None: yes in a program, no in a notebook,
        at a prompt and where an event loop runs.
    options: the server's limits, what can be seen of it and who may call, see
        `rpcface.Options`; None: the usual ones.

    While `rpcface serve`, or a worker process, imports the file that calls this, nothing is
    started: the interfaces are added to those that it serves.

    OSError: it can't listen there. ExecutorError: an executor can't run its function.
    TypeError, ValueError: no interface, no port, no such flag store, a theme or an icon that is
    none, or what the options say of who may call makes no sense. ImportError: an extra is
    missing that the options ask for.
    """
    for index, interface in enumerate(interfaces):
        if not isinstance(interface, Interface):
            raise TypeError(f"serve: wanted interfaces; came {interface!r} at place {index}")
    if not interfaces:
        raise ValueError("serve: wanted at least one interface; came none")
    where = wish(host, port)
    options = options or Options()
    told: dict[str, Any] = {
        "web_port": web_port,
        "web_title": title,
        "web_theme": theme,
        "web_favicon": favicon,
    }
    options = dataclasses.replace(
        options, **{name: one for name, one in told.items() if one is not None}
    )
    named = names.assign(interfaces, vars(sys.modules["__main__"]))
    if programs.collect(interfaces, options):
        return Server(named, where, options)
    if not (_blocks() if block is None else block):
        return start(named, where, options)
    with Signals() as signals:
        server = start(named, where, options)
        signals.wait(server)
    return server


def start(named: Mapping[str, Interface], where: Wish, options: Options) -> Server:
    """Starts a server of interfaces under their names, and says so. Errors are those of
    `Server.start`.
    """
    server = Server(named, where, options).start()
    greet(server, where)
    return server


class Signals:
    """SIGINT and SIGTERM, for a server that runs until one of them comes. They are taken from
    before it starts, for who reads that it serves may end it at once. Signals come to the
    main thread alone: in another one it only waits.
    """

    def __init__(self) -> None:
        self._asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def wait(self, server: Server) -> None:
        """Returns when the server has stopped: on a signal it is stopped."""
        if not self._before:
            server.wait()
            return
        while not self._asked and not server.wait(0.5):
            pass
        server.stop()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked:
            raise SystemExit(130)  # the second one does not wait for the grace
        self._asked = True


def _blocks() -> bool:
    if hasattr(sys, "ps1") or sys.flags.interactive or "ipykernel" in sys.modules:
        return False
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return True
    return False
