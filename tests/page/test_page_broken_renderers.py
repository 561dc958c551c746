"""Plugins that fail: each says so in its place, its control is drawn, and all else works."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import rpcface as rf
from rpcface.core.renderers import Renderers

RENDER = "export default {{ render({{ model, el }}) {{ {} }} }};"
CHANGED = 'model.on("change:value", {}); el.textContent = "drawn";'
BUTTON = """
const button = document.createElement("button");
button.textContent = "Break";
button.addEventListener("click", {});
el.append(button);
"""

AT_ONCE = {
    "import": ("throw new Error('at import')", "at import"),
    "syntax": ("export default {", "Unexpected end of input"),
    "specifier": (
        "import 'three'; export default {};",
        'Failed to resolve module specifier "three"',
    ),
    "nothing": ("export const a = 1;", "its module exports no default with render()"),
    "function": ("export default () => { throw new Error('in a function') }", "in a function"),
    "initialize": (
        "export default { initialize() { throw new Error('in initialize') }, render() {} }",
        "in initialize",
    ),
    "render": (
        RENDER.format("el.append('half drawn'); throw new Error('in render\\nmore');"),
        "in render",
    ),
    "promise": (RENDER.format("return Promise.reject(new Error('in a promise'))"), "in a promise"),
    "text": (RENDER.format("throw 'a text'"), "a text"),
    "message": (RENDER.format("model.send({})"), "model.send: rpcface has no messages"),
    "newer": (
        "export const rpcface = { api: 2 }; export default { render() {} }",
        "it is made for a newer page: it wants contract 2, this page has 1",
    ),
}


def test_what_fails_at_once_is_told_and_its_control_drawn(web, visit, plugin):
    inputs = [
        plugin(source)(label=f"the {name}", name=name) for name, (source, _) in AT_ONCE.items()
    ]
    working = plugin(RENDER.format("el.textContent = 'it works';"))(label="the sound", name="sound")
    demo = rf.Interface(lambda *given: " ".join(given[:-1]), [*inputs, working], "text")
    visited = visit(web(demo))
    page = visited.page

    for name, (_, why) in AT_ONCE.items():
        alert = page.get_by_role("alert").filter(
            has_text=f"The plugin that draws the {name} failed"
        )
        expect(alert).to_contain_text(f"The plugin that draws the {name} failed: {why}")
        page.get_by_role("textbox", name=f"the {name}").fill(name)
    assert not [one for one in page.get_by_role("alert").all_inner_texts() if "more" in one]
    expect(page.get_by_text("half drawn")).to_have_count(0)
    expect(page.get_by_text("it works")).to_be_visible()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("alert")).to_have_count(len(AT_ONCE) + 1)  # and the sound is missing
    assert len(visited.troubles) == len(AT_ONCE)
    visited.troubles.clear()


@pytest.mark.parametrize(
    ("source", "act"),
    [
        (CHANGED.format("() => { throw new Error('too late') }"), "change"),
        (CHANGED.format("async () => { throw new Error('too late') }"), "change"),
        (BUTTON.format("() => { throw new Error('too late') }"), "click"),
        (BUTTON.format("async () => { throw new Error('too late') }"), "click"),
    ],
)
def test_what_fails_later_is_told_too(web, visit, plugin, source, act):
    made = plugin(RENDER.format(source) + "globalThis.there = true;")
    visited = visit(web(rf.Interface(lambda a: a, "text", made(label="Late", value="shown"))))
    page = visited.page
    page.wait_for_function("() => globalThis.there")

    if act == "click":
        page.get_by_role("button", name="Break").click()
    else:
        page.get_by_label("a", exact=True).fill("new")
        page.get_by_role("button", name="Submit").click()

    expect(page.get_by_role("alert")).to_have_text("The plugin that draws Late failed: too late")
    expect(page.get_by_label("Outputs")).to_contain_text("new" if act == "change" else "shown")
    assert visited.troubles
    visited.troubles.clear()


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("plugins/acme/0123456789abcdef/gone.js", "its module can't be loaded"),
        (
            "http://elsewhere.invalid/a.js",
            "its module lies elsewhere: http://elsewhere.invalid/a.js",
        ),
        ("//elsewhere.invalid/a.js", "its module lies elsewhere: //elsewhere.invalid/a.js"),
        ("data:text/javascript,0", "its module lies elsewhere: data:text/javascript,0"),
    ],
)
def test_a_module_that_is_not_there_is_told(web, visit, plugin, monkeypatch, path, why):
    monkeypatch.setattr(
        Renderers, "path", lambda self, component: path if component.renderer else ""
    )
    demo = rf.Interface(lambda a: a, plugin("")(label="Gone"), "text")
    visited = visit(web(demo))
    page = visited.page

    expect(page.get_by_role("alert")).to_have_text(f"The plugin that draws Gone failed: {why}")
    page.get_by_role("textbox", name="Gone").fill("by its schema")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Outputs")).to_contain_text("by its schema")
    visited.troubles.clear()
