"""Outputs of examples that are computed when a server starts."""

from __future__ import annotations

import asyncio
import logging
import os
import threading

import numpy as np
import pytest

import rpcface as rf

LONG = 20.0


def test_examples_are_run_before_the_server_says_that_it_listens(
    shouted, keeping, client, runs, capsys
):
    said = []
    demo = shouted(setup=lambda: said.append(capsys.readouterr().out))

    server = keeping(demo)

    assert len(runs) == 2
    assert said == [""]
    assert client(server).describe().only.examples[0].cached


def test_an_example_is_answered_without_a_run(called, runs, cached_of):
    caller = called()

    assert cached_of(caller) == [True, True]
    assert [caller.predict("a"), caller.predict("a", "!"), caller.predict("b", "?")] == [
        "A!",
        "A!",
        "B?",
    ]
    assert len(runs) == 2
    assert caller.predict("b") == "B!"
    assert len(runs) == 3


def test_the_next_server_finds_the_outputs_on_the_disk(shouted, keeping, client, runs):
    keeping(shouted()).stop()

    server = keeping(shouted())

    assert client(server).predict("a") == "A!"
    assert len(runs) == 2


def test_only_what_is_new_is_run_at_the_next_start(shouted, keeping, runs):
    keeping(shouted()).stop()

    keeping(shouted([["a"], ["c"]]))

    assert len(runs) == 3


@pytest.mark.parametrize("text", ["no", "broken"])
def test_an_example_that_fails_is_not_cached_and_the_others_are(called, text, cached_of):
    caller = called([["a"], [text], ["b"]])

    assert cached_of(caller) == [True, False, True]
    assert caller.predict("b") == "B!"
    with pytest.raises(rf.RpcfaceError):
        caller.predict(text)


def test_the_log_says_what_the_function_said_that_refused(shouted, keeping, caplog):
    keeping(shouted([["a"], ["no"]]))

    assert "interface 'shout': example 2 is not kept: I won't." in caplog.text


def test_what_fails_is_in_the_log_under_its_incident(shouted, keeping, caplog):
    keeping(shouted([["broken"]]))

    (line,) = [one.message for one in caplog.records if "is not kept" in one.message]
    incident = line.rsplit(maxsplit=1)[-1]
    assert f"incident {incident}: interface 'shout' failed" in caplog.text
    assert "a secret" in caplog.text


def test_each_run_has_a_line_in_the_log(shouted, keeping, folder, caplog):
    caplog.set_level(logging.INFO, "rpcface")

    keeping(shouted())

    assert [one.message for one in caplog.records if one.name == "rpcface"] == [
        f"interface 'shout': outputs of 0 of 2 examples are kept in {folder}",
        "interface 'shout': runs example 1, to keep its outputs (1 of 2)",
        "interface 'shout': runs example 2, to keep its outputs (2 of 2)",
    ]


def test_an_example_that_stands_twice_is_run_once(called, runs, cached_of):
    caller = called([["a"], ["b"], ["a", "!"]])

    assert cached_of(caller) == [True, True, True]
    assert len(runs) == 2


def test_examples_are_run_one_after_the_other(keeping):
    running, most = [], []

    async def slow(text):
        running.append(text)
        most.append(len(running))
        await asyncio.sleep(0)
        running.remove(text)
        return text

    keeping(rf.Interface(slow, "text", "text", ["a", "b", "c"], cache_examples=True))

    assert most == [1, 1, 1]


def test_a_setup_is_loaded_before_and_is_not_waited_for_afterwards(keeping, client, runs):
    go = threading.Event()
    go.set()

    def load():
        go.wait(LONG)
        return "loaded"

    def say(text):
        runs.note(text)
        return f"{text} {rf.call().loaded}"

    demo = rf.Interface(say, "text", "text", ["a"], cache_examples=True, setup=load)
    keeping(demo).stop()
    go.clear()

    server = keeping(demo)

    assert client(server).predict("a") == "a loaded"
    assert len(runs) == 1
    go.set()


def test_a_setup_that_fails_leaves_the_examples_out(keeping, client, cached_of):
    def load():
        raise ValueError("no model")

    demo = rf.Interface(str, "text", "text", ["a"], cache_examples=True, setup=load)

    assert cached_of(client(keeping(demo))) == [False]


def test_processes_run_examples(keeping, client, tmp_path, monkeypatch):
    (tmp_path / "whose.py").write_text("import os\ndef whose(text): return os.getpid()\n")
    monkeypatch.syspath_prepend(tmp_path)
    import whose

    demo = rf.Interface(
        whose.whose, "text", "number", ["a"], cache_examples=True, executor="process", workers=1
    )
    caller = client(keeping(demo))

    assert caller.predict("a") not in (0, os.getpid())


def test_several_interfaces_keep_their_own(keeping, client):
    def upper(text):
        return text.upper()

    def lower(text):
        return text.lower()

    made = [rf.Interface(fn, "text", "text", ["Aa"], cache_examples=True) for fn in (upper, lower)]
    caller = client(keeping(*made, rf.Interface(len, "text", "number", ["Aa"])))

    assert [caller[name].predict("Aa") for name in ("upper", "lower", "len")] == ["AA", "aa", 2]
    described = caller.describe().interfaces
    assert [one.examples[0].cached for one in described.values()] == [True, True, False]


def test_functions_that_differ_in_their_closure_keep_their_own(keeping, client):
    def adding(words):
        return lambda text: text + words[0]

    made = [
        rf.Interface(adding([word]), "text", "text", ["a"], cache_examples=True, api_name=word)
        for word in ("x", "y")
    ]
    caller = client(keeping(*made))

    assert (caller["x"].predict("a"), caller["y"].predict("a")) == ("ax", "ay")


def test_an_answer_says_that_nothing_ran(shouted, keeping, raw):
    answer = raw(keeping(shouted())).predict(inputs={"text": "a"})

    assert answer.outputs["output"].text_value == "A!"
    assert answer.duration.ToNanoseconds() == 0


def test_a_unified_interface_replaces_what_was_entered(keeping, client, runs):
    def invert(img):
        runs.note(img)
        return 255 - img

    image = rf.Image()
    white = np.full((2, 3, 3), 255, np.uint8)
    demo = rf.Interface(invert, image, image, [white], cache_examples=True)
    caller = client(keeping(demo))
    (example,) = caller.describe().only.examples

    assert not caller.predict(**example.inputs).any()
    assert len(runs) == 1


def test_outputs_that_a_function_leaves_out_are_left_out(keeping, raw):
    def some(text):
        return rf.skip(), text

    demo = rf.Interface(some, "text", ["text", "text"], ["a"], cache_examples=True)
    answer = raw(keeping(demo)).predict(inputs={"text": "a"})

    assert list(answer.outputs) == ["output_1"]


def test_an_etag_that_is_old_is_refused_as_ever(shouted, keeping, raw):
    refused = raw(keeping(shouted())).refused(inputs={"text": "a"}, etag="old")

    assert refused.info.reason == "INTERFACE_CHANGED"


def test_a_call_that_is_answered_from_what_is_kept_has_its_line_and_did_not_run(called, caplog):
    caller = called()
    caplog.set_level(logging.INFO, "rpcface.calls")

    for answer in (caller.predict("a"), caller.submit("a").result(), caller.predict("c")):
        assert answer in ("A!", "C!")

    lines = [one.rpcface_call for one in caplog.records if one.name == "rpcface.calls"]
    ran = [(one["rpc"], "run_seconds" in one) for one in lines if one["interface"]]
    assert ran == [("Predict", False), ("PredictStream", False), ("Predict", True)]
