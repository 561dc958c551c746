"""Repeated calls whose functions run in processes, and what is seen of them from outside."""

from __future__ import annotations

import json
import logging
import queue
import sys
import urllib.request

import grpc
import pytest

import rpcface as rf
from rpcface.core import programs

from .conftest import output

LONG = 20.0

WORKER = """
import os
import rpcface as rf

def wait(path):
    call = rf.call()
    with open(path + ".begun", "x"):
        pass
    while not os.path.exists(path):
        if call.wait(0.01):
            return "cancelled"
    return "none" if call.deadline is None else f"{call.remaining:.0f}"
"""


@pytest.fixture
def worker(calls, tmp_path):
    """Calls of a function in a process of its own, which waits for a file."""
    path = tmp_path / "waiting.py"
    path.write_text(WORKER)
    module = programs.import_file(str(path), "waiting_worker")
    yield calls(module.wait, executor="process", workers=1)
    sys.modules.pop("waiting_worker")


def begun(path):
    """Waits until the function runs."""
    waiting = rf.Running()
    for _ in range(int(LONG / 0.01)):
        if path.with_name(path.name + ".begun").exists():
            return
        waiting.wait(0.01)
    pytest.fail("the function does not run")


@pytest.mark.parametrize("timeout", [10 * LONG, None])
def test_a_function_in_a_process_learns_a_later_deadline(worker, tmp_path, timeout):
    path = tmp_path / "let go"
    first = worker.start(str(path), "1", timeout=2.0)
    begun(path)
    second = worker.start(str(path), "1", timeout=timeout)
    with pytest.raises(grpc.RpcError) as caught:
        first.result(LONG)
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    path.touch()

    told = output(second.result(LONG))
    assert told == "none" if timeout is None else 5 * LONG < float(told) < 11 * LONG


class Lines(logging.Handler):
    def __init__(self):
        super().__init__()
        self.records = queue.Queue()

    def emit(self, record):
        self.records.put((json.loads(rf.JsonLines().format(record)), record.getMessage()))

    def next(self):
        """The next line of a call of `f`, for programs and for people."""
        while (found := self.records.get(timeout=LONG))[0]["interface"] != "f":
            pass
        return found


@pytest.fixture
def lines():
    logger = logging.getLogger("rpcface.calls")
    handler = Lines()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.setLevel(logging.NOTSET)
    logger.removeHandler(handler)


def test_each_call_has_a_line_and_the_run_is_told_in_the_first(calls, lines):
    call = calls(str.upper)
    for ask in (call.answer, lambda *of: list(call.watch(*of))):
        ask("a", "1" if ask == call.answer else "2")
        first, _ = lines.next()
        assert first["run_seconds"] > 0
        assert "repeat" not in first

        ask("a", "1" if ask == call.answer else "2")
        again, text = lines.next()
        assert again["request_id"] == first["request_id"]
        assert (again["status"], again["bytes_out"]) == ("OK", first["bytes_out"])
        assert again["repeat"] is True
        assert again.keys().isdisjoint({"run_seconds", "wait_seconds"})
        assert "ms, of a run before; " in text


def test_a_call_that_waits_with_another_is_told_when_it_ends_itself(calls, lines, work):
    call = calls(work.sync)
    first = call.start("a", "1")
    work.has_begun()
    second = call.start("a", "1")
    call.arrived()
    first.cancel()
    line, _ = lines.next()
    assert line["status"] == "CANCELLED"
    work.let_go.set()
    assert second.result(LONG)

    line, _ = lines.next()
    assert (line["status"], line["repeat"]) == ("OK", True)


def test_repeats_are_counted(calls):
    call = calls(str.upper, options=rf.Options(metrics_port=0))
    for name in ("1", "1", "1", "2", ""):
        call.answer("a", name)
    for name in ("3", "3"):
        list(call.watch("a", name))

    with urllib.request.urlopen(
        f"http://{call.server.metrics_address}/metrics", timeout=LONG
    ) as answer:
        found = answer.read().decode().splitlines()
    assert 'rpcface_repeats_total{interface="f",rpc="Predict"} 2.0' in found
    assert 'rpcface_repeats_total{interface="f",rpc="PredictStream"} 1.0' in found
    assert 'rpcface_calls_total{interface="f",rpc="Predict",status="OK"} 5.0' in found
    assert 'rpcface_call_run_seconds_count{interface="f",rpc="Predict"} 3.0' in found
