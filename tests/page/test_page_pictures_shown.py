"""What pictures on the page look like: many in turn, many beside each other, and strange ones."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import PIL.Image
from playwright.sync_api import Page, expect

import rpcface as rf

from .transfers import file, pixels

AXE = Path(__file__).parents[2] / "clients/web/node_modules/axe-core/axe.min.js"

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="90" height="70">
<script>oops()</script></svg>"""

WATCHED = """
const [make, drop] = [URL.createObjectURL.bind(URL), URL.revokeObjectURL.bind(URL)];
Object.assign(globalThis, { alive: new Set(), made: 0, gaps: 0 });
URL.createObjectURL = (what) => {
  const url = make(what);
  alive.add(url);
  made += 1;
  return url;
};
URL.revokeObjectURL = (url) => {
  alive.delete(url);
  drop(url);
};
const draw = () => {
  const inner = (root) => [...root.querySelectorAll("*")].filter((one) => one.shadowRoot)
    .flatMap((one) => (one.localName === "rf-picture" ? [one] : inner(one.shadowRoot)));
  for (const picture of inner(document)) {
    const shown = picture.shadowRoot.querySelector("img");
    const isThere = shown?.complete && shown.naturalWidth && shown.clientHeight;
    gaps += picture.wasShown && !isThere ? 1 : 0;
    picture.wasShown ||= shown?.complete;
  }
  requestAnimationFrame(draw);
};
requestAnimationFrame(draw);
"""


def stripes(width: int, height: int) -> np.ndarray:
    return np.indices((height, width)).sum(0)[..., None].repeat(3, 2).astype(np.uint8) * 9


def test_pictures_that_follow_each_other_leave_no_address_behind_and_no_gap(web, visit):
    def frames():
        for shade in range(50):
            rf.call().wait(0.02)
            yield np.full((48, 64, 3), shade * 5, np.uint8), str(shade)

    outputs = [rf.Image(label="Frame"), rf.Textbox(label="Number")]
    one = visit(web(rf.Interface(frames, None, outputs)))
    one.page.add_init_script(WATCHED)
    one.page.reload()
    one.page.get_by_role("button", name="Generate").click()
    expect(one.page.get_by_role("status", name="Number")).to_have_text("49")
    one.page.wait_for_function("made > 5 && alive.size <= 1")
    assert one.page.evaluate("gaps") == 0


def test_a_gallery_is_captioned_grows_shrinks_and_each_picture_is_saved(web, visit):
    def swap(pictures):
        return [(path, f"{caption}!") for path, caption in pictures]

    demo = rf.Interface(
        swap, rf.Gallery(label="Given", type="numpy"), rf.Gallery(label="Album", name="album")
    )
    page = visit(web(demo)).page
    files = []
    for size in (10, 20, 30):
        content = io.BytesIO()
        PIL.Image.fromarray(stripes(size, 8)).save(content, "PNG")
        files.append(file(f"{size}.png", "image/png", content.getvalue()))
    page.get_by_label("Given: Choose pictures").set_input_files(files)
    page.get_by_label("Caption of picture 2").fill("two")
    page.get_by_role("button", name="Remove picture 1").click()
    expect(page.get_by_label("Caption of picture 2")).to_have_value("")
    page.get_by_role("button", name="Submit").click()

    page.get_by_role("button", name="Enlarge two!").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 of 2")
    page.keyboard.press("ArrowRight")
    expect(dialog).to_contain_text("2 of 2")
    expect(dialog.get_by_role("button", name="Next picture")).to_be_disabled()
    with page.expect_download() as saved:
        dialog.get_by_role("button", name="Download None!").click()
    assert saved.value.suggested_filename == "album-2.png"
    with PIL.Image.open(saved.value.path()) as picture:
        assert picture.size == (30, 8)
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def test_what_the_browser_cannot_draw_keeps_its_name(web, visit, tmp_path):
    path = tmp_path / "scan.tiff"
    PIL.Image.fromarray(stripes(20, 10)).save(path)
    demo = rf.Interface(lambda scan: scan, rf.Image(label="Scan"), "image", api_name="look")
    page = visit(web(demo)).page
    page.get_by_label("Scan: Choose a picture").set_input_files(path)
    expect(page.get_by_text("This browser can't show image/tiff")).to_be_visible()
    expect(page.get_by_label("Inputs")).to_contain_text("scan.tiff")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Outputs")).to_contain_text(pixels(20, 10))


def test_pixels_of_sixteen_bits_and_alpha_are_drawn(web, visit):
    seal = np.zeros((10, 20, 4), np.uint8)
    seal[:, :10] = 255
    inputs = [
        rf.Image(seal, image_mode="RGBA", label="Seal"),
        rf.Image(np.full((10, 30), 40_000, np.uint16), image_mode="I;16", label="Deep"),
    ]
    demo = rf.Interface(lambda seal, deep: (seal, deep), inputs, ["image", "image"])
    page = visit(web(demo)).page
    expect(page.get_by_role("img", name="Seal")).to_be_visible()
    background = page.get_by_role("img", name="Seal").evaluate(
        "e => getComputedStyle(e).backgroundImage"
    )
    assert background.startswith("repeating-conic-gradient")
    expect(page.get_by_role("img", name="Deep")).to_be_visible()


def test_a_moving_and_a_drawn_picture_play_as_files(web, visit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    frames = [PIL.Image.fromarray(stripes(16, 16) + shade) for shade in (0, 90)]
    frames[0].save("moving.gif", save_all=True, append_images=frames[1:])
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="7"><script>oops()</script></svg>'
    )
    Path("drawn.svg").write_text(svg)
    Path("page.html").write_text("<script>oops()</script>")
    Path("notes.txt").write_text("hello")
    names = ["moving.gif", "drawn.svg", "page.html", "notes.txt"]
    demo = rf.Interface(lambda: names, None, rf.File(file_count="multiple"), api_name="all")
    one = visit(web(demo))
    page = one.page
    page.get_by_role("button", name="Generate").click()
    expect(page.get_by_role("img", name="moving.gif")).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_count(4)
    for name in ("drawn.svg", "page.html"):
        expect(page.get_by_role("button", name=f"Open {name}")).to_have_count(0)
        with page.expect_download() as saved:
            page.get_by_role("button", name=f"Download {name}").click()
        assert saved.value.suggested_filename == name
    with one.context.expect_page() as opened:
        page.get_by_role("button", name="Open notes.txt in a new tab").click()
    expect(opened.value.get_by_text("hello")).to_be_visible()


def test_a_picture_of_a_drawing_runs_no_script(web, visit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("drawn.svg").write_text(SVG)

    class Drawing(rf.Component):
        type = "acme.drawing"
        fallback_types = ("image",)

        def schema(self):
            return rf.Schema(rf.MediaShape(("image/svg+xml",)))

        def decode(self, value, io):
            return value

        def encode(self, value, accept, io):
            return io.load(value, ("image/svg+xml",))

    page = visit(web(rf.Interface(lambda: "drawn.svg", None, Drawing(label="Drawing")))).page
    page.get_by_role("button", name="Generate").click()
    expect(page.get_by_label("Outputs")).to_contain_text(pixels(90, 70))


def test_axe_finds_nothing_in_filled_places_and_in_a_comparison(web, visit):
    inputs = [rf.Image(stripes(60, 40), label="Photo"), rf.Gallery([stripes(9, 9)]), rf.File()]
    demo = rf.Interface(lambda a, b, c: (a, b), inputs, [rf.Image(), rf.Gallery()], api_name="f")
    page = visit(web(demo)).page
    page.get_by_text("Choose a file").wait_for()
    page.locator("input[type=file]").last.set_input_files(file("a.txt", "text/plain", b"x"))
    page.get_by_text("a.txt").wait_for()
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("button", name="Compare with Photo").wait_for()
    assert troubles_of(page) == []
    page.get_by_role("button", name="Compare with Photo").click()
    page.get_by_role("slider", name="How much of Photo is shown").wait_for()
    assert troubles_of(page) == []


def troubles_of(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    return page.evaluate(
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + nodes[0].html))"
    )
