"""Which outcomes of a call are kept for the same call again, and how long."""

from __future__ import annotations

import sys
import threading
import time

import numpy as np
import pytest

import rpcface as rf
from rpcface.core import programs
from rpcface.core.options import Options
from rpcface.core.service import Service
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.calls import Call, read_outcome, write_call
from tests.blobs import Blobs

LONG = 20.0


class Runs:
    """A function that counts its runs and fails so, or returns that."""

    def __init__(self, outcome):
        self.count = 0
        self._outcome = outcome

    def __call__(self, text):
        self.count += 1
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


FAILURES = {
    "FUNCTION_REFUSED": rf.Error("No face.", metadata={"faces": 0}),
    "FUNCTION_FAILED": RuntimeError("secret"),
    "OUTPUT_INVALID": "\udfff",
}


@pytest.mark.parametrize("reason", FAILURES)
@pytest.mark.parametrize("rpc", ["Predict", "PredictStream"])
def test_a_failure_of_a_run_is_its_outcome(calls, reason, rpc):
    fn = Runs(FAILURES[reason])
    call = calls(fn)

    def said():
        failure = call.refused("a", "1") if rpc == "Predict" else call.watch("a", "1").fails()[1]
        return failure.code, failure.text, failure.info

    first = said()
    assert first[2].reason == reason
    assert said() == said() == first  # with the same incident in it
    assert fn.count == 1


def test_a_lost_worker_is_the_outcome_of_its_call(calls, tmp_path):
    path = tmp_path / "fn.py"
    path.write_text(
        "import os, signal\n"
        "def die(text):\n"
        "    open(text, 'a').write('.')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    module = programs.import_file(str(path), "lost_worker")
    call = calls(module.die, executor="process", workers=1)
    runs = tmp_path / "runs"

    for _ in range(2):
        failure = call.refused(str(runs), "1")
        assert (failure.code, failure.info.reason) == ("ABORTED", "WORKER_LOST")
    assert runs.read_text() == "."
    sys.modules.pop("lost_worker")


def test_what_never_ran_leaves_its_id_free(calls):
    fn = Runs("done")
    call = calls(fn, inputs=rf.Textbox(max_length=1, name="text"))

    for rpc in (call.refused, lambda *of, **more: call.watch(*of, **more).fails()[1]):
        assert rpc("ab", "1").info.reason == "INPUT_INVALID"
        assert rpc("a", "1", etag="?").info.reason == "INTERFACE_CHANGED"
        assert rpc("a", "1", max_inline_bytes=-1).info.reason == "REQUEST_MALFORMED"
    assert call.predict("a", "1") == "done"
    assert fn.count == 1


def test_a_full_queue_leaves_the_id_free(calls, work):
    call = calls(work.sync, concurrency_limit=1, max_queue_size=1)
    both = [call.start("a", "1"), call.start("a", "")]
    work.has_begun()
    call.arrived()
    assert call.refused("b", "2").info.reason == "QUEUE_FULL"
    assert call.watch("b", "2").fails()[1].info.reason == "QUEUE_FULL"
    work.let_go.set()
    assert all(one.result(LONG) for one in both)

    assert call.predict("b", "2") == "B"


def test_a_setup_that_failed_leaves_the_id_free(calls):
    def setup():
        raise OSError("no model")

    call = calls(Runs("done"), setup=setup)

    for text in ("a", "b"):
        assert call.refused(text, "1").info.reason == "FUNCTION_FAILED"
        assert call.watch(text, "1").fails()[1].info.reason == "FUNCTION_FAILED"


def test_outcomes_go_after_their_time(calls):
    fn = Runs("done")
    call = calls(fn, options=rf.Options(repeat_seconds=0.05))
    call.predict("a", "1")
    call.predict("a", "2")

    end = time.monotonic() + LONG
    while fn.count < 3 and time.monotonic() < end:
        call.predict("a", "1")
    assert fn.count == 3


def test_the_oldest_outcomes_go_where_there_are_too_many(calls):
    fn = Runs("x" * 20_000)
    call = calls(fn, options=rf.Options(repeat_bytes=64 * 1024))
    for name in ("1", "2", "3", "4"):  # the fourth finds room for three
        call.predict("a", name)
    for name in ("2", "3", "4"):
        call.predict("a", name)
    assert fn.count == 4

    call.predict("a", "1")
    assert fn.count == 5


def test_an_answer_larger_than_the_window_is_not_kept_and_drives_out_nothing(calls):
    runs = []

    def fn(text):
        runs.append(text)
        return text

    call = calls(fn, options=rf.Options(repeat_bytes=64 * 1024))
    for text in ("a", "x" * 70_000, "a", "x" * 70_000):
        assert call.predict(text, str(len(text))) == text

    assert [len(text) for text in runs] == [1, 70_000, 70_000]


@pytest.fixture
def pictures(calls):
    """Calls of a function that gives a picture of some kilobytes, and how often it ran."""
    runs = []

    def fn(text):
        runs.append(text)
        return np.random.default_rng(len(runs)).integers(0, 256, (40, 40, 3), np.uint8)

    def serve(**options):
        return calls(fn, outputs="image", options=rf.Options(**options)), runs

    return serve


def blob_of(watched):
    if isinstance(watched, bytes):
        return pb.PredictResponse.FromString(watched).outputs["output"].media_value.blob_id
    list(watched)
    return watched.outputs["output"].blob_id


@pytest.mark.parametrize("rpc", ["answer", "watch"])
def test_blobs_of_an_outcome_are_there_or_it_is_run_again(pictures, rpc):
    call, runs = pictures(blob_seconds=0.3)
    blobs = Blobs(call.raw)
    ask = getattr(call, rpc)
    first = blob_of(ask("a", "1", max_inline_bytes=100))
    assert blobs.read(first)
    assert blob_of(ask("a", "1", max_inline_bytes=100)) == first
    assert len(runs) == 1

    end = time.monotonic() + LONG
    while not blobs.is_gone(first) and time.monotonic() < end:
        threading.Event().wait(0.4)  # each look uses it for another 0.3 s
    second = blob_of(ask("a", "1", max_inline_bytes=100))
    assert second != first
    assert blobs.read(second)
    assert len(runs) == 2


class Person:
    """A caller as an edge knows one."""

    def __init__(self, peer, principal=""):
        self.peer, self.principal = peer, principal
        self.deadline, self.metadata = None, {}


async def test_an_id_is_a_callers_own():
    runs = []

    def fn(text):
        runs.append(text)
        return len(runs)

    service = Service({"f": rf.Interface(fn, "text", "number")}, Options())
    body = b"".join(write_call(Call(inputs={"text": "a"}, request_id="1")))
    people = [Person("10.0.0.1"), Person("10.0.0.2"), Person("10.0.0.1", "ada")]
    people += [Person("10.0.0.3", "ada"), Person("10.0.0.2")]

    found = [read_outcome(await service.predict(body, who)).outputs["output"] for who in people]

    assert found == [1, 2, 3, 3, 2]
    await service.close(0)
