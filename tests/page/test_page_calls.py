"""How far a call is, what it tells, and what goes wrong with it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

import rpcface as rf


def place_of(page, name):
    """Where something begins, in pixels."""
    box = page.get_by_label(name).bounding_box()
    return round(box["x"]), round(box["y"])


def test_the_place_in_the_queue_is_shown(web, visit, held):
    server = web(rf.Interface(held.wait, None, "text", concurrency_limit=1))
    first, second, third = (visit(server).page for _ in range(3))
    first.get_by_role("button", name="Generate").click()
    expect(first.get_by_text("Running…")).to_be_visible()

    second.get_by_role("button", name="Generate").click()
    expect(second.get_by_text("Next in the queue")).to_be_visible()
    third.get_by_role("button", name="Generate").click()
    expect(third.get_by_text("1 before this one")).to_be_visible()
    second.get_by_role("button", name="Stop").click()
    expect(third.get_by_text("Next in the queue")).to_be_visible()

    held.let_go()
    expect(third.get_by_text("Took")).to_be_visible()


def test_bars_show_how_far_nested_loops_are(web, visit, held):
    def train():
        for _ in rf.progress(range(3), text="Epoch"):
            for _ in rf.progress(range(40), text="Batch", unit="images"):
                held.wait()

    page = visit(web(rf.Interface(train, None, "text"))).page
    page.get_by_role("button", name="Generate").click()

    epochs, batches = page.get_by_label("Epoch"), page.get_by_label("Batch")
    expect(epochs).to_have_attribute("max", "3")
    expect(batches).to_have_attribute("aria-valuetext", "Batch 0 of 40 images")
    expect(page.get_by_text("Epoch 0 of 3 \u203a Batch 0 of 40 images")).to_be_visible()
    held.let_go()
    expect(page.get_by_text("Took")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)


def test_nothing_moves_while_a_call_waits_runs_and_ends(web, visit, held):
    def work(text):
        rf.call().progress(1, 3, text="Working")
        held.wait()
        return text

    demo = rf.Interface(work, rf.Textbox(value="a"), "text", examples=["b"])
    page = visit(web(demo)).page
    names = ("Outputs", "Inputs", "Examples")
    before = [place_of(page, name) for name in names]
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Working 1 of 3")).to_be_visible()
    during = [place_of(page, name) for name in names]
    held.let_go()
    expect(page.get_by_text("Took")).to_be_visible()

    assert before == during == [place_of(page, name) for name in names]


def test_progress_is_beside_the_button_on_a_phone(web, visit, held):
    inputs = [rf.Textbox(label=f"Line {n}", value="a") for n in range(12)]
    demo = rf.Interface(lambda *lines: held.wait(), inputs, "text")
    page = visit(web(demo), viewport={"width": 390, "height": 600}).page

    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_text("Running…")).to_be_in_viewport()
    held.let_go()


def test_what_a_function_tells_is_shown_and_can_be_dismissed(web, visit):
    def tell():
        running = rf.call()
        running.info("Warming up.")
        running.success("Saved.")
        running.warning("The disk is nearly full.")

    page = visit(web(rf.Interface(tell, None, "text"))).page
    page.get_by_role("button", name="Generate").click()

    told = page.get_by_role("status")
    for text in ("Warming up.", "Saved.", "The disk is nearly full."):
        expect(told.get_by_text(text)).to_be_visible()
    page.get_by_role("button", name="Dismiss").last.click()
    expect(page.get_by_text("The disk is nearly full.")).to_have_count(0)


def test_a_notice_that_asks_for_nothing_goes_by_itself_unless_it_is_looked_at(web, visit):
    def tell():
        rf.call().info("Warming up.")
        rf.call().warning("The disk is nearly full.")

    page = visit(web(rf.Interface(tell, None, "text"))).page
    page.get_by_role("button", name="Generate").click()
    notice = page.get_by_text("Warming up.")
    line = page.locator("rf-notices .time")

    notice.hover()
    states = "line => line.getAnimations().map((animation) => animation.playState)"
    assert line.evaluate(states) == ["paused"]
    page.mouse.move(5, 5)
    line.evaluate("line => line.getAnimations().forEach((animation) => animation.finish())")

    expect(notice).to_have_count(0)
    expect(page.get_by_text("The disk is nearly full.")).to_be_visible()


def test_an_error_is_told_at_the_field_that_it_belongs_to(web, visit):
    demo = rf.Interface(
        lambda name, size: name, [rf.Textbox(label="Name"), rf.Number(label="Size")], "text"
    )
    page = visit(web(demo)).page
    page.get_by_label("Size").fill("3")
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_role("alert")).to_be_visible()
    name = page.get_by_label("Name")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_be_focused()
    name.fill("a")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_fault_in_a_folded_input_unfolds_it(web, visit):
    demo = rf.Interface(lambda a, b: a, "text", "text", additional_inputs=rf.Textbox(label="Extra"))
    page = visit(web(demo)).page
    page.get_by_label("a", exact=True).fill("x")
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_label("Extra")).to_be_focused()
    page.get_by_label("Extra").fill("y")
    expect(page.get_by_label("Extra")).to_be_visible()


def test_a_failure_is_told_with_its_incident_and_a_refusal_in_its_own_words(web, visit, caplog):
    def fail(kind):
        raise rf.Error("There is no face in it.") if kind == "refuse" else ValueError("secret")

    page = visit(web(rf.Interface(fail, rf.Textbox(label="Kind"), "text"))).page

    for kind, said in (("refuse", "There is no face in it."), ("fail", re.compile("incident"))):
        page.get_by_label("Kind").fill(kind)
        page.get_by_role("button", name="Submit").click()
        expect(page.get_by_role("alert")).to_contain_text(said)
        expect(page.get_by_role("alert")).not_to_contain_text("secret")


def test_a_session_lasts_for_five_calls_and_clear_and_a_reload_begin_another(web, visit):
    def count(word, said):
        return f"{len(said) + 1}: {word}", [*said, word]

    demo = rf.Interface(count, ["text", rf.State([])], ["text", "state"])
    page = visit(web(demo)).page

    def said():
        page.get_by_label("word").fill("x")
        page.get_by_role("button", name="Submit").click()

    for number in range(1, 6):
        said()
        expect(page.get_by_label("Outputs")).to_contain_text(f"{number}: x")
    page.get_by_role("button", name="Clear").click()
    said()
    expect(page.get_by_label("Outputs")).to_contain_text("1: x")
    page.reload()
    said()
    expect(page.get_by_label("Outputs")).to_contain_text("1: x")
