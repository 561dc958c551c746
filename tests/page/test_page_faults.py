"""What is wrong with an input, told where it is wrong, and before a call where that can be."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

import rpcface as rf
from rpcface.schemas import Field, FloatShape, IntShape, ListShape, Schema, StructShape, TextShape

from .forms import form_of, visiting
from .late import hold


class Boxes(rf.Component):
    """Boxes, whose sides together stay below a length that no schema tells."""

    type = "acme.boxes"

    def schema(self) -> Schema:
        size = StructShape((Field(name="height", schema=Schema(FloatShape(0))),))
        box = StructShape(
            (
                Field(name="label", schema=Schema(TextShape(max_length=5))),
                Field(name="size", schema=Schema(size)),
            )
        )
        return Schema(ListShape(Schema(box), min_items=1))

    def decode(self, value, io):
        for index, box in enumerate(value):
            if box["size"]["height"] > 100:
                raise rf.Invalid("a box below the roof", "a higher one", f"/{index}/size/height")
        return value

    def encode(self, value, accept, io):
        return value


class Rows(Boxes):
    """A table, of which only the server knows that its rows have to grow."""

    type = "acme.rows"

    def schema(self) -> Schema:
        row = StructShape((Field(name="count", schema=Schema(IntShape(0, 9))),))
        return Schema(ListShape(Schema(row)))

    def decode(self, value, io):
        for index, (one, other) in enumerate(itertools.pairwise(value)):
            if other["count"] <= one["count"]:
                raise rf.Invalid("rows that grow", "one that does not", f"/{index + 1}/count")
        return value


called: list[object] = []


async def call(value, second=2):
    called.append(value)
    return "done"


INTERFACES = {
    "number": [rf.Number(minimum=0, maximum=10)],
    "word": [rf.Number()],
    "email": [rf.Textbox(type="email")],
    "long": [rf.Textbox(max_length=4)],
    "json": [rf.JSON()],
    "colour": [rf.ColorPicker()],
    "slider": [rf.Slider(0, 10, step=5)],
    "several": [rf.Dropdown(["a", "b"], multiselect=True, max_choices=1)],
    "boxes": [Boxes()],
    "rows": [Rows()],
    "two": [rf.Textbox(), rf.Number(precision=0)],
}


@pytest.fixture(autouse=True)
def no_thread_is_left() -> None:
    """The server's threads end with it, after the last test."""


@pytest.fixture(scope="module")
def visited(browser: Browser) -> Iterator[object]:
    """A page of a server that has all of these."""
    interfaces = [
        rf.Interface(call, inputs, "text", api_name=name, title=name)
        for name, inputs in INTERFACES.items()
    ]
    with visiting(browser, *interfaces) as visit:
        yield visit


@pytest.fixture(autouse=True)
def nothing_was_called() -> None:
    called.clear()


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("number", "11", "A number from 0 to 10 is wanted."),
        ("word", "ten", "A number is wanted."),
        ("email", "ada", "An e-mail address is wanted."),
        ("long", "🎉🎉🎉🎉🎉", "At most 4 characters are wanted; these are 5."),
        ("json", '{"a": 1,\n "b" 2}', "No JSON: line 2, column 6"),
        ("slider", "7", "A number in steps of 5 from 0 is wanted."),
        ("colour", "blue", "A colour such as #1e90ff is wanted."),
    ],
)
def test_what_is_not_valid_is_told_once_a_person_goes_on(visited, name, typed, told):
    form = form_of(visited, name)
    field = (
        form.locator("rf-field")
        .first.locator("input:not([type=range], [type=color]), textarea")
        .first
    )

    field.fill(typed)
    expect(form.get_by_role("alert")).to_have_count(0)
    field.press("Escape")
    field.blur()

    expect(form.get_by_role("alert")).to_contain_text(told)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value(typed)
    form.get_by_role("button", name="Submit").click()
    expect(field).to_be_focused()
    assert called == []


def test_what_is_right_again_is_told_no_more(visited):
    form = form_of(visited, "number")
    field = form.get_by_label("value")
    field.fill("11")
    field.blur()
    expect(form.get_by_role("alert")).to_be_visible()

    field.fill("9")

    expect(form.get_by_role("alert")).to_have_count(0)
    field.press("Enter")
    expect(form.get_by_role("region", name="Outputs")).to_contain_text("done")
    assert called == [9]


def test_what_is_not_valid_is_told_as_soon_as_the_checks_are_there(web, visit):
    inputs = [rf.Number(minimum=0, maximum=10)]
    page = visit(web(rf.Interface(call, inputs, "text"))).page
    late = hold(page, "checks")
    field = page.get_by_label("value")

    with page.expect_request("**/checks-*.js"):
        field.fill("11")
    field.blur()
    expect(page.get_by_role("alert")).to_have_count(0)
    late[0].continue_()

    expect(page.get_by_role("alert")).to_contain_text("A number from 0 to 10 is wanted.")


def test_nothing_is_called_before_what_is_needed_is_filled_in(visited):
    form = form_of(visited, "two")
    page: Page = form.page

    form.get_by_role("button", name="Submit").click()

    expect(form.get_by_role("alert")).to_have_text("This is needed.")
    expect(form.get_by_label("value")).to_be_focused()
    assert called == []
    page.keyboard.type("a")
    expect(form.get_by_role("alert")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(form.get_by_role("region", name="Outputs")).to_contain_text("done")


def test_more_than_may_be_chosen_can_not_be_chosen(visited):
    form = form_of(visited, "several")
    field = form.get_by_role("combobox")
    field.fill("a")
    field.press("Enter")
    field.fill("b")
    field.press("Enter")

    expect(form.get_by_role("button", name="Remove")).to_have_count(1)
    expect(form).to_contain_text("1 / 1")


def test_what_is_wrong_within_is_told_where_it_is_wrong(visited):
    form = form_of(visited, "boxes")
    form.get_by_role("button", name="Add to value").click()
    labels, heights = (
        form.get_by_label("label", exact=True),
        form.get_by_label("height", exact=True),
    )
    for at, (label, height) in enumerate([("one", "1"), ("two", "200")]):
        labels.nth(at).fill(label)
        heights.nth(at).fill(height)

    form.get_by_role("button", name="Submit").click()

    told = form.get_by_role("alert")
    expect(told).to_have_text("wanted a box below the roof; came a higher one")
    expect(heights.nth(1)).to_be_focused()
    expect(heights.nth(1)).to_have_attribute("aria-invalid", "true")
    expect(heights.nth(0)).to_have_attribute("aria-invalid", "false")
    heights.nth(1).fill("2")
    expect(told).to_have_count(0)


def test_what_is_wrong_in_a_cell_is_told_in_the_cell(visited):
    form = form_of(visited, "rows")
    counts = form.get_by_label("count", exact=True)
    for at, count in enumerate("54"):
        form.get_by_role("button", name="Add to value").click()
        counts.nth(at).fill(count)

    form.get_by_role("button", name="Submit").click()

    cell = form.get_by_role("cell").filter(has=form.page.get_by_role("alert"))
    expect(cell).to_have_count(1)
    expect(cell).to_contain_text("wanted rows that grow; came one that does not")
    expect(counts.nth(1)).to_be_focused()
