"""The folder with kept outputs: damage, room, and servers that share it."""

from __future__ import annotations

import logging
import os
import threading

import pytest

import rpcface as rf
from rpcface.core.cached import Store, store

KEY, OTHER = "ab" * 32, "cd" * 32


@pytest.fixture
def made(folder):
    return Store(str(folder))


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_what_was_put_is_got(made):
    made.put(KEY, [b"one", memoryview(b"two")])

    assert made.get(KEY) == b"onetwo"
    assert made.get(OTHER) is None


def test_nothing_is_left_beside_the_contents(made, folder):
    made.put(KEY, [b"one"])
    made.put(KEY, [b"two"])

    assert files(folder) == [f"{KEY}.outputs"]
    assert made.get(KEY) == b"two"


def test_the_folder_is_its_owners_alone(made, folder):
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:10],
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data[:-1] + b"x",
        lambda data: b"x" + data[1:],
        lambda data: data[:30] + b"xx" + data[32:],
    ],
)
@pytest.mark.parametrize("was_read", [False, True])
def test_a_content_that_was_changed_is_not_got(damage, was_read, made, folder, caplog):
    made.put(KEY, [b"some content"])
    if was_read:
        assert made.get(KEY) == b"some content"
    path = folder / f"{KEY}.outputs"
    path.write_bytes(damage(path.read_bytes()))
    os.utime(path, (1, 1))

    assert made.get(KEY) is None
    assert f"kept outputs are damaged, and made anew: {path}" in caplog.text


def test_what_can_t_be_read_is_not_there(made, folder, caplog):
    (folder / f"{KEY}.outputs").mkdir()

    assert made.get(KEY) is None
    assert "kept outputs can't be read" in caplog.text


def test_a_write_that_fails_leaves_nothing(made, folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)

    with pytest.raises(OSError, match="No space"):
        made.put(KEY, [b"one"])
    assert files(folder) == []


def test_the_least_used_go_where_there_are_too_many(made, folder, monkeypatch):
    monkeypatch.setattr(store, "MOST", 500)
    keys = [f"{number:064x}" for number in range(6)]
    for number, key in enumerate(keys):
        made.put(key, [bytes(100)])
        os.utime(folder / f"{key}.outputs", (number, number))
    (folder / f"{KEY}.x.part").write_bytes(bytes(100))
    os.utime(folder / f"{KEY}.x.part", (0, 0))
    (folder / "notes.txt").write_bytes(bytes(1000))
    made.use(keys[1])

    made.trim({keys[0]})

    kept = {keys[0], keys[1], keys[4], keys[5]}
    assert files(folder) == sorted([*(f"{key}.outputs" for key in kept), "notes.txt"])


def test_several_may_write_the_same_at_once(made, folder):
    contents = [bytes([number]) * 200_000 for number in range(4)]
    others = [Store(str(folder)) for _ in contents]
    found = []

    def work(other, content):
        for _ in range(10):
            other.put(KEY, [content])
            found.append(bytes(made.get(KEY)))

    threads = [
        threading.Thread(target=work, args=pair) for pair in zip(others, contents, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 40
    assert set(found) <= set(contents)


def test_a_folder_that_can_t_be_written_to_is_told_at_the_start(shouted, serving, tmp_path):
    (tmp_path / "file").write_text("no folder")
    path = str(tmp_path / "file" / "kept")
    wanted = f"cache_folder: wanted a folder that can be written to; came {path!r}: Not a directory"

    with pytest.raises(OSError, match=wanted):
        serving(shouted(), options=rf.Options(cache_folder=path))


def test_a_server_without_kept_examples_needs_no_folder(shouted, serving, tmp_path, client):
    (tmp_path / "file").write_text("no folder")
    options = rf.Options(cache_folder=str(tmp_path / "file"))

    assert client(serving(shouted(caching=False), options=options)).predict("a") == "A!"


@pytest.mark.parametrize(
    ("set_to", "wanted"),
    [
        ({"RPCFACE_CACHE_FOLDER": "{0}/own"}, "own"),
        ({"XDG_CACHE_HOME": "{0}/xdg"}, "xdg/rpcface"),
        ({"XDG_CACHE_HOME": "relative"}, "home/.cache/rpcface"),
        ({"RPCFACE_CACHE_FOLDER": "", "XDG_CACHE_HOME": ""}, "home/.cache/rpcface"),
    ],
)
def test_the_environment_says_where_outputs_are_kept(
    set_to, wanted, shouted, tmp_path, monkeypatch
):
    for name in ("RPCFACE_CACHE_FOLDER", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name, value in set_to.items():
        monkeypatch.setenv(name, value.format(tmp_path))

    with shouted().launch(port=0, block=False):
        assert len(files(tmp_path / wanted)) == 2


def test_damaged_outputs_are_made_anew(called, runs, folder, caplog):
    called()
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-3])

    caller = called()

    assert caller.predict("a") == "A!"
    assert len(runs) == 4
    assert caplog.text.count("kept outputs are damaged, and made anew") == 2


def test_outputs_that_are_not_the_interface_s_are_made_anew(called, runs, folder, caplog):
    called()
    one = Store(str(folder))
    for path in folder.iterdir():
        one.put(path.stem, [bytes(8), b"\x0a\x0b\x0a\x05other\x12\x02\x10\x01"])

    caller = called()

    assert caller.predict("a") == "A!"
    assert len(runs) == 4
    assert "kept outputs do not fit, and are made anew: example 1 of interface" in caplog.text


def test_two_servers_share_a_folder(shouted, keeping, client, runs):
    callers = [client(keeping(shouted())) for _ in range(2)]

    assert [caller.predict("a") for caller in callers] == ["A!", "A!"]
    assert len(runs) == 2


def test_outputs_that_can_t_be_written_are_told_all_the_same(
    called, runs, folder, caplog, monkeypatch
):
    caller = called(caching="lazy")
    monkeypatch.setattr(Store, "put", lambda *_: 1 / 0)

    assert [caller.predict("a") for _ in range(2)] == ["A!", "A!"]

    assert len(runs) == 2
    assert "keeping the outputs of example 1 of interface 'shout' failed" in caplog.text


def test_the_command_line_says_where_outputs_are_kept(program, tmp_path, client):
    (tmp_path / "up.py").write_text(
        "import rpcface as rf\n"
        "demo = rf.Interface(str.upper, 'text', 'text', ['a'], cache_examples=True)\n"
    )
    served = program("-m", "rpcface", "serve", "up.py", "--cache-folder", "kept", "--log", "text")

    assert client(served.serves()).predict("a") == "A"
    assert len(files(tmp_path / "kept")) == 1
    code, _, err = served.ends(15)
    assert code == 0
    assert "INFO interface 'upper': runs example 1, to keep its outputs (1 of 1)" in err


def test_the_command_line_fails_where_the_folder_can_t_be_had(cli, told, tmp_path, monkeypatch):
    (tmp_path / "up.py").write_text(
        "import rpcface as rf\n"
        "demo = rf.Interface(str.upper, 'text', 'text', ['a'], cache_examples=True)\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)

    told(
        cli("serve", "up.py", "--port", "0", "--cache-folder", "up.py/kept"),
        1,
        "cache_folder: wanted a folder that can be written to; came 'up.py/kept'",
    )
