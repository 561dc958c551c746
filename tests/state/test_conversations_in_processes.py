"""Conversations with functions that run in processes of their own."""

from __future__ import annotations

import os
import sys

import numpy as np
import pytest

import rpcface as rf
from rpcface.core import programs

from .conftest import Talk, remembering

FUNCTIONS = os.path.join(os.path.dirname(os.path.dirname(__file__)), "process_functions.py")
fn = sys.modules.get("process_functions") or programs.import_file(FUNCTIONS, "process_functions")


@pytest.mark.parametrize("function", [fn.chat, fn.achat, fn.chatter])
def test_a_state_goes_to_the_process_and_comes_back(serving, raw, client, function):
    server = serving(remembering(function, executor="process", workers=1))
    says = Talk(raw(server))

    assert [says(word) for word in "abc"] == ["a", "a b", "a b c"]
    session = client(server).session({"chat": says.state})
    assert list(session.stream("d"))[-1].outputs == "a b c d"
    assert session.predict("e") == "a b c d e"


BOX, STATE = rf.Textbox(), rf.State()


def by_component(text, number):
    return {STATE: number + 1, BOX: str(number)}


BY_COMPONENT = rf.Interface(
    by_component, ["text", rf.State(0)], [BOX, STATE], executor="process", workers=1
)


def test_a_state_by_its_component_comes_from_a_worker(serving, client):
    session = client(serving(BY_COMPONENT)).session()

    assert [session.predict("x") for _ in range(3)] == ["0", "1", "2"]


def add(text, array):
    array += 1
    return str(int(array[0, 0])), array


def test_an_array_of_a_state_may_be_changed_in_a_worker(serving, client):
    value = rf.State(np.zeros((100, 100), "i4"))
    demo = rf.Interface(add, ["text", value], ["text", "state"], executor="process", workers=1)
    session = client(serving(demo)).session()

    assert [session.predict("x") for _ in range(3)] == ["1", "2", "3"]
