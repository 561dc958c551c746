"""Outputs while they come and what can be done with them, and all components as axe sees them."""

from __future__ import annotations

import queue
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

import rpcface as rf
from rpcface.schemas import Schema, TensorShape

from .conftest import PATIENCE

AXE = Path(__file__).parents[2] / "clients/web/node_modules/axe-core/axe.min.js"


def test_text_that_grows_keeps_what_is_selected_and_is_followed_to_its_end(web, visit):
    lines: queue.Queue[str] = queue.Queue()

    def grow():
        text = ""
        while (more := lines.get(timeout=PATIENCE / 1000)) != "end":
            text += more
            yield text

    page = visit(web(rf.Interface(grow, None, rf.Textbox(label="Log")))).page
    page.get_by_role("button", name="Generate").click()
    lines.put("line\n")
    log = page.get_by_label("Log", exact=True)
    expect(log).to_contain_text("line")
    log.evaluate(
        "log => { kept = document.createRange(); kept.setStart(log.lastChild, 1);"
        " kept.setEnd(log.lastChild, 4); }"
    )

    lines.put("another\n" * 99)
    expect(log).to_contain_text("another")

    assert page.evaluate("kept.toString()") == "ine"
    page.wait_for_function(
        "log => log.scrollTop > 0 && log.scrollHeight - log.scrollTop - log.clientHeight < 2",
        arg=log.element_handle(),
    )
    log.evaluate("log => { log.scrollTop = 10; }")
    lines.put("the last\n")
    expect(log).to_contain_text("the last")
    assert log.evaluate("log => log.scrollTop") == 10
    lines.put("end")
    expect(page.get_by_role("button", name="Generate")).to_be_visible()


@pytest.mark.parametrize(
    ("component", "returned", "copied"),
    [
        (rf.Textbox(label="Seen"), "one\n two", "one\n two"),
        (rf.Code("", "python", label="Seen"), "def f():\n    pass\n", "def f():\n    pass\n"),
        (rf.JSON(label="Seen"), {"a": [2**60 + 1]}, '{\n  "a": [\n    1152921504606846977\n  ]\n}'),
    ],
)
def test_an_output_is_copied_as_it_came(web, visit, component, returned, copied):
    server = web(rf.Interface(lambda: returned, None, component))
    page = visit(server, permissions=["clipboard-read", "clipboard-write"]).page
    expect(page.get_by_role("button", name="Copy Seen")).to_have_count(0)
    page.get_by_role("button", name="Generate").click()

    page.get_by_role("button", name="Copy Seen").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == copied


def test_a_long_value_unfolds_piece_by_piece(web, visit):
    page = visit(web(rf.Interface(lambda: {"items": list(range(250))}, None, rf.JSON()))).page
    page.get_by_role("button", name="Generate").click()

    page.get_by_text("items").click()

    panel = page.get_by_label("Outputs")
    expect(panel).to_contain_text("99: 99")
    expect(panel).not_to_contain_text("100: 100")
    panel.get_by_role("button", name="150 more").click()
    expect(panel).to_contain_text("199: 199")


def everything(given: bool) -> list[rf.Component]:
    """Each component that is no medium, with a value or without."""

    def a(value: Any) -> Any:
        return value if given else None

    return [
        rf.Textbox(a("Ada"), label="Name", info="As on the passport."),
        rf.Textbox(a("once\nupon"), lines=3, label="Story", placeholder="Once …"),
        rf.Textbox(a("secret"), type="password", label="Password"),
        rf.Number(a(3.5), label="Weight"),
        rf.Slider(0, 10, a(4), label="Steps"),
        rf.Checkbox(a(True), label="Keep"),
        rf.CheckboxGroup(["red", "green"], value=a(["red"]), label="Colours"),
        rf.Radio(["S", "M"], value=a("M"), label="Size"),
        rf.Dropdown(["basil", "sage"], value=a("sage"), label="Topping"),
        rf.Dropdown([f"Land {n}" for n in range(40)], value=a("Land 3"), label="Country"),
        rf.Dropdown(["a", "b"], multiselect=True, value=a(["a"]), label="Letters"),
        rf.ColorPicker(a("#1e90ff"), label="Accent"),
        rf.DateTime(a("2026-11-24T16:30:00Z"), label="When", timezone="UTC"),
        rf.JSON(a({"a": [1, {"b": None}]}), label="Settings"),
        rf.Code(a("print(1)\n"), "python", label="Program"),
        rf.Markdown(a("# A\n\n*b* `c`"), label="Notes"),
        rf.HTML(a("<p>Hello</p>"), label="Page"),
        rf.HighlightedText(a([("at ", None), ("home", "place")]), label="Places", show_legend=True),
        rf.Label(a({"cat": 0.7, "dog": 0.3}), label="Animal"),
    ]


@pytest.mark.parametrize(
    ("scheme", "ink"), [("light", "rgb(0, 0, 0)"), ("dark", "rgb(255, 255, 255)")]
)
def test_html_stands_on_the_ground_of_the_page(web, visit, scheme, ink):
    html = rf.HTML("<p>Hello</p>", label="Page")
    page = visit(web(rf.Interface(str, "text", html)), color_scheme=scheme).page

    text = page.frame_locator("iframe").get_by_text("Hello")

    expect(text).to_have_css("color", ink)
    expect(page.frame_locator("iframe").locator("html")).to_have_css("color-scheme", "light dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("given", [True, False])
def test_axe_finds_nothing_in_any_component(web, visit, scheme, given):
    async def same(*values):
        return values

    server = web(rf.Interface(same, everything(given), everything(False)))
    page = visit(server, color_scheme=scheme, bypass_csp=True).page
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Took" if given else "This is needed.").first).to_be_visible()
    expect(page.locator(".loading")).to_have_count(0)
    page.evaluate(AXE.read_text())

    found = page.evaluate("axe.run(document, { iframes: false })")["violations"]

    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_the_form_fits_a_phone(web, visit):
    async def same(*values):
        return values

    server = web(rf.Interface(same, everything(True), everything(False)))
    page = visit(server, viewport={"width": 360, "height": 800}).page
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Took")).to_be_visible()

    page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")


def test_an_array_is_saved_as_numpy_reads_it_and_opened_again(web, visit, tmp_path):
    array = np.arange(12, dtype=np.int16).reshape(3, 4) - 5
    np.save(tmp_path / "given.npy", array)

    class Array(rf.Component):
        type = "acme.array"

        def schema(self):
            return Schema(TensorShape())

        def decode(self, value, io):
            return value.array()

        def encode(self, value, accept, io):
            return rf.Tensor.of(value)

    page = visit(web(rf.Interface(lambda given: given * 2, Array(), Array()))).page
    page.get_by_label("Open .npy").set_input_files(tmp_path / "given.npy")
    expect(page.get_by_label("Inputs")).to_contain_text("int16 [3, 4]")
    page.get_by_role("button", name="Submit").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as .npy").click()

    download.value.save_as(tmp_path / "saved.npy")
    saved = np.load(tmp_path / "saved.npy")
    assert saved.dtype == array.dtype
    np.testing.assert_array_equal(saved, array * 2)
