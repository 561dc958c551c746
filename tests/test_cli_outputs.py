"""Where `rpcface predict` puts what a call returns, and what it says of inputs."""

from __future__ import annotations

import os

import numpy as np
import PIL.Image
import pytest

import rpcface as rf

PIXELS = np.random.default_rng(7).integers(0, 256, (3, 4, 3), dtype="u1")


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()


def test_a_folder_takes_every_image_of_a_gallery(cli, serving):
    fn = lambda: [(PIXELS, "one"), PIXELS[:2]]  # noqa: E731
    at = serving(rf.Interface(fn, None, rf.Gallery(name="pictures"))).address

    code, out, err = cli("predict", at, "-o", "out")

    assert (code, out) == (0, "")
    saved = ["pictures_0_image.png", "pictures_1_image.png"]
    assert sorted(os.listdir("out")) == saved
    assert err.splitlines() == [f"pictures: {os.path.join('out', name)}" for name in saved]
    with PIL.Image.open("out/pictures_1_image.png") as image:
        assert np.array_equal(np.asarray(image), PIXELS[:2])


def test_a_folder_takes_one_image_under_the_outputs_name(cli, serving):
    at = serving(rf.Interface(lambda: PIXELS, None, "image")).address

    assert cli("predict", at, "-o", "out")[0] == 0
    assert os.listdir("out") == ["output.png"]


def test_a_folder_is_refused_for_what_holds_no_media(cli, serving):
    at = serving(rf.Interface(lambda: "text", None, "text")).address

    code, _, err = cli("predict", at, "-o", "out")

    assert code == 2
    assert "-o out: wanted a file for 'output'; came a folder" in err


def test_a_call_without_outputs_says_that_it_is_done(cli, serving):
    at = serving(rf.Interface(lambda text: 3, "text", None)).address

    assert cli("predict", at, "--text", "a") == (0, "", "done\n")


def test_a_file_without_an_at_is_told_where_it_belongs(cli, serving):
    PIL.Image.fromarray(PIXELS).save("photo.png")
    at = serving(rf.Interface(lambda img: None, "image", None)).address

    code, _, err = cli("predict", at, "--img", "photo.png")

    assert code == 2
    assert "came 'photo.png'; did you mean @photo.png?" in err


def test_inputs_named_like_options_stand_in_the_help(cli, serving):
    def fn(output: str, timeout: float = 2.5):
        return output

    at = serving(rf.Interface(fn, ["text", "number"], "text")).address

    code, out, _ = cli("predict", at, "--help")

    assert code == 0
    assert "--input output=TEXT" in out
    told = " ".join(out.split())
    assert "; output: text (required); timeout: a number [2.5]" in told
