from __future__ import annotations

import asyncio
import functools
import gc
import threading

import pytest

import rpcface as rf
from rpcface.natural import Named


def two(name, count=2):
    return f"{name}!", count + 1


BOTH = rf.Interface(two, ["text", "number"], [rf.Textbox(name="word"), rf.Number(name="next")])


class Steps:
    def __call__(self, count):
        yield from range(int(count))


async def coroutine(x):
    await asyncio.sleep(0)
    return f"{x}!"


async def steps(x):
    for char in x:
        await asyncio.sleep(0)
        yield char


def hiding(fn):
    """A function that looks sync and gives what `fn` gives."""
    return lambda x: fn(x)  # noqa: PLW0108 - that is the point


def violations(demo, *args, **kwargs):
    with pytest.raises(rf.InputError) as raised:
        demo(*args, **kwargs)
    return [tuple(violation) for violation in raised.value.violations]


def test_one_output_comes_back_as_itself():
    assert rf.Interface(str.upper, "text", "text")("a") == "A"


def test_several_outputs_come_back_as_a_tuple_with_names():
    found = BOTH("a", 4)

    assert found == ("a!", 5)
    assert (found.word, found["next"], found[0]) == ("a!", 5, "a!")
    assert isinstance(found, Named)


def test_inputs_are_given_in_order_or_by_name_and_take_their_defaults():
    assert BOTH("a", 2) == BOTH("a") == BOTH(name="a") == BOTH(count=2, name="a")


def test_an_input_may_be_called_self():
    assert rf.Interface(lambda self: self, "text", "text")(self="a") == "a"


def test_every_wrong_input_is_named_with_what_was_wanted_and_what_came():
    assert violations(BOTH, 3, "x") == [
        ("inputs.name", "wanted text; came 3"),
        ("inputs.count", "wanted a number; came text 'x'"),
    ]


@pytest.mark.parametrize(
    ("args", "kwargs", "expected"),
    [
        ((), {}, ("inputs.name", "wanted text; came nothing")),
        (("a",), {"name": "b"}, ("inputs.name", "is given both by place and by name")),
        (
            ("a",),
            {"cuont": 1},
            (
                "inputs.cuont",
                "no input has that name; there are name, count; did you mean 'count'?",
            ),
        ),
        (
            (object(),),
            {},
            ("inputs.name", "wanted null, truth, a number, text, an array, a list or"),
        ),
        ((2**64,), {}, ("inputs.name", "wanted a whole number of at most 64 bits; came a whole n")),
    ],
)
def test_a_call_that_cannot_be_made_tells_why(args, kwargs, expected):
    (found,) = violations(BOTH, *args, **kwargs)

    assert found[0] == expected[0]
    assert found[1].startswith(expected[1])


def test_more_inputs_than_there_are_are_refused():
    with pytest.raises(rf.InputError, match=r"^wanted at most 2 inputs \(name, count\); came 3$"):
        BOTH("a", 1, 2)


def test_an_interface_without_inputs_takes_none():
    demo = rf.Interface(lambda: 1, None, "number")

    assert demo() == 1
    with pytest.raises(rf.InputError, match=r"^wanted at most 0 inputs \(none\); came 1$"):
        demo(1)
    assert violations(demo, x=1) == [("inputs.x", "no input has that name; there are none")]


def test_a_part_of_an_input_is_named_by_a_pointer():
    demo = rf.Interface(lambda x: x, rf.JSON(), rf.JSON())

    assert [field for field, _ in violations(demo, {"a/b": [1, 2**64]})] == ["inputs.x/a~1b/1"]


def test_the_function_does_not_run_where_an_input_is_wrong():
    ran = []
    demo = rf.Interface(lambda x, y: ran.append(x), ["text", "number"], None)

    violations(demo, "a", "b")

    assert ran == []


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (("a", 1), ("a", 1)),
        (["a", 1], ("a", 1)),
        ((None, None), (None, None)),
        ({"word": "a", "next": 1}, ("a", 1)),
        ({"next": 1}, (None, 1)),
        ({}, (None, None)),
        ({BOTH.outputs[0].component: "a", "next": 1}, ("a", 1)),
    ],
)
def test_several_outputs_are_a_tuple_a_list_or_a_dict_by_name_or_component(result, expected):
    components = [slot.component for slot in BOTH.outputs]

    assert rf.Interface(lambda: result, None, components)() == expected


@pytest.mark.parametrize(
    ("result", "message", "cause"),
    [
        (("a",), "wanted 2 values from the function, one for each output", "came 1 of them"),
        (("a", 1, 2), "wanted 2 values from the function, one for each output", "came 3 of them"),
        ("ab", "wanted 2 values from the function, one for each output", "came one str"),
        (None, "wanted 2 values from the function, one for each output", "came one NoneType"),
        ({"wrod": 1}, "wanted a dict by the outputs word, next", "came 'wrod'"),
        (("a", "x"), "output 'next': wanted a number", "came str"),
        ((b"a", 1), "output 'word': wanted text", "came bytes; decode them in the function"),
    ],
)
def test_results_that_do_not_fit_are_an_output_error_whose_cause_tells_what_came(
    result, message, cause
):
    components = [slot.component for slot in BOTH.outputs]
    with pytest.raises(rf.OutputError) as raised:
        rf.Interface(lambda: result, None, components)()

    assert str(raised.value) == message
    assert str(raised.value.__cause__).endswith(cause)


def test_a_fault_inside_an_output_is_told_at_its_place():
    with pytest.raises(rf.OutputError, match=r"^output 'output' at /a/0: wanted None, bool, int,"):
        rf.Interface(lambda: {"a": [set()]}, None, "json")()


def test_a_list_or_dict_is_one_output():
    assert rf.Interface(lambda: [1, 2], None, "json")() == [1, 2]
    assert rf.Interface(lambda: {"output": 1}, None, "json")() == {"output": 1}


@pytest.mark.parametrize("component", ["text", "number", "slider", "checkbox", "image", "label"])
def test_none_is_a_valid_output_of_every_component(component):
    assert rf.Interface(lambda: None, None, component)() is None


def test_what_an_input_only_function_returns_is_dropped():
    kept = []
    demo = rf.Interface(lambda x: kept.append(x) or object(), "text", None)

    assert demo("a") is None
    assert kept == ["a"]


def test_a_unified_interface_takes_and_gives_the_same():
    boxes = [rf.Textbox(), rf.Number()]
    demo = rf.Interface(
        lambda text, count, extra: (text + extra, count + 1), boxes, boxes, additional_inputs="text"
    )

    assert demo("a", 1, "b") == ("ab", 2)
    assert demo("a", 1, extra="b").text == "ab"


def test_keyword_only_parameters_are_passed_by_name():
    def fn(a, *, b, c=3):
        return [a, b, c]

    assert rf.Interface(fn, ["json", "json"], "json")(1, 2) == [1, 2, 3]
    assert rf.Interface(fn, "json", "json", additional_inputs=["json", "json"])(1, 2, 4) == [
        1,
        2,
        4,
    ]


def test_of_a_generator_the_last_value_counts():
    assert rf.Interface(Steps(), "number", "number")(3) == 2
    assert rf.Interface(functools.partial(Steps(), 3), None, "number")() == 2
    assert rf.Interface(steps, "text", "text")("abc") == "c"


@pytest.mark.parametrize(("fn", "x"), [(Steps(), 0), (steps, "")])
def test_an_empty_generator_gives_nothing(fn, x):
    component = "text" if fn is steps else "number"

    assert rf.Interface(fn, component, "json")(x) is None
    assert rf.Interface(fn, component, ["json", "json"])(x) == (None, None)


def test_an_async_function_is_waited_for():
    assert rf.Interface(coroutine, "text", "text")("a") == "a!"


def test_what_a_sync_function_gives_to_await_is_waited_for():
    assert rf.Interface(hiding(coroutine), "text", "text")("a") == "a!"
    assert rf.Interface(hiding(steps), "text", "text")("ab") == "b"
    assert rf.Interface(hiding(Steps()), "number", "number")(2) == 1


@pytest.mark.parametrize("fn", [coroutine, steps, hiding(coroutine), hiding(steps)])
async def test_in_a_running_loop_an_async_function_is_refused_and_leaves_nothing_behind(fn):
    with pytest.raises(RuntimeError, match=r"is async, .* await asyncio\.to_thread\(interface, "):
        rf.Interface(fn, "text", "text")("a")

    gc.collect()  # a coroutine that was never awaited warns when it goes


async def test_in_a_running_loop_a_sync_function_is_called_and_a_thread_can_wait_for_an_async_one():
    assert rf.Interface(str.upper, "text", "text")("a") == "A"
    assert await asyncio.to_thread(rf.Interface(coroutine, "text", "text"), "a") == "a!"


@pytest.mark.parametrize("error", [rf.Error("No face."), KeyError("x"), RuntimeError("loop")])
def test_what_the_function_raises_comes_as_it_is(error):
    def failing(x):
        raise error

    async def async_failing(x):
        raise error

    for fn in (failing, async_failing):
        with pytest.raises(type(error)) as raised:
            rf.Interface(fn, "text", "text")("a")
        assert raised.value is error


def test_the_function_runs_in_the_callers_thread():
    assert rf.Interface(threading.get_ident, None, "number")() == threading.get_ident()
