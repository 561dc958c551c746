"""The keys that states are sealed with: given, in a file, made; and changed."""

from __future__ import annotations

import base64
import logging
import os
import time

import pytest

import rpcface as rf
from rpcface.core.state import keys

from .conftest import Talk, remembering

LONG = 20.0
KEYS = [base64.b64encode(bytes([number]) * 32).decode() for number in range(3)]


@pytest.fixture(autouse=True)
def no_keys_of_the_environment(monkeypatch):
    monkeypatch.delenv("RPCFACE_STATE_KEYS", raising=False)


@pytest.fixture
def replica(serving, raw):
    """Starts one more server of the same interface, with these options."""

    def start(**options):
        return Talk(raw(serving(remembering(), options=rf.Options(**options))))

    return start


def goes_on(says, state):
    """Whether a server goes on from a state."""
    says.state = state
    try:
        return says("b") == "a b"
    except says._raw.failure as failure:
        if failure.info.reason != "STATE_REFUSED":
            raise
        return False


def test_a_conversation_goes_on_with_a_server_that_is_started_again(serving, raw):
    options = rf.Options(state_keys=KEYS[:1])
    first = serving(remembering(), options=options)
    says = Talk(raw(first))
    says("a")
    first.stop()

    says._raw = raw(serving(remembering(), options=options))

    assert says("b") == "a b"


def test_without_keys_a_conversation_ends_with_its_server(replica):
    says = replica()
    says("a")

    assert not goes_on(replica(), says.state)


def test_servers_with_one_key_take_turns(replica):
    turns = [replica(state_keys=KEYS[:1]) for _ in range(2)]
    state = b""
    for number in range(6):
        says = turns[number % 2]
        says.state = state
        said = says(str(number))
        state = says.state

    assert said == "0 1 2 3 4 5"


def test_the_first_key_seals_and_all_open(replica):
    old, both, new = (replica(state_keys=keys) for keys in (KEYS[:1], KEYS[1::-1], KEYS[1:2]))
    of_old, of_both = sealed(old), sealed(both)

    assert goes_on(both, of_old)
    assert goes_on(new, of_both)
    assert not goes_on(old, of_both)
    assert not goes_on(new, of_old)


@pytest.mark.parametrize(
    "form",
    [
        lambda key: key,
        lambda key: key.encode(),
        lambda key: f" {key}\n",
        base64.b64decode,
        lambda key: base64.urlsafe_b64encode(base64.b64decode(key)).decode(),
    ],
)
def test_a_key_is_bytes_or_base64(replica, form):
    key = base64.b64encode(bytes(range(200, 232))).decode()
    says = replica(state_keys=[key])
    says("a")

    assert goes_on(replica(state_keys=[form(key)]), says.state)


def test_keys_come_from_the_environment_where_the_options_have_none(replica, monkeypatch):
    monkeypatch.setenv("RPCFACE_STATE_KEYS", f"{KEYS[0]}\n {KEYS[1]} ")
    says = replica()
    says("a")

    assert goes_on(replica(state_keys=KEYS[:1]), says.state)
    other = replica(state_keys=KEYS[2:])
    other("a")
    assert not goes_on(says, other.state)


def write(path, *given):
    """Writes a key file that is seen to have changed."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text("".join(f"{line}\n" for line in given))
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_a_file_has_a_key_a_line(replica, tmp_path):
    path = tmp_path / "keys"
    write(path, "# the newest first", KEYS[1], "", f"  {KEYS[0]}  ")
    says = replica(state_key_file=path)
    old = replica(state_keys=KEYS[:1])
    old("a")

    assert goes_on(says, old.state)
    says.state = b""
    says("a")
    assert goes_on(replica(state_keys=KEYS[1:2]), says.state)


def test_a_key_that_is_new_in_the_file_opens_at_once(replica, tmp_path):
    path = tmp_path / "keys"
    write(path, KEYS[0])
    says = replica(state_key_file=path)
    says("a")
    other = replica(state_keys=KEYS[1:2])
    other("a")
    before = says.state
    assert not goes_on(says, other.state)

    write(path, KEYS[1], KEYS[0])

    assert goes_on(says, other.state)
    assert goes_on(only(replica, KEYS[1]), sealed(says))
    assert goes_on(says, before)


def sealed(says):
    says.state = b""
    says("a")
    return says.state


def test_a_file_that_changes_is_read_before_long(replica, tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "INTERVAL", 0.0)
    path = tmp_path / "keys"
    write(path, KEYS[0])
    says, old, new = replica(state_key_file=path), *map(only, [replica] * 2, KEYS)
    state = sealed(says)
    assert goes_on(old, state)

    write(path, KEYS[1])

    assert goes_on(new, sealed(says))
    assert not goes_on(says, state)


def only(replica, key):
    return replica(state_keys=[key])


@pytest.mark.parametrize("spoil", ["broken", "empty", "gone"])
def test_a_file_that_is_spoilt_leaves_the_keys_as_they_were(
    replica, tmp_path, monkeypatch, caplog, spoil
):
    monkeypatch.setattr(keys, "INTERVAL", 0.0)
    path = tmp_path / "keys"
    write(path, KEYS[0])
    says = replica(state_key_file=path)
    state = sealed(says)

    if spoil == "gone":
        path.unlink()
    else:
        write(path, *(["nonsense"] if spoil == "broken" else []))

    for _ in range(3):
        assert goes_on(says, state)
    told = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(told) == 1
    assert "the keys from before are kept" in told[0].getMessage()
    assert "nonsense" not in told[0].getMessage()
    write(path, KEYS[1])
    assert goes_on(only(replica, KEYS[1]), sealed(says))


def test_the_file_is_looked_at_once_a_second_at_most(replica, tmp_path, monkeypatch):
    path = tmp_path / "keys"
    write(path, KEYS[0])
    says = replica(state_key_file=path)
    looks, stat = [], os.stat
    monkeypatch.setattr(os, "stat", lambda *args, **more: looks.append(args) or stat(*args, **more))

    begun = time.monotonic()
    for _ in range(50):
        sealed(says)
    most = time.monotonic() - begun + 1

    assert len([args for args in looks if args[0] == str(path)]) <= most


WANTED = "wanted 32 bytes by chance, in base64"
HOW = "`openssl rand -base64 32` makes one"
NONE = f"{WANTED}; what came is no base64. {HOW}"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"state_keys": ["secret!"]}, f"state_keys[0]: {NONE}"),
        ({"state_keys": [b"k" * 31]}, f"state_keys[0]: {NONE}"),
        ({"state_keys": [KEYS[0], "c2Vj"]}, f"state_keys[1]: {WANTED}; came 3 bytes. {HOW}"),
        ({"state_keys": [7]}, f"state_keys[0]: {WANTED}; came int. {HOW}"),
        (
            {"state_keys": KEYS[0]},
            "state_keys: wanted a list of keys; came one alone. Put it into a list",
        ),
        (
            {"state_keys": KEYS, "state_key_file": "keys"},
            "state_keys, state_key_file: wanted one of them; came both",
        ),
        (
            {"state_key_file": "nowhere"},
            "the key file 'nowhere' can't be read: No such file or directory",
        ),
        ({"state_key_file": "."}, "the key file '.' can't be read: Is a directory"),
        (
            {"state_key_file": "comments"},
            f"the key file 'comments': wanted a key a line; came none. {HOW}",
        ),
        ({"state_key_file": "broken"}, f"the key file 'broken', line 2: {NONE}"),
    ],
)
def test_keys_that_are_none_keep_a_server_from_starting(
    serving, tmp_path, monkeypatch, options, message
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "comments").write_text("# none yet\n\n")
    (tmp_path / "broken").write_text(f"{KEYS[0]}\nsecret!\n")

    for interface in (remembering(), rf.Interface(str.upper, "text", "text")):
        with pytest.raises(ValueError) as caught:  # noqa: PT011 - the text says which
            serving(interface, options=rf.Options(**options))

        assert str(caught.value) == message


def test_a_key_is_never_shown(replica, caplog, tmp_path):
    caplog.set_level(logging.DEBUG, "rpcface")
    path = tmp_path / "keys"
    write(path, *KEYS)
    replica(state_keys=KEYS)("a")
    says = replica(state_key_file=path)
    write(path, *KEYS[1:])
    says.refused(state=b"\1" * 50)
    sealed(says)

    shown = caplog.text + repr(rf.Options(state_keys=KEYS)) + repr(keys.Key(b"secret"))
    assert "the state keys have changed; there are 2 now" in shown
    for key in KEYS:
        assert key not in shown
        assert repr(base64.b64decode(key))[2:-1] not in shown
    assert "secret" not in shown
