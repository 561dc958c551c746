"""A server that asks who calls: where a person enters a token, and what it opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import rpcface as rf

TOKEN = "the-token-of-ada-1815"


def hello(name: str) -> str:
    return f"Hello {name}, says {rf.call().principal}."


@pytest.fixture
def asking(web: Callable[..., rf.Server], visit: Callable[..., Any]) -> Callable[..., Any]:
    """Visits a server that wants Ada's token."""

    def start(*interfaces: rf.Interface, **options: Any) -> Any:
        served = interfaces or (rf.Interface(hello, rf.Textbox(label="Name"), "text"),)
        return visit(web(*served, options=rf.Options(tokens={"ada": TOKEN}, **options)))

    return start


def enter(page: Page, token: str) -> None:
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Go on").click()


def unauthorized(visited: Any) -> None:
    """The browser tells of each answer that asks for a token."""
    others = [text for text in visited.troubles if "401" not in text]
    assert len(others) < len(visited.troubles)
    visited.troubles[:] = others


def test_a_token_is_asked_for_and_goes_with_every_call(asking):
    visited = asking()
    page = visited.page
    expect(page.get_by_label("Token")).to_be_focused()

    enter(page, TOKEN)

    page.get_by_label("Name").fill("Bob")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Outputs")).to_contain_text("Hello Bob, says ada.")
    unauthorized(visited)


def test_a_token_that_is_not_known_is_asked_for_again(asking):
    visited = asking()
    page = visited.page

    enter(page, "a-token-of-somebody-else")

    expect(page.get_by_role("alert")).to_have_text("The server does not know this token.")
    expect(page.get_by_label("Token")).to_have_attribute("aria-invalid", "true")
    enter(page, TOKEN)
    expect(page.get_by_label("Name")).to_be_visible()
    unauthorized(visited)


def test_a_tab_keeps_its_token_until_it_is_forgotten(asking):
    visited = asking()
    page = visited.page
    enter(page, TOKEN)
    expect(page.get_by_label("Name")).to_be_visible()
    unauthorized(visited)

    page.reload()
    expect(page.get_by_label("Name")).to_be_visible()
    assert visited.troubles == []

    page.get_by_role("button", name="Forget the token").click()
    expect(page.get_by_label("Token")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Token")).to_be_visible()
    expect(visited.open().get_by_label("Token")).to_be_visible()
    unauthorized(visited)


def test_files_that_the_server_holds_are_shown_and_saved_with_the_token(asking, tmp_path):
    def noise(seed: int) -> tuple[Any, rf.Media]:
        pixels = np.random.default_rng(seed).integers(0, 256, (60, 60, 3), np.uint8)
        return pixels, rf.Media("application/octet-stream", bytes(17 * 2**20), "data.bin")

    picture = rf.Image(label="Example")
    photo = "examples/sepia/photo.jpg"
    visited = asking(
        rf.Interface(
            noise, rf.Number(precision=0), [rf.Image(label="Noise"), rf.File(label="Data")]
        ),
        rf.Interface(lambda image: image, picture, "image", api_name="same", examples=[[photo]]),
    )
    page = visited.page
    enter(page, TOKEN)
    page.get_by_label("seed").fill("1")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Outputs")).to_contain_text("data.bin")

    with page.expect_download() as download:
        page.get_by_role("button", name="Download Data").click()
    download.value.save_as(tmp_path / "data.bin")
    assert (tmp_path / "data.bin").stat().st_size == 17 * 2**20

    page.get_by_role("link", name="same").click()
    example = page.locator("rf-examples img").first
    page.wait_for_function("image => image.naturalWidth > 0", arg=example.element_handle())
    unauthorized(visited)
