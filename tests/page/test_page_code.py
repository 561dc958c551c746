"""The page's "Call it from code": each program it shows runs, with what the form holds."""

from __future__ import annotations

import json
import wave

import numpy as np
from PIL import Image

import rpcface as rf
import rpcface_audio
from tests.page.snippets import Heard, agreed, same, where

TEXTS = {
    "quotes": "\"double\" 'single' `date` $HOME $(date) \\ \\n %s !! {x}",
    "lines": "one\n\ttwo\r\nthree\nEOF\nJSON\n",
    "letters": "größe 中文 😀 👩\u200d👧 e\u0301 \u202e\u2028\u0007",
    "file": "@file",
    "files": "@@file",
    "dash": "-v --token-file=x",
    "blank": " ",
    "empty": "",
    "null": "null",
    "number": "5",
    "listed": "[1]",
    "object": '{"a": 1}',
    "comment": "# // /* </script> &amp;",
    "class": "a keyword",
    "output": "an option",
    "timeout": "5",
    "größe_von": "a name",
    "long": "@it's a `$long` \\text\n" * 2000,
}


def test_every_text_arrives_as_it_is(web, visit, tmp_path):
    heard = Heard()
    inputs = [rf.Textbox(name=name, lines=2) for name in TEXTS]
    demo = rf.Interface(heard, inputs, "text", api_name="texts")

    quoted = {name: json.dumps(text) for name, text in TEXTS.items()}
    assert agreed(visit(web(demo), where("texts", quoted)).page, heard, tmp_path) == tuple(
        TEXTS.values()
    )


def test_every_number_arrives_with_all_its_digits_and_as_its_kind(web, visit, tmp_path):
    heard = Heard()
    whole = [2**53 + 1, -(2**63), 7]
    numbers = [0.1, 3, -0.0, 1e300, 5e-324, 2.0**53, 1e20, -5]
    inputs = [
        *(rf.Number(precision=0, name=f"whole_{at}") for at in range(3)),
        *(rf.Number(name=f"float_{at}") for at in range(8)),
        rf.Slider(-1, 1, name="slid"),
        rf.Slider(-5, 5, step=1, name="stepped"),
        rf.Checkbox(name="no"),
        rf.Checkbox(name="yes"),
        *(rf.JSON(name=f"special_{at}") for at in range(3)),
    ]
    special = [float("inf"), float("-inf"), float("nan")]
    given = [*whole, *numbers, 1, -3, False, True, *special]
    words = {one.name: value for one, value in zip(inputs, given, strict=True)}
    demo = rf.Interface(heard, inputs, "text", api_name="numbers")

    assert same(
        agreed(visit(web(demo), where("numbers", words)).page, heard, tmp_path), tuple(given)
    )


def test_every_choice_arrives_as_the_value_it_is(web, visit, tmp_path):
    heard = Heard()
    several = [("One", 1), "1", ("Truth", True), ("Ay", "a"), ("a", "b"), "@c", "-d", "null"]
    inputs = [
        rf.Radio(several, name="labelled"),
        rf.Dropdown(several, name="text"),
        rf.Dropdown(several, name="mixed", multiselect=True),
        rf.CheckboxGroup(several, name="words"),
        rf.CheckboxGroup(several, name="none"),
        rf.Dropdown(["a"], name="own", allow_custom_value=True),
        rf.ColorPicker(name="colour"),
        rf.DateTime(name="moment", type="string"),
        rf.DateTime(name="day", type="string", include_time=False),
    ]
    given = {
        "labelled": '"a"',
        "text": '"1"',
        "mixed": [True, 1, "-d"],
        "words": ["@c", "a", "null"],
        "none": [],
        "own": "@mine",
        "colour": "#1e90ff",
        "moment": "2026-11-24 16:30:00",
        "day": "2026-11-24",
    }
    demo = rf.Interface(heard, inputs, "text", api_name="choices")

    received = agreed(visit(web(demo), where("choices", given)).page, heard, tmp_path)
    assert received[:6] == ("a", "1", [True, 1, "-d"], ["@c", "a", "null"], [], "@mine")


def test_every_structure_arrives_down_to_its_last_part(web, visit, tmp_path):
    heard = Heard()
    tree = {
        "a b": [None, True, [], {}, [[1, [2.5]]], 'it\'s "so"\n$x'],
        "größe": {"__proto__": 1, "constructor": "", "": [{"a": -0.0}]},
        "far": [2**53 + 1, -(2**63), 1e300, 3],
    }
    inputs = [
        *(rf.JSON(name=name) for name in ("tree", "null", "text", "list", "negative")),
        rf.Label(name="label"),
        rf.HighlightedText(name="pieces"),
        rf.Code(name="code"),
        rf.Markdown(name="markdown"),
        rf.HTML(name="html"),
    ]
    given = {
        "tree": tree,
        "null": None,
        "text": '"a text"',
        "list": ["-a", "@b"],
        "negative": -5,
        "label": {"label": "cat", "confidences": [{"label": "cat", "confidence": 1.0}]},
        "pieces": [{"text": "Ada ", "label": "name", "score": None}, {"text": "came"}],
        "code": "if a:\n\tprint('b')\n",
        "markdown": "# A *title*\n\n- `x`",
        "html": "<p class='a'>&amp;</p>",
    }
    demo = rf.Interface(heard, inputs, "text", api_name="structures")

    received = agreed(visit(web(demo), where("structures", given)).page, heard, tmp_path)
    assert same(received[:5], (tree, None, "a text", ["-a", "@b"], -5))


def test_files_go_by_their_names(web, visit, tmp_path):
    heard = Heard()
    Image.fromarray(np.arange(48, dtype=np.uint8).reshape(4, 4, 3)).save(tmp_path / "a b's.png")
    (tmp_path / "-note$1.txt").write_text("a note")
    with wave.open(str(tmp_path / "sound.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(range(200)))
    (tmp_path / "one.csv").write_text("1,2")
    (tmp_path / "two.unknown").write_bytes(bytes(range(256)) * 1000)
    inputs = [
        rf.Image(name="picture"),
        rf.File(name="note", file_types=[".txt"]),
        rf.File(name="several", file_count="multiple"),
        rf.Gallery(name="pictures", type="numpy"),
        rpcface_audio.Audio(name="sound"),
    ]
    demo = rf.Interface(heard, inputs, "text", api_name="files")

    page = visit(web(demo)).page
    for name, files in {
        "picture": ["a b's.png"],
        "note": ["-note$1.txt"],
        "several": ["one.csv", "two.unknown"],
        "pictures": ["a b's.png"],
        "sound": ["sound.wav"],
    }.items():
        field = page.locator("rf-field").filter(has=page.get_by_text(name, exact=True))
        field.locator("input[type=file]").set_input_files([tmp_path / one for one in files])

    received = agreed(page, heard, tmp_path)
    assert received[0].shape == (4, 4, 3)
    assert [name for name, _ in [received[1], *received[2]]] == [
        "-note$1.txt",
        "one.csv",
        "two.unknown",
    ]
