"""What a function raises stays on the server, unless it is written for the caller."""

from __future__ import annotations

import asyncio
import functools
import logging

import pytest

import rpcface as rf
from rpcface.schemas import Schema, TextShape

CANARY = "canary-7f3a"


class Fussy(rf.Textbox):
    """A text that raises on its way in or out."""

    type = "test.fussy"

    def __init__(self, *, way, error):
        super().__init__(name="text")
        self.way = way
        self.error = error

    def schema(self):
        return Schema(TextShape())

    def decode(self, value, io):
        return self._raise_for(value, "in")

    def encode(self, value, accept, io):
        return self._raise_for(value, "out")

    def _raise_for(self, value, way):
        if way == self.way and value == "bad":
            raise self.error(CANARY)
        return value


ERRORS = {
    kind.__name__: functools.partial(kind, CANARY)
    for kind in (
        ValueError,
        KeyError,
        MemoryError,
        rf.InputError,
        rf.InterfaceUnknown,
        StopIteration,
        StopAsyncIteration,
        GeneratorExit,
        SystemExit,
        KeyboardInterrupt,
        asyncio.CancelledError,
        asyncio.TimeoutError,
    )
} | {
    "a group": lambda: ExceptionGroup(CANARY, [ValueError(CANARY)]),
    "recursion": lambda: RecursionError(CANARY * 10_000),
}


def sync(error, text):
    if text == "bad":
        raise error()
    return text


async def coroutine(error, text):
    await asyncio.sleep(0)
    return sync(error, text)


def generator(error, text):
    yield "first"
    yield sync(error, text)


async def async_generator(error, text):
    yield "first"
    yield sync(error, text)


def late(error, text):
    return coroutine(error, text)


FUNCTIONS = (sync, coroutine, generator, async_generator, late)


def refuses(serving, raw, caplog, interface, bad="bad"):
    """The failure of a bad call, after which a good one works; the log tells more."""
    call = raw(serving(interface))
    with caplog.at_level(logging.ERROR, "rpcface"):
        failure = call.refused(inputs={"text": bad})
    assert call.predict(inputs={"text": "good"}).outputs["output"].text_value == "good"
    return failure


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
def test_what_a_function_raises_reaches_the_log_and_never_the_caller(
    serving, raw, caplog, function, error
):
    fn = functools.partial(function, ERRORS[error])

    failure = refuses(serving, raw, caplog, rf.Interface(fn, "text", "text", api_name="f"))

    assert (failure.code, failure.info.reason) == ("INTERNAL", "FUNCTION_FAILED")
    assert CANARY not in failure.said
    incident = failure.info.metadata["incident"]
    assert (
        failure.text
        == f"interface 'f' failed; the server's log tells more under incident {incident}"
    )
    assert incident in caplog.text
    assert CANARY in caplog.text
    assert "test_failing_functions.py" in caplog.text


@pytest.mark.parametrize("way", ["in", "out", "in, heavy", "out, heavy"])
@pytest.mark.parametrize("error", [ValueError, SystemExit, StopIteration, asyncio.CancelledError])
def test_what_a_component_raises_reaches_the_log_and_never_the_caller(
    serving, raw, caplog, way, error
):
    way, heavy = way.removesuffix(", heavy"), way.endswith("heavy")
    component = Fussy(way=way, error=error)
    if heavy:  # its values are handled off the event loop
        component.schema = lambda: Schema(rf.AnyShape())
    sides = (component, "text") if way == "in" else (rf.Textbox(name="text"), component)
    component.name = "text" if way == "in" else "output"

    failure = refuses(serving, raw, caplog, rf.Interface(lambda text: text, *sides))

    assert (failure.code, failure.info.reason) == ("INTERNAL", "FUNCTION_FAILED")
    assert CANARY not in failure.said
    assert failure.info.metadata["incident"] in caplog.text
    assert CANARY in caplog.text


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    "text", ["The image shows no face.", "Größe: 5 €\nzweite Zeile, 100 %\0", ""]
)
def test_an_error_for_the_person_reaches_them_as_it_is(serving, raw, caplog, function, text):
    fn = functools.partial(function, lambda: rf.Error(text))

    failure = refuses(serving, raw, caplog, rf.Interface(fn, "text", "text"))

    assert (failure.code, failure.info.reason) == ("FAILED_PRECONDITION", "FUNCTION_REFUSED")
    assert failure.text == text
    assert not caplog.records


@pytest.mark.parametrize("given", [ValueError("Too small."), 42])
def test_an_error_for_the_person_may_be_made_of_anything(serving, raw, caplog, given):
    fn = functools.partial(sync, lambda: rf.Error(given))

    failure = refuses(serving, raw, caplog, rf.Interface(fn, "text", "text"))

    assert (failure.code, failure.text) == ("FAILED_PRECONDITION", str(given))


def test_an_error_for_the_person_that_is_long_is_cut(serving, raw, caplog):
    fn = functools.partial(sync, lambda: rf.Error("ö" * 100_000))

    failure = refuses(serving, raw, caplog, rf.Interface(fn, "text", "text"))

    assert failure.code == "FAILED_PRECONDITION"
    assert failure.text.startswith("ööö")
    assert failure.text.endswith("ö…")
    assert len(failure.text.encode()) <= 1024


OUTPUTS = {
    "bytes for text": ("text", lambda text: CANARY.encode(), "output 'output': wanted text"),
    "beyond the bounds": (
        rf.Number(maximum=9),
        lambda text: 12.125 if text == "bad" else 1,
        "output 'output': wanted a number of at most 9",
    ),
    "a part": (
        "json",
        lambda text: {"a": [1, {CANARY}]},
        "output 'output' at /a/1: wanted None, bool, int, float, str, list, dict, dates, times",
    ),
    "no image": (
        "image",
        lambda text: {CANARY: 1},
        "output 'output': wanted an image: a numpy array, a PIL image, a path",
    ),
    "a file elsewhere": (
        "image",
        lambda text: f"/etc/{CANARY}.png",
        "output 'output': wanted the path of a file below the working directory",
    ),
    "too few": (
        ["text", "text"],
        lambda text: (CANARY,),
        "wanted 2 values from the function, one for each output",
    ),
    "unknown names": (
        ["text", "text"],
        lambda text: {CANARY: 1},
        "wanted a dict by the outputs output_0, output_1",
    ),
}


@pytest.mark.parametrize("case", OUTPUTS)
def test_an_output_that_cannot_be_carried_names_the_rule_and_never_the_value(
    serving, raw, caplog, case
):
    outputs, function, rule = OUTPUTS[case]
    server = serving(rf.Interface(function, "text", outputs), rf.Interface(str, "text", "text"))
    call = raw(server)
    name = next(iter(server.interfaces))

    failure = call.refused(interface_name=name, inputs={"text": "bad"})

    assert (failure.code, failure.info.reason) == ("INTERNAL", "OUTPUT_INVALID")
    assert failure.text.startswith(rule)
    assert CANARY not in failure.said
    assert "12.125" not in failure.said
    assert rule in caplog.text
    assert call.predict(interface_name="str", inputs={"input_0": "a"}).outputs
