"""Sounds as the module of rpcface-audio draws them: played, trimmed, recorded and saved."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import expect

import rpcface as rf
from rpcface_audio import Audio

AXE = Path(__file__).resolve().parents[2] / "clients/web/node_modules/axe-core/axe.min.js"
RATE = 8000
SECOND = np.stack([np.sin(np.arange(RATE) / 20) * 20_000, np.arange(RATE)], 1).astype(np.int16)


def sound(kind="wav", samples=SECOND):
    file = io.BytesIO()
    soundfile.write(file, samples, RATE, format=kind)
    return {"name": f"second.{kind}", "mimeType": f"audio/{kind}", "buffer": file.getvalue()}


@pytest.fixture
def heard(web, visit):
    """Opens the page of a function that takes a sound; what it got."""
    got = []

    def backwards(given):
        got.append(given)
        return given[0], given[1][::-1]

    def go(**context):
        demo = rf.Interface(backwards, Audio(label="Sound"), Audio(label="Backwards"))
        return visit(web(demo), **context).page, got

    return go


def test_a_sound_is_chosen_played_sought_and_saved(heard):
    page, got = heard()
    page.get_by_label("Choose a sound").set_input_files(sound())
    position = page.get_by_role("slider", name="Position")

    expect(page.get_by_text("second.wav · 8 kHz · stereo")).to_be_visible()
    page.get_by_role("button", name="Play Sound").click()
    expect(position).to_have_attribute("aria-valuetext", "0:01.0 of 0:01.0")
    position.press("Home")
    expect(position).to_have_attribute("aria-valuetext", "0:00.0 of 0:01.0")
    for _ in range(4):
        position.press("ArrowRight")
    expect(position).to_have_attribute("aria-valuetext", "0:00.2 of 0:01.0")
    box = position.bounding_box()
    position.click(position={"x": box["width"] * 0.55, "y": 10})
    expect(position).to_have_attribute("aria-valuetext", "0:00.5 of 0:01.0")

    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("button", name="Play Backwards")).to_be_visible()
    with page.expect_download() as saving:
        page.get_by_role("link", name="Download Backwards").click()
    saved, rate = soundfile.read(saving.value.path(), dtype="int16")
    assert rate == RATE
    assert np.array_equal(saved, SECOND[::-1])
    assert np.array_equal(got[0][1], SECOND)


@pytest.mark.parametrize("kind", ["wav", "flac"])
def test_a_sound_is_trimmed_level_for_level_and_back(heard, kind):
    page, got = heard()
    page.get_by_label("Choose a sound").set_input_files(sound(kind))
    first, last = (page.get_by_role("slider", name=f"Keep {end}") for end in ("from", "to"))

    for _ in range(5):
        last.press("ArrowLeft")
        first.press("ArrowRight")
    expect(last).to_have_attribute("aria-valuetext", "0:00.9")
    page.get_by_role("button", name="Trim").click()
    expect(page.get_by_text("/ 0:00.8")).to_be_visible()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("button", name="Play Backwards")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("/ 0:01.0")).to_be_visible()

    ((rate, samples),) = got
    assert rate == RATE
    if kind == "wav":
        assert np.array_equal(samples, SECOND[800:7200])
    else:
        assert np.abs(samples.astype(int) - SECOND[800:7200]).max() <= 1


def test_a_sound_is_recorded_or_not(heard):
    page, got = heard(permissions=["microphone"])

    page.get_by_role("button", name="Record").click()
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text(re.compile(r"^0:(0[1-9]|[1-5]\d)\.\d$"))).to_be_visible()
    expect(page.get_by_role("button", name="Stop recording")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("recording.wav")).to_be_visible()
    expect(page.get_by_role("button", name="Play Sound")).to_be_focused()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("button", name="Play Backwards")).to_be_visible()

    ((rate, samples),) = got
    assert rate == 48_000
    assert samples.dtype == np.int16
    assert 0.1 < len(samples) / rate < 15


def test_what_is_no_sound_is_told(heard):
    page, _ = heard()
    choose = page.get_by_label("Choose a sound")

    choose.set_input_files({"name": "a.wav", "mimeType": "audio/wav", "buffer": b"no sound"})
    expect(page.get_by_role("alert")).to_have_text("This is no sound that the browser can read.")
    choose.set_input_files(sound())
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Remove").click()
    expect(choose).to_be_attached()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sounds_are_accessible(heard, scheme):
    page, _ = heard(color_scheme=scheme)
    page.evaluate(AXE.read_text("utf-8"))

    def faults():
        found = page.evaluate("axe.run()")["violations"]
        return [(one["id"], one["nodes"][0]["html"]) for one in found]

    expect(page.get_by_role("button", name="Record")).to_be_visible()
    assert faults() == []
    page.get_by_label("Choose a sound").set_input_files(sound())
    expect(page.get_by_role("slider", name="Keep to")).to_be_visible()
    page.get_by_role("slider", name="Keep to").press("ArrowLeft")
    assert faults() == []
