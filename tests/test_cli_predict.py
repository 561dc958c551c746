"""`rpcface predict`, against a server in this process."""

from __future__ import annotations

import io
import json
import sys

import numpy as np
import PIL.Image
import pytest

import rpcface as rf
from rpcface.cli import main

PIXELS = np.random.default_rng(5).integers(0, 256, (3, 4, 3), dtype="u1")


def sepia(img, strength: float = 1.0, caption: str = "", keep_size: bool = True):
    return img if keep_size else img[:1]


def facts(text, count: int, ratio, data=None, output=""):
    return f"{text}|{count}|{ratio}|{data}|{output}", {"count": count}


def sepia_interface():
    inputs = ["image", rf.Slider(0, 1, label="Strength, 100 %"), "text", "checkbox"]
    return rf.Interface(sepia, inputs, "image", title="Sepia", description="Ages a photo.")


def facts_interface():
    inputs = ["text", rf.Number(precision=0), "number", "json", "text"]
    return rf.Interface(facts, inputs, [rf.Textbox(name="line"), rf.JSON(name="facts")])


@pytest.fixture
def sepia_at(serving):
    return serving(sepia_interface()).address


@pytest.fixture
def facts_at(serving):
    return serving(facts_interface()).address


@pytest.fixture
def photo(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    PIL.Image.fromarray(PIXELS).save("photo.png")
    return "@photo.png"


FACTS = ("--text", "a", "--count", "3", "--ratio", "0.5")


@pytest.mark.parametrize(
    ("file", "kind"), [("out.png", "PNG"), ("out.jpg", "JPEG"), ("out.webp", "WEBP")]
)
def test_an_image_goes_in_from_a_file_and_out_to_one(cli, sepia_at, photo, file, kind):
    code, out, err = cli("predict", sepia_at, "--img", photo, "-o", file)

    assert (code, out, err) == (0, "", f"output: {file}\n")
    with PIL.Image.open(file) as image:
        assert (image.format, image.size) == (kind, (4, 3))


def test_an_image_goes_out_as_an_array(cli, sepia_at, photo):
    assert cli("predict", sepia_at, "sepia", "--img", photo, "-o", "out.npy")[0] == 0

    assert np.array_equal(np.load("out.npy"), PIXELS)


def test_an_image_without_a_file_is_told_of(cli, sepia_at, photo):
    code, out, _ = cli("predict", sepia_at, "--img", photo)

    assert code == 0
    assert out.startswith("image/png, ")
    assert out.endswith(" bytes; -o FILE saves it\n")


def test_a_format_that_the_output_has_not_is_told(cli, sepia_at, photo):
    code, _, err = cli("predict", sepia_at, "--img", photo, "-o", "out.gif")

    assert code == 0
    assert "out.gif holds image/png: the output came as no image/gif" in err


def test_media_pass_through_pipes(sepia_at, photo, monkeypatch):
    with open("photo.png", "rb") as file:
        given = file.read()
    pipe = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(pipe))

    assert main(["predict", sepia_at, "--img", "@-", "-o", "-"]) == 0

    with PIL.Image.open(io.BytesIO(pipe.getvalue())) as image:
        assert np.array_equal(np.asarray(image), PIXELS)


def test_nothing_is_written_for_an_image_that_is_none(cli, serving, photo):
    address = serving(rf.Interface(lambda: None, None, "image")).address

    code, _, err = cli("predict", address, "-o", "out.png")

    assert (code, err) == (0, "output: null; out.png is not written\n")


def test_a_flag_alone_is_true(cli, serving, told):
    address = serving(rf.Interface(lambda a, b: [a, b], ["checkbox", "checkbox"], "json")).address

    for words, found in (
        ((), [False, False]),
        (("--a",), [True, False]),
        (("--a", "no", "--b"), [False, True]),
        (("--a=1", "--b=FALSE"), [True, False]),
    ):
        assert json.loads(cli("predict", address, *words)[1]) == found
    told(cli("predict", address, "--a", "maybe"), 2, "--a: wanted true or false; came 'maybe'")


LINES = {
    "plain": (("--text", "a b"), "a b|3|0.5|None|"),
    "a plain @": (("--text", "@@home"), "@home|3|0.5|None|"),
    "a dash": (("--text=-x",), "-x|3|0.5|None|"),
    "nothing": (("--text", ""), "|3|0.5|None|"),
    "a file": (("--text", "@words.txt"), "äöü\n|3|0.5|None|"),
    "stdin": (("--text", "@-"), "from stdin|3|0.5|None|"),
    "negative": (("--count", "-4", "--ratio", "-1e5"), "a|-4|-100000.0|None|"),
    "infinity": (("--ratio", "-inf"), "a|3|-inf|None|"),
    "json": (("--data", '{"a": [1, null]}'), "a|3|0.5|{'a': [1, None]}|"),
    "the last one": (("--count", "4", "--count", "5"), "a|5|0.5|None|"),
    "a name of an option": (("--input", "output=x=y"), "a|3|0.5|None|x=y"),
    "any name by --input": (("--input", "data=[1]"), "a|3|0.5|[1]|"),
}


@pytest.mark.parametrize("case", LINES)
def test_inputs_are_read_as_their_schemas_want(cli, facts_at, tmp_path, monkeypatch, case):
    words, line = LINES[case]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "words.txt").write_text("äöü\n", "utf-8")

    code, out, err = cli("predict", facts_at, *FACTS, *words, stdin=b"from stdin")

    assert (code, err) == (0, "")
    assert out.startswith(f"line: {line}\nfacts: {{\n")


def test_each_output_goes_to_its_own_file(cli, facts_at, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    code, out, _ = cli("predict", facts_at, *FACTS, "-o", "line=a.txt", "--output=facts=b.json")

    assert (code, out) == (0, "")
    assert (tmp_path / "a.txt").read_text() == "a|3|0.5|None|\n"
    assert json.loads((tmp_path / "b.json").read_text()) == {"count": 3}


WRONG = {
    "option": (("--cuont", "3"), "there is no option --cuont; did you mean --count?"),
    "option with =": (("--cuont=3",), "there is no option --cuont; did you mean --count?"),
    "word": (("--count", "3", "more"), "no option takes 'more'"),
    "no value": (("--text", "--count", "3"), "--text: wanted a value; one that begins with -"),
    "no number": (("--count", "three"), "--count: wanted a whole number; came 'three'"),
    "fraction": (("--count", "2.5"), "--count: wanted a whole number; came 2.5"),
    "no JSON": (("--data", "{a}"), "--data: wanted JSON (text in double quotes); came '{a}'"),
    "no file": (("--text", "@none.txt"), "--text: can't read the file 'none.txt': No such file"),
    "no name": (("--input", "count"), "--input count: wanted NAME=VALUE, NAME one of text, count"),
    "other name": (("--input", "x=1"), "--input x=1: wanted NAME=VALUE"),
    "output": (("-o", "a.txt"), "-o a.txt: wanted NAME=FILE, NAME one of line, facts"),
    "folder": (("-o", "line=no/a.txt"), "-o line=no/a.txt: there is no folder 'no'"),
    "timeout": (("--timeout", "soon"), "--timeout: "),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_makes_no_sense_is_told_in_a_line_or_two(cli, facts_at, case, told):
    words, text = WRONG[case]

    found = cli("predict", facts_at, *FACTS, *words)

    told(found, 2, text)
    assert len(found[2].splitlines()) <= 2


def test_every_input_that_is_missing_is_told(cli, facts_at, told):
    told(cli("predict", facts_at, "--ratio", "1"), 2, "--text: wanted text", "--count: wanted a")


def test_what_the_function_says_is_told(cli, serving):
    def refuse():
        raise rf.Error("Not today.")

    address = serving(rf.Interface(refuse, None, "text")).address

    assert cli("predict", address) == (1, "", "rpcface: Not today.\n")


def test_one_of_several_interfaces_is_named(cli, serving, told):
    address = serving(sepia_interface(), facts_interface()).address

    assert cli("predict", address, "facts", *FACTS)[0] == 0
    told(cli("predict", address, *FACTS), 1, "several interfaces; name one of sepia, facts")
    told(cli("predict", address, "fact"), 1, "did you mean 'facts'?")


def test_the_help_of_predict_lists_the_inputs_first(cli, sepia_at):
    code, out, _ = cli("predict", sepia_at, "--help")

    assert code == 0
    assert out.startswith(f"usage: rpcface predict {sepia_at} sepia --img @FILE [OPTION ...]\n")
    assert out.index("\ninputs (") < out.index("  --img @FILE") < out.index("\noptions:")
    assert "Strength, 100 %. A number from 0 to 1 [1.0]" in out
    assert "--keep-size [true|false]" in out  # Python 3.13 tells the value once


def test_predict_alone_tells_how_it_is_used(cli):
    assert cli("predict", "--help")[1].startswith("usage: rpcface predict ADDRESS")
    assert cli("predict")[0] == 2
