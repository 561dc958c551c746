"""Components that a plugin's module draws: what it is given, and what it may do."""

from __future__ import annotations

import threading

import pytest
from playwright.sync_api import expect

import rpcface as rf

COUNTER = """
export const css = "button { color: rgb(1, 2, 3); } button:hover { color: var(--rf-accent); }";

export default {
  render({ model, el, host }) {
    const button = document.createElement("button");
    button.setAttribute("aria-describedby", host.descriptionId);
    const show = () => {
      button.textContent = `${host.label} ${model.get("value") ?? "none"} of ${model.get("most")}`;
      button.disabled = !model.get("interactive");
    };
    button.addEventListener("click", () => {
      model.set("value", (model.get("value") ?? 0) + 1);
      model.save_changes();
    });
    model.on("change:value", show);
    show();
    el.append(button);
  },
};
"""

WATCHED = """
const said = (globalThis.said = globalThis.said ?? []);

export default async () => ({
  async initialize({ model, signal }) {
    said.push(`initialize ${model.get("value")}`);
    signal.addEventListener("abort", () => said.push("abort"));
    return () => said.push("initialize undone");
  },
  render({ model, el, host }) {
    said.push("render");
    const show = (same, value) => {
      el.textContent = `${value}, ${host.theme}`;
      said.push(`change ${value} ${same === model}`);
    };
    model.on("change:value", show);
    host.addEventListener("theme", () => show(model, model.get("value")), { signal: host.signal });
    return Promise.resolve(() => said.push("render undone"));
  },
});
"""

FILES = """
export default ({
  render({ model, el, host, signal }) {
    const make = (text, act) => {
      const button = document.createElement("button");
      button.textContent = text;
      button.addEventListener("click", act, { signal });
      el.append(button);
    };
    const put = (value) => {
      model.set("value", value);
      model.save_changes();
    };
    make("Store", async () => put(await host.upload(new File(["stored"], "a.txt"))));
    make("Keep", () => put(new File(["kept"], "b.txt")));
    make("Read", async () => {
      const value = model.get("value");
      const isHeld = !(value instanceof Blob) && value.isHeld;
      const text = isHeld ? await (await fetch(host.fileUrl(value))).text() : await value.text();
      el.append(`${text} at ${host.fileUrl(value).split(":")[0]} `);
    });
    make("Refuse", () => host.setValidity("It is too long"));
    make("Allow", () => host.setValidity(""));
  },
});
"""


def count(a):
    return a if a is None else a + 1


@pytest.fixture
def counter(plugin):
    made = plugin(COUNTER, rf.Number)
    made.props = lambda self: {"most": 9}
    return made


def test_a_module_draws_an_input_and_changes_it(web, visit, counter):
    demo = rf.Interface(count, counter(label="Clicks", info="How often", value=3), "number")
    page = visit(web(demo)).page
    button = page.get_by_role("group", name="Clicks").get_by_role("button")

    expect(button).to_have_text("Clicks 3 of 9")
    expect(button).to_have_accessible_description("How often")
    expect(button).to_have_css("color", "rgb(1, 2, 3)")
    expect(page.get_by_role("button", name="Submit")).not_to_have_css("color", "rgb(1, 2, 3)")
    button.click()
    button.click()
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_label("Outputs")).to_contain_text("6")
    page.get_by_role("button", name="Clear").click()
    expect(button).to_have_text("Clicks 3 of 9")


def test_a_module_draws_outputs_and_what_is_both(web, visit, counter):
    both = counter(label="Both", value=1)
    server = web(
        rf.Interface(count, rf.Number(label="Given"), counter(label="Out"), api_name="one"),
        rf.Interface(count, both, both, api_name="unified"),
    )
    page = visit(server).page
    button = page.get_by_role("group", name="Out").get_by_role("button")

    expect(button).to_have_text("Out none of 9")
    expect(button).to_be_disabled()
    page.get_by_label("Given").fill("7")
    page.get_by_role("button", name="Submit").click()
    expect(button).to_have_text("Out 8 of 9")

    page.get_by_role("link", name="unified").click()
    both = page.get_by_role("group", name="Both").get_by_role("button")
    both.click()
    page.get_by_role("button", name="Submit").click()
    expect(both).to_have_text("Both 3 of 9")


def test_a_stream_tells_of_changes_and_what_ends_is_undone(web, visit, plugin):
    seen = threading.Event()

    def stream(a):
        yield f"{a}1"
        assert seen.wait(20)
        yield f"{a}1 2"

    server = web(rf.Interface(stream, "text", plugin(WATCHED)(label="Told")))
    page = visit(server, color_scheme="light").page
    page.wait_for_function("() => globalThis.said?.includes('render')")

    page.get_by_label("a", exact=True).fill("x")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("x1, light", exact=True)).to_be_visible()
    seen.set()
    expect(page.get_by_text("x1 2, light", exact=True)).to_be_visible()
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_text("x1 2, dark", exact=True)).to_be_visible()
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    expect(page.get_by_text("x1 2, light", exact=True)).to_be_visible()
    page.evaluate("document.querySelector('rf-page').remove()")
    page.wait_for_function("() => said.includes('initialize undone')")

    assert page.evaluate("said") == [
        "initialize undefined",
        "render",
        *("change x1 true", *["change x1 2 true"] * 3),
        *("abort", "render undone", "initialize undone"),
    ]


def test_a_module_stores_and_finds_files_and_says_what_is_wrong(web, visit, plugin):
    def read(a):
        with open(a, encoding="utf-8") as file:
            return file.read()

    demo = rf.Interface(read, plugin(FILES, rf.File)(label="File"), rf.Textbox(label="Content"))
    page = visit(web(demo)).page
    file = page.get_by_role("group", name="File")

    for button, content, place in (("Store", "stored", "http"), ("Keep", "kept", "blob")):
        file.get_by_role("button", name=button).click()
        file.get_by_role("button", name="Read").click()
        expect(file).to_contain_text(f"{content} at {place}")
        page.get_by_role("button", name="Submit").click()
        expect(page.get_by_label("Outputs")).to_contain_text(content)

    file.get_by_role("button", name="Refuse").click()
    expect(page.get_by_role("alert")).to_have_text("It is too long")
    file.get_by_role("button", name="Allow").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_page_without_plugins_loads_nothing_of_them(web, visit):
    visited = visit(web(rf.Interface(count, "number", "number")))
    expect(visited.page.get_by_label("a", exact=True)).to_be_visible()

    assert not [url for url in visited.requests if "renderer" in url or "/plugins/" in url]
