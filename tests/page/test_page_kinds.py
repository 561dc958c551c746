"""The four kinds, drawn with their buttons and called."""

from __future__ import annotations

import itertools

from playwright.sync_api import Page, expect

import rpcface as rf


def greet(name: str, times: int = 1) -> str:
    return " ".join([f"Hello {name}."] * times)


def buttons(page: Page) -> list[str]:
    """The buttons of the panels, in their order; those of single values aside."""
    expect(page.get_by_role("button", name="Clear")).to_be_visible()
    drawn = page.get_by_role("region").get_by_role("button").all_inner_texts()
    return [text for text in drawn if text != "Copy"]


def test_a_standard_interface_is_filled_submitted_and_cleared(web, visit):
    inputs = [rf.Textbox(), rf.Slider(1, 5, value=1, step=1)]
    page = visit(web(rf.Interface(greet, inputs, rf.Textbox(label="Greeting")))).page

    assert buttons(page) == ["Clear", "Submit", "Flag"]
    page.get_by_label("name").fill("Ada")
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_label("Outputs")).to_contain_text("Hello Ada.")
    expect(page.get_by_text("Took")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_label("Outputs")).not_to_contain_text("Hello Ada.")
    expect(page.get_by_label("name")).to_have_value("")
    expect(page.get_by_text("Took")).to_have_count(0)


def test_an_output_only_interface_generates(web, visit):
    numbers = itertools.count(1)
    page = visit(web(rf.Interface(lambda: next(numbers), None, rf.Number(label="Die")))).page

    assert buttons(page) == ["Clear", "Generate", "Flag"]
    expect(page.get_by_label("Inputs")).to_have_count(0)
    for number in ("1", "2"):
        page.get_by_role("button", name="Generate").click()
        expect(page.get_by_label("Die", exact=True)).to_have_text(number)


def test_an_output_only_interface_folds_its_additional_inputs(web, visit):
    demo = rf.Interface(
        lambda sides: sides, None, "number", additional_inputs=rf.Number(value=6, label="Sides")
    )
    page = visit(web(demo)).page

    expect(page.get_by_label("Sides")).to_be_hidden()
    page.get_by_text("More inputs").click()
    page.get_by_label("Sides").fill("20")
    page.get_by_role("button", name="Generate").click()

    expect(page.get_by_label("Outputs")).to_contain_text("20")


def test_an_input_only_interface_says_that_it_is_done(web, visit):
    saved: list[str] = []
    page = visit(web(rf.Interface(saved.append, rf.Textbox(label="Note"), None))).page

    assert buttons(page) == ["Clear", "Submit"]
    expect(page.get_by_label("Outputs")).to_have_count(0)
    page.get_by_label("Note").fill("milk")
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_role("status").get_by_text("Done.")).to_be_visible()
    assert saved == ["milk"]


def test_what_a_unified_interface_returns_replaces_what_was_entered(web, visit):
    first, second = rf.Textbox(label="First"), rf.Textbox(label="Second")
    swap = rf.Interface(lambda a, b: (b, a), [first, second], [first, second])
    page = visit(web(swap)).page

    assert buttons(page) == ["Clear", "Submit", "Flag"]
    page.get_by_label("First").fill("Ada")
    page.get_by_label("Second").fill("Grace")
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_label("First")).to_have_value("Grace")
    expect(page.get_by_label("Second")).to_have_value("Ada")


def test_a_unified_interface_keeps_what_a_result_leaves_out(web, visit):
    first, second = rf.Textbox(label="First"), rf.Textbox(label="Second", value="usual")
    page = visit(
        web(rf.Interface(lambda a, b: (a.upper(), rf.skip()), [first, second], [first, second]))
    ).page

    page.get_by_label("First").fill("ada")
    page.get_by_label("Second").fill("mine")
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_label("First")).to_have_value("ADA")
    expect(page.get_by_label("Second")).to_have_value("mine")


def test_an_output_that_a_result_leaves_out_keeps_its_value(web, visit):
    def either(text: str) -> tuple[object, object]:
        return (text, rf.skip()) if text == "left" else (rf.skip(), text)

    demo = rf.Interface(either, rf.Textbox(), [rf.Textbox(label="A"), rf.Textbox(label="B")])
    page = visit(web(demo)).page

    for word in ("left", "right"):
        page.get_by_label("text").fill(word)
        page.get_by_role("button", name="Submit").click()
        expect(page.get_by_label("Outputs")).to_contain_text(word)

    expect(page.get_by_label("A", exact=True)).to_have_text("left")
    expect(page.get_by_label("B", exact=True)).to_have_text("right")


def test_an_author_says_what_is_on_the_buttons(web, visit, held):
    demo = rf.Interface(
        lambda a, b: held.wait(),
        rf.Textbox(value="a"),
        "text",
        additional_inputs=rf.Number(value=1),
        submit_btn="Ask",
        stop_btn="Enough",
        clear_btn="Afresh",
        additional_inputs_accordion="For experts",
    )
    page = visit(web(demo)).page

    expect(page.get_by_text("For experts")).to_be_visible()
    expect(page.get_by_role("button", name="Afresh")).to_be_visible()
    page.get_by_role("button", name="Ask").click()
    page.get_by_role("button", name="Enough").click()
    expect(page.get_by_role("button", name="Ask")).to_be_visible()


def test_a_live_interface_runs_at_each_change_and_has_no_submit(web, visit):
    slider = rf.Slider(0, 100, value=0, label="x")
    page = visit(
        web(rf.Interface(lambda x: x * 2, slider, rf.Number(label="Twice"), live=True))
    ).page

    assert buttons(page) == ["Clear", "Flag"]
    exact = page.get_by_role("spinbutton")
    for value in (7, 21):
        exact.fill(str(value))
        expect(page.get_by_label("Twice", exact=True)).to_have_text(str(value * 2))


def test_a_live_output_only_interface_runs_once_when_it_is_drawn(web, visit):
    numbers = itertools.count(1)
    demo = rf.Interface(lambda: next(numbers), None, rf.Number(label="Count"), live=True)
    page = visit(web(demo)).page

    expect(page.get_by_label("Count", exact=True)).to_have_text("1")
    assert buttons(page) == ["Clear", "Flag"]
    assert next(numbers) == 2


def test_a_click_that_comes_while_a_call_runs_stops_it(web, visit, held):
    page = visit(web(rf.Interface(held.wait, None, "text"))).page

    page.get_by_role("button", name="Generate").click()
    page.get_by_role("button", name="Stop").click()

    expect(page.get_by_text("Stopped after")).to_be_visible()
    expect(page.get_by_role("button", name="Generate")).to_be_visible()
    held.let_go()
