"""States that are refused: what was not sealed by this server for this call."""

from __future__ import annotations

import asyncio
import logging
import os
import re
from types import SimpleNamespace

import pytest

import rpcface as rf
from rpcface.core.service import Service
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message

from .conftest import chat, remembering

REFUSED = (
    "the state is none that this server sealed for interface 'chat' and this caller, or its key "
    "is there no more: begin a new conversation, by sending none"
)


@pytest.fixture
def begun(talk):
    """A conversation that has a state, beside an interface of another name and one without."""
    other = remembering(name="other")
    says = talk(remembering(), other, rf.Interface(str.upper, "text", "text"), name="chat")
    says("a")
    return says


def assert_refused(failure, text=REFUSED):
    assert (failure.code, failure.info.reason) == ("FAILED_PRECONDITION", "STATE_REFUSED")
    assert failure.text == text


def test_a_change_of_any_byte_is_noticed(begun):
    texts = set()
    for at in range(len(begun.state)):
        changed = bytearray(begun.state)
        changed[at] ^= 1 << at % 8
        failure = begun.refused(state=bytes(changed))
        assert failure.info.reason == "STATE_REFUSED"
        texts.add(failure.text)

    assert texts == {REFUSED}


def test_a_part_of_a_state_is_none(begun):
    for end in range(1, len(begun.state)):
        assert_refused(begun.refused(state=begun.state[:end]))
    for start in range(1, len(begun.state)):
        assert_refused(begun.refused(state=begun.state[start:]))


@pytest.mark.parametrize(
    "garbage",
    [b"\0", b" ", b"null", b"\1" * 44, b"\1" * 45, os.urandom(100), b"x" * 10_000],
    ids=["zero", "space", "json", "short", "shortest", "random", "long"],
)
def test_garbage_is_refused(begun, garbage):
    assert_refused(begun.refused(state=garbage))


def test_more_than_a_state_is_none(begun):
    assert_refused(begun.refused(state=begun.state + b"\0"))
    assert_refused(begun.refused(state=begun.state * 2))


def test_a_state_of_another_interface_is_refused(begun):
    begun._name = "other"

    assert_refused(begun.refused(), REFUSED.replace("'chat'", "'other'"))


def test_a_state_of_an_interface_that_keeps_none_is_refused(begun):
    begun._name = "upper"

    assert_refused(begun.refused(), "interface 'upper' keeps no state; send none")


def test_a_state_of_another_server_is_refused(begun, talk):
    stranger = talk(remembering(), name="chat")
    stranger("a")

    assert_refused(begun.refused(state=stranger.state))


def test_an_empty_state_is_none_at_all_however_it_is_sent(begun, raw):
    inputs = {"message": value_message("b")}
    body = pb.PredictRequest(interface_name="chat", inputs=inputs).SerializeToString()

    answer = begun._raw.bytes("Predict", body + b"\x2a\x00")  # the field, of no length

    assert pb.PredictResponse.FromString(answer).outputs["output"].text_value == "b"


def test_after_a_refusal_the_conversation_can_still_go_on(begun):
    assert_refused(begun.refused(state=b"nonsense"))

    assert begun("b") == "a b"


def test_the_function_does_not_run_for_a_state_that_is_refused(talk):
    ran = []

    def fn(message, state):
        ran.append(message)
        return message, state

    assert_refused(talk(remembering(fn)).refused(state=b"nonsense"))
    assert ran == []


def test_the_log_says_why_and_the_caller_does_not_learn_it(begun, caplog):
    caplog.set_level(logging.DEBUG, "rpcface")

    changed = begun.state[:-1] + bytes([begun.state[-1] ^ 1])
    for state in (b"x", b"\2" * 50, b"\1" * 50, changed):
        assert_refused(begun.refused(state=state))

    assert re.findall(r"interface 'chat' refuses a state: (.+)", caplog.text) == [
        "it has 1 bytes, and none has less than 45",
        "it is of version 2",
        "its key, 01010101, is not there",
        "it was changed, or is for another interface or caller",
    ]


def test_a_state_says_nothing_of_what_it_holds(begun):
    begun("a secret word")

    assert b"secret" not in begun.state
    assert b"chat" not in begun.state


async def as_callers(use, *interfaces, options=None):
    """Lets `use` call a server's core as callers with the principals that it likes."""
    service = Service(dict(interfaces), options or rf.Options())
    await service.start()

    async def call(message, state=b"", principal="", peer="1.2.3.4"):
        caller = SimpleNamespace(principal=principal, peer=peer, deadline=None, metadata={})
        inputs = {"message": value_message(message)}
        body = pb.PredictRequest(inputs=inputs, state=state).SerializeToString()
        async with asyncio.timeout(20):
            return pb.PredictResponse.FromString(await service.predict(body, caller))

    try:
        await use(call)
    finally:
        await service.close(0)


async def test_a_state_is_of_the_caller_who_has_proved_to_be_somebody():
    async def use(call):
        states = {who: (await call("a", principal=who)).state for who in ("", "ada", "adam", "é")}
        for who, state in states.items():
            for other in states:
                if other == who:
                    answer = await call("b", state, principal=who)
                    assert answer.outputs["output"].text_value == "a b"
                else:
                    with pytest.raises(rf.StateRefused) as caught:
                        await call("b", state, principal=other)
                    assert str(caught.value) == REFUSED

    await as_callers(use, ("chat", remembering()))


async def test_a_caller_whose_address_changes_goes_on():
    async def use(call):
        for who in ("", "ada"):
            state = (await call("a", principal=who, peer="10.0.0.1")).state
            answer = await call("b", state, principal=who, peer="fd00::7")
            assert answer.outputs["output"].text_value == "a b"

    await as_callers(use, ("chat", remembering()))


async def test_names_and_principals_can_not_be_mistaken_for_each_other():
    states = []

    async def use(call):
        states.append((await call("a", principal="bc")).state)

    async def use_other(call):
        with pytest.raises(rf.StateRefused):
            await call("a", states[0], principal="c")

    keys = rf.Options(state_keys=[b"k" * 32])
    await as_callers(use, ("a", remembering()), options=keys)
    await as_callers(use_other, ("ab", remembering()), options=keys)


def test_a_new_state_that_is_too_large_is_told_as_that(talk):
    def fn(message, state):
        return "a", "x" * int(message)

    says = talk(remembering(fn), options=rf.Options(max_state_bytes=1000))
    over = 1000 - 45 - 1 - 2  # the envelope, and what says that it is plain, and quotes

    assert len(says.ask(str(over)).state) == 1000
    failure = says.refused(str(over + 1))
    assert (failure.code, failure.info.reason) == ("RESOURCE_EXHAUSTED", "LIMIT_EXCEEDED")
    assert failure.info.metadata["limit"] == "max_state_bytes"
    assert failure.text == (
        "the new state of interface 'chat' has 1,001 bytes, and this server takes 1,000: begin a "
        "new conversation"
    )


def test_a_state_that_is_too_large_is_refused_when_it_comes(serving, raw, talk):
    key = rf.Options(state_keys=[b"k" * 32])
    large = talk(remembering(), options=key)
    large("x" * 2000)
    small = rf.Options(state_keys=[b"k" * 32], max_state_bytes=1000)

    failure = talk(remembering(), options=small).refused(state=large.state)

    assert_refused(
        failure,
        "the state has 2,050 bytes, and this server takes 1,000: begin a new conversation, by "
        "sending none",
    )


def test_a_state_may_have_a_mebibyte_unless_told_otherwise(talk):
    says = talk(remembering(chat))
    says("x" * (2**20 - 100))

    assert says.refused("x" * 100).info.metadata["limit"] == "max_state_bytes"
