from __future__ import annotations

import ast
import contextlib
import json
import os
import re
import runpy
import signal
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

import rpcface as rf

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PHOTO = EXAMPLES / "sepia" / "photo.jpg"
KINDS = {
    "calculator/calculator.py": rf.InterfaceKind.STANDARD,
    "classifier/classifier.py": rf.InterfaceKind.STANDARD,
    "filters/filters.py": rf.InterfaceKind.STANDARD,
    "generation/generation.py": rf.InterfaceKind.STANDARD,
    "guess/guess.py": rf.InterfaceKind.STANDARD,
    "input_only/guestbook.py": rf.InterfaceKind.INPUT_ONLY,
    "ocr/ocr.py": rf.InterfaceKind.STANDARD,
    "output_only/maze.py": rf.InterfaceKind.OUTPUT_ONLY,
    "sepia/sepia.py": rf.InterfaceKind.STANDARD,
    "unified/life.py": rf.InterfaceKind.UNIFIED,
}
MODELS = {"classifier/classifier.py", "generation/generation.py", "ocr/ocr.py"}
"""Run by tests/models/test_model_examples.py, with what they need."""
LIGHT = sorted(KINDS.keys() - MODELS)
DISTRIBUTIONS = {"PIL": "pillow", "sklearn": "scikit-learn"}
"""Which distribution a module comes from whose name is another."""
SECONDS = 60


@pytest.fixture
def client_of(tmp_path, monkeypatch):
    """Serves an example in a folder of its own; a client of it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RPCFACE_CACHE_FOLDER", str(tmp_path / "kept"))
    with contextlib.ExitStack() as stack:

        def serve(file):
            demo = runpy.run_path(str(EXAMPLES / file))["demo"]
            server = stack.enter_context(demo.launch(port=0, block=False))
            return stack.enter_context(rf.Client(server.address, timeout=SECONDS))

        yield serve


def test_every_example_is_known_here():
    found = {path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.glob("*/*.py")}

    # Those from Gradio have their own test.
    assert {file for file in found if not file.startswith("from_gradio/")} == set(KINDS)


@pytest.mark.parametrize("file", LIGHT)
def test_an_example_is_served_as_the_kind_it_is_and_says_what_it_does(file, program, client):
    served = program("-m", "rpcface", "serve", EXAMPLES / file, RPCFACE_CACHE_FOLDER="kept")

    described = client(served.serves()).describe().only

    assert described.kind == KINDS[file]
    assert described.title
    assert described.description


@pytest.mark.parametrize("file", KINDS)
def test_an_example_says_to_install_what_it_imports(file):
    brought = [re.match(r"[\w.-]+", line)[0] for line in metadata.requires("rpcface")]

    assert imported(file) - set(brought) <= to_install(file)


def test_the_environment_for_models_is_what_the_examples_say_to_install():
    groups = tomllib.loads((EXAMPLES.parent / "pyproject.toml").read_text("utf-8"))
    lines = [line for group in ("models", "weights") for line in groups["dependency-groups"][group]]
    said = {name for file in KINDS for name in to_install(file)}

    assert {line.partition(">=")[0] for line in lines} == said - {"rpcface"}


def imported(file):
    """The distributions that a program imports modules of, Python's own aside."""
    nodes = list(ast.walk(ast.parse((EXAMPLES / file).read_text("utf-8"))))
    names = [one.name for node in nodes if isinstance(node, ast.Import) for one in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom)]
    modules = {name.partition(".")[0] for name in names} - sys.stdlib_module_names
    return {DISTRIBUTIONS.get(module, module) for module in modules}


def to_install(file):
    """The distributions that the docstring of a program says to install."""
    docstring = ast.get_docstring(ast.parse((EXAMPLES / file).read_text("utf-8")))
    (line,) = re.findall("^Needs: (.+)$", docstring, re.MULTILINE)
    commands = [command.removeprefix("pip install ").split() for command in line.split(" && ")]
    return {word for words in commands for word in words if not word.startswith("-")}


def test_sepia_makes_a_brown_print(client_of):
    print_ = client_of("sepia/sepia.py").predict(PHOTO)

    red, green, blue = print_.reshape(-1, 3).mean(axis=0)
    assert print_.shape == (480, 640, 3)
    assert red > green > blue


def test_sepia_without_strength_leaves_the_picture_as_it_is(client_of):
    print_ = client_of("sepia/sepia.py").predict(PHOTO, strength=0)

    with PIL.Image.open(PHOTO) as photo:
        assert np.array_equal(print_, np.asarray(photo))


def test_a_filter_is_chosen_by_its_name(client_of):
    client = client_of("filters/filters.py")

    with PIL.Image.open(PHOTO) as opened:
        photo = np.asarray(opened)
    assert np.array_equal(client.predict(PHOTO, "Negative"), 255 - photo)
    assert np.array_equal(client.predict(PHOTO, "Mirror"), photo[:, ::-1])
    assert np.array_equal(client.predict(PHOTO, "Poster"), photo & 0b11000000)


def test_the_first_filter_blurs_and_is_taken_where_none_is_chosen(client_of):
    client = client_of("filters/filters.py")

    blurred = client.predict(PHOTO)

    assert np.array_equal(blurred, client.predict(PHOTO, "Blur"))
    with PIL.Image.open(PHOTO) as photo:
        assert roughness(blurred) < roughness(np.asarray(photo)) / 2


def test_the_filter_for_edges_is_bright_where_there_is_one(client_of):
    picture = np.zeros((20, 20, 3), np.uint8)
    picture[:, 10:] = 200

    edges = client_of("filters/filters.py").predict(picture, "Edges")

    assert set(np.flatnonzero(edges[10, 1:-1].any(axis=1)) + 1) <= {9, 10}
    assert edges[10].max() == 255


def roughness(picture):
    return np.abs(np.diff(picture.astype(int), axis=0)).mean()


@pytest.mark.parametrize(
    ("left", "operation", "right", "result"),
    [
        (2, "plus", 3, 5),
        (2, "minus", 3.5, -1.5),
        (999_999_999, "times", -999_999_999, -999_999_998_000_000_001),
        (1, "divided by", 8, 0.125),
    ],
)
def test_the_calculator_calculates(left, operation, right, result, client_of):
    assert client_of("calculator/calculator.py").predict(left, operation, right) == result


def test_the_calculator_says_that_nothing_is_divided_by_zero(client_of):
    with pytest.raises(rf.Error, match=r"^Nothing can be divided by zero\."):
        client_of("calculator/calculator.py").predict(1, "divided by", 0)


@pytest.mark.parametrize("file", ["calculator/calculator.py", "filters/filters.py"])
def test_what_an_example_offers_to_try_works(file, client_of):
    client = client_of(file)

    examples = client.describe().only.examples

    assert examples
    for example in examples:
        assert client.predict(**example.inputs) is not None


def test_a_maze_has_one_way_to_every_room(client_of):
    floor = client_of("output_only/maze.py").predict(size=9)[::8, ::8] > 0

    reached = np.zeros_like(floor)
    reached[1, 0] = True
    while True:
        grown = reached.copy()
        grown[1:] |= reached[:-1]
        grown[:-1] |= reached[1:]
        grown[:, 1:] |= reached[:, :-1]
        grown[:, :-1] |= reached[:, 1:]
        grown &= floor
        if (grown == reached).all():
            break
        reached = grown
    rooms, doors = 9 * 9, 9 * 9 - 1
    assert (reached == floor).all()
    assert floor.sum() == rooms + doors + 2


def test_a_maze_is_new_at_every_call(client_of):
    client = client_of("output_only/maze.py")

    assert not np.array_equal(client.predict(), client.predict())


def test_the_guest_book_keeps_what_is_written(client_of, tmp_path):
    client = client_of("input_only/guestbook.py")

    assert client.predict("Ada", entry="What a view!", stars=4) is None
    assert client.predict("Grace", entry="Thank you.") is None
    lines = (tmp_path / "guestbook.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"name": "Ada", "entry": "What a view!", "stars": 4},
        {"name": "Grace", "entry": "Thank you.", "stars": 5},
    ]


def test_the_guest_book_refuses_an_empty_entry(client_of, tmp_path):
    with pytest.raises(rf.Error, match="write a line"):
        client_of("input_only/guestbook.py").predict("Ada", entry="  ")
    assert not (tmp_path / "guestbook.jsonl").exists()


def test_a_glider_moves_by_one_cell_in_four_generations(client_of):
    client = client_of("unified/life.py")
    board = client.describe().only.inputs[0].default
    cells = alive(board)

    for _ in range(4):
        board = client.predict(board)

    assert alive(board) == {(y + 1, x + 1) for y, x in cells}


def alive(board):
    rows = board.splitlines()
    return {(y, x) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell == "#"}


def test_the_demo_runs_from_any_folder(tmp_path):
    done = run_demo(tmp_path)

    assert done.returncode == 0, done.stdout
    result = EXAMPLES.parent / "build" / "demo" / "sepia.png"
    assert str(result) in done.stdout
    with PIL.Image.open(result) as image:
        assert image.size == (640, 480)


def test_the_demo_fails_where_a_step_fails(tmp_path):
    (tmp_path / "broken.jpg").write_bytes(b"no picture")

    done = run_demo(tmp_path, "broken.jpg")

    assert done.returncode == 1
    assert "demo: `rpcface predict` failed" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGINT to send")
def test_the_demo_ends_in_silence_on_ctrl_c(tmp_path):
    with subprocess.Popen(
        [sys.executable, str(EXAMPLES / "demo.py")],
        cwd=tmp_path,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            while "rpcface serves" not in process.stdout.readline():
                assert process.poll() is None
            os.killpg(process.pid, signal.SIGINT)
            rest, _ = process.communicate(timeout=SECONDS)
        finally:
            process.kill()

    assert process.returncode == 130
    assert "Traceback" not in rest


def run_demo(folder, *words):
    return subprocess.run(
        [sys.executable, str(EXAMPLES / "demo.py"), *words],
        check=False,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
    )
