"""`cache_examples=`: the words that it takes, and what can't be kept."""

from __future__ import annotations

import math

import pytest

import rpcface as rf


def made(caching, examples=(["a"],), inputs="text", outputs="text", fn=lambda x: x):
    return rf.Interface(fn, inputs, outputs, examples and list(examples), cache_examples=caching)


@pytest.mark.parametrize(
    ("given", "when"), [(False, None), (True, "eager"), ("eager", "eager"), ("lazy", "lazy")]
)
def test_examples_are_kept_at_the_start_or_by_the_first_call_or_not_at_all(given, when):
    assert made(given).cache_examples == when


def test_examples_are_not_kept_unless_that_is_wished_for():
    assert rf.Interface(str, "text", "text", ["a"]).cache_examples is None


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("lasy", r"came 'lasy'\. Did you mean 'lazy'\?"),
        ("Eager", r"came 'Eager'\. Did you mean 'eager'\?"),
        ("often", "came 'often'$"),
        (None, "came None$"),
        (1, "came 1$"),
        ([], r"came \[\]$"),
    ],
)
def test_another_word_is_refused_with_the_nearest(given, hint):
    wanted = "cache_examples: wanted True, False, 'eager' or 'lazy'; "

    with pytest.raises(ValueError, match=wanted + hint):
        made(given)


@pytest.mark.parametrize("examples", [None, []])
def test_without_examples_there_is_nothing_to_keep(examples):
    with pytest.raises(ValueError, match="cache_examples: it goes with examples="):
        made(True, examples)


def test_without_outputs_there_is_nothing_to_keep():
    with pytest.raises(ValueError, match="cache_examples: the interface has no outputs to keep"):
        made("lazy", outputs=None)


def test_a_password_is_never_kept():
    password = rf.Textbox(type="password")

    with pytest.raises(ValueError, match="cache_examples: the output 'output' is a password"):
        made(True, outputs=password)
    with pytest.raises(ValueError, match="the output 'second' is a password, never kept"):
        made(True, outputs=[rf.Textbox(name="first"), rf.Textbox(type="password", name="second")])


@pytest.mark.parametrize("value", ["now", "now - 1d"])
def test_an_example_at_the_time_of_the_call_is_refused(value):
    fault = r"cache_examples: examples\[1\] \(x\): 'now' is another time at every call"

    with pytest.raises(ValueError, match=fault):
        made(True, ["2026-11-24 16:30:00", value], inputs=rf.DateTime())


def test_a_default_at_the_time_of_the_call_is_refused_where_an_example_takes_it():
    inputs = ["text", rf.DateTime(value="now")]

    with pytest.raises(ValueError, match=r"examples\[0\] \(when\): 'now' is another time"):
        made(True, [["a"]], inputs, fn=lambda text, when: text)
    made(True, [["a", "2026-11-24 16:30:00"]], inputs, fn=lambda text, when: text)


def test_an_example_that_is_the_same_as_nothing_is_refused():
    with pytest.raises(ValueError, match=r"examples\[0\] \(x\): NaN is the same as nothing"):
        made(True, [math.nan], inputs="number")
    with pytest.raises(ValueError, match=r"examples\[0\] \(x\): NaN is the same as nothing"):
        made(True, [{"a": [1.0, math.nan]}], inputs="json")


def test_an_example_in_part_is_refused():
    fault = r"examples\[0\] \(b\): it is left out and has no default, so the example can't be run"

    with pytest.raises(ValueError, match=fault):
        made(True, [["a"]], ["text", "image"], fn=lambda a, b: a)


def test_optional_inputs_may_be_left_out():
    demo = made(True, [["a"]], ["text", "image"], fn=lambda a, b=None: a)

    assert demo.cache_examples == "eager"


def test_only_an_output_that_is_a_password_is_refused():
    inputs = ["text", rf.Textbox(type="password")]

    assert made(True, [["a"]], inputs, fn=lambda a, b="": a).cache_examples == "eager"
