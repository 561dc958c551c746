"""Conversations with a server, call by call."""

from __future__ import annotations

import asyncio
import threading

import pytest

import rpcface as rf

from .conftest import achat, chat, remembering

LONG = 20.0


def test_each_call_goes_on_from_the_one_before(talk, kind):
    says = talk(remembering(kind))

    assert [says(word) for word in "abc"] == ["a", "a b", "a b c"]


def test_a_call_without_a_state_begins_a_conversation(talk):
    says = talk(remembering())
    says("a")
    says.state = b""

    assert says("b") == "b"


def test_a_state_may_be_gone_on_from_any_number_of_times(talk, kind):
    says = talk(remembering(kind))
    says("a")
    kept = says.state

    assert says("b") == "a b"
    says.state = kept
    assert says("c") == "a c"
    says.state = kept
    assert says("b") == "a b"


def test_a_new_state_never_looks_like_another(talk):
    says = talk(remembering())

    assert len({says.ask("a").state for _ in range(50)}) == 50


def test_a_call_that_fails_leaves_the_conversation_as_it_was(talk):
    def fn(message, history):
        history.append(message)
        if message == "refuse":
            raise rf.Error("No.")
        if message == "fail":
            raise RuntimeError("broken")
        if message == "unfit":
            return message, [object()]
        return " ".join(history), history

    says = talk(remembering(fn))
    says("a")

    reasons = [says.refused(word).info.reason for word in ("refuse", "fail", "unfit")]

    assert reasons == ["FUNCTION_REFUSED", "FUNCTION_FAILED", "OUTPUT_INVALID"]
    assert says("b") == "a b"


@pytest.mark.parametrize("returned", [rf.skip(), ("x", rf.skip()), {}])
def test_a_state_that_is_left_out_stays(talk, returned):
    def fn(message, history):
        history.append(message)
        return returned if message == "skip" else (" ".join(history), history)

    says = talk(remembering(fn))
    first = says.ask("skip").state
    assert first
    says.state = first
    assert says("a") == "a"

    assert says.ask("skip").state == says.state
    says.ask("skip")
    assert says("b") == "a b"


def test_an_output_that_is_left_out_lets_the_state_go_on(talk):
    def fn(message, number):
        return (rf.skip(), number + 1) if message == "on" else (f"{number}", number)

    says = talk(remembering(fn, value=0))
    for _ in range(3):
        answer = says.ask("on")
        assert not answer.outputs
        says.state = answer.state

    assert says("?") == "3"


def test_a_state_comes_back_by_its_component_in_a_dict(talk):
    box, state = rf.Textbox(), rf.State(0)

    def fn(message, number):
        return {state: number + 1} if message == "on" else {box: str(number)}

    says = talk(rf.Interface(fn, ["text", rf.State(0)], [box, state]))
    says.state = says.ask("on").state
    says.state = says.ask("on").state

    assert says("?") == "2"


def test_where_there_are_no_outputs_the_result_is_the_state(talk):
    seen = []

    def fn(message, history):
        seen.append(dict(history))
        return {**history, message: len(history)}

    says = talk(rf.Interface(fn, ["text", rf.State({})], "state"))
    for word in "ab":
        answer = says.ask(word)
        assert not answer.outputs
        says.state = answer.state
    says.ask("c")

    assert seen == [{}, {"a": 0}, {"a": 0, "b": 1}]


def test_where_there_are_no_inputs_the_function_gets_the_state_alone(serving, client):
    demo = rf.Interface(lambda number: (number, number + 1), rf.State(0), ["number", "state"])
    session = client(serving(demo)).session()

    assert [session.predict() for _ in range(3)] == [0, 1, 2]


@pytest.mark.parametrize("merge", [True, False])
def test_of_a_generator_the_last_state_counts(talk, merge):
    def fn(message, number):
        yield message, number + 10
        yield rf.skip(), number + 1
        yield f"{number}", rf.skip()

    says = talk(remembering(fn, value=0, merge_updates=merge))

    assert [says("x") for _ in range(3)] == ["0", "1", "2"]


def test_what_can_not_be_kept_is_told_at_the_first_call_and_to_the_log(talk, kind, caplog):
    def broken(message, history):
        return "a", {"x": [object()]}

    async def abroken(message, history):
        return broken(message, history)

    fn = abroken if kind.__name__.startswith("a") else broken
    failure = talk(remembering(fn)).refused()

    assert (failure.code, failure.info.reason) == ("INTERNAL", "OUTPUT_INVALID")
    assert failure.text.startswith("the state at /x/0: wanted None, bool, int")
    assert "object at 0x" not in failure.said
    assert "interface 'chat': the state at /x/0: wanted None" in caplog.text
    assert "; came object" in caplog.text


def test_what_a_new_conversation_begins_with_can_fail_the_call_alone(talk):
    def make():
        raise RuntimeError("no seed")

    failure = talk(rf.Interface(chat, ["text", rf.State(make)], ["text", "state"])).refused()

    assert failure.info.reason == "FUNCTION_FAILED"
    assert "no seed" not in failure.said


def test_what_is_called_for_a_conversation_holds_up_no_other_call(serving, raw):
    began, free = threading.Event(), threading.Event()

    def make():
        began.set()
        assert free.wait(LONG)
        return []

    slow = rf.Interface(chat, ["text", rf.State(make)], ["text", "state"], api_name="slow")
    call = raw(serving(slow, rf.Interface(str.upper, "text", "text")))
    waiting = call.start(interface_name="slow", inputs={"message": "a"})
    assert began.wait(LONG)

    assert call.predict(interface_name="upper", inputs={"input_0": "b"}).outputs
    free.set()
    assert waiting.result(timeout=LONG)


@pytest.mark.parametrize("size", [100, 3_000, 20_000, 300_000])
@pytest.mark.parametrize("fn", [chat, achat])
def test_large_and_small_states_go_the_same_way(talk, fn, size):
    says = talk(remembering(fn))
    word = "x" * size
    for _ in range(3):
        said = says(word)

    assert said == f"{word} {word} {word}"


def test_a_call_that_is_cancelled_leaves_the_conversation_as_it_was(serving, client):
    began = threading.Event()

    def fn(message, history):
        history.append(message)
        if message == "long":
            began.set()
            rf.call().wait(LONG)
        return " ".join(history), history

    session = client(serving(remembering(fn, concurrency_limit=None))).session()
    session.predict("a")
    job = session.submit("long")
    assert began.wait(LONG)
    job.cancel()
    with pytest.raises(rf.RpcfaceError):
        job.result()

    assert session.predict("b") == "a b"


def test_calls_of_one_conversation_at_once_disturb_no_other(serving, client):
    async def fn(message, history):
        await asyncio.sleep(0)
        return chat(message, history)

    calls = client(serving(remembering(fn)))

    def converse(name, said):
        session = calls.session()
        for number in range(20):
            said.append(session.predict(f"{name}{number}"))

    found = {name: [] for name in "abcdefgh"}
    threads = [threading.Thread(target=converse, args=item) for item in found.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)

    for name, said in found.items():
        words = [f"{name}{number}" for number in range(20)]
        assert said == [" ".join(words[: end + 1]) for end in range(20)]
