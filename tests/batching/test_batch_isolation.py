"""One call of a batch never touches the others, whatever becomes of it."""

from __future__ import annotations

import os
import tempfile
import threading

import numpy as np
import pytest

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message

LONG = 20.0


@pytest.fixture
def busy(serve, held, kind):
    """A function that is busy with a first call, and who calls it."""
    work = held()
    calls = serve(getattr(work, kind))
    calls.first = calls.start("first")
    work.begins()
    return calls, work


def test_a_call_that_is_not_valid_never_joins(serve, held, kind, how):
    work = held()
    calls = serve(getattr(work, kind), inputs=rf.Textbox(name="text", max_length=3))
    first = calls.start("a", how)
    work.begins()
    good, bad, other = (calls.start(text, how) for text in ("b", "long", "c"))
    calls.waits(2)
    assert bad.ends().startswith("INVALID_ARGUMENT: inputs.text: wanted text of at most 3")
    work.let_go(2)

    assert [one.ends() for one in (first, good, other)] == ["A", "B", "C"]
    assert sorted(work.ran[1]) == ["b", "c"]


def test_a_call_that_is_cancelled_while_it_waits_takes_no_place(busy, how):
    calls, work = busy
    gone, *others = (calls.start(text, how) for text in "abcde")
    calls.waits(5)
    gone.cancel()
    calls.waits(4)
    work.let_go(2)

    assert gone.ends() == "CANCELLED"
    assert [one.ends() for one in others] == list("BCDE")
    assert [sorted(texts) for texts in work.ran] == [["first"], list("bcde")]


def test_a_call_whose_deadline_passes_while_it_waits_takes_no_place(busy, how):
    calls, work = busy
    late = calls.start("a", how, timeout=0.2)
    others = [calls.start(text, how) for text in "bcde"]
    assert late.ends() == "DEADLINE_EXCEEDED"
    calls.waits(4)
    work.let_go(2)

    assert [one.ends() for one in others] == list("BCDE")
    assert [sorted(texts) for texts in work.ran] == [["first"], list("bcde")]


def test_a_call_that_is_cancelled_while_its_batch_collects_is_not_in_it(serve, held, how):
    work = held()
    work.let_go()
    calls = serve(work.sync, max_batch_delay=LONG, max_batch_size=2)
    gone = calls.start("a", how)
    calls.waits(1)
    gone.cancel()
    calls.waits(0)
    others = [calls.start(text, how) for text in "bc"]

    assert [one.ends() for one in others] == ["B", "C"]
    assert [sorted(texts) for texts in work.ran] == [["b", "c"]]


def test_a_call_whose_deadline_passes_while_its_batch_collects_is_not_in_it(serve, held, how):
    work = held()
    work.let_go()
    calls = serve(work.sync, max_batch_delay=LONG, max_batch_size=2)
    late = calls.start("a", how, timeout=0.5)
    calls.waits(1)
    assert late.ends() == "DEADLINE_EXCEEDED"
    calls.waits(0)
    others = [calls.start(text, how) for text in "bc"]

    assert [one.ends() for one in others] == ["B", "C"]


def test_a_call_that_is_cancelled_while_it_runs_leaves_the_others(busy, how):
    calls, work = busy
    gone, *others = (calls.start(text, how) for text in "abc")
    calls.waits(3)
    work.let_go()
    work.begins()
    gone.cancel()
    assert gone.ends() == "CANCELLED"
    calls.round_trip()
    assert not work.calls[1].cancelled
    work.let_go()

    assert [one.ends() for one in others] == ["B", "C"]


def test_a_call_whose_deadline_passes_while_it_runs_leaves_the_others(busy, kind):
    calls, work = busy
    how = "unary" if kind == "sync" else "watched"
    others = [calls.start(text, how) for text in "bc"]
    calls.waits(2)
    late = calls.start("a", how, timeout=1.0)
    calls.waits(3)
    work.let_go()
    assert len(work.begins()) == 3
    assert late.ends() == "DEADLINE_EXCEEDED"
    assert not work.calls[1].cancelled
    work.let_go()

    assert [one.ends() for one in others] == ["B", "C"]


def test_the_others_of_a_batch_go_on_when_one_leaves_in_the_queue_behind(busy, how):
    calls, work = busy
    started = [calls.start(text, how) for text in "abcd"]
    calls.waits(4)
    behind = [calls.start(text, how) for text in "ef"]
    calls.waits(6)
    behind[0].cancel()
    calls.waits(5)
    work.let_go(3)

    assert [one.ends() for one in (*started, behind[1])] == list("ABCDF")
    assert work.ran[2] == ["f"]


def picture(number):
    return rf.Tensor.of(np.full((2, 2, 3), number, "u1"))


@pytest.mark.parametrize("leaves", ["cancelled", "late"])
def test_the_files_of_a_call_that_has_left_stay_until_its_batch_ends(
    serve, tmp_path, monkeypatch, leaves
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    begun, let_go, found = threading.Event(), threading.Event(), []

    def read(paths):
        begun.set()
        assert let_go.wait(LONG)
        found.extend(os.path.getsize(path) for path in paths)
        return [os.path.basename(path) for path in paths]

    image = rf.Image(type="filepath", name="img")
    calls = serve(read, inputs=image, max_batch_size=2, max_batch_delay=LONG)

    def start(number, timeout=LONG):
        call = pb.PredictRequest(interface_name="f")
        call.inputs["img"].CopyFrom(value_message(picture(number)))
        method = calls.raw.channel.unary_unary("/rpcface.v1.InterfaceService/Predict")
        return method.future(call.SerializeToString(), timeout=timeout)

    other = start(1)
    calls.waits(1)
    gone = start(2, timeout=1.0 if leaves == "late" else LONG)
    assert begun.wait(LONG)
    if leaves == "cancelled":
        gone.cancel()
    else:
        assert gone.exception(LONG).code().name == "DEADLINE_EXCEEDED"
    calls.round_trip()
    let_go.set()

    assert other.result(LONG)
    assert len(found) == 2
    assert min(found) > 0
    calls.is_idle()
    for _ in range(100):
        if not any(tmp_path.iterdir()):
            break
        calls.round_trip()
    assert not any(tmp_path.iterdir())
