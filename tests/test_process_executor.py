"""Functions in worker processes: what they get, give, tell and raise."""

from __future__ import annotations

import logging
import os
import re
import sys
import types

import numpy as np
import pytest

import rpcface as rf
from rpcface.core import programs

LONG = 20.0
FUNCTIONS = os.path.join(os.path.dirname(__file__), "process_functions.py")
fn = sys.modules.get("process_functions") or programs.import_file(FUNCTIONS, "process_functions")


def here(text):
    return f"{text} {os.getpid()}"


@pytest.fixture
def start(serving, client):
    """Serves functions by processes, one worker each; a client."""

    def start(*functions, **options):
        given = {"inputs": "text", "outputs": "text", "workers": 1} | options
        interfaces = [rf.Interface(one, executor="process", **given) for one in functions]
        return client(serving(*interfaces))

    return start


@pytest.fixture
def errors(caplog):
    """What the log has of errors."""
    caplog.set_level(logging.ERROR, "rpcface")
    return lambda: caplog.text


def test_sync_and_async_functions_run_in_a_process_of_their_own(start):
    calls = start(fn.pid, fn.apid)

    found = {calls["pid"](), calls["apid"]()}

    assert len(found) == 2
    assert str(os.getpid()) not in found
    assert calls["pid"]("a") == "a" + calls["pid"]()


@pytest.mark.parametrize("function", [fn.numbers, fn.anumbers])
def test_generators_stream_from_a_process(start, function):
    calls = start(function, inputs="number", outputs="number", merge_updates=False)

    updates = [e.outputs for e in calls.stream(100) if isinstance(e, rf.Updated)]

    assert updates == list(range(100))
    assert calls.predict(7) == 6


def test_a_function_of_a_test_module_is_found(start):
    assert start(here).predict("a").startswith("a ")


def test_a_worker_is_warm_and_serves_one_call_after_the_other(start):
    calls = start(fn.pid)

    assert len({calls.predict() for _ in range(20)}) == 1


def test_as_many_calls_run_at_once_as_there_are_workers(serving, client):
    interface = rf.Interface(fn.says, "text", "text", executor="process", workers=2)

    assert interface.concurrency_limit == 2


def test_a_running_function_tells_its_caller_and_knows_its_call(start, raw):
    calls = start(fn.says)
    told = list(calls.stream("text"))

    alerts = [(e.level, e.text) for e in told if isinstance(e, rf.Alerted)]
    assert alerts == [
        (rf.Level.INFO, "an info"),
        (rf.Level.SUCCESS, "a success"),
        (rf.Level.WARNING, "a warning"),
    ]
    assert any(isinstance(e, rf.Progressed) for e in told)
    assert told[-1].outputs.startswith("text None True ")


def test_metadata_and_the_request_id_reach_a_worker(start, raw, serving):
    call = raw(serving(rf.Interface(fn.says, "text", "text", executor="process", workers=1)))
    body = call.predict  # the client's own metadata are its own
    answer = body(inputs={"text": "text"}, request_id="number-7")

    assert " number-7 127.0.0.1" in answer.outputs["output"].text_value


def test_progress_in_a_tight_loop_is_throttled(start):
    calls = start(fn.progresses, inputs="number", outputs="number")

    told = list(calls.stream(100_000))

    assert told[-1].outputs == 100_000
    assert len(told) < 500


def test_an_error_for_the_caller_reaches_it_as_such(start):
    with pytest.raises(rf.Error, match=r"^one and two$") as raised:
        start(fn.raises).predict("refused")

    assert raised.value.metadata["one"] == "one"


@pytest.mark.parametrize(("how", "text"), [("value", "the secret"), ("stubborn", "Stubborn")])
def test_any_other_exception_is_an_incident_whose_traceback_is_in_the_log(start, errors, how, text):
    with pytest.raises(rf.FunctionFailed) as raised:
        start(fn.raises).predict(how)

    assert "secret" not in str(raised.value)
    log = errors()
    assert raised.value.metadata["incident"] in log
    assert text in log
    assert re.search(r"process_functions\.py.*in raises", log)


def test_a_function_that_exits_is_an_incident_and_its_worker_lives(start, errors):
    calls = start(fn.raises, fn.pid)

    with pytest.raises(rf.FunctionFailed):
        calls["raises"]("exit")
    with pytest.raises(rf.Error):
        calls["raises"]("refused")


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("lambda", "function can't be sent from a worker"),
        ("lock", "lock can't be sent from a worker"),
        ("odd", "what it sent can't be had here: RuntimeError: no model"),
    ],
)
def test_a_result_that_can_not_be_pickled_is_told_as_such(start, errors, what, told):
    calls = start(fn.gives)

    with pytest.raises(rf.OutputError, match="can't leave its process"):
        calls.predict(what)

    assert told in errors()
    assert calls.predict("text") == "text"


def test_an_argument_that_can_not_be_pickled_is_an_incident(start, errors):
    calls = start(fn.same, inputs=rf.Dropdown([("a", lambda: 0), ("b", 2)]), outputs="number")

    with pytest.raises(rf.FunctionFailed):
        calls.predict("a")

    assert "pickle" in errors()


def test_what_is_yielded_before_an_error_has_arrived(start, errors):
    calls = start(fn.yields_and_dies, inputs="number", outputs="number", merge_updates=False)
    got = []

    with pytest.raises(rf.WorkerLost):
        got.extend(calls.stream(3))

    assert [e.outputs for e in got if isinstance(e, rf.Updated)] == [0, 1, 2]


@pytest.mark.parametrize("how", ["kill", "exit", "segfault", "held"])
def test_a_worker_that_dies_ends_its_call_alone_and_is_replaced(start, errors, how):
    calls = start(fn.dies, workers=2)
    alive = calls.predict("not")

    with pytest.raises(rf.WorkerLost, match="may have run in part") as raised:
        calls.predict(how)

    assert raised.value.code is rf.StatusCode.ABORTED
    assert "is replaced" in errors()
    assert all(calls.predict("not") for _ in range(3))
    assert alive


def test_a_worker_that_dies_while_it_waits_is_replaced_unnoticed(start, errors):
    calls = start(fn.pid)
    before = int(calls.predict())

    os.kill(before, 9)
    fn.wait_for(lambda: "is replaced" in errors())

    assert int(calls.predict()) != before


def test_a_lambda_that_no_worker_finds_keeps_the_server_from_starting(serving):
    interface = rf.Interface(lambda text: text, "text", "text", executor="process", workers=1)

    with pytest.raises(rf.ExecutorError, match="Let a def outside of functions"):
        serving(interface)


def test_a_function_of_a_prompt_keeps_the_server_from_starting(serving, monkeypatch):
    namespace = {"__name__": "__main__"}
    exec("def typed(text): return text", namespace)  # noqa: S102 - as a prompt does
    monkeypatch.setitem(sys.modules, "__main__", types.ModuleType("__main__"))
    interface = rf.Interface(namespace["typed"], "text", "text", executor="process", workers=1)

    with pytest.raises(rf.ExecutorError, match="at a prompt or in a notebook"):
        serving(interface)


def test_outputs_by_component_come_from_a_worker(start, serving, client):
    assert client(serving(BY_COMPONENT)).predict("a") == ("A", "a")


LEFT, RIGHT = rf.Textbox(), rf.Textbox()


def by_component(text):
    return {RIGHT: text, LEFT: text.upper()}


BY_COMPONENT = rf.Interface(
    by_component, "text", [LEFT, RIGHT], executor="process", workers=1, api_name="by_component"
)


def test_an_image_comes_back_exactly(start):
    image = np.random.default_rng(1).integers(0, 256, (1080, 1920, 3), dtype=np.uint8)
    calls = start(fn.write, inputs=rf.Image(), outputs=rf.Image())

    for _ in range(3):
        assert np.array_equal(calls.predict(image), image + 1)


def test_an_array_that_a_function_keeps_is_never_written_over(start):
    calls = start(fn.hold, inputs=rf.Image(), outputs="checkbox")
    random = np.random.default_rng(1)

    for _ in range(5):
        image = random.integers(0, 256, (300, 400, 3), dtype=np.uint8)
        assert calls.predict(image) is True
