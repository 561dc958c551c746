"""Sessions: a client's calls that go on from each other."""

from __future__ import annotations

import threading

import pytest

import rpcface as rf

LONG = 20.0


def chat(message, history):
    history.append(message)
    if message == "no":
        raise rf.Error("No.")
    return " ".join(history), history


def count(number):
    return number, number + 1


def typed(message, history):
    for end in range(1, len(message) + 1):
        yield " ".join([*history, message[:end]]), [*history, message]


def plain(text):
    return text.upper()


def interfaces():
    return (
        rf.Interface(chat, ["text", rf.State([])], ["text", "state"]),
        rf.Interface(count, rf.State(0), ["number", "state"]),
        rf.Interface(typed, ["text", rf.State([])], ["text", "state"], merge_updates=False),
        rf.Interface(plain, "text", "text"),
    )


def only():
    return rf.Interface(chat, ["text", rf.State([])], ["text", "state"])


def test_calls_of_a_session_go_on_from_each_other(serving, connect):
    session = connect(serving(only())).session()

    assert [session.predict(word) for word in "abc"] == ["a", "a b", "a b c"]


def test_calls_of_the_client_itself_begin_afresh(serving, connect):
    calls = connect(serving(only()))
    session = calls.session()
    session.predict("a")

    assert [calls.predict(word) for word in "bc"] == ["b", "c"]
    assert session.predict("d") == "a d"


def test_a_session_has_a_conversation_with_each_interface(serving, connect):
    session = connect(serving(*interfaces())).session()

    said = [session["chat"].predict("a"), session["count"].predict(), session["chat"]("b")]

    assert said == ["a", 0, "a b"]
    assert session["count"].predict() == 1
    assert session["plain"].predict("x") == "X"
    assert sorted(session.states) == ["chat", "count"]


def test_sessions_know_nothing_of_each_other(serving, connect):
    calls = connect(serving(only()))
    one, other = calls.session(), calls.session()
    one.predict("a")

    assert other.predict("b") == "b"
    assert one.predict("c") == "a c"


def test_streams_and_jobs_belong_to_the_session_too(serving, connect):
    session = connect(serving(*interfaces())).session()

    events = list(session["typed"].stream("ab"))
    assert events[-1].outputs == "ab"
    assert session["typed"].submit("cd").result() == "ab cd"
    assert session["typed"].predict("e") == "ab cd e"


def test_other_options_leave_a_call_in_its_session(serving, connect):
    session = connect(serving(only())).session()
    session.predict("a")

    assert session["chat"].with_options(timeout=LONG).predict("b") == "a b"


def test_a_call_that_fails_leaves_the_conversation(serving, connect):
    session = connect(serving(only())).session()
    session.predict("a")
    with pytest.raises(rf.Error):
        session.predict("no")
    with pytest.raises(rf.InputError):
        session.predict(3)

    assert session.predict("b") == "a b"


def test_a_stream_that_is_left_leaves_the_conversation(serving, client):
    session = client(serving(*interfaces())).session()
    session["typed"].predict("a")
    with session["typed"].stream("long") as events:
        for event in events:
            if isinstance(event, rf.Updated):
                break

    assert session["typed"].predict("b") == "a b"


def test_a_stream_goes_on_from_where_the_conversation_is_when_it_begins(serving, client):
    session = client(serving(*interfaces())).session()
    events = session["typed"].stream("b")
    session["typed"].predict("a")

    assert list(events)[-1].outputs == "a b"


def test_a_live_call_goes_on_with_the_conversation_and_hands_it_back(serving, client):
    session = client(serving(only())).session()
    session.predict("a")
    with session.live("b") as live:
        assert live.predict() == "a b"
        assert live.predict(message="c") == "a b c"

    assert session.predict("d") == "a b c d"


def test_of_calls_at_once_the_one_that_ends_last_counts(serving, client):
    free = {word: threading.Event() for word in "bc"}
    begun = threading.Semaphore(0)

    def wait(message, history):
        begun.release()
        if message in free:
            assert free[message].wait(LONG)
        return chat(message, history)

    demo = rf.Interface(wait, ["text", rf.State([])], ["text", "state"], concurrency_limit=None)
    session = client(serving(demo)).session()
    session.predict("a")
    first, second = session.submit("b"), session.submit("c")
    for _ in range(3):
        assert begun.acquire(timeout=LONG)
    free["c"].set()
    assert second.result() == "a c"
    free["b"].set()
    assert first.result() == "a b"

    assert session.predict("d") == "a b d"


def test_a_session_goes_on_from_the_states_of_another(serving, connect):
    calls = connect(serving(only()))
    before = calls.session()
    before.predict("a")
    kept = dict(before.states)

    after = calls.session(kept)

    assert after.predict("b") == "a b"
    assert kept == before.states
    assert calls.session(kept).predict("c") == "a c"


def test_a_session_whose_server_has_other_keys_by_now_is_told_so_and_can_begin_anew(
    serving, connect
):
    states = connect(serving(only())).session()
    states.predict("a")
    session = connect(serving(only())).session(states.states)
    for _ in range(2):
        with pytest.raises(rf.StateRefused, match="begin a new conversation"):
            session.predict("b")

    session.states.clear()
    assert session.predict("c") == "c"


def test_a_session_that_is_over_makes_no_more_calls(serving, client):
    with client(serving(only())).session() as session:
        session.predict("a")

    with pytest.raises(RuntimeError, match=r"the session is over; client\.session\(\) begins"):
        session.predict("b")
    assert list(session.states) == ["chat"]


async def test_an_async_session_is_used_with_async_with(serving):
    address = serving(only()).address
    async with rf.AsyncClient(address, timeout=LONG) as calls, calls.session() as chat:
        assert await chat.predict("a") == "a"
        job = await chat.submit("b")
        assert await job.result() == "a b"
        async with await chat.live("c") as live:
            assert await live.predict() == "a b c"
        assert await chat["chat"].predict("d") == "a b c d"
    with pytest.raises(RuntimeError):
        chat.predict("e")


def test_a_session_uses_the_connection_and_the_description_of_its_client(serving, client):
    calls = client(serving(only()))
    calls.describe()
    session = calls.session()

    assert session._client is calls
    assert session._known is calls._known
