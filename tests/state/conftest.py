"""What tests of conversations share: an interface that keeps a state, and talks with it."""

from __future__ import annotations

import asyncio

import pytest

import rpcface as rf
from rpcface.wire.values import from_message


def chat(message, history):
    history.append(message)
    return " ".join(history), history


async def achat(message, history):
    await asyncio.sleep(0)
    history.append(message)
    return " ".join(history), history


def chatter(message, history):
    """Word by word; the state is there from the last value alone."""
    history.append("")
    for letter in message:
        history[-1] += letter
        yield " ".join(history), rf.skip() if history[-1] != message else history


async def achatter(message, history):
    for value in chatter(message, history):
        yield value
        await asyncio.sleep(0)


KINDS = {"sync": chat, "async": achat, "generator": chatter, "async_generator": achatter}


def remembering(fn=chat, *, value=(), name="chat", **options):
    """An interface of such a function."""
    value = list(value) if value == () else value
    return rf.Interface(fn, ["text", rf.State(value)], ["text", "state"], api_name=name, **options)


class Talk:
    """A conversation over a raw channel: each call sends the state that the last one got."""

    def __init__(self, raw, name="", state=b""):
        self._raw = raw
        self._name = name
        self.state = state

    def __call__(self, message):
        answer = self.ask(message)
        self.state = answer.state
        (output,) = answer.outputs.values()
        return from_message(output)

    def ask(self, message):
        """The answer to a call that leaves the conversation as it is."""
        inputs = {"message": message}
        return self._raw.predict(interface_name=self._name, inputs=inputs, state=self.state)

    def refused(self, message="x", state=None):
        """The failure of a call that must fail."""
        state = self.state if state is None else state
        inputs = {"message": message}
        return self._raw.refused(interface_name=self._name, inputs=inputs, state=state)


@pytest.fixture
def talk(serving, raw):
    """Serves interfaces, or takes a server; a conversation with the one of that name."""

    def begin(*served, name="", **options):
        server = served[0] if isinstance(served[0], rf.Server) else serving(*served, **options)
        return Talk(raw(server), name)

    return begin


@pytest.fixture(params=KINDS)
def kind(request):
    """A function of each kind."""
    return KINDS[request.param]
