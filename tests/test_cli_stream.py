"""`rpcface predict` while the call runs: text as it comes, bars, alerts, Ctrl-C."""

from __future__ import annotations

import signal
import sys
import threading

import numpy as np
import pytest

import rpcface as rf
from rpcface.cli.meanwhile import Meanwhile
from rpcface.events import Alerted, Bar, Finished, Level, Progressed, Queued, Started, Updated

LONG = 20.0
CLEAR = "\r\x1b[K"


def letters(text):
    for count in range(1, len(text) + 1):
        yield text[:count]


@pytest.fixture
def serve(serving):
    """Serves a function; its address."""
    return lambda fn, outputs="text", **options: (
        serving(rf.Interface(fn, "text", outputs, merge_updates=False, **options)).address
    )


@pytest.fixture
def terminal(monkeypatch):
    """Makes stdout, stderr or both look like a terminal of so many columns."""

    def look(*names, columns=60):
        monkeypatch.setenv("COLUMNS", str(columns))
        for name in names:
            monkeypatch.setattr(getattr(sys, name), "isatty", lambda: True)

    return look


@pytest.fixture
def shown(capsys):
    """Shows events; what stands on stdout and on stderr then, and whether it is all."""

    def show(*events, is_live=True):
        meanwhile = Meanwhile(is_live=is_live)
        for event in events:
            meanwhile.tell(event)
        is_all = meanwhile.end()
        said = capsys.readouterr()
        return said.out, said.err, is_all

    return show


def updated(*texts):
    return [Updated([], outputs=text) for text in texts]


def test_text_is_appended_as_it_comes(shown):
    events = [Started(), *updated("a", "ab", "ab\nc"), Finished({}, outputs="ab\nc")]

    assert shown(*events) == ("ab\nc\n", "", True)


def test_each_part_is_there_before_the_next_comes(capsys):
    meanwhile = Meanwhile(is_live=True)
    for event, part in zip(updated("a", "ab", "abc"), "abc", strict=True):
        meanwhile.tell(event)
        assert capsys.readouterr().out == part


def test_text_that_is_replaced_begins_a_new_line(shown):
    assert shown(*updated("one", "two", "two!"), Finished({}, outputs="two!"))[0] == "one\ntwo!\n"


def test_the_outcome_counts_where_it_brings_more(shown):
    assert shown(*updated("one"), Finished({}, outputs="one two")) == ("one two\n", "", True)
    assert shown(Finished({}, outputs="one")) == ("one\n", "", True)
    assert shown(*updated(None), Finished({}, outputs=None)) == ("", "", False)
    assert shown(Finished({}, outputs="one"), is_live=False) == ("", "", False)


def test_alerts_are_lines_on_stderr(shown):
    events = [Alerted(level, f"{level.name} text") for level in Level]

    assert shown(*events)[1] == "info: INFO text\nsuccess: SUCCESS text\nwarning: WARNING text\n"


def test_what_a_terminal_would_obey_is_left_out_of_alerts_and_bars(shown, terminal):
    terminal("stderr")
    _, err, _ = shown(
        Alerted(Level.INFO, "a\x1b[31m\nb"), Progressed([Bar(1, 2, "u\x07", "t\x1b[2J\r")])
    )

    assert err.startswith("info: a [31m b\n")
    assert "\x1b[2J" not in err
    assert "\x07" not in err


@pytest.mark.parametrize(
    ("bars", "line"),
    [
        ([Bar(4, 10, "steps", "Denoising")], "Denoising [####......] 4/10 steps"),
        ([Bar(0.25, 1, "", "Loading")], "Loading [##........] 25%"),
        ([Bar(7)], "7"),
        ([Bar(7, 0, "files", "")], "7 files"),
        ([Bar(12, 10)], "[##########] 12/10"),
        ([Bar(-1, 10)], "[..........] -1/10"),
        ([Bar(1, 2, "", "outer"), Bar(0, 3)], "outer [#####.....] 1/2  [..........] 0/3"),
        ([Bar(float("nan"), 2)], "[..........] nan/2"),
        ([], ""),
    ],
)
def test_bars_stand_on_one_line_of_a_terminal(shown, terminal, bars, line):
    terminal("stderr")
    _, err, _ = shown(Progressed(bars))

    assert err == f"\r{line}\x1b[K{CLEAR}"


def test_the_line_is_no_longer_than_the_terminal_is_wide(shown, terminal):
    terminal("stderr", columns=20)

    assert shown(Progressed([Bar(1, 2, "", "x" * 50)]))[1] == f"\r{'x' * 19}\x1b[K{CLEAR}"


def test_the_place_in_the_queue_is_shown_on_a_terminal(shown, terminal):
    terminal("stderr")
    _, err, _ = shown(Queued(3, 12.4), Queued(2), Started())

    assert err == f"\rwaiting, 3 before it, about 12 s\x1b[K\rwaiting, 2 before it\x1b[K{CLEAR}"


def test_where_stderr_is_no_terminal_nothing_is_drawn(shown):
    assert shown(Queued(3), Started(), Progressed([Bar(1, 2)])) == ("", "", False)


def test_what_is_drawn_makes_room_for_text_and_alerts(shown, terminal):
    terminal("stdout", "stderr")
    bar = Progressed([Bar(1)])
    out, err, _ = shown(bar, Alerted(Level.INFO, "a"), bar, *updated("b"), bar)

    assert (out, err) == ("b\n", f"\r1\x1b[K{CLEAR}info: a\n\r1\x1b[K{CLEAR}")


def test_an_alert_within_a_line_of_text_begins_one_of_its_own(shown, terminal):
    terminal("stdout", "stderr")

    assert shown(*updated("a"), Alerted(Level.INFO, "b"), *updated("a\n"))[1] == "\ninfo: b\n"
    assert shown(*updated("a\n"), Alerted(Level.INFO, "b"))[1] == "info: b\n"


def test_a_generator_of_text_is_printed(cli, serve):
    assert cli("predict", serve(letters), "--text", "abc") == (0, "abc\n", "")


def test_of_other_outputs_the_last_is_printed(cli, serve, serving):
    def numbers(text):
        yield from range(3)

    def pairs(text):
        for count in (1, 2):
            yield text * count, count

    assert cli("predict", serve(numbers, "number"), "--text", "a") == (0, "2\n", "")
    pair = serve(pairs, ["text", "number"])
    assert cli("predict", pair, "--text", "a") == (0, "output_0: aa\noutput_1: 2\n", "")


def test_text_goes_to_its_file_at_the_end(cli, serve, tmp_path):
    path = tmp_path / "out.txt"
    code, out, _ = cli("predict", serve(letters), "--text", "abc", "-o", path)

    assert (code, out, path.read_text()) == (0, "", "abc\n")


def test_an_image_of_a_generator_is_saved(cli, serve, tmp_path):
    def images(text):
        for count in (1, 2):
            yield np.full((2, 2, 3), count, "u1")

    path = tmp_path / "out.npy"
    assert cli("predict", serve(images, "image"), "--text", "a", "-o", path)[0] == 0
    assert set(np.load(path).ravel()) == {2}


def test_what_a_function_tells_is_shown_whatever_its_kind(cli, serve):
    def work(text):
        rf.call().warning("Careful.")
        return text

    assert cli("predict", serve(work), "--text", "a") == (0, "a\n", "warning: Careful.\n")


def test_an_error_after_some_text_begins_a_line_of_its_own(cli, serve):
    def fail(text):
        yield "some"
        raise rf.Error("No more.")

    assert cli("predict", serve(fail), "--text", "a") == (1, "some\n", "rpcface: No more.\n")


def test_ctrl_c_cancels_the_call(serve, program):
    closed = threading.Event()

    def forever(text):
        try:
            while True:
                yield text
                text += "\nmore"
                rf.call().wait(0.01)
        finally:
            closed.set()

    called = program("-m", "rpcface", "predict", serve(forever), "--text", "first\n")
    assert called.process.stdout.readline() == b"first\n"
    code, _, err = called.ends(signal.SIGINT)

    assert (code, err) == (130, "")
    assert closed.wait(LONG)


def test_a_reader_that_has_gone_ends_the_call(serve, program):
    closed = threading.Event()

    def forever(text):
        try:
            while True:
                yield text
                text += "\nmore"
                rf.call().wait(0.001)
        finally:
            closed.set()

    called = program("-m", "rpcface", "predict", serve(forever), "--text", "first\n")
    assert called.process.stdout.readline() == b"first\n"
    called.process.stdout.close()

    assert closed.wait(LONG)
    assert called.process.wait(LONG) == 1
