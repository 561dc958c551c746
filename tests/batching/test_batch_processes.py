"""Batches in worker processes."""

from __future__ import annotations

import logging
import os
import sys
import threading

import numpy as np
import pytest

import rpcface as rf
from rpcface.core import programs
from rpcface.media_types import DECODED
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.values import from_message

from .conftest import Served, ping, wait_for

LONG = 20.0
FUNCTIONS = os.path.join(os.path.dirname(__file__), "process_functions.py")
fn = sys.modules.get("batch_functions") or programs.import_file(FUNCTIONS, "batch_functions")


def interface(function, inputs=None, outputs="text", **options):
    text = rf.Textbox(name="text")
    given = {"executor": "process", "workers": 1, "max_batch_size": 2, "max_batch_delay": LONG}
    return rf.Interface(function, inputs or text, outputs, batch=True, **given | options)


@pytest.fixture(scope="module", autouse=True)
def no_thread_is_left():
    """Every thread that starts here ends with the module, whose server its tests share."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if thread.name.startswith("rpcface"):
            thread.join(LONG)
            assert not thread.is_alive()


@pytest.fixture(scope="module")
def server():
    """Serves functions by one worker process each, in batches of two that wait for each
    other.
    """
    made = (
        interface(fn.acts, api_name="f", setup=fn.load),
        interface(fn.aupper),
        fn.demo,
        rf.Interface(ping, None, "text"),
    )
    with rf.serve(*made, port=0, block=False) as server:
        yield server


@pytest.fixture
def calls(server, raw):
    return Served(server, raw(server), None)


@pytest.fixture
def pair(calls):
    """Calls with two texts as one batch; how they end."""

    def run(name, hows=("unary", "watched")):
        started = [calls.start(f"{name} {text}", how) for text, how in zip("ab", hows, strict=True)]
        return [one.ends() for one in started], started

    return run


def test_a_batch_runs_in_a_process(pair):
    ends, _ = pair("upper")

    pids = {end.split()[2] for end in ends}
    assert [end.split()[:2] for end in ends] == [["A", "2"], ["B", "2"]]
    assert len(pids) == 1
    assert str(os.getpid()) not in pids


def test_an_async_function_runs_there_too(calls):
    futures = [calls.raw.start(interface_name="aupper", inputs={"text": text}) for text in "ab"]
    answers = [pb.PredictResponse.FromString(future.result(LONG)) for future in futures]

    found = [answer.outputs["output"].text_value for answer in answers]
    assert [text.split()[:2] for text in found] == [["A", "2"], ["B", "2"]]


def test_outputs_by_component_find_their_way_back(calls):
    answer = calls.raw.predict(interface_name="by_component", inputs={"text": "a"})

    assert {name: value.text_value for name, value in answer.outputs.items()} == {"same": "a"}


def test_arrays_small_and_large_go_there_and_back(serving, raw):
    call = raw(serving(interface(fn.negatives, rf.Image(name="img"), "image")))
    for edge in (4, 300, 300, 300):  # memory is used again
        images = [np.full((edge, edge, 3), number, "u1") for number in (1, 2)]
        given = [{"img": rf.Tensor.of(image)} for image in images]
        futures = [call.start(inputs=inputs, accept=[DECODED]) for inputs in given]
        for image, future in zip(images, futures, strict=True):
            answer = pb.PredictResponse.FromString(future.result(LONG))
            found = from_message(answer.outputs["output"]).array()
            assert (found == 255 - image).all()


def test_an_error_in_the_list_refuses_its_call_alone(pair):
    ends, _ = pair("refuses")

    assert ends == ["FAILED_PRECONDITION: one and two", {}]


def test_an_error_in_the_list_keeps_what_it_says(server, calls, client):
    beside = calls.start("refuses b")
    with pytest.raises(rf.Error, match="one and two") as caught:
        client(server)["f"].predict("refuses a")

    assert (caught.value.metadata["one"], caught.value.retry_after) == ("one", 2.5)
    assert beside.ends() == {}


def test_what_is_not_to_be_shared_out_fails_all(pair):
    ends, _ = pair("wrong")

    assert len(set(ends)) == 1
    assert ends[0].startswith("INTERNAL: output 'output': wanted a list of 2, one value")


def test_whatever_the_function_raises_is_one_incident_of_all(pair, caplog):
    caplog.set_level(logging.ERROR, "rpcface")
    ends, _ = pair("raises")

    assert len(set(ends)) == 1
    assert ends[0].startswith("INTERNAL: interface 'f' failed")
    assert caplog.text.count("ValueError: the secret") == 1


def test_a_function_there_knows_its_batch_and_tells_each(pair):
    ends, started = pair("says", ("watched", "watched"))

    assert ends == ["||{}|True|a model"] * 2
    for one in started:
        alerts = [event.text for event in one.events if isinstance(event, rf.Alerted)]
        bars = [event.bars for event in one.events if isinstance(event, rf.Progressed)]
        assert alerts == ["an info"]
        assert bars[-1] == (rf.Bar(1, 2),)


def test_one_that_leaves_a_running_batch_leaves_the_others(calls, tmp_path, how):
    place = tmp_path / "go"
    gone, stays = (calls.start(f"waits {place}{more}", how) for more in ("", "-on"))
    wait_for((tmp_path / "go.begun").exists)
    gone.cancel()
    calls.round_trip()
    place.touch()

    assert stays.ends() == "go-on"
    assert not (tmp_path / "go.cancelled").exists()


def test_when_all_have_left_the_function_there_knows(calls, pair, tmp_path, how):
    place = tmp_path / "go"
    started = [calls.start(f"waits {place}{more}", how) for more in ("", "-on")]
    wait_for((tmp_path / "go.begun").exists)
    for one in started:
        one.cancel()

    wait_for((tmp_path / "go.cancelled").exists)
    assert pair("upper")[0][0].startswith("A 2 ")


def test_a_worker_that_is_lost_fails_its_batch_and_is_replaced(serving, raw, tmp_path):
    server = serving(interface(fn.acts, api_name="f"), rf.Interface(ping, None, "text"))
    calls = Served(server, raw(server), None)
    lost = [one.ends() for one in [calls.start(f"dies {text}") for text in "ab"]]
    assert len(set(lost)) == 1
    assert lost[0].startswith("ABORTED: interface 'f': the process that ran the function was lost")

    place, begun = tmp_path / "go", tmp_path / "go.begun"
    started = [calls.start(f"stubborn {place}{more}") for more in ("", "-on")]
    wait_for(lambda: begun.exists() and begun.read_text())
    for one in started:
        one.cancel()
    wait_for(lambda: not os.path.exists(f"/proc/{begun.read_text()}"))
    again = [calls.start(f"upper {text}") for text in "ab"]
    assert [one.ends().split()[0] for one in again] == ["A", "B"]
