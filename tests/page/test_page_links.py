"""Links to an interface with values, and the panel with the code as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import rpcface as rf
from tests.page.late import hold
from tests.page.snippets import Heard, opened, where

AXE = Path(__file__).parents[2] / "clients/web/node_modules/axe-core/axe.min.js"

COPYING = {"permissions": ["clipboard-read", "clipboard-write"]}


def sepia(img: Any, strength: float = 0.5, title: str = "", size: int = 1) -> Any:
    return img


def story(words: int = 3) -> str:
    return "word " * words


def demo() -> rf.Interface:
    inputs = [rf.Image(label="Picture"), rf.Slider(0, 1), rf.Textbox(), rf.Number(precision=0)]
    return rf.Interface(sepia, inputs, "image", title="Sepia")


def copied(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def test_a_link_fills_the_form(web, visit):
    page = visit(web(demo()), "#sepia?strength=0.25&title=5&size=9007199254740993").page

    expect(page.get_by_label("exact value")).to_have_value("0.25")
    expect(page.get_by_label("title")).to_have_value("5")
    expect(page.get_by_label("size")).to_have_value("9007199254740993")
    expect(page.get_by_role("status").filter(has_text="link")).to_have_count(0)


def test_nothing_is_entered_and_nothing_runs_before_the_values_of_a_link_are_there(web, visit):
    heard = Heard()
    hero = rf.Textbox("nobody", name="hero")
    demo = rf.Interface(heard, hero, None, api_name="story", examples=[["Bob"]])
    visited = visit(web(demo))
    page = visited.page
    late = hold(page, "linked")
    with page.expect_request("**/linked-*.js"):
        page.goto(f"{visited.address}/#story?hero=Ada")
    button = page.get_by_role("button", name="Submit")
    field = page.get_by_label("hero")

    for one in (field, button, page.get_by_text("Bob")):
        place = one.bounding_box()
        assert place is not None
        page.mouse.click(place["x"] + 5, place["y"] + 5)
        page.keyboard.type("Eve")
    page.keyboard.press("Control+Enter")
    expect(field).to_have_value("nobody")
    late[0].continue_()

    expect(field).to_have_value("Ada")
    button.click()
    heard.wait(1)
    assert heard.calls == [("Ada",)]


def test_a_link_is_copied_with_what_differs_from_the_defaults(web, visit, tmp_path):
    picture = tmp_path / "photo.png"
    picture.write_bytes(b"\x89PNG")
    page = visit(web(demo(), rf.Interface(story, rf.Number(precision=0), "text")), **COPYING).page
    page.get_by_label("title").fill('"5" & #')
    page.get_by_label("size").fill("9007199254740993")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()

    link = copied(page)
    assert link.startswith(page.url.partition("#")[0] + "#sepia?title=")
    assert "strength" not in link
    page.get_by_label("title").fill("another")
    expect(page.get_by_text("Copied", exact=True)).to_have_count(0)
    page.goto(link)
    expect(page.get_by_label("title")).to_have_value('"5" & #')
    expect(page.get_by_label("size")).to_have_value("9007199254740993")
    page.locator("input[type=file]").set_input_files(picture)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied, without Picture")).to_be_visible()
    assert copied(page) == link


def test_what_a_link_says_wrongly_is_told_and_left_out(web, visit):
    page = visit(web(demo()), "#sepia?strength=3&titel=Old&title=New&img=x&size=1.5").page

    expect(page.get_by_label("title")).to_have_value("New")
    expect(page.get_by_label("exact value")).to_have_value("0.5")
    expect(page.get_by_text("“titel”, which is no input here")).to_be_visible()
    for name in ("strength", "img", "size"):
        expect(page.get_by_text(f"What the link says of “{name}” is not valid")).to_be_visible()


def test_one_goes_back_through_the_links_one_has_followed(web, visit):
    page = visit(web(demo(), rf.Interface(story, rf.Number(precision=0), "text"))).page
    page.get_by_role("link", name="story").click()
    expect(page.get_by_label("words")).to_have_value("3")
    page.evaluate("location.hash = '#story?words=7'")
    expect(page.get_by_label("words")).to_have_value("7")
    page.evaluate("location.hash = '#sepia?title=Old'")
    expect(page.get_by_label("title")).to_have_value("Old")

    page.go_back()
    expect(page.get_by_label("words")).to_have_value("7")
    page.go_forward()
    expect(page.get_by_label("title")).to_have_value("Old")


@pytest.mark.parametrize("name", ["stori", "%", "a%20b?x=1"])
def test_a_link_to_what_there_is_not_says_so_and_lists_what_there_is(web, visit, name):
    page = visit(web(demo(), rf.Interface(story, rf.Number(precision=0), "text")), f"#{name}").page

    expect(page.get_by_role("heading", name="There is no “")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Sepia").click()
    expect(page.get_by_role("heading", name="Sepia")).to_be_visible()


def test_the_code_follows_the_form_and_is_copied(web, visit):
    page = visit(web(demo()), where("sepia", {"title": "Old"}), **COPYING).page
    opened(page)
    code = page.get_by_role("tabpanel")
    expect(code).to_contain_text('title="Old"')
    page.get_by_label("title").fill('It\'s "new"')
    expect(code).to_contain_text('title="It\'s \\"new\\""')

    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert copied(page).startswith("import rpcface as rf\n\nwith rf.Client(")
    assert copied(page).endswith("print(output)\n")


def test_the_keyboard_alone_opens_chooses_and_closes(web, visit):
    visited = visit(web(demo()))
    page = visited.page
    opener = page.get_by_role("button", name="Call it from code")
    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    page.get_by_role("tab", name="Python").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="TypeScript")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="Command line")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Command line")).to_contain_text("rpcface predict")
    page.keyboard.press("Escape")
    expect(page.get_by_role("tab")).to_have_count(0)
    expect(opener).to_be_focused()

    other = visited.open()
    other.get_by_role("button", name="Call it from code").click()
    expect(other.get_by_role("tab", name="Command line")).to_have_attribute("aria-selected", "true")


def test_the_code_is_fetched_when_it_is_asked_for_and_is_accessible(web, visit):
    visited = visit(web(demo()))
    page = visited.page
    expect(page.get_by_role("button", name="Call it from code")).to_be_visible()
    assert not any("code_panel" in url or "links" in url for url in visited.requests)
    opened(page)
    assert any("code_panel" in url for url in visited.requests)

    page.evaluate(AXE.read_text("utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("axe.run()")
        assert json.dumps([one["id"] for one in found["violations"]]) == "[]"


def test_python_and_the_command_line_are_left_out_where_there_is_no_grpc(web, visit):
    page = visit(web(demo())).page
    expect(page.get_by_role("heading", name="Sepia")).to_be_visible()
    shown = "document.querySelector('rf-page').shadowRoot.querySelector('rf-interface')"
    page.evaluate(f"{shown}.reach.grpcAddress = ''")
    page.get_by_role("button", name="Call it from code").click()

    expect(page.get_by_role("tab")).to_have_text(["TypeScript", "curl"])
