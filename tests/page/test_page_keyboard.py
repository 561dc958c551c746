"""Whole calls of each kind without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

import rpcface as rf


def tab_to(page: Page, name: str) -> None:
    """Goes on with the Tab key until the focus is on what has that name."""
    for _ in range(30):
        page.keyboard.press("Tab")
        told = page.evaluate("""() => {
            let focused = document.activeElement;
            while (focused?.shadowRoot?.activeElement) {
                focused = focused.shadowRoot.activeElement;
            }
            const label = focused?.labels?.[0]?.textContent;
            return focused?.getAttribute("aria-label") ?? label ?? focused?.textContent ?? "";
        }""")
        if told.strip() == name:
            return
    raise AssertionError(f"the Tab key never comes to {name!r}")


def test_a_standard_interface(web, visit):
    page = visit(
        web(rf.Interface(str.upper, rf.Textbox(label="Word"), rf.Textbox(label="Loud")))
    ).page
    expect(page.get_by_label("Word")).to_be_visible()

    tab_to(page, "Word")
    page.keyboard.type("hey")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Loud", exact=True)).to_have_text("HEY")
    tab_to(page, "Flag")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Flagged")).to_be_visible()


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_ctrl_and_enter_submit_from_anywhere_in_the_form(web, visit):
    lines = rf.Textbox(label="Lines", lines=4)
    page = visit(web(rf.Interface(str.upper, lines, rf.Textbox(label="Loud")))).page
    expect(page.get_by_label("Lines")).to_be_visible()

    tab_to(page, "Lines")
    page.keyboard.type("a")
    page.keyboard.press("Enter")
    page.keyboard.type("b")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_label("Loud", exact=True)).to_have_text("A\nB")


def test_an_output_only_interface_and_its_stop(web, visit, held):
    page = visit(web(rf.Interface(held.wait, None, "text"))).page
    expect(page.get_by_role("button", name="Generate")).to_be_visible()

    tab_to(page, "Generate")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Stopped after")).to_be_visible()


def test_an_input_only_interface_and_its_notice(web, visit):
    page = visit(web(rf.Interface(lambda text: None, rf.Textbox(label="Note"), None))).page
    expect(page.get_by_label("Note")).to_be_visible()

    tab_to(page, "Note")
    page.keyboard.type("milk")
    tab_to(page, "Submit")
    page.keyboard.press("Space")
    expect(page.get_by_text("Done.")).to_be_visible()
    tab_to(page, "Dismiss")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Done.")).to_have_count(0)


def test_a_unified_interface_and_its_clear(web, visit):
    text = rf.Textbox(label="Text", value="usual")
    page = visit(web(rf.Interface(str.upper, text, text))).page
    expect(page.get_by_label("Text")).to_be_visible()

    tab_to(page, "Text")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Text")).to_have_value("USUAL")
    tab_to(page, "Clear")
    page.keyboard.press("Space")

    expect(page.get_by_label("Text")).to_have_value("usual")


def test_several_interfaces_are_skipped_and_chosen(web, visit):
    page = visit(
        web(
            *(
                rf.Interface(str.upper, rf.Textbox(label=n), "text", api_name=n)
                for n in ("one", "two")
            )
        )
    ).page
    expect(page.get_by_label("one")).to_be_visible()

    tab_to(page, "Two")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Two")).to_be_focused()
    page.reload()
    expect(page.get_by_label("two")).to_be_visible()
    tab_to(page, "Skip the list")
    page.keyboard.press("Enter")
    tab_to(page, "two")
    page.keyboard.type("x")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Outputs")).to_contain_text("X")
