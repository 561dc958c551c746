"""Examples: what they show, and what picking one does."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import expect

import rpcface as rf

SIZES = rf.Dropdown([("small", 30), ("large", 90)], label="Size")


async def told(name, size=30, tags=()):
    return f"{name} {size} {list(tags)}"


def served(web, **given):
    tags = rf.CheckboxGroup(["a", "b"], label="Tags")
    inputs = [rf.Textbox(label="Name"), SIZES, tags]
    return web(rf.Interface(told, inputs, rf.Textbox(label="Told"), **given))


def test_a_row_fills_the_form_and_is_reached_by_keys(web, visit):
    examples = [["Ada", 90, ["a", "b"]], ["Alan", 30, []]]
    page = visit(served(web, examples=examples, example_labels=["The first", "The second"])).page
    rows = page.get_by_role("row")
    expect(page.get_by_role("cell")).to_have_text(
        ["The first", "Ada", "large", "a, b", "The second", "Alan", "small", ""]
    )

    page.get_by_role("button", name="Try The first").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada")
    expect(page.get_by_label("Size")).to_have_value("1")
    expect(page.get_by_label("b", exact=True)).to_be_checked()
    expect(rows.nth(1)).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Told", exact=True)).to_have_text("Ada 90 ['a', 'b']")


def test_a_click_anywhere_in_a_row_picks_it_and_others_take_their_defaults(web, visit):
    page = visit(served(web, examples=[["Ada", None, None]])).page
    page.get_by_label("Name", exact=True).fill("before")
    page.get_by_label("b", exact=True).check()

    page.get_by_role("cell").last.click()

    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada")
    expect(page.get_by_label("b", exact=True)).not_to_be_checked()


def test_many_examples_come_in_pages(web, visit):
    examples = [[f"Name {number}", 30, []] for number in range(25)]
    page = visit(served(web, examples=examples)).page
    pages = page.get_by_role("navigation", name="Pages of examples").get_by_role("button")
    expect(pages).to_have_text(["1", "2", "3"])
    expect(page.get_by_role("row")).to_have_count(11)

    pages.nth(2).click()

    expect(page.get_by_role("row")).to_have_count(6)
    expect(pages.nth(2)).to_have_attribute("aria-current", "page")
    page.get_by_role("button", name="Try Example 25").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Name 24")


def test_what_is_kept_of_an_example_is_shown_at_once(web, visit, tmp_path):
    calls = []

    async def shout(name):
        calls.append(name)
        return name.upper()

    demo = rf.Interface(
        shout,
        rf.Textbox(label="Name"),
        rf.Textbox(label="Loud"),
        examples=["ada"],
        cache_examples=True,
    )
    options = rf.Options(cache_folder=str(tmp_path))
    page = visit(web(demo, options=options)).page
    assert calls == ["ada"]

    page.get_by_role("button", name="Try Example 1").click()

    expect(page.get_by_label("Loud", exact=True)).to_have_text("ADA")
    assert calls == ["ada"]


def test_pictures_alone_are_thumbnails_also_on_a_phone(web, visit):
    async def size(picture):
        return str(picture.shape)

    pictures = [np.full((40, 60, 3), 40 * number, np.uint8) for number in range(3)]
    demo = rf.Interface(
        size,
        rf.Image(label="Picture"),
        rf.Textbox(label="Size"),
        examples=[[one] for one in pictures],
    )
    page = visit(web(demo), viewport={"width": 390, "height": 800}).page
    expect(page.get_by_role("row")).to_have_count(0)

    page.get_by_role("button", name="Try Example 2").click()
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_label("Size", exact=True)).to_have_text("(40, 60, 3)")
    page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")
