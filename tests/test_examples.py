from __future__ import annotations

import contextlib
import json
import os
import runpy
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

import rpcface as rf

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PHOTO = EXAMPLES / "sepia" / "photo.jpg"
KINDS = {
    "input_only/guestbook.py": rf.InterfaceKind.INPUT_ONLY,
    "output_only/maze.py": rf.InterfaceKind.OUTPUT_ONLY,
    "sepia/sepia.py": rf.InterfaceKind.STANDARD,
    "unified/life.py": rf.InterfaceKind.UNIFIED,
}
SECONDS = 60


@pytest.fixture
def client_of(tmp_path, monkeypatch):
    """Serves an example in a folder of its own; a client of it."""
    monkeypatch.chdir(tmp_path)
    with contextlib.ExitStack() as stack:

        def serve(file):
            demo = runpy.run_path(str(EXAMPLES / file))["demo"]
            server = stack.enter_context(demo.launch(port=0, block=False))
            return stack.enter_context(rf.Client(server.address, timeout=SECONDS))

        yield serve


def test_every_example_is_known_here():
    found = {path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.glob("*/*.py")}

    assert found == set(KINDS)


@pytest.mark.parametrize("file", KINDS)
def test_an_example_is_of_its_kind(file, client_of):
    assert client_of(file).describe().only.kind == KINDS[file]


def test_sepia_makes_a_brown_print(client_of):
    print_ = client_of("sepia/sepia.py").predict(PHOTO)

    red, green, blue = print_.reshape(-1, 3).mean(axis=0)
    assert print_.shape == (480, 640, 3)
    assert red > green > blue


def test_sepia_without_strength_leaves_the_picture_as_it_is(client_of):
    print_ = client_of("sepia/sepia.py").predict(PHOTO, strength=0)

    with PIL.Image.open(PHOTO) as photo:
        assert np.array_equal(print_, np.asarray(photo))


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
