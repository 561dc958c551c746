"""A call that comes twice with one id: one run, one outcome."""

from __future__ import annotations

import threading

import grpc
import pytest

import rpcface as rf
from rpcface.wire.calls import Call, write_call

LONG = 20.0


@pytest.fixture(params=["sync", "coroutine"])
def waiting(request, work, calls):
    """Calls of a function of either kind that waits until it is let go."""
    return calls(getattr(work, request.param))


def counter(fail=None):
    """A function that gives how often it ran."""

    def count(text):
        count.runs += 1
        if fail is not None:
            raise fail
        return f"{text}{count.runs}"

    count.runs = 0
    return count


def test_the_same_call_with_the_same_id_gets_the_same_answer_and_runs_once(calls):
    fn = counter()
    call = calls(fn)

    first = call.answer("a", "1")

    assert call.answer("a", "1") == first
    assert call.predict("a", "2") == "a2"
    assert call.answer("a", "1") == first
    assert fn.runs == 2


def test_a_call_without_an_id_runs_always(calls):
    call = calls(counter())

    assert [call.predict("a") for _ in range(3)] == ["a1", "a2", "a3"]


@pytest.mark.parametrize("body", ["x" * 10_000, "é" * 100_000])
def test_a_large_call_runs_once_too(calls, body):
    fn = counter()
    call = calls(fn)

    assert call.answer(body, "1") == call.answer(body, "1")
    assert call.refused(body + "y", "1").info.reason == "REQUEST_ID_REUSED"
    assert fn.runs == 1


def test_the_same_call_that_comes_while_it_runs_waits_with_it(waiting, work):
    first = waiting.start("a", "1")
    work.has_begun()
    others = [waiting.start("a", "1") for _ in range(3)]
    waiting.arrived()
    work.let_go.set()

    answers = {call.result(LONG) for call in (first, *others)}

    assert len(answers) == len(work.runs) == 1


def test_a_run_goes_on_for_the_others_when_the_first_leaves(waiting, work):
    first = waiting.start("a", "1")
    work.has_begun()
    second = waiting.start("a", "1")
    waiting.arrived()
    first.cancel()
    waiting.arrived()

    assert not work.runs[0].cancelled
    assert work.runs[0].peer == "127.0.0.1"
    assert "user-agent" in work.runs[0].metadata
    work.let_go.set()
    assert second.result(LONG)
    assert waiting.answer("a", "1") == second.result(LONG)
    assert len(work.runs) == 1


def test_a_run_is_cancelled_when_the_last_leaves_and_its_id_is_free(waiting, work):
    both = [waiting.start("a", "1")]
    work.has_begun()
    both.append(waiting.start("a", "1"))
    waiting.arrived()
    for call in both:
        call.cancel()

    work.has_ended()
    work.let_go.set()
    assert waiting.predict("b", "1") == "B"
    assert len(work.runs) == 2


def test_a_run_has_the_latest_deadline_of_those_who_wait(waiting, work):
    first = waiting.start("a", "1", timeout=0.9)
    work.has_begun()
    (running,) = work.runs
    assert running.remaining < 1
    second = waiting.start("a", "1", timeout=LONG)
    waiting.arrived()
    with pytest.raises(grpc.RpcError) as caught:
        first.result(LONG)

    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert 1 < running.remaining < 2 * LONG
    assert not running.cancelled
    work.let_go.set()
    assert second.result(LONG)


def test_a_run_without_a_deadline_goes_on_for_who_waits_without_one(waiting, work):
    first = waiting.start("a", "1", timeout=None)
    work.has_begun()
    (running,) = work.runs
    assert running.deadline is None
    second = waiting.start("a", "1", timeout=LONG)
    waiting.arrived()
    assert running.deadline is None
    first.cancel()
    waiting.arrived()

    assert 0 < running.remaining < 2 * LONG
    work.let_go.set()
    assert second.result(LONG)


OTHERS = {
    "inputs": {"text": "b"},
    "no inputs": {"text": None},
    "accept": {"accept": ["image/png"]},
    "etag": {"etag": "?"},
    "max_inline_bytes": {"max_inline_bytes": 1},
    "state": {"state": b"?"},
}


@pytest.mark.parametrize("other", OTHERS)
def test_another_call_with_the_same_id_is_refused(waiting, work, other):
    first = waiting.start("a", "1")
    work.has_begun()

    for _ in range(2):  # while it runs, and after it has ended
        failure = waiting.refused(request_id="1", **OTHERS[other])
        assert (failure.code, failure.info.reason) == ("INVALID_ARGUMENT", "REQUEST_ID_REUSED")
        assert failure.text == (
            "request_id: '1' was given to another call of interface 'f' before; give each call "
            "its own"
        )
        work.let_go.set()
        assert first.result(LONG)
    assert len(work.runs) == 1


def test_an_id_of_predict_is_another_calls_for_a_stream(calls):
    call = calls(counter())
    call.predict("a", "1")
    assert call.watch("a", "1").fails()[1].info.reason == "REQUEST_ID_REUSED"

    list(call.watch("a", "2"))
    assert call.refused("a", "2").info.reason == "REQUEST_ID_REUSED"


def test_the_order_of_the_inputs_does_not_matter_nor_whether_a_name_is_left_out(serving, raw):
    fn = counter()
    server = serving(rf.Interface(lambda text, n: fn(text), ["text", "number"], "text"))

    def sent(name, *order):
        inputs = {key: {"text": "a", "n": 3}[key] for key in order}
        body = b"".join(write_call(Call(name, inputs, request_id="1")))
        return raw(server).bytes("Predict", body)

    name = next(iter(server.interfaces))
    assert sent(name, "text", "n") == sent(name, "n", "text") == sent("", "text", "n")
    assert fn.runs == 1


def test_an_id_has_at_most_64_bytes(calls):
    call = calls(counter())

    assert call.predict("a", "é" * 32) == "a1"
    for text in ("x" * 65, "é" * 33):
        failure = call.refused("a", text)
        assert (failure.code, failure.info.reason) == ("INVALID_ARGUMENT", "REQUEST_MALFORMED")
        assert failure.text == f"request_id: wanted at most 64 bytes; came {len(text.encode())}"
        assert call.watch("a", text).fails()[1].info.reason == "REQUEST_MALFORMED"


def test_an_id_is_an_interfaces_own(serving, raw):
    one, two = counter(), counter()
    call = raw(
        serving(
            rf.Interface(one, "text", "text", api_name="one"),
            rf.Interface(two, "text", "text", api_name="two"),
        )
    )
    for name in ("one", "two", "one", "two"):
        assert call.predict(interface_name=name, inputs={"text": "a"}, request_id="1")

    assert (one.runs, two.runs) == (1, 1)


def test_functions_know_the_id_of_their_call(calls):
    call = calls(lambda text: rf.call().request_id)

    assert call.predict("a", "seven") == "seven"


@pytest.mark.parametrize("off", [{"repeat_seconds": 0}, {"repeat_bytes": 0}])
def test_where_no_outcomes_are_kept_every_call_runs(calls, off):
    call = calls(counter(), options=rf.Options(**off))

    assert [call.predict("a", "1") for _ in range(2)] == ["a1", "a2"]
    watched = call.watch("a", "1")
    list(watched)
    assert watched.outputs == {"output": "a3"}
    assert call.predict("x" * 10_000, "1").endswith("x4")


def test_many_that_come_at_once_run_once(calls):
    fn = counter()
    call = calls(fn)
    answers = set()

    def ask():
        answers.update(call.answer("a", str(number % 7)) for number in range(70))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)

    assert len(answers) == fn.runs == 7
