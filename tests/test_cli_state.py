"""`rpcface predict --state` and `rpcface serve --state-key-file`."""

from __future__ import annotations

import os
import stat

import pytest

import rpcface as rf


def chat(message, history, state=1):
    history.append(message)
    if message == "no":
        raise rf.Error("No.")
    return " ".join(history), history


@pytest.fixture
def address(serving, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return serving(rf.Interface(chat, ["text", rf.State([]), "number"], ["text", "state"])).address


def test_a_conversation_is_in_a_file(cli, address, tmp_path):
    for words in ("a", "a b", "a b c"):
        assert cli("predict", address, "--message", words[-1], "--state", "talk") == (
            0,
            f"{words}\n",
            "",
        )

    assert stat.S_IMODE(os.stat("talk").st_mode) == 0o600
    assert os.listdir(tmp_path) == ["talk"]


def test_a_conversation_in_a_file_may_be_gone_on_from_twice(cli, address, tmp_path):
    cli("predict", address, "--message", "a", "--state", "talk")
    (tmp_path / "copy").write_bytes((tmp_path / "talk").read_bytes())

    assert cli("predict", address, "--message", "b", "--state", "talk")[1] == "a b\n"
    assert cli("predict", address, "--message", "c", "--state", "copy")[1] == "a c\n"


def test_an_empty_file_begins_a_conversation(cli, address, tmp_path):
    (tmp_path / "talk").touch()

    assert cli("predict", address, "--message", "a", "--state", "talk")[:2] == (0, "a\n")
    assert (tmp_path / "talk").stat().st_size


def test_without_a_file_each_call_begins_afresh(cli, address):
    for _ in range(2):
        assert cli("predict", address, "--message", "a")[1] == "a\n"


def test_a_call_that_fails_leaves_the_file_as_it_was(cli, address, tmp_path, told):
    cli("predict", address, "--message", "a", "--state", "talk")
    before = (tmp_path / "talk").read_bytes()

    told(cli("predict", address, "--message", "no", "--state", "talk"), 1, "No.")
    told(cli("predict", address, "--message", "no", "--state", "none"), 1, "No.")

    assert (tmp_path / "talk").read_bytes() == before
    assert os.listdir(tmp_path) == ["talk"]


def test_a_file_that_is_no_state_is_told_of_and_kept(cli, address, tmp_path, told):
    (tmp_path / "talk").write_bytes(b"my notes")

    found = cli("predict", address, "--message", "a", "--state", "talk")

    told(found, 1, "begin a new conversation")
    assert (tmp_path / "talk").read_bytes() == b"my notes"


@pytest.mark.parametrize("path", [".", "no/where"])
def test_a_file_that_can_not_be_had_is_told_of_before_the_call(cli, address, told, path):
    found = cli("predict", address, "--message", "no", "--state", path)

    told(found, 2, f"--state {path}: ")


def test_a_link_stays_one(cli, address, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "talk").symlink_to(tmp_path / "folder" / "real")

    cli("predict", address, "--message", "a", "--state", "talk")

    assert (tmp_path / "talk").is_symlink()
    assert (tmp_path / "folder" / "real").stat().st_size


def test_an_input_that_is_called_state_is_given_by_input_where_there_is_a_state(cli, address):
    _, out, _ = cli("predict", address, "--help")

    assert "--state FILE" in out
    assert "state: a number [1]" in " ".join(out.split())
    assert cli("predict", address, "--message", "a", "--input", "state=5")[0] == 0


def test_where_there_is_none_state_is_an_input_like_others(cli, serving, told):
    plain = serving(rf.Interface(lambda text: text, "text", "text")).address
    state = serving(rf.Interface(lambda state: state, "text", "text")).address

    told(cli("predict", plain, "--text", "a", "--state", "b"), 2, "there is no option --state")
    assert cli("predict", state, "--state", "Ohio")[1] == "Ohio\n"


SERVED = """
import rpcface as rf

def chat(message, history):
    history.append(message)
    return " ".join(history), history

demo = rf.Interface(chat, ["text", rf.State([])], ["text", "state"])
"""
KEY = "kUr0pZ0WgT0mVq3l9v0u1Xb6n7QzYc5dR2sE8fHjKaI="


@pytest.mark.parametrize("way", ["option", "environment"])
def test_conversations_go_on_with_a_server_that_has_the_same_keys(program, cli, tmp_path, way):
    (tmp_path / "demo.py").write_text(SERVED)
    (tmp_path / "keys").write_text(KEY)
    options = ["--state-key-file", "keys"] if way == "option" else []
    environment = {"RPCFACE_STATE_KEYS": KEY} if way == "environment" else {}
    talk = tmp_path / "talk"
    for words in ("a", "a b"):
        server = program("-m", "rpcface", "serve", "demo.py", *options, **environment)
        found = cli("predict", server.serves(), "--message", words[-1], "--state", talk)
        assert found == (0, f"{words}\n", "")
        code, _, err = server.ends(15)
        assert code == 0
        assert "state keys" not in err
        assert KEY not in err


@pytest.mark.parametrize("way", ["broken", "gone", "environment"])
def test_keys_that_are_none_are_a_command_that_makes_no_sense(program, tmp_path, way):
    (tmp_path / "demo.py").write_text(SERVED)
    (tmp_path / "broken").write_text("hunter2\n")
    options = [] if way == "environment" else ["--state-key-file", way]
    environment = {"RPCFACE_STATE_KEYS": "hunter2"} if way == "environment" else {}

    code, out, err = program("-m", "rpcface", "serve", "demo.py", *options, **environment).ends()

    assert (code, out) == (2, "")
    assert err.startswith("rpcface: ")
    assert ("RPCFACE_STATE_KEYS, key 1" if way == "environment" else f"the key file '{way}'") in err
    assert "hunter2" not in err
    assert "Traceback" not in err
