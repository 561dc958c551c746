"""Interfaces of every kind whose calls are batched, and those that can't be."""

from __future__ import annotations

import math

import pytest

import rpcface as rf
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message
from rpcface.wire.values import from_message

LONG = 20.0


@pytest.fixture
def pair(serving, raw):
    """Calls an interface twice, as one batch; the outputs of each by name."""

    def run(interface, *inputs):
        channel = raw(serving(interface)).channel
        method = channel.unary_unary("/rpcface.v1.InterfaceService/Predict")
        futures = []
        for given in inputs:
            call = pb.PredictRequest(inputs={n: value_message(v) for n, v in given.items()})
            futures.append(method.future(call.SerializeToString(), timeout=LONG))
        answers = [pb.PredictResponse.FromString(future.result(LONG)) for future in futures]
        return [{n: from_message(v) for n, v in one.outputs.items()} for one in answers]

    return run


def batched(fn, inputs, outputs, **options):
    return rf.Interface(
        fn, inputs, outputs, batch=True, max_batch_size=2, max_batch_delay=LONG, **options
    )


def test_python_defaults_are_those_of_each_call(pair):
    def louder(texts, times: int = 2):
        return [f"{text}{'!' * count}" for text, count in zip(texts, times, strict=True)]

    interface = batched(louder, ["text", rf.Slider(0, 9, step=1)], "text")

    assert interface.inputs[1].field.default == 2
    found = pair(interface, {"texts": "a"}, {"texts": "b", "times": 3})
    assert found == [{"output": "a!!"}, {"output": "b!!!"}]


def test_keyword_parameters_get_lists_too(pair):
    def join(texts, *, more):
        return [f"{text}{other}" for text, other in zip(texts, more, strict=True)]

    interface = batched(join, ["text", "text"], "text")

    found = pair(interface, {"texts": "a", "more": "1"}, {"texts": "b", "more": "2"})
    assert found == [{"output": "a1"}, {"output": "b2"}]


def test_additional_inputs_are_lists_like_others(pair):
    def join(texts, more):
        return [f"{text}{other}" for text, other in zip(texts, more, strict=True)]

    interface = batched(join, "text", "text", additional_inputs=rf.Textbox(value="-"))

    found = pair(interface, {"texts": "a"}, {"texts": "b", "more": "2"})
    assert found == [{"output": "a-"}, {"output": "b2"}]


def test_additional_inputs_do_for_output_only(pair):
    interface = batched(
        lambda seeds: [f"{seed:.0f}" for seed in seeds], None, "text", additional_inputs="number"
    )

    assert interface.kind is rf.InterfaceKind.OUTPUT_ONLY
    found = pair(interface, {"seeds": 1.0}, {"seeds": 2.0})
    assert found == [{"output": "1"}, {"output": "2"}]


def test_a_unified_interface_gives_each_its_own_back(pair):
    box = rf.Textbox(name="text")
    interface = batched(lambda texts: [text.upper() for text in texts], box, box)

    assert interface.kind is rf.InterfaceKind.UNIFIED
    assert pair(interface, {"text": "a"}, {"text": "b"}) == [{"text": "A"}, {"text": "B"}]


def test_what_an_input_only_function_returns_is_dropped(pair):
    seen = []

    def keep(texts):
        seen.append(sorted(texts))
        return "anything"

    interface = batched(keep, "text", None)

    assert interface.kind is rf.InterfaceKind.INPUT_ONLY
    assert pair(interface, {"texts": "a"}, {"texts": "b"}) == [{}, {}]
    assert seen == [["a", "b"]]


def test_an_input_only_function_may_refuse_single_calls(serving, client):
    demo = rf.Interface(lambda texts: [rf.Error("no")] * len(texts), "text", None, batch=True)

    with pytest.raises(rf.Error, match=r"^no$"):
        client(serving(demo)).predict("a")


def test_outputs_by_component_reach_each_call(pair):
    upper, size = rf.Textbox(name="upper"), rf.Number(name="size", precision=0)

    def both(texts):
        return {upper: [text.upper() for text in texts], size: [len(text) for text in texts]}

    found = pair(batched(both, "text", [upper, size]), {"texts": "a"}, {"texts": "bc"})

    assert found == [{"upper": "A", "size": 1}, {"upper": "BC", "size": 2}]


def test_in_process_a_call_is_a_batch_of_one():
    def join(texts, times=2):
        assert isinstance(texts, list)
        return [text * int(count) for text, count in zip(texts, times, strict=True)]

    demo = rf.Interface(join, ["text", "number"], "text", batch=True)

    assert demo("ab") == "abab"
    assert demo("ab", times=1) == "ab"


def test_in_process_an_async_function_runs_too():
    async def upper(texts):
        return [text.upper() for text in texts]

    assert rf.Interface(upper, "text", "text", batch=True)("a") == "A"


def test_in_process_errors_come_as_they_are():
    error = rf.Error("no")
    demo = rf.Interface(lambda texts: [error], "text", "text", batch=True)
    with pytest.raises(rf.Error) as caught:
        demo("a")
    assert caught.value is error

    demo = rf.Interface(lambda texts: "ab", "text", "text", batch=True)
    with pytest.raises(rf.OutputError, match="wanted a list with one value for each call"):
        demo("a")


def test_in_process_what_was_set_up_is_there():
    def loaded(texts):
        return [rf.call().loaded for _ in texts]

    assert rf.Interface(loaded, "text", "text", batch=True, setup=lambda: "it")("a") == "it"


def generator(texts):
    yield texts


async def async_generator(texts):
    yield texts


class Yields:
    def __call__(self, texts):
        yield texts


@pytest.mark.parametrize("fn", [generator, async_generator, Yields()])
def test_generators_can_not_be_batched(fn):
    with pytest.raises(ValueError, match=r"batch: wanted a function that returns; came .* yields"):
        rf.Interface(fn, "text", "text", batch=True)


def test_without_inputs_a_function_can_not_know_how_many_calls_there_are():
    with pytest.raises(ValueError, match="batch: wanted at least one input; came none"):
        rf.Interface(list, None, "text", batch=True)


@pytest.mark.parametrize("size", [0, -1, 1.5, True, None, "4"])
def test_a_size_that_is_none_is_refused(size):
    with pytest.raises(ValueError, match="max_batch_size: wanted an int from 1 on; came"):
        rf.Interface(lambda a: a, "text", "text", batch=True, max_batch_size=size)


@pytest.mark.parametrize("delay", [-0.1, math.nan, math.inf, True, None, "1"])
def test_a_delay_that_is_none_is_refused(delay):
    with pytest.raises(ValueError, match="max_batch_delay: wanted seconds, 0 or more; came"):
        rf.Interface(lambda a: a, "text", "text", batch=True, max_batch_delay=delay)


@pytest.mark.parametrize("option", [{"max_batch_size": 8}, {"max_batch_delay": 0.1}])
def test_a_size_or_a_delay_wants_batches(option):
    with pytest.raises(ValueError, match="wanted batch=True with them; came batch=False"):
        rf.Interface(lambda a: a, "text", "text", **option)


def test_gradio_s_defaults_may_be_said_aloud():
    assert rf.Interface(lambda a: a, "text", "text", batch=False, max_batch_size=4).batching is None


def test_a_description_does_not_tell_of_batches(serving, raw):
    def f(text):
        return text

    plain, together = (rf.Interface(f, "text", "text", batch=batch) for batch in (False, True))
    found = [raw(serving(one)).describe().interfaces[0] for one in (plain, together)]

    assert found[0] == found[1]


def test_a_server_without_batches_imports_nothing_for_them(program):
    text = (
        "import sys, rpcface as rf\n"
        "with rf.serve(rf.Interface(str.upper, 'text', 'text'), port=0, block=False) as server:\n"
        "    assert rf.Client(server.address).predict('a') == 'A'\n"
        "assert not {name for name in sys.modules if name.startswith('rpcface.core.batch')}\n"
    )
    code, _, errors = program("-c", text).ends()

    assert (code, errors) == (0, "")
