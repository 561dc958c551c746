"""Records on the disk, on their way to the store."""

from __future__ import annotations

import os
import threading

import pytest

from rpcface.core.flags import spool as module
from rpcface.core.flags.spool import Spool


def taken(spool):
    """All its lines, which are dropped."""
    found = []
    while lines := spool.head():
        found += lines
        spool.drop(lines)
    return found


def test_lines_come_out_in_the_order_that_they_went_in(folder):
    spool = Spool(str(folder / "spool"))
    assert [spool.append(line) for line in (b"a", b"b", b"c")] == [1, 2, 3]

    assert spool.head(2) == [b"a", b"b"]
    spool.drop([b"a"])
    assert spool.head() == [b"b", b"c"]
    spool.append(b"d")
    assert taken(spool) == [b"b", b"c", b"d"]
    assert spool.head() == []
    spool.close()


def test_what_was_taken_takes_no_room(folder):
    spool = Spool(str(folder))
    for _ in range(3):
        spool.append(b"x" * 1000)
        assert len(taken(spool)) == 1
        assert sum(path.stat().st_size for path in folder.iterdir()) == 0
    spool.close()

    assert list(folder.iterdir()) == []


def test_files_that_have_been_taken_go_while_others_wait(folder, monkeypatch):
    monkeypatch.setattr(module, "LONG", 100)
    spool = Spool(str(folder))
    lines = [f"{number:050}".encode() for number in range(10)]
    for line in lines:
        spool.append(line)
    assert len(list(folder.iterdir())) == 5

    spool.drop(spool.head(2))
    assert spool.head(1) == lines[2:3]
    assert len(list(folder.iterdir())) == 4
    assert taken(spool) == lines[2:]
    spool.close()


def test_the_next_server_goes_on_where_one_was_killed(folder):
    killed = Spool(str(folder))
    for line in (b"a", b"b", b"c"):
        killed.append(line)
    killed.drop([b"a"])
    for file in killed._files:
        file.close()  # as the system does

    spool = Spool(str(folder))
    assert spool.adopt()
    assert spool.append(b"d") == 4
    assert taken(spool) == [b"a", b"b", b"c", b"d"]  # a is known to the store, and stays once
    spool.close()


def test_a_line_that_was_cut_by_a_kill_was_never_kept(folder):
    (folder / "00000000000000000001-abcd.jsonl").write_bytes(b"a\nb\nhal")
    spool = Spool(str(folder))

    assert spool.adopt()
    spool.append(b"c")
    assert taken(spool) == [b"a", b"b", b"c"]
    spool.close()


def test_a_server_leaves_what_another_writes_alone(folder):
    one, other = Spool(str(folder)), Spool(str(folder))
    one.append(b"a")

    assert not other.adopt()
    other.append(b"b")
    assert taken(one) == [b"a"]
    assert taken(other) == [b"b"]
    one.close()
    other.close()


def test_files_of_others_are_left_alone(folder):
    (folder / "notes.txt").write_text("mine")

    assert not Spool(str(folder)).adopt()
    assert not Spool(str(folder / "nothing")).adopt()
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_what_does_not_fit_on_the_disk_leaves_what_was_there(folder, monkeypatch):
    spool = Spool(str(folder))
    spool.append(b"a")
    write = os.write

    def full(number, data):
        if len(data) > 2:
            return write(number, data[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        spool.append(b"bbb")
    monkeypatch.undo()
    spool.append(b"c")

    assert taken(spool) == [b"a", b"c"]
    spool.close()


def test_threads_that_write_and_read_at_once_lose_nothing(folder, monkeypatch):
    monkeypatch.setattr(module, "LONG", 500)
    spool = Spool(str(folder))
    writers = [
        threading.Thread(
            target=lambda name: [spool.append(f"{name}-{n}".encode()) for n in range(300)],
            args=(name,),
        )
        for name in "abc"
    ]
    for writer in writers:
        writer.start()
    found = []
    while any(writer.is_alive() for writer in writers):
        found += taken(spool)
    for writer in writers:
        writer.join(20)
    found += taken(spool)
    spool.close()

    for name in "abc":
        own = [line for line in found if line.startswith(name.encode())]
        assert own == [f"{name}-{n}".encode() for n in range(300)]
