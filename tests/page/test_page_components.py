"""Each component as an input and as an output: what was entered, and what was returned."""

from __future__ import annotations

import enum
import queue
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, expect

import rpcface as rf

from .conftest import PATIENCE, Visit
from .forms import form_of, giving, visiting


class Size(enum.Enum):
    SMALL = 30
    LARGE = 90


class Given(NamedTuple):
    """An input: what a person does to it, and what the function gets."""

    component: Callable[[], rf.Component]
    act: Callable[[Locator], None]
    got: Any


def fill(text: str) -> Callable[[Locator], None]:
    return lambda form: form.get_by_label("value", exact=True).last.fill(text)


def press(*keys: str) -> Callable[[Locator], None]:
    def act(form: Locator) -> None:
        field = form.get_by_label("value", exact=True).last
        field.focus()
        for key in keys:
            field.press(key)

    return act


def tick(*names: str) -> Callable[[Locator], None]:
    return lambda form: [form.get_by_label(name, exact=True).check() for name in names] and None


def select(name: str) -> Callable[[Locator], None]:
    return lambda form: form.get_by_label("value").select_option(name) and None


def find(*words: str) -> Callable[[Locator], None]:
    def act(form: Locator) -> None:
        field = form.get_by_role("combobox", name="value")
        for word in words:
            field.fill(word)
            field.press("Enter")
        field.press("Escape")

    return act


def write_code(form: Locator) -> None:
    field = form.get_by_label("value")
    field.fill("def f():\n")
    field.press("End")
    field.press("Tab")
    field.press_sequentially("pass")


def add_piece(form: Locator) -> None:
    form.get_by_role("button", name="Add to value").click()
    form.get_by_label("text", exact=True).fill("Vienna")
    form.get_by_label("label", exact=True).fill("city")


def fill_label(form: Locator) -> None:
    form.get_by_label("label", exact=True).fill("cat")


MANY = [f"Country {number}" for number in range(80)]

INPUTS = {
    "text": Given(rf.Textbox, fill("Grüße 🎉"), "Grüße 🎉"),
    "lines": Given(lambda: rf.Textbox(lines=3), fill("one\n two\n"), "one\n two\n"),
    "empty": Given(lambda: rf.Textbox("there"), fill(""), ""),
    "password": Given(lambda: rf.Textbox(type="password"), fill("s3cret "), "s3cret "),
    "email": Given(lambda: rf.Textbox(type="email"), fill("ada@example.org"), "ada@example.org"),
    "number": Given(rf.Number, fill("-1.25e-3"), -0.00125),
    "comma": Given(rf.Number, fill("1,5"), 1.5),
    "infinite": Given(rf.Number, fill("-inf"), float("-inf")),
    "long": Given(rf.Number, fill("9007199254740993"), 9007199254740993),
    "least": Given(lambda: rf.Number(precision=0), fill(str(-(2**63))), -(2**63)),
    "stepped": Given(lambda: rf.Number(1, step=0.1), press("ArrowUp", "ArrowUp"), 1.2),
    "slider": Given(lambda: rf.Slider(0, 10, 4, step=2), press("ArrowRight"), 6),
    "slider_typed": Given(
        lambda: rf.Slider(0, 1), lambda form: form.get_by_label("exact value").fill("0.123"), 0.123
    ),
    "checkbox": Given(rf.Checkbox, tick("value"), True),
    "checkboxgroup": Given(
        lambda: rf.CheckboxGroup(["a", ("b", 2), "c"]), tick("c", "b"), ["c", 2]
    ),
    "radio": Given(lambda: rf.Radio(Size), tick("LARGE"), Size.LARGE),
    "dropdown": Given(lambda: rf.Dropdown([1, "1", True, 2.5]), select("true"), True),
    "dropdown_none": Given(lambda: rf.Dropdown(["basil", ("plain", None)]), select("plain"), None),
    "dropdown_many": Given(lambda: rf.Dropdown(MANY), find("try 42"), "Country 42"),
    "dropdown_several": Given(
        lambda: rf.Dropdown(MANY, multiselect=True), find("42", "7"), ["Country 42", "Country 7"]
    ),
    "dropdown_custom": Given(
        lambda: rf.Dropdown(["cat", "dog"], allow_custom_value=True), find("okapi"), "okapi"
    ),
    "colorpicker": Given(
        rf.ColorPicker, lambda form: form.get_by_label("as #").fill("#ABC"), "#aabbcc"
    ),
    "datetime": Given(
        lambda: rf.DateTime(type="string", timezone="UTC"),
        fill("2026-11-24T16:30"),
        "2026-11-24 16:30:00+00:00",
    ),
    "datetime_offset": Given(
        lambda: rf.DateTime("2026-11-24T16:30:00-05:00", type="string", timezone="UTC"),
        fill("2026-11-24T17:00"),
        "2026-11-24 17:00:00+00:00",
    ),
    "date": Given(
        lambda: rf.DateTime(include_time=False, type="string"), fill("2026-11-24"), "2026-11-24"
    ),
    "json": Given(rf.JSON, fill('{"a": [1152921504606846977, null]}'), {"a": [2**60 + 1, None]}),
    "code": Given(lambda: rf.Code(language="python"), write_code, "def f():\n  pass"),
    "markdown": Given(rf.Markdown, fill("# *a*"), "# *a*"),
    "html": Given(rf.HTML, fill("<b>a</b>"), "<b>a</b>"),
    "label": Given(rf.Label, fill_label, "cat"),
    "highlightedtext": Given(rf.HighlightedText, add_piece, [("Vienna", "city")]),
}


class Shown(NamedTuple):
    """An output: what the function returns, and what a person sees."""

    component: Callable[[], rf.Component]
    returned: Any
    look: Callable[[Locator], None]


def reads(*texts: str) -> Callable[[Locator], None]:
    return lambda panel: [expect(panel).to_contain_text(text) for text in texts] and None


def ticked(role: Any, *names: str) -> Callable[[Locator], None]:
    def look(panel: Locator) -> None:
        for name in names:
            expect(panel.get_by_role(role, name=name)).to_be_checked()

    return look


def look_at_colour(panel: Locator) -> None:
    expect(panel.locator("input")).to_have_value("#663399")
    expect(panel).to_contain_text("#663399")


def look_at_tree(panel: Locator) -> None:
    expect(panel).to_contain_text("1152921504606846977")
    panel.get_by_text("deep").click()
    expect(panel).not_to_contain_text("hidden")


def look_at_frame(panel: Locator) -> None:
    frame = panel.frame_locator("iframe")
    expect(frame.get_by_text("Hello")).to_have_css("color", "rgb(0, 128, 128)")
    expect(frame.locator("body")).to_contain_text("no cookie, opaque")
    panel.page.wait_for_function(
        "frame => frame.clientHeight > 250 && frame.clientHeight < 400",
        arg=panel.locator("iframe").element_handle(),
    )


HTML = """<h3 style="color: teal">Hello</h3><div style="height: 250px"></div><script>
let told; try { told = document.cookie; } catch { told = "no cookie"; }
document.body.append(told + ", " + (origin === "null" ? "opaque" : origin));</script>"""

PIECES = [("They moved to ", None), ("Vienna", "city"), (" in ", None), ("May", 0.5)]

OUTPUTS = {
    "text": Shown(rf.Textbox, "Grüße\n  🎉", reads("Grüße\n  🎉")),
    "password": Shown(lambda: rf.Textbox(type="password"), "s3cret", reads("••••")),
    "number": Shown(rf.Number, 2**60 + 1, reads("1152921504606846977")),
    "nan": Shown(rf.Number, float("nan"), reads("NaN")),
    "slider": Shown(lambda: rf.Slider(0, 1), 0.25, reads("0.25")),
    "checkbox": Shown(rf.Checkbox, True, ticked("checkbox", "Seen")),
    "checkboxgroup": Shown(
        lambda: rf.CheckboxGroup(["a", ("b", 2), "c"]), ["a", 2], ticked("checkbox", "a", "b")
    ),
    "radio": Shown(lambda: rf.Radio(Size), Size.LARGE, ticked("radio", "LARGE")),
    "dropdown": Shown(lambda: rf.Dropdown([("one", 1), ("two", 2)]), 2, reads("two")),
    "several": Shown(
        lambda: rf.Dropdown(MANY, multiselect=True), MANY[:2], reads("Country 0, Country 1")
    ),
    "colorpicker": Shown(rf.ColorPicker, "rebeccapurple", look_at_colour),
    "datetime": Shown(
        lambda: rf.DateTime(timezone="UTC"),
        "2026-11-24T16:30:00",
        reads("2026-11-24 16:30:00 +00:00"),
    ),
    "json": Shown(rf.JSON, {"big": 2**60 + 1, "deep": {"er": "hidden"}}, look_at_tree),
    "code": Shown(
        lambda: rf.Code(language="python"), "def f():\n    pass\n", reads("python", "    pass")
    ),
    "markdown": Shown(rf.Markdown, "# Title\n\n<b>*raw*</b>", reads("Title", "<b>raw</b>")),
    "html": Shown(rf.HTML, HTML, look_at_frame),
    "label": Shown(rf.Label, {"cat": 0.71, "dog": 0.052}, reads("cat", "71 %", "5.2 %")),
    "highlightedtext": Shown(rf.HighlightedText, PIECES, reads("Vienna", "city", "0.50")),
}

RECEIVED: queue.Queue[Any] = queue.Queue()


async def taking(value):
    RECEIVED.put(value)


@pytest.fixture(autouse=True)
def no_thread_is_left() -> None:
    """The server's threads end with it, after the last test."""


@pytest.fixture(scope="module")
def visited(browser: Browser) -> Iterator[Visit]:
    """A page of a server that has all of them."""
    ins = [
        rf.Interface(taking, given.component(), None, api_name=f"in_{name}", title=f"in_{name}")
        for name, given in INPUTS.items()
    ]
    outs = [
        rf.Interface(
            giving(shown.returned),
            None,
            labelled(shown),
            api_name=f"out_{name}",
            title=f"out_{name}",
        )
        for name, shown in OUTPUTS.items()
    ]
    with visiting(browser, *ins, *outs) as visit:
        yield visit


def labelled(shown: Shown) -> rf.Component:
    component = shown.component()
    component.label = "Seen"
    return component


@pytest.mark.parametrize("name", INPUTS)
def test_the_function_gets_what_was_entered(visited, name):
    _, act, got = INPUTS[name]
    form = form_of(visited, f"in_{name}")

    act(form)
    form.get_by_role("button", name="Submit").click()

    received = RECEIVED.get(timeout=PATIENCE / 1000)
    assert (type(received), received) == (type(got), got)


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_person_sees_what_was_returned(visited, name):
    form = form_of(visited, f"out_{name}")
    panel = form.get_by_role("region", name="Outputs")

    form.get_by_role("button", name="Generate").click()

    OUTPUTS[name].look(panel)
