"""Chromium, and what was transferred to its pages."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

_WATCHING = Path(__file__).with_name("watching.js")
_PATIENCE = 60_000
_TRANSFERRED = """() => ["navigation", "resource"]
  .flatMap((type) => performance.getEntriesByType(type))
  .map(({ name, encodedBodySize }) => [name, encodedBodySize])"""


@dataclass(frozen=True, slots=True)
class Load:
    """A page that was loaded into an empty browser.

    form: milliseconds to the frame that has a field in it.
    code: bytes of JavaScript and CSS, as they were transferred.
    """

    form: float
    code: int
    requests: int


@contextlib.contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """A browser that knows no host but this machine."""
    known = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", known])
        yield launched
        launched.close()


@contextlib.contextmanager
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """A page that has begun to load, in a context of its own: nothing is cached."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    page.add_init_script(path=_WATCHING)
    page.goto(f"http://{address}/", wait_until="commit")
    yield page
    context.close()


def load(browser: Browser, address: str) -> Load:
    """Loads a page, and waits until it asks for nothing more."""
    with opened(browser, address) as page:
        form: float = page.evaluate("() => watching.drawn")
        page.wait_for_load_state("networkidle")
        transferred: list[Any] = page.evaluate(_TRANSFERRED)
    code = sum(size for name, size in transferred if name.split("?")[0].endswith((".js", ".css")))
    return Load(form, code, len(transferred))
