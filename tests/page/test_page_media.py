"""Pictures on the page: given, shown and saved."""

from __future__ import annotations

import io

import PIL.Image
import pytest
from playwright.sync_api import Locator, Page, expect

import rpcface as rf

from .transfers import drag, drop, file, paste, pixels


def png(width: int, height: int, color: int = 80) -> bytes:
    made = io.BytesIO()
    PIL.Image.new("RGB", (width, height), (color, 20, 200)).save(made, "PNG")
    return made.getvalue()


def negative(img):
    return 255 - img


@pytest.fixture
def page(web, visit) -> Page:
    demo = rf.Interface(negative, rf.Image(label="Photo"), rf.Image(label="Print", name="print"))
    opened = visit(web(demo)).page
    opened.get_by_label("Photo: Choose a picture").wait_for(state="attached")
    return opened


def place(page: Page) -> Locator:
    return page.locator("rf-drop .place")


def outputs(page: Page) -> Locator:
    return page.get_by_label("Outputs")


def test_a_picture_is_chosen_shown_with_its_facts_replaced_and_removed(page):
    chooser = page.get_by_label("Photo: Choose a picture")
    chooser.set_input_files(file("a.png", "image/png", png(64, 48)))
    inputs = page.get_by_label("Inputs")
    expect(inputs).to_contain_text("a.png")
    expect(inputs).to_contain_text(pixels(64, 48))
    expect(inputs.get_by_role("img", name="Photo")).to_be_visible()
    with page.expect_file_chooser() as opened:
        page.get_by_role("button", name="Replace Photo").click()
    opened.value.set_files(file("b.png", "image/png", png(32, 16)))
    expect(inputs).to_contain_text(pixels(32, 16))
    page.get_by_role("button", name="Remove Photo").click()
    expect(inputs).to_contain_text("Choose a picture")


def test_keys_alone_open_the_dialog(page):
    page.on("filechooser", lambda _: None)  # takes a while to be heeded
    page.get_by_label("Photo: Choose a picture").focus()
    with page.expect_file_chooser() as opened:
        page.keyboard.press("Enter")
    assert not opened.value.is_multiple()


def test_a_picture_is_dropped_and_the_place_says_so_before(page):
    transfer = drag(page, place(page), file("a.png", "image/png", png(64, 48)))
    expect(page.get_by_text("Drop it here")).to_be_visible()
    place(page).dispatch_event("drop", {"dataTransfer": transfer})
    expect(page.get_by_text(pixels(64, 48))).to_be_visible()
    expect(page.get_by_text("Drop it here")).to_be_hidden()
    drop(page, place(page), file("b.png", "image/png", png(32, 16)))
    expect(page.get_by_text(pixels(32, 16))).to_be_visible()


def test_a_file_that_is_dropped_beside_the_only_place_goes_there(page):
    drop(page, page.locator("body"), file("a.png", "image/png", png(64, 48)))
    expect(page.get_by_text(pixels(64, 48))).to_be_visible()


def test_a_picture_is_pasted_over_the_page_and_again_upon_the_first(page):
    paste(page, file("image.png", "image/png", png(64, 48)))
    expect(page.get_by_text(pixels(64, 48))).to_be_visible()
    page.get_by_role("button", name="Enlarge Photo").focus()
    paste(page, file("image.png", "image/png", png(32, 16)))
    expect(page.get_by_text(pixels(32, 16))).to_be_visible()


def test_a_file_of_another_type_is_refused_with_what_is_wanted(page):
    drop(page, place(page), file("notes.txt", "text/plain", b"x"))
    told = page.get_by_role("alert")
    expect(told).to_contain_text("notes.txt is not taken here: it wants png, jpeg")
    drop(page, place(page), file("a.png", "image/png", png(64, 48)))
    expect(told).to_be_hidden()


def test_a_file_that_is_chosen_is_there_for_a_call_at_once(web, visit):
    page = visit(web(rf.Interface(len, rf.File(type="binary"), rf.Number(label="Size")))).page
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("alert")).to_have_text("This is needed.")

    submit = page.get_by_role("button", name="Submit").element_handle()
    choose = """(field, submit) => {
        const chosen = new DataTransfer();
        chosen.items.add(new File(["12345"], "five.txt"));
        field.files = chosen.files;
        field.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
        submit.click();
    }"""
    page.locator("input[type=file]").evaluate(choose, submit)

    expect(page.get_by_label("Size", exact=True)).to_have_text("5")


def test_a_picture_goes_through_is_saved_and_compared_with_what_went_in(page):
    page.get_by_label("Photo: Choose a picture").set_input_files(
        file("a.png", "image/png", png(64, 48))
    )
    page.get_by_role("button", name="Submit").click()
    expect(outputs(page)).to_contain_text(pixels(64, 48))
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download Print").click()
    assert saved.value.suggested_filename == "print.png"
    assert PIL.Image.open(saved.value.path()).getpixel((0, 0)) == (175, 235, 55)

    page.get_by_role("button", name="Compare with Photo").click()
    divider = page.get_by_role("slider", name="How much of Photo is shown")
    expect(divider).to_have_attribute("aria-valuenow", "50")
    divider.press("ArrowLeft")
    expect(divider).to_have_attribute("aria-valuenow", "48")
    divider.press("End")
    expect(divider).to_have_attribute("aria-valuenow", "100")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Compare with Photo")).to_be_focused()


def test_a_picture_is_copied(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_label("Photo: Choose a picture").set_input_files(
        file("a.png", "image/png", png(64, 48))
    )
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("button", name="Copy Print").click()
    page.wait_for_function(
        "async () => (await navigator.clipboard.read())[0]?.types.includes('image/png')"
    )


def test_an_enlarged_picture_is_zoomed_by_keys_and_wheel_and_sharp_when_near(page):
    page.get_by_label("Photo: Choose a picture").set_input_files(
        file("a.png", "image/png", png(64, 48))
    )
    page.get_by_role("button", name="Enlarge Photo").click()
    dialog = page.get_by_role("dialog", name="Photo")
    expect(dialog).to_contain_text("100 %")
    shown = dialog.get_by_role("img", name="Photo")
    expect(shown).to_have_css("image-rendering", "auto")
    for _ in range(2):
        page.keyboard.press("+")
    expect(dialog.get_by_role("status")).to_have_text("225 %")
    expect(shown).to_have_css("image-rendering", "pixelated")
    page.keyboard.press("-")
    expect(dialog.get_by_role("status")).to_have_text("150 %")
    shown.hover(force=True)
    page.mouse.wheel(0, -400)
    expect(dialog.get_by_role("status")).not_to_have_text("150 %")
    page.keyboard.press("0")
    expect(dialog.get_by_role("status")).to_have_text("100 %")
