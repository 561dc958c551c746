"""What worker processes load once."""

from __future__ import annotations

import logging
import os
import sys

import pytest

import rpcface as rf
from rpcface.core import programs

LONG = 20.0
FUNCTIONS = os.path.join(os.path.dirname(__file__), "process_functions.py")
fn = sys.modules.get("process_functions") or programs.import_file(FUNCTIONS, "process_functions")


@pytest.fixture
def start(serving, client):
    """Serves what tells what is loaded, by a worker; a client."""

    def start(setup):
        options = {"executor": "process", "workers": 1, "setup": setup}
        return client(serving(rf.Interface(fn.loaded, "text", "text", **options)))

    return start


@pytest.fixture
def errors(caplog):
    """What the log has of errors."""
    caplog.set_level(logging.ERROR, "rpcface")
    return lambda: caplog.text


def test_setup_is_called_once_in_each_worker(start):
    calls = start(fn.load)

    first, second = calls.predict("a"), calls.predict("b")

    assert first == second
    _, loaded, by = first.split()
    assert loaded == by


@pytest.mark.parametrize("setup", [fn.load_badly, fn.load_and_die])
def test_a_setup_that_fails_is_told_at_once_and_fails_calls_with_its_incident(start, errors, setup):
    calls = start(setup)

    with pytest.raises(rf.FunctionFailed) as raised:
        calls.predict("a")

    log = errors()
    assert f"incident {raised.value.metadata['incident']}: the setup of interface 'loaded'" in log
    assert "no model" in log or "status 9" in log


def test_a_setup_that_fails_is_tried_again(start, tmp_path, monkeypatch, errors):
    monkeypatch.setattr("rpcface.processes.executor.FIRST_DELAY", 0.01)
    monkeypatch.setenv("PROCESS_TEST", str(tmp_path / "tried"))
    calls = start(fn.load_at_the_second_try)

    fn.wait_for(lambda: succeeds(calls))

    assert "not yet" in errors()
    assert calls.predict("a").startswith("second ")


def succeeds(calls):
    try:
        return calls.predict("a")
    except rf.FunctionFailed:
        return False


def test_a_slow_setup_holds_up_calls_but_no_description(start, tmp_path, monkeypatch):
    monkeypatch.setenv("PROCESS_TEST", str(tmp_path / "go"))
    calls = start(fn.load_when_told)

    assert list(calls.describe().interfaces) == ["loaded"]
    job = calls.submit("a")
    (tmp_path / "go").touch()
    assert job.result().startswith("slow ")
