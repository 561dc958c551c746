"""What tests of the page share: Chromium, and pages of a server."""

from __future__ import annotations

import itertools
import shutil
import sys
import threading
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

import rpcface as rf
from rpcface.web.files import FOLDER
from rpcface.web.pages import INDEX

LONG = 20.0
"""Seconds that nothing takes, unless it hangs."""

PATIENCE = 15_000
"""Milliseconds that nothing on a page takes, unless it never comes."""

FLAGS = (
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = shutil.which("chromium")
    assert path is not None, "the tests of the page want chromium: `make test-page` installs it"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def web(serving: Callable[..., rf.Server]) -> Callable[..., rf.Server]:
    """Starts a server of interfaces that has the page."""

    def serve(*interfaces: rf.Interface, **options: Any) -> rf.Server:
        return serving(*interfaces, **{"web_port": 0, **options})

    return serve


class Visit:
    """A page in a browser of its own, and what went wrong there."""

    def __init__(self, context: BrowserContext, address: str, path: str) -> None:
        self.context = context
        self.address = address
        self.troubles: list[str] = []
        self._expected: tuple[str, ...] = ()
        self.requests: list[str] = []
        self.sockets: list[str] = []
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("weberror", lambda error: self._trouble(str(error.error)))
        context.on("console", self._hear)
        self.page = self.open(path)

    def open(self, path: str = "") -> Page:
        """Another tab, at a path such as "#sepia"."""
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("websocket", lambda socket: self.sockets.append(socket.url))
        page.goto(f"{self.address}/{path}")
        return page

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self._trouble(message.text)

    def _trouble(self, text: str) -> None:
        if not any(part in text for part in self._expected):
            self.troubles.append(text)

    def expect(self, *parts: str) -> None:
        """What has one of these parts in it is no trouble, whether it came or is still to come."""
        self._expected += parts
        self.troubles[:] = [
            text for text in self.troubles if not any(part in text for part in parts)
        ]

    @property
    def strangers(self) -> list[str]:
        """The requests that went elsewhere than to the server."""
        own = (f"{self.address}/", "data:", f"blob:{self.address}/")
        return [url for url in self.requests if not url.startswith(own)]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens the page of a server in a browser of its own, where nothing may go wrong: no error
    and no warning in the console, no request elsewhere. Who expects one says so
    with `expect`, or takes it out of `troubles`.
    """
    visits: list[Visit] = []

    def go(server: rf.Server | str, path: str = "", **context: Any) -> Visit:
        address = server if isinstance(server, str) else f"http://{server.web_address}"
        made = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **context})
        visits.append(Visit(made, address, path))
        return visits[-1]

    assert (Path(FOLDER) / INDEX).exists(), f"{FOLDER} has no {INDEX}: `make page` builds it"
    yield go
    for one in visits:
        one.context.close()
    assert [one.troubles for one in visits if one.troubles] == []
    assert [one.strangers for one in visits if one.strangers] == []


class Held:
    """Functions that last until a test lets them go."""

    def __init__(self) -> None:
        self._gate = threading.Event()
        self.begun = threading.Semaphore(0)

    def wait(self) -> str:
        """Says that it has begun, and lasts."""
        self.begun.release()
        assert self._gate.wait(LONG), "nobody let it go"
        return "done"

    def let_go(self) -> None:
        self._gate.set()

    def let_go_after(self, stop: Callable[..., None], **options: Any) -> None:
        """Lets them go as soon as `stop`, which waits for them, has begun."""
        thread = threading.Thread(target=stop, kwargs=options)
        thread.start()
        thread.join(1.0)
        self._gate.set()
        thread.join(LONG)


@pytest.fixture
def held() -> Iterator[Held]:
    """What holds functions until a test lets them go, or has ended."""
    made = Held()
    yield made
    made.let_go()


_numbers = itertools.count()


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., type[rf.Component]]:
    """Makes a component that a module draws, which is given as its source; for the rest it is
    what its base is.
    """

    def make(source: str, base: type[rf.Component] = rf.Textbox) -> type[rf.Component]:
        name = f"drawn_{next(_numbers)}"
        (tmp_path / f"{name}.js").write_text(source, encoding="utf-8")
        module = types.ModuleType(name)
        module.__file__ = str(tmp_path / f"{name}.py")
        monkeypatch.setitem(sys.modules, name, module)
        told = {"__module__": name, "type": f"acme.{name}", "renderer": f"{name}.js"}
        return type("Drawn", (base,), told)

    return make
