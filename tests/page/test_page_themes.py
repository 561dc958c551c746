"""Themes: what they set is what is seen, and the examples' can be read by everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import rpcface as rf

ROOT = Path(__file__).parents[2]
THEMES = sorted((ROOT / "examples" / "themes").glob("*.css"))
AXE = ROOT / "clients" / "web" / "node_modules" / "axe-core" / "axe.min.js"


def form(text: str, loud: bool, size: int) -> dict[str, Any]:
    if not text:
        raise rf.Error("There is no text.")
    rf.call().info("It is being thought about.")
    return {"text": text, "loud": loud, "size": size}


def demo() -> rf.Interface:
    inputs = [
        rf.Textbox(label="Text", info="What to say.", value="hey"),
        rf.Checkbox(label="Loud"),
        rf.Slider(1, 5, 1, label="Size"),
    ]
    return rf.Interface(form, inputs, "json", title="A form", description="With *all* of it.")


def faults(page: Page, **options: Any) -> list[str]:
    """What axe finds wrong."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    told = "one => `${one.id}: ${one.nodes[0].html}`"
    script = f"async options => (await axe.run(document, options)).violations.map({told})"
    found = page.evaluate(script, options)
    assert isinstance(found, list)
    return found


def test_a_theme_sets_what_is_seen(web, visit, tmp_path):
    theme = tmp_path / "theme.css"
    theme.write_text(":root { --rf-accent: rgb(1, 2, 3); --rf-radius: 7px; --rf-control: 50px }")

    page = visit(web(demo(), theme=theme)).page

    button = page.get_by_role("button", name="Submit")
    expect(button).to_have_css("background-color", "rgb(1, 2, 3)")
    expect(button).to_have_css("border-radius", "7px")
    expect(button).to_have_css("min-height", "50px")


def test_an_icon_of_one_s_own_is_asked_for(web, visit, tmp_path):
    icon = tmp_path / "icon.svg"
    icon.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')

    page = visit(web(demo(), favicon=icon)).page

    href = page.locator("link[rel=icon]").get_attribute("href")
    assert page.evaluate("async path => (await fetch(path)).headers.get('content-type')", href) == (
        "image/svg+xml"
    )


@pytest.mark.parametrize("theme", THEMES, ids=lambda path: path.stem)
def test_a_theme_of_the_examples_can_be_read_by_day_and_by_night(web, visit, theme):
    page = visit(web(demo(), demo(), theme=theme), color_scheme="light").page
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Outputs")).to_contain_text("hey")
    page.mouse.move(0, 0)

    assert faults(page, runOnly=["color-contrast"]) == []
    page.emulate_media(color_scheme="dark")
    assert faults(page, runOnly=["color-contrast"]) == []


def test_axe_finds_nothing_wrong_where_a_token_is_asked_for(web, visit):
    server = web(demo(), options=rf.Options(tokens={"ada": "the-token-of-ada-1815"}))
    visited = visit(server, color_scheme="light")
    page = visited.page
    page.get_by_label("Token").fill("a-token-of-somebody-else")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()

    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert faults(page) == []
    visited.troubles.clear()
