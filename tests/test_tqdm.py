"""The bars of tqdm, told to the caller of a function."""

from __future__ import annotations

import pytest

import rpcface as rf
from rpcface.events import Bar, Finished, Progressed
from rpcface.running import Running, enter, leave

tqdm = pytest.importorskip("tqdm")


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


@pytest.fixture
def tracked():
    return rf.Progress(track_tqdm=True)


def bars_of(heard, text):
    return [bar for bars in heard.bars for bar in bars if bar.text == text]


def test_the_bars_of_tqdm_are_told(heard, tracked, capsys):
    assert list(tqdm.tqdm("abc", desc="Letters", mininterval=0)) == ["a", "b", "c"]

    found = bars_of(heard, "Letters")
    assert found[0] == Bar(0, 3, "it", "Letters")
    assert found[-1] == Bar(3, 3, "it", "Letters")
    assert heard.running.bars() == ()


def test_the_bars_of_tqdm_nest(heard, tracked, capsys):
    for _ in tqdm.trange(2, desc="outer", mininterval=0):
        for _ in tqdm.trange(2, desc="inner", mininterval=0):
            pass

    depths = {tuple(bar.text for bar in bars) for bars in heard.bars}
    assert depths == {(), ("outer",), ("outer", "inner")}
    assert heard.running.bars() == ()


def test_what_tqdm_says_later_is_told(heard, tracked, capsys):
    with tqdm.tqdm(desc="one", mininterval=0) as bar:
        bar.total = 10
        bar.update(3)
        assert heard.running.bars() == (Bar(3, 10, "it", "one"),)
        bar.set_description("two")
        assert heard.running.bars()[0].text.startswith("two")
    assert heard.running.bars() == ()


@pytest.mark.parametrize("disable", [True, None])
def test_a_bar_of_tqdm_that_is_off_is_not_told(heard, tracked, disable, capsys):
    with tqdm.tqdm("abc", disable=disable) as bar:
        assert list(bar) == ["a", "b", "c"]

    assert heard.bars == []


def test_outside_a_call_tqdm_is_as_it_was(tracked, capsys):
    with tqdm.tqdm(total=2) as bar:
        bar.update(2)

    assert "2/2" in capsys.readouterr().err


def test_a_bar_that_is_closed_twice_or_after_its_call_does_no_harm(heard, tracked, capsys):
    bar = tqdm.tqdm(total=2)
    bar.update(1)
    bar.close()
    bar.close()
    bar.refresh()

    assert heard.running.bars() == ()


def test_a_function_that_uses_tqdm_is_told(serving, client, tracked, capsys):
    def work(text):
        for _ in tqdm.tqdm(range(3), desc="Working", mininterval=0):
            pass
        return text

    events = list(client(serving(rf.Interface(work, "text", "text"))).stream("a"))

    assert isinstance(events[-1], Finished)
    assert any(isinstance(event, Progressed) for event in events)
