"""Cameras and microphones: Chromium's own, which are no more than a program."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import rpcface as rf

TRACKED = """() => {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  globalThis.tracks = [];
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    tracks.push(...stream.getTracks());
    return stream;
  };
}"""

REFUSED = """() => {
  navigator.mediaDevices.getUserMedia = async () => {
    throw new DOMException("Permission denied", "NotAllowedError");
  };
}"""

HIDDEN = """() => {
  Object.defineProperty(document, "hidden", { get: () => true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""

TWO = """() => {
  const ask = navigator.mediaDevices.getUserMedia;
  globalThis.asked = [];
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    asked.push(wanted);
    return await ask({ video: true });
  };
  navigator.mediaDevices.enumerateDevices = async () =>
    [tracks[0].getSettings().deviceId, "another"]
      .map((deviceId) => ({ kind: "videoinput", deviceId }));
}"""

OVER = "() => tracks.length > 0 && tracks.every((track) => track.readyState === 'ended')"


class Sound(rf.Component):
    """A WAV file that no plugin draws."""

    type = "acme.sound"

    def schema(self):
        return rf.Schema(rf.MediaShape(("audio/wav",)))

    def decode(self, value, io):
        with io.open(value) as file:
            return file.read()

    def encode(self, value, accept, io):
        return rf.Media("audio/wav", value)


@pytest.fixture
def page(web, visit) -> Page:
    def shape(photo):
        return str(photo.shape)

    opened = visit(web(rf.Interface(shape, rf.Image(label="Photo"), "textbox"))).page
    opened.evaluate(TRACKED)
    return opened


def test_a_picture_is_taken_with_the_camera_which_is_let_go_of_then(page):
    page.get_by_role("button", name="Use the camera").click()
    screen = page.get_by_label("What the camera sees")
    page.wait_for_function("() => tracks[0]?.readyState === 'live'")
    expect(screen).to_have_css("scale", "-1 1")
    expect(screen).to_have_js_property("paused", False)
    page.get_by_role("button", name="Take the picture").click()
    expect(page.get_by_role("img", name="Photo")).to_be_visible()
    page.wait_for_function(OVER)
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Outputs")).to_contain_text(", 3)")


@pytest.mark.parametrize("way", ["cancelled", "hidden", "left"])
def test_a_camera_that_is_not_wanted_any_more_is_let_go_of(way, page):
    page.get_by_role("button", name="Use the camera").click()
    expect(page.get_by_label("What the camera sees")).to_be_visible()
    if way == "cancelled":
        page.get_by_role("button", name="Cancel").click()
    else:
        page.evaluate(HIDDEN if way == "hidden" else "document.querySelector('rf-page').remove()")
    page.wait_for_function(OVER)


def test_another_camera_takes_the_place_of_the_first(page):
    page.evaluate(TWO)
    page.get_by_role("button", name="Use the camera").click()
    page.get_by_role("button", name="Use another camera").click()
    page.wait_for_function("() => asked.length === 2 && tracks[0].readyState === 'ended'")
    assert page.evaluate("asked[1].video.deviceId.exact") == "another"
    expect(page.get_by_label("What the camera sees")).to_be_visible()


def test_who_does_not_let_the_page_use_the_camera_is_told_how_to(page):
    page.evaluate(REFUSED)
    page.get_by_role("button", name="Use the camera").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "The browser does not let this page use the camera."
    )
    expect(page.get_by_label("Photo: Choose a picture")).to_be_attached()


def test_a_live_function_gets_one_picture_of_the_camera_after_the_other(web, visit):
    seen = []

    def watch(frame):
        seen.append(frame)
        return len(seen)

    inputs = rf.Image(streaming=True, label="Frame")
    page = visit(web(rf.Interface(watch, inputs, rf.Number(label="Count"), live=True))).page
    page.evaluate(TRACKED)
    page.get_by_role("button", name="Use the camera").click()
    page.wait_for_function(
        "() => tracks[0]?.readyState === 'live'",
    )
    expect(page.get_by_label("Outputs")).to_contain_text("8")
    page.get_by_role("button", name="Stop the camera").click()
    page.wait_for_function(OVER)
    assert all(frame.shape == seen[0].shape for frame in seen)
    assert any(np.any(frame != seen[0]) for frame in seen)


def test_a_sound_is_recorded_heard_and_sent(web, visit):
    def length(sound):
        return len(sound), sound

    outputs = [rf.Number(label="Bytes"), Sound(label="Same", name="same")]
    page = visit(web(rf.Interface(length, Sound(label="Voice"), outputs))).page
    page.evaluate(TRACKED)
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("timer")).to_have_text("0:01")
    page.wait_for_function(  # Chromium's microphone beeps
        "() => globalThis.loud ||= [...document.querySelectorAll('*')].some(function heard(one) {"
        " return one.localName === 'meter' ? one.value > 0"
        " : [...(one.shadowRoot?.querySelectorAll('*') ?? [])].some(heard); })"
    )
    page.get_by_role("button", name="Stop recording").click()
    page.wait_for_function(OVER)
    voice = page.get_by_label("Inputs").locator("audio")
    expect(voice).to_have_attribute("aria-label", "Voice")
    expect(page.get_by_label("Inputs")).to_contain_text("recording.wav")
    page.get_by_role("button", name="Submit").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download same.wav").click()
    assert saved.value.suggested_filename == "same.wav"
    assert saved.value.path().read_bytes()[:4] == b"RIFF"


def test_a_recording_can_be_dropped_and_refused(web, visit):
    page = visit(web(rf.Interface(len, Sound(label="Voice"), "number"))).page
    page.evaluate(TRACKED)
    page.get_by_role("button", name="Record").click()
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_function(OVER)
    expect(page.get_by_label("Voice: Choose a sound")).to_be_attached()
    page.evaluate(REFUSED)
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("alert")).to_contain_text("does not let this page use the microphone")
