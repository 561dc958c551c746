"""The outcomes that are kept: for how long, and how many."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import rpcface as rf
from rpcface.core.repeats.window import OVERHEAD, Kept, Window
from rpcface.errors import BY_REASON

KEYS = st.integers(0, 5)


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def kept(size=0):
    return Kept(("Predict", b"digest"), (b"x" * size,))


def test_an_outcome_is_there_until_its_time_is_over(clock):
    window = Window(600, 10**6, clock)
    first, second = kept(), kept()
    window.put("a", first)
    clock.now += 599
    window.put("b", second)
    assert window.get("a") is first

    clock.now += 1
    assert window.get("a") is None
    assert window.get("b") is second
    assert len(window) == 1
    clock.now += 599
    window.sweep()
    assert (len(window), window.size) == (0, 0)


def test_the_oldest_go_where_there_is_no_room(clock):
    window = Window(600, 3 * (OVERHEAD + 100), clock)
    for key in "abcd":
        window.put(key, kept(100))
    assert [window.get(key) is not None for key in "abcd"] == [False, True, True, True]

    window.put("e", kept(101))
    assert [window.get(key) is not None for key in "bcde"] == [False, False, True, True]


def test_what_is_larger_than_the_window_is_not_kept(clock):
    window = Window(600, OVERHEAD + 100, clock)
    window.put("a", kept(100))
    window.put("b", kept(101))

    assert window.get("a") is not None
    assert window.get("b") is None


@pytest.mark.parametrize("reason", sorted(BY_REASON))
def test_an_error_comes_back_as_it_was_and_new_each_time(reason):
    error = BY_REASON[reason]("no", metadata={"a": "b"}, violations=[rf.Violation("x", "y")])
    error.retry_after = 2.5
    outcome = Kept(("Predict", b"digest"), (), error)

    first, second = outcome.error, outcome.error
    assert first is not second
    assert type(first) is type(error)
    assert (first.code, first.reason, str(first)) == (error.code, reason, "no")
    assert (first.metadata, first.violations) == (error.metadata, error.violations)
    assert first.retry_after == 2.5


def test_an_error_of_an_authors_own_comes_back_as_its_caller_sees_it():
    class Own(rf.Error):
        code = rf.StatusCode.NOT_FOUND

    found = Kept(("Predict", b"digest"), (), Own("no")).error

    assert (type(found), found.code, str(found)) == (rf.Error, rf.StatusCode.NOT_FOUND, "no")


class Outcomes(RuleBasedStateMachine):
    """A window beside a list, of what was put, with when and how large."""

    MOST = 4 * OVERHEAD
    SECONDS = 10

    def __init__(self):
        super().__init__()
        self.clock = Clock()
        self.window = Window(self.SECONDS, self.MOST, self.clock)
        self.put_ones = []

    @rule(key=KEYS, size=st.integers(0, 4 * OVERHEAD))
    def put(self, key, size):
        outcome = kept(size)
        self.put_ones = [one for one in self.put_ones if one[0] != key]
        self.window.put(key, outcome)
        if outcome.size <= self.MOST:
            self.put_ones.append((key, outcome, self.clock.now))
            while sum(one.size for _, one, _ in self.put_ones) > self.MOST:
                del self.put_ones[0]

    @rule(key=KEYS)
    def drop(self, key):
        self.window.drop(key)
        self.put_ones = [one for one in self.put_ones if one[0] != key]

    @rule(seconds=st.integers(1, 12))
    def wait(self, seconds):
        self.clock.now += seconds

    @rule()
    def sweep(self):
        self.window.sweep()
        assert len(self.window) == len(self.there())

    def there(self):
        now = self.clock.now
        return {key: one for key, one, time in self.put_ones if time + self.SECONDS > now}

    @rule(key=KEYS)
    def get(self, key):
        assert self.window.get(key) is self.there().get(key)

    @invariant()
    def is_bounded(self):
        assert 0 <= self.window.size <= self.MOST


TestOutcomes = Outcomes.TestCase
TestOutcomes.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
