"""What an author says of flags, and what is refused of it."""

from __future__ import annotations

import pytest

import rpcface as rf
from rpcface.flagging import given
from rpcface.kinds import InterfaceKind

STANDARD = InterfaceKind.STANDARD


def fn(text):
    return text


def made(outputs="text", **options):
    return rf.Interface(fn, "text", outputs, **options)


def test_people_flag_calls_unless_somebody_says_otherwise():
    assert made().flagging == rf.Flagging()
    assert made(flagging_mode="manual", flagging_options=[]).flagging == rf.Flagging()
    assert made(flagging_mode="auto").flagging == rf.Flagging(automatic=True)
    assert made(flagging_mode="never").flagging is None


@pytest.mark.parametrize(("mode", "wanted"), [("auto", True), ("manual", False), ("", False)])
def test_the_environment_says_how_where_the_author_does_not(monkeypatch, mode, wanted):
    monkeypatch.setenv("RPCFACE_FLAGGING_MODE", mode)

    assert made().flagging.automatic is wanted
    assert made(flagging_mode="never").flagging is None


def test_an_author_who_gives_options_may_be_overruled_by_the_environment(monkeypatch):
    monkeypatch.setenv("RPCFACE_FLAGGING_MODE", "never")

    assert made(flagging_options=["wrong"]).flagging is None


def test_what_has_no_outputs_is_not_flagged(monkeypatch):
    monkeypatch.setenv("RPCFACE_FLAGGING_MODE", "auto")

    assert made(None).flagging is None
    assert made(None, flagging_mode="never").flagging is None


@pytest.mark.parametrize("options", [{"flagging_mode": "auto"}, {"flagging_options": ["a"]}])
def test_flags_are_refused_where_there_are_no_outputs(options):
    with pytest.raises(ValueError, match="an interface without outputs is not flagged") as caught:
        made(None, **options)
    assert str(caught.value).startswith(next(iter(options)))


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        ("manuel", "flagging_mode: wanted 'manual', 'auto' or 'never'; came 'manuel'; did you "),
        ("Auto", "came 'Auto'; did you mean 'auto'"),
        (True, "flagging_mode: wanted 'manual', 'auto' or 'never'; came True"),
    ],
)
def test_a_mode_that_there_is_not_is_refused_with_the_nearest(mode, text):
    with pytest.raises(ValueError, match=text):
        given(mode, None, STANDARD)


def test_a_wrong_environment_is_named(monkeypatch):
    monkeypatch.setenv("RPCFACE_FLAGGING_MODE", "nevr")

    with pytest.raises(ValueError, match=r"RPCFACE_FLAGGING_MODE: .* did you mean 'never'"):
        made()


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ("wrong", r"flagging_options: wanted a list of str; came 'wrong'"),
        (3, r"flagging_options: wanted a list of str; came 3"),
        ([3], r"flagging_options\[0\]: wanted a str or a tuple \(label, value\); came 3"),
        ([("a", None)], r"flagging_options\[0\]: wanted a str or a tuple"),
        ([("a", "b", "c")], r"flagging_options\[0\]: wanted a str or a tuple"),
        (["a", ""], r"flagging_options\[1\]: wanted 1 to 100 printable characters; came ''"),
        (["a\nb"], r"flagging_options\[0\]: wanted 1 to 100 printable"),
        (["x" * 101], r"flagging_options\[0\]: wanted 1 to 100 printable"),
        (["\ud800"], r"flagging_options\[0\]: wanted 1 to 100 printable"),
        (["a", ("a", "b")], r"flagging_options\[1\]: 'a' stands twice"),
    ],
)
def test_options_that_no_description_can_carry_are_refused(options, text):
    with pytest.raises((TypeError, ValueError), match=text):
        given(None, options, STANDARD)


@pytest.mark.parametrize("mode", ["auto", "never"])
def test_options_without_people_who_choose_are_refused(mode):
    with pytest.raises(ValueError, match="wanted them with flagging_mode='manual' alone"):
        given(mode, ["a"], STANDARD)


def test_a_description_of_a_client_tells_it(serving, client):
    server = serving(
        made(api_name="f", flagging_options=["wrong", ("Rude", "r")]),
        made(api_name="g", flagging_mode="auto"),
        made(api_name="h", flagging_mode="never"),
    )
    described = client(server).describe()

    assert described["f"].flagging.options == ("wrong", "Rude")
    assert described["g"].flagging == rf.Flagging(automatic=True)
    assert described["h"].flagging is None
    assert "  flags\n    wrong, Rude" in str(described["f"])
    assert str(described["g"]).startswith("g  (standard, every call is recorded)")
    assert "flag" not in str(described["h"])
