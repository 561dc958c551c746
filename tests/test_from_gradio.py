from __future__ import annotations

import ast
import contextlib
import datetime
import io
import re
import runpy
import sys
import zipfile
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

import rpcface as rf
from rpcface.components import rpcface_components

SAMPLES = Path(__file__).resolve().parent.parent / "examples" / "from_gradio"
SECONDS = 60

NOON = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC).timestamp()
PICTURE = np.zeros((2, 4, 3), np.uint8)
PICTURE[:, 0] = (200, 100, 40)
ICON = np.dstack([PICTURE, np.array([[255, 128, 0, 0]] * 2, np.uint8)])
ROWS = [{"item": "b", "quantity": 3}, {"item": "a", "quantity": 0.5}]
PLANTS = [{"plant": "oak", "habit": "T"}, {"plant": "mint", "habit": "H"}, {"plant": "unknown"}]


def csv(name: str) -> rf.Media:
    return rf.Media("text/csv", b"a,b\n1,2\n", name)


def archive() -> bytes:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as zipped:
            zipped.writestr("note.txt", "hello")
        return file.getvalue()


def piece(text, label=None):
    return {"text": text, "label": label, "score": None}


def is_picture(*shape):
    return lambda result: result.dtype == np.uint8 and result.shape == shape


def is_the_sun(picture):
    return picture.shape == (64, 64, 3) and (picture[32, 32] == (255, 191, 26)).all()


def is_light_in_three_forms(result):
    color, name, picture = result
    return color == name and min(bytes.fromhex(name[1:])) > 127 and len(np.unique(picture)) <= 3


def is_red_with_alpha(icon):
    return (icon[..., :3] == (255, 0, 0)).all() and (icon[..., 3] == ICON[..., 3]).all()


def is_mostly_red(label):
    return label["label"] == "red" and len(label["confidences"]) == 3


def is_four_pictures(gallery):
    return [item["image"].shape for item in gallery] == [(96, 96, 3)] * 4 and all(
        item["caption"].startswith("seed ") for item in gallery
    )


def is_blended(result):
    text, picture = result
    return text.startswith("fog: ") and text.endswith(" of seed 7") and picture.shape == (64, 64, 3)


def is_bundle(media):
    with zipfile.ZipFile(io.BytesIO(bytes(media))) as zipped:
        return media.filename == "bundle.zip" and zipped.namelist() == ["one.csv", "two.csv"]


def is_analysis(result):
    marked, counts, drawn = result
    return (
        marked[:3] == [piece("42", "number"), piece(" "), piece("<", "mark")]
        and counts == {"characters": 9, "number": 1, "mark": 2, "word": 1}
        and drawn.startswith("<ol><li>word ")
    )


def is_everything(result):
    return (
        len(result) == 14
        and result[0] == "cold pie with basil and cumin"
        and result[1] == 8
        and result[2]["label"] == "sweet"
        and [item["caption"] for item in result[4]] == ["as it came", "at night"]
        and result[5] == [piece("pie", "dish"), piece(" with "), piece("butter", "fat")]
        and result[8] == "<b style='color: #ff6347'>pie</b>"
        and result[9] == "# pie\n\nhot or cold"
        and bytes(result[11]) == b"cold pie with basil and cumin\nhot or cold\n"
        and result[12] == "#ff6347"
        and datetime.datetime.fromisoformat(result[13]).timestamp() == NOON + 1800
    )


CASES = {
    "calculator": ({"left": 6, "operation": "times", "right": 7}, 42),
    "code_component": (["x=[ 1,2 ]  # two"], "x = [1, 2]"),
    "color_generator": ([], is_light_in_three_forms),
    "color_picker": ([ICON, "#ff0000"], is_red_with_alpha),
    "count_generator": ([4], "1 2 3 4"),
    "datetimes": (
        ["2026-05-02T09:00:00+00:00", "1990-05-02", "2026-05-02T10:30:00+00:00"],
        ("Saturday, 2026-05-02", "Many happy returns!", 90),
    ),
    "diff_texts": (
        ["one two", "one three"],
        [piece("one "), piece("two", "-"), piece("three", "+")],
    ),
    "fake_diffusion": ([2], is_the_sun),
    "fake_gan_2": (["a forest"], is_picture(96, 96, 3)),
    "fake_gan_no_input": ([], is_four_pictures),
    "filter_records": ([PLANTS, "T"], PLANTS[:1]),
    "gif_maker": ([[{"image": PICTURE}, {"image": 255 - PICTURE}]], is_picture(2, 4, 3)),
    "hello_world": (["Ada"], "Hello Ada, good to see you."),
    "hello_world_2": (["Ada"], "Hello Ada\nHello Ada"),
    "hello_world_3": (["Ada", True, 20], ("Sleep in, Ada: 20 degrees outside.", 68)),
    "hello_world_4": ({"name": "Ada", "joy": 3.2}, "Heeello Ada"),
    "image_classifier": ([np.full((3, 3, 3), (210, 40, 35), np.uint8)], is_mostly_red),
    "image_mod": ([PICTURE], lambda result: np.array_equal(result, PICTURE[:, ::-1])),
    "image_mod_default_image": ([], is_picture(256, 256, 3)),
    "interface_state": (["hi"], {"current": "hi", "earlier": []}),
    "interface_with_additional_inputs": ({"prompt": "fog", "seed": 7}, is_blended),
    "kitchen_sink": (
        {"dish": "pie", "notes": "hot or cold", "served": "2026-01-01T12:00:00+00:00"},
        is_everything,
    ),
    "letter_counter": ({"letter": "I"}, 4),
    "longest_word": (["It is Wednesday!"], {"label": "9", "confidences": []}),
    "matrix_transpose": ([[[1, 2, 3], [4, 5, 6]]], [[1, 4], [2, 5], [3, 6]]),
    "ner_pipeline": (["In 1843"], [piece("In "), piece("1843", "TIME")]),
    "no_input": ([], re.compile(r"\w.+\.").fullmatch),
    "save_file_no_output": ([PICTURE], None),
    "score_tracker": ([7.5], [7.5]),
    "sentence_builder": (
        [3, "gull", ["Peru"], "mill", ["ate", "sang"], True],
        "At dawn 3 gulls from Peru ate and sang by the mill.",
    ),
    "sentiment_analysis": (["Great fun."], lambda result: result["label"] == "positive"),
    "sepia_filter": ([PICTURE], lambda result: (np.diff(result[:, 0].astype(int)) < 0).all()),
    "sort_records": ([ROWS], ROWS[::-1]),
    "tax_calculator": (
        [32_000, "alone", [{"item": "lamp", "cost": 1_000, "deductible": True}]],
        2_000,
    ),
    "text_analysis": (["42 <word>"], is_analysis),
    "text_generation": (["The gull"], re.compile(r"The gull( \w+){12}").fullmatch),
    "titanic_survival": (
        {"passenger_class": "first", "is_male": False, "port": "Cherbourg"},
        lambda result: result["label"] == "Survives",
    ),
    "unified_demo_text_generation": (["and"], "and so"),
    "validator_interface": ([2, " rome"], "A table for 2 in Rome."),
    "zip_files": ([[csv("one.csv"), csv("two.csv")]], is_bundle),
    "zip_to_json": ([archive()], [{"name": "note.txt", "bytes": 5, "packed": 5}]),
}


@pytest.fixture
def served(tmp_path, monkeypatch):
    """Serves a sample in a folder of its own; a client of it."""
    monkeypatch.chdir(tmp_path)
    with contextlib.ExitStack() as stack:

        def serve(name):
            server = stack.enter_context(demo_of(name).launch(port=0, block=False))
            return stack.enter_context(rf.Client(server.address, timeout=SECONDS))

        yield serve


def demo_of(name):
    return runpy.run_path(str(SAMPLES / f"{name}.py"))["demo"]


def test_every_sample_has_a_case():
    assert {path.stem for path in SAMPLES.glob("*")} - {"__pycache__"} == set(CASES)


def test_every_sample_stands_on_the_page_about_gradio():
    page = (SAMPLES.parent.parent / "docs" / "from-gradio.md").read_text("utf-8")

    assert [name for name in CASES if f"(../examples/from_gradio/{name}.py)" not in page] == []


@pytest.mark.parametrize("name", CASES)
def test_a_sample_does_what_it_says(name, served):
    inputs, wanted = CASES[name]
    client = served(name)

    result = client.predict(**inputs) if isinstance(inputs, dict) else client.predict(*inputs)

    assert wanted(result) if callable(wanted) else result == wanted


@pytest.mark.parametrize("name", CASES)
def test_the_examples_of_a_sample_run(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    demo = demo_of(name)

    for row in demo.examples:
        demo(**row.inputs)


@pytest.mark.parametrize("name", CASES)
def test_a_sample_needs_rpcface_as_gr_and_what_it_brings(name):
    tree = ast.parse((SAMPLES / f"{name}.py").read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    lines = [ast.unparse(node) for node in imports]
    modules = {re.split(r"[ .]", line)[1] for line in lines}

    assert [line for line in lines if "rpcface" in line] == ["import rpcface as gr"]
    assert modules <= {"rpcface", "numpy", "PIL"} | sys.stdlib_module_names


@pytest.mark.parametrize("name", CASES)
def test_a_sample_has_a_line_about_it_and_launches_as_a_program(name):
    tree = ast.parse((SAMPLES / f"{name}.py").read_text("utf-8"))
    about = ast.get_docstring(tree)

    assert about
    assert "\n" not in about
    assert ast.unparse(tree.body[-1]) == "if __name__ == '__main__':\n    demo.launch()"


def test_the_samples_are_of_all_kinds_and_use_every_component():
    demos = [demo_of(name) for name in CASES]
    slots = [slot for demo in demos for slot in (*demo.inputs, *demo.outputs)]

    assert {demo.kind for demo in demos} == set(rf.InterfaceKind)
    assert {type(slot.component) for slot in slots} == set(rpcface_components())


def test_a_calculator_does_not_divide_by_zero(served):
    with pytest.raises(rf.Error, match="divided by zero"):
        served("calculator").predict(1, "divided by", 0)


def test_a_validator_names_every_input_at_fault(served):
    with pytest.raises(rf.InputError) as caught:
        served("validator_interface").predict(0, "x" * 41)

    assert [fault.field for fault in caught.value.violations] == ["inputs.guests", "inputs.town"]


def test_a_fake_gan_keeps_to_itself_why_it_failed(served):
    with pytest.raises(rf.FunctionFailed) as caught:
        served("fake_gan_2").predict("error")

    assert "log alone" not in str(caught.value)


def test_a_flipbook_comes_as_the_animation_that_it_is(served):
    remote = served("gif_maker")["flipbook"].with_options(accept=["image/gif"])

    book = remote.predict([{"image": PICTURE}, {"image": 255 - PICTURE}])

    with PIL.Image.open(io.BytesIO(bytes(book))) as image:
        assert image.format == "GIF"
        assert image.n_frames == 2


def test_a_picture_that_was_sent_is_kept(served, tmp_path):
    served("save_file_no_output").predict(PICTURE)

    (kept,) = tmp_path.iterdir()
    with PIL.Image.open(kept) as image:
        assert np.array_equal(image, PICTURE)


def test_a_score_tracker_remembers_the_best_three(served):
    client = served("score_tracker")
    for score in (1, 9, 5):
        client.predict(score)

    assert client.predict(7) == [9, 7, 5]


def test_a_kitchen_sink_gives_back_what_it_is_sent(served):
    sent = {"photo": PICTURE, "album": [{"image": ICON}], "recipe": csv("pie.csv")}

    result = served("kitchen_sink").predict("pie", "", **sent)

    assert np.array_equal(result[3], PICTURE[::-1])
    assert np.array_equal(result[4][2]["image"], ICON)
    assert (result[11].filename, bytes(result[11])) == ("pie.csv", b"a,b\n1,2\n")
