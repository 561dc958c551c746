"""Progress as Gradio's functions tell it: `rf.Progress`."""

from __future__ import annotations

import asyncio

import pytest

import rpcface as rf
from rpcface.events import Bar, Progressed
from rpcface.running import Running, enter, leave

LONG = 20.0


class Heard:
    """A sink that keeps the bars that it hears of."""

    def __init__(self):
        self.running = Running()
        self.running.hears(self)
        self.bars = []

    def progress(self):
        self.bars.append(self.running.bars())


@pytest.fixture
def heard():
    """The sink of the call that the test runs for."""
    made = Heard()
    token = enter(made.running)
    yield made
    leave(token)


@pytest.mark.parametrize(
    ("args", "options", "bar"),
    [
        ((0.25,), {"desc": "Loading"}, Bar(0.25, 1, "", "Loading")),
        (((3, 10),), {}, Bar(3, 10, "steps", "")),
        (((3, None),), {"unit": "files"}, Bar(3, 0, "files", "")),
        (((3, None),), {"total": 6}, Bar(3, 6, "steps", "")),
        ((0, "Begins"), {}, Bar(0, 1, "", "Begins")),
    ],
)
def test_progress_is_told_as_gradio_tells_it(heard, args, options, bar):
    rf.Progress()(*args, **options)

    assert heard.bars == [(bar,)]


def test_no_progress_is_a_bar_of_nothing_known(heard):
    rf.Progress()(None, desc="Waiting")

    assert heard.bars == [(Bar(0, 0, "steps", "Waiting"),)]


def test_a_loop_is_told_and_gives_its_items(heard):
    assert list(rf.Progress().tqdm("ab", desc="Letters", unit="letters")) == ["a", "b"]

    assert heard.bars[0] == (Bar(0, 2, "letters", "Letters"),)
    assert heard.bars[-1] == ()


def test_outside_a_call_progress_is_told_to_nobody():
    rf.Progress()(0.5)

    assert list(rf.Progress().tqdm("ab")) == ["a", "b"]


def last(text, times, progress=rf.Progress()):  # noqa: B008 - as Gradio has it
    progress(0.5)
    return text * int(times)


def first(progress=rf.Progress(), text="a", times=2):  # noqa: B008
    progress(0.5)
    return text * int(times)


def between(text, progress=rf.Progress(), times=2):  # noqa: B008
    progress(0.5)
    return text * int(times)


def by_keyword(text, *, progress=rf.Progress(), times=2):  # noqa: B008
    progress(0.5)
    return text * int(times)


def before_more(text, progress=rf.Progress(), *more):  # noqa: B008
    progress(0.5)
    return text * int(*more)


def by_place(text, progress=rf.Progress(), times=2, /):  # noqa: B008
    progress(0.5)
    return text * int(times)


async def asynchronous(text, times, progress=rf.Progress()):  # noqa: B008
    progress(0.5)
    await asyncio.sleep(0)
    return text * int(times)


class Holder:
    def method(self, text, progress=rf.Progress(), times=2):  # noqa: B008
        return between(text, progress, times)

    def __call__(self, text, progress=rf.Progress(), times=2):  # noqa: B008
        return between(text, progress, times)


FUNCTIONS = {
    "last": last,
    "first": first,
    "between": between,
    "by keyword": by_keyword,
    "before more": before_more,
    "by place": by_place,
    "async": asynchronous,
    "a method": Holder().method,
    "an object": Holder(),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_input_fills_the_parameter_wherever_it_stands(serving, client, name):
    interface = rf.Interface(FUNCTIONS[name], ["text", "number"], "text", api_name="f")
    names = [slot.name for slot in interface.inputs]

    assert names == ["text", "input_1" if name == "before more" else "times"]
    events = list(client(serving(interface)).stream("ab", 3))
    assert events[-1].outputs == "ababab"
    assert Progressed((Bar(0.5, 1.0),)) in events


def test_one_input_less_leaves_the_parameter_behind_it_to_its_default():
    for fn in (first, between, by_keyword, by_place):
        assert rf.Interface(fn, "text", "text")("ab") == "abab"


def test_an_input_too_many_is_refused():
    with pytest.raises(ValueError, match="takes at most 2"):
        rf.Interface(between, ["text", "number", "text"], "text")
