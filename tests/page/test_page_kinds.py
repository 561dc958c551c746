"""The four kinds, drawn with their buttons and called."""

from __future__ import annotations

from playwright.sync_api import expect

import rpcface as rf


def greet(name: str, times: int = 1) -> str:
    return " ".join([f"Hello {name}."] * times)


def test_a_standard_interface_is_filled_submitted_and_cleared(web, visit):
    demo = rf.Interface(
        greet, [rf.Textbox(), rf.Slider(1, 5, value=1, step=1)], rf.Textbox(label="Greeting")
    )
    page = visit(web(demo)).page

    page.get_by_label("name").fill("Ada")
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_label("Outputs")).to_contain_text("Hello Ada.")
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_label("Outputs")).not_to_contain_text("Hello Ada.")
    expect(page.get_by_label("name")).to_have_value("")
