"""Servers that keep outputs in the test's folder, and functions whose runs are counted."""

from __future__ import annotations

import queue

import pytest

import rpcface as rf


@pytest.fixture
def folder(tmp_path):
    """Where outputs are kept."""
    return tmp_path / "kept"


@pytest.fixture
def keeping(serving, folder):
    """Starts a server that keeps outputs."""

    def serve(*interfaces, **options):
        return serving(*interfaces, options=rf.Options(cache_folder=str(folder), **options))

    return serve


class Runs:
    """How often functions ran. It is no value, so no key follows from it."""

    def __init__(self):
        self._each = queue.SimpleQueue()
        self.note = self._each.put

    def __len__(self):
        return self._each.qsize()


@pytest.fixture
def runs():
    """Notes and counts the runs of functions: `note = runs.note`."""
    return Runs()


@pytest.fixture
def shouted(runs):
    """Makes an interface whose function notes its runs."""
    note = runs.note

    def shout(text, mark="!"):
        note(text)
        if text == "no":
            raise rf.Error("I won't.")
        if text == "broken":
            raise ValueError("a secret")
        return text.upper() + mark

    def make(examples=(["a"], ["b", "?"]), caching=True, **options):
        inputs, outputs = ["text", "text"], "text"
        return rf.Interface(
            shout, inputs, outputs, list(examples), cache_examples=caching, **options
        )

    return make


@pytest.fixture
def called(shouted, keeping, client):
    """Serves what `shouted` makes; a client."""
    return lambda *args, **options: client(keeping(shouted(*args, **options)))


@pytest.fixture
def cached_of():
    """Which examples a client is told to be cached."""
    return lambda client: [one.cached for one in client.describe().only.examples]
