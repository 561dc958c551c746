"""What axe says of the page in each state of a call, by day and by night."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import rpcface as rf

AXE = Path(__file__).parents[2] / "clients" / "web" / "node_modules" / "axe-core" / "axe.min.js"


def faults(page: Page) -> list[str]:
    """What axe finds wrong once everything that appears has appeared."""
    page.wait_for_function("""() => document.getAnimations().every(
        ({ effect }) => effect.getTiming().iterations === Infinity
    )""")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations")
    assert isinstance(found, list)
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_a_call(web, visit, held, scheme):
    def work(word, size):
        running = rf.call()
        running.warning("This takes a while.")
        running.progress(1, 3, text="Working", unit="steps")
        held.wait()
        if word == "bad":
            raise rf.Error("That is no word.")
        return word

    demo = rf.Interface(
        work,
        rf.Textbox(label="Word"),
        rf.Textbox(label="Said"),
        additional_inputs=rf.Number(label="Size", value=1),
        flagging_options=["wrong", "rude"],
    )
    page = visit(web(demo), color_scheme=scheme, reduced_motion="reduce").page
    submit = page.get_by_role("button", name="Submit")
    expect(submit).to_be_visible()
    assert faults(page) == []
    submit.click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults(page) == []

    page.get_by_label("Word").fill("good")
    submit.click()
    expect(page.get_by_text("Working 1 of 3")).to_be_visible()
    assert faults(page) == []
    held.let_go()
    expect(page.get_by_label("Said", exact=True)).to_have_text("good")
    page.get_by_role("button", name="wrong").click()
    expect(page.get_by_role("button", name="✓ wrong")).to_be_visible()
    assert faults(page) == []

    page.get_by_label("Word").fill("bad")
    submit.click()
    expect(page.get_by_role("alert")).to_contain_text("That is no word.")
    assert faults(page) == []


def test_axe_finds_nothing_wrong_with_many_interfaces(web, visit):
    many = (rf.Interface(str.upper, "text", "text", api_name=f"thing_{n}") for n in range(15))
    page = visit(web(*many)).page

    expect(page.get_by_label("Find an interface")).to_be_visible()
    assert faults(page) == []
