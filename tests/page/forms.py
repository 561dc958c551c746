"""Servers of many interfaces, whose forms are shown one after another on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, expect

import rpcface as rf

from .conftest import Visit


@contextmanager
def visiting(browser: Browser, *interfaces: rf.Interface) -> Iterator[Visit]:
    """A page of a server that has these, where nothing may go wrong."""
    with rf.serve(*interfaces, block=False, port=0, web_port=0) as server:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        visit = Visit(context, f"http://{server.web_address}", "")
        yield visit
        context.close()
    assert (visit.troubles, visit.strangers) == ([], [])


def form_of(visit: Visit, name: str) -> Locator:
    """The form of the interface that is called so, which the page goes to."""
    visit.page.goto(f"{visit.address}/#{name}")
    form = visit.page.locator("rf-interface:not([hidden])")
    expect(form.get_by_role("heading", level=1)).to_have_text(name)
    return form


def giving(returned: Any) -> Callable[[], Any]:
    """A function that returns that. It is async, so that no thread outlives a test."""

    async def give() -> Any:
        return returned

    return give
