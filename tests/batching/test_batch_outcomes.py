"""What each call of a batch gets, and how a batch fails."""

from __future__ import annotations

import logging
import re
import threading

import pytest

import rpcface as rf

LONG = 20.0


@pytest.fixture
def pair(serve, held, kind, caplog):
    """Calls `a` and `b` as one batch; how they end, and what the log has of errors."""
    caplog.set_level(logging.ERROR, "rpcface")

    def run(answer, **options):
        work = held(answer)
        work.let_go(2)
        calls = serve(getattr(work, kind), max_batch_size=2, max_batch_delay=LONG, **options)
        started = [calls.start("a"), calls.start("b", "watched")]
        ends = [one.ends() for one in started]
        assert len(work.ran) == 1
        order = work.ran[0]
        return dict(zip("ab", ends, strict=True)), caplog.text, order

    return run


def test_each_call_gets_what_is_its_own(pair):
    found, _, _ = pair(lambda texts: [f"{text}!" for text in texts])

    assert found == {"a": "a!", "b": "b!"}


def test_several_outputs_are_shared_out(pair):
    found, _, _ = pair(
        lambda texts: (texts, [len(texts)] * 2), outputs=[rf.Textbox(name="same"), "number"]
    )

    assert found == {text: {"same": text, "output_1": 2} for text in "ab"}


def test_an_error_in_the_list_refuses_its_call_alone(pair):
    found, log, _ = pair(lambda texts: [rf.Error("no a") if t == "a" else t for t in texts])

    assert found == {"a": "FAILED_PRECONDITION: no a", "b": "b"}
    assert log == ""


def test_another_exception_in_the_list_is_an_incident_of_its_call_alone(pair):
    found, log, _ = pair(lambda texts: [ValueError("secret") if t == "a" else t for t in texts])

    assert re.match(r"INTERNAL: .* failed; .* incident \w+$", found["a"])
    assert found["b"] == "b"
    assert log.count("ValueError: secret") == 1


def test_a_call_that_is_skipped_keeps_its_output(pair):
    found, _, _ = pair(lambda texts: [rf.skip() if text == "a" else text for text in texts])

    assert found == {"a": {}, "b": "b"}


def test_a_value_that_fits_no_output_fails_its_call_alone(pair):
    found, log, _ = pair(
        lambda texts: ["many" if text == "a" else 2 for text in texts], outputs="number"
    )

    assert found["a"].startswith("INTERNAL: output 'output': wanted a number")
    assert found["b"] == 2
    assert log.count("came") == 1


def test_what_is_not_to_be_shared_out_fails_all_and_is_logged_once(pair):
    found, log, _ = pair(lambda texts: ["secret"])

    text = "output 'output': wanted a list of 2, one value for each call of the batch"
    assert found == {"a": f"INTERNAL: {text}", "b": f"INTERNAL: {text}"}
    assert log.count(f"interface 'f': {text}; came a list of 1") == 1


def test_whatever_the_function_raises_is_one_incident_of_all(pair):
    def answer(texts):
        raise ValueError("secret")

    found, log, _ = pair(answer)

    assert found["a"] == found["b"]
    assert re.match(r"INTERNAL: interface 'f' failed; .* under incident \w+$", found["a"])
    assert log.count("ValueError: secret") == 1
    assert len(re.findall(r"incident \w+:", log)) == 1


def test_an_error_that_the_function_raises_refuses_all(pair):
    def answer(texts):
        raise rf.Error("Come back tomorrow.")

    found, log, _ = pair(answer)

    assert set(found.values()) == {"FAILED_PRECONDITION: Come back tomorrow."}
    assert log == ""


@pytest.mark.parametrize("raised", [SystemExit(3), StopIteration(), rf.InputError("secret")])
def test_what_would_end_more_than_a_call_is_an_incident_too(pair, raised):
    def answer(texts):
        raise raised

    found, log, _ = pair(answer)

    assert found["a"] == found["b"]
    assert found["a"].startswith("INTERNAL: interface 'f' failed")
    assert len(re.findall(r"incident \w+:", log)) == 1


def test_a_coroutine_that_a_sync_function_gives_is_awaited(serve):
    async def answer(texts):
        return [f"{text} {len(texts)}" for text in texts]

    calls = serve(lambda texts: answer(texts))  # noqa: PLW0108 - sync

    assert calls.start("a").ends() == "a 1"


def test_a_generator_that_a_sync_function_gives_is_no_list(serve):
    calls = serve(lambda texts: (text for text in texts))

    assert calls.start("a").ends().startswith("INTERNAL: wanted a list with one value")


def test_functions_run_on_function_threads_and_async_ones_on_the_loop(serve):
    async def asynchronous(texts):
        return [threading.current_thread().name] * len(texts)

    def sync(texts):
        return [threading.current_thread().name] * len(texts)

    assert serve(sync).start("a").ends().startswith("rpcface-function")
    assert serve(asynchronous).start("a").ends() == "rpcface-server"
