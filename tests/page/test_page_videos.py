"""Videos, for which there is no component: media of that type play all the same."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import Browser, expect

import rpcface as rf

from .transfers import file

MADE = """async () => {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
  const pieces = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start();
  for (let frame = 0; frame < 8; frame += 1) {
    context.fillStyle = `hsl(${frame * 40} 70% 50%)`;
    context.fillRect(0, 0, 300, 150);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
}"""

HELD = 17 * 2**20
"""More than goes along with an answer."""


class Video(rf.Component):
    type = "acme.video"

    def schema(self):
        return rf.Schema(rf.MediaShape(("video/*",)))

    def decode(self, value, io):
        with io.open(value) as opened:
            return opened.read()

    def encode(self, value, accept, io):
        return rf.Media("video/webm", value, filename="film.webm")


@pytest.fixture(scope="module")
def film(browser: Browser) -> bytes:
    page = browser.new_page()
    made = page.evaluate(MADE)
    page.close()
    return base64.b64decode(made)


def test_a_video_is_chosen_and_plays_and_so_does_what_comes_back(web, visit, film):
    demo = rf.Interface(lambda film: film, Video(label="Film"), Video(label="Same"), api_name="f")
    page = visit(web(demo)).page
    page.get_by_label("Film: Choose a video").set_input_files(file("mine.webm", "video/webm", film))
    page.get_by_role("button", name="Submit").click()
    for side, name in (("Inputs", "Film"), ("Outputs", "Same")):
        shown = page.get_by_label(side).locator("video")
        expect(shown).to_have_attribute("aria-label", name)
        expect(shown).to_have_js_property("videoWidth", 300)
        shown.evaluate("video => video.play()")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download film.webm").click()
    assert saved.value.path().read_bytes() == film


def test_a_long_video_that_the_server_holds_comes_in_parts(web, visit, film):
    demo = rf.Interface(lambda: film + bytes(HELD), None, Video(label="Film"), api_name="long")
    one = visit(web(demo))
    one.page.get_by_role("button", name="Generate").click()
    expect(one.page.locator("video")).to_have_js_property("videoWidth", 300)
    assert any("/blobs/" in url for url in one.requests)


def test_what_cannot_be_played_says_so_and_can_be_saved(web, visit):
    demo = rf.Interface(lambda: b"no film", None, Video(label="Film"), api_name="none")
    page = visit(web(demo)).page
    page.get_by_role("button", name="Generate").click()
    expect(page.get_by_text("This browser can't play video/webm")).to_be_visible()
    expect(page.get_by_role("button", name="Download film.webm")).to_be_visible()
