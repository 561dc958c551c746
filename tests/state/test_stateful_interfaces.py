"""Interfaces that keep a state: how they are made, described and called in process."""

from __future__ import annotations

import asyncio
import inspect
import logging
import re

import pytest

import rpcface as rf


def first(state, left, right=2):
    return f"{left}{right}{state}", state


def middle(left, state, right=2):
    return f"{left}{right}{state}", state


def last(left, right=2, state="!"):
    return f"{left}{right}{state}", state


@pytest.mark.parametrize("fn", [first, middle, last])
@pytest.mark.parametrize("back", [0, 1])
def test_a_state_stands_at_any_place_and_the_others_are_as_without_it(fn, back):
    inputs = [rf.Textbox(), rf.Number(precision=0)]
    inputs.insert([first, middle, last].index(fn), rf.State("s"))
    outputs = [rf.Textbox(), rf.State()]

    def turned(*args, **kwargs):
        return fn(*args, **kwargs)[:: -1 if back == 0 else 1]

    turned.__signature__ = inspect.signature(fn)
    demo = rf.Interface(turned, inputs, outputs[:: -1 if back == 0 else 1])

    assert [slot.name for slot in demo.inputs] == ["left", "right"]
    assert demo.inputs[1].field.default == 2
    assert [slot.name for slot in demo.outputs] == ["output"]
    assert demo("a") == "a2s"
    assert demo(right=5, left="b") == "b5s"


def test_inputs_and_outputs_without_parameters_are_counted_without_the_state():
    demo = rf.Interface(
        lambda *args: (args[0], args[2], args[1]),
        ["text", "state", "text"],
        ["text", "text", "state"],
    )

    assert [slot.name for slot in demo.inputs] == ["input_0", "input_1"]
    assert [slot.name for slot in demo.outputs] == ["output_0", "output_1"]
    assert demo("a", "b") == ("a", "b")


def test_a_state_can_fill_a_parameter_that_is_passed_by_name():
    def fn(left, *, memory):
        return left, memory

    demo = rf.Interface(fn, ["text", "state"], ["text", "state"])

    assert demo("a") == "a"


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda box, state: (["text", state], ["text", state]), "STANDARD"),
        (lambda box, state: ([state], ["text", state]), "OUTPUT_ONLY"),
        (lambda box, state: (state, ["text", state]), "OUTPUT_ONLY"),
        (lambda box, state: (["text", state], state), "INPUT_ONLY"),
        (lambda box, state: ([box, state], [box, state]), "UNIFIED"),
        (lambda box, state: ([state, box], [box, "state"]), "UNIFIED"),
    ],
)
def test_a_state_does_not_count_for_the_kind(make, kind):
    inputs, outputs = make(rf.Textbox(), rf.State())

    demo = rf.Interface(lambda *args: None, inputs, outputs)

    assert demo.kind.name == kind


BOTH = "a state: wanted one in inputs and one in outputs, or none; came "


@pytest.mark.parametrize(
    ("inputs", "outputs", "message"),
    [
        (["text", "state"], "text", f"{BOTH}inputs[1] and none in outputs"),
        (["text", "state"], None, f"{BOTH}inputs[1] and none in outputs"),
        ("text", ["state", "text"], f"{BOTH}none in inputs and outputs[0]"),
        (["state", "State"], ["text", "state"], f"{BOTH}inputs[0] and inputs[1] and outputs[1]"),
        (
            ["text", "state"],
            ["state", "text", "state"],
            f"{BOTH}inputs[1] and outputs[0] and outputs[2]",
        ),
        (
            "state",
            "state",
            "inputs and outputs: wanted at least one component besides the state; came none",
        ),
    ],
)
def test_there_is_one_state_on_each_side_or_none(inputs, outputs, message):
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        rf.Interface(lambda *args: None, inputs, outputs)


def test_no_state_stands_among_additional_inputs():
    with pytest.raises(ValueError, match=r"^additional_inputs\[1\]: wanted a component; came Sta"):
        rf.Interface(lambda *args: None, "text", "text", additional_inputs=["text", rf.State([1])])


def test_a_place_in_an_error_is_counted_as_the_author_counts():
    twice = ["state", rf.Textbox(name="a"), rf.Textbox(name="a")]

    with pytest.raises(ValueError, match=r"^inputs\[2\]: the name 'a' stands at inputs\[1\] too"):
        rf.Interface(lambda *args: None, twice, ["text", "state"])
    with pytest.raises(ValueError, match=r"^outputs\[2\]: the name 'a' stands at outputs\[1\]"):
        rf.Interface(lambda *args: None, ["text", "state"], twice)


def test_the_class_itself_is_no_state():
    with pytest.raises(TypeError, match=r"^inputs\[1\]: wanted a component; came the class State"):
        rf.Interface(first, ["text", rf.State], ["text", "state"])


def test_a_parameter_that_a_state_has_not_is_refused():
    with pytest.raises(TypeError, match=r"^State has no parameter 'time_to_live'; it has value"):
        rf.State([], time_to_live=60)


def in_two(text, state):
    return text, state


def test_a_state_shows_what_it_was_made_with():
    assert repr(rf.State([1])) == "State([1])"
    assert repr(rf.State(value="a")) == "State(value='a')"


def test_describe_tells_that_it_keeps_a_state_and_nothing_more(serving, client):
    box = rf.Textbox()
    unified = rf.Interface(in_two, [box, "state"], [box, "state"], api_name="unified")
    plain = rf.Interface(str.upper, "text", "text", api_name="plain")

    found = client(serving(unified, plain)).describe()

    assert found["unified"].stateful
    assert not found["plain"].stateful
    assert [field.name for field in found["unified"].inputs] == ["text"]
    assert [field.name for field in found["unified"].outputs] == ["text"]
    assert found["unified"].kind is rf.InterfaceKind.UNIFIED
    assert str(found["unified"]).startswith("unified  (unified, stateful)\n")


def test_the_state_is_no_part_of_examples():
    demo = rf.Interface(
        middle, ["text", "state", "number"], ["text", "state"], examples=[["a", 1], ["b"]]
    )

    assert [example.inputs for example in demo.examples] == [
        {"left": "a", "right": 1},
        {"left": "b"},
    ]


def test_a_call_in_process_begins_afresh_and_drops_the_state():
    def count(text, number):
        return number, number + 1

    demo = rf.Interface(count, ["text", rf.State(0)], ["number", "state"])

    assert [demo("x") for _ in range(3)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        ("alone", "wanted 2 values from the function, one for each output and the state"),
        (("a", 1, 2), "wanted 2 values from the function, one for each output and the state"),
        ({"nope": 1}, "wanted a dict by the outputs output, the state"),
        (("a", {"b": {1}}), "the state at /b: wanted None, bool, int, float, str, bytes"),
        (("a", {1: 2}), "the state: wanted a dict whose keys are str"),
    ],
)
def test_a_result_that_does_not_fit_is_told_in_process(returned, message):
    demo = rf.Interface(lambda text, state: returned, ["text", "state"], ["text", "state"])

    with pytest.raises(rf.OutputError, match=message):
        demo("x")


def test_generators_and_async_functions_run_in_process_too():
    def steps(text, state):
        yield text, state
        yield text + text, rf.skip()

    async def one(text, state):
        await asyncio.sleep(0)
        return text, state

    for fn, found in ((steps, "xx"), (one, "x")):
        assert rf.Interface(fn, ["text", "state"], ["text", "state"])("x") == found


def test_a_server_without_a_state_never_loads_what_seals(program):
    code = (
        "import sys, rpcface as rf\n"
        "with rf.serve(rf.Interface(str.upper, 'text', 'text'), port=0, block=False):\n"
        "    assert 'cryptography' not in sys.modules\n"
        "state = rf.Interface(lambda a, b: (a, b), ['text', 'state'], ['text', 'state'])\n"
        "assert 'cryptography' not in sys.modules\n"
        "with rf.serve(state, port=0, block=False):\n"
        "    assert 'cryptography' in sys.modules\n"
    )

    assert program("-c", code).ends()[::2] == (0, "")


def test_a_server_that_makes_its_own_key_says_that_conversations_end_with_it(serving, caplog):
    caplog.set_level(logging.INFO, "rpcface")

    serving(rf.Interface(str.upper, "text", "text"))
    assert "state keys" not in caplog.text
    serving(rf.Interface(in_two, ["text", "state"], ["text", "state"]))
    assert "conversations end with this server" in caplog.text
    assert "openssl rand -base64 32" in caplog.text
