"""`rpcface predict` with files that go and come as blobs."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

import rpcface as rf
from rpcface.cli import main, progress
from rpcface.client import downloads, large
from rpcface.natural import media as natural

MIB = 2**20
CONTENT = os.urandom(2 * MIB + 3)


@pytest.fixture
def address(serving, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    Path("big.mp4").write_bytes(CONTENT)
    monkeypatch.setattr(natural, "LARGE_FILE", MIB)
    monkeypatch.setattr(large, "INLINE", MIB)
    monkeypatch.setattr("rpcface.client.requests.INLINE", MIB)
    both = rf.File(file_count="multiple")
    return serving(
        rf.Interface(lambda video: video, rf.File(), rf.File(), api_name="echo"),
        rf.Interface(lambda video: [video, video], rf.File(), both, api_name="twice"),
    ).address


def test_a_large_file_goes_and_comes(cli, address):
    found = cli("predict", address, "echo", "--video", "@big.mp4", "-o", "out.mp4")

    assert found == (0, "", "output: out.mp4\n")
    assert Path("out.mp4").read_bytes() == CONTENT
    assert sorted(os.listdir()) == ["big.mp4", "out.mp4"]


def test_a_large_output_without_a_file_is_told_of(cli, address):
    code, out, _ = cli("predict", address, "echo", "--video", "@big.mp4")

    assert (code, out) == (0, "video/mp4, 2,097,155 bytes; -o FILE saves it\n")


def test_large_outputs_go_into_a_folder(cli, address):
    os.mkdir("all")

    assert cli("predict", address, "twice", "--video", "@big.mp4", "-o", "all")[0] == 0
    assert sorted(os.listdir("all")) == ["output_0.mp4", "output_1.mp4"]
    assert Path("all/output_1.mp4").read_bytes() == CONTENT


def test_a_large_output_goes_through_a_pipe(address, monkeypatch):
    pipe = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CONTENT)))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(pipe))

    assert main(["predict", address, "echo", "--video", "@-", "-o", "-"]) == 0
    assert pipe.getvalue() == CONTENT


def test_a_terminal_shows_how_far_it_is(cli, address, monkeypatch):
    monkeypatch.setattr(progress, "is_shown", lambda: True)
    monkeypatch.setattr(downloads, "RANGE", MIB)

    _, _, err = cli("predict", address, "echo", "--video", "@big.mp4", "-o", "out.mp4")

    lines = [line.removesuffix("\x1b[K") for line in err.split("\r")]
    assert f"uploading [{'=' * 14:30}]  50% of 2.1 MB" in lines
    assert f"downloading [{'=' * 14:30}]  50% of 2.1 MB" in lines
    assert lines[-1] == "\x1b[Koutput: out.mp4\n"
