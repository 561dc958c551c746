"""The store that is a database's table, in SQLite."""

from __future__ import annotations

import sqlite3
import stat
import threading
import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest

import rpcface as rf
from rpcface.core.flags import shipping
from rpcface.core.flags.places import made_store
from rpcface.flag_tables import store as module
from rpcface.flag_tables.store import TableFlags

LONG = 20.0
NOON = datetime(2026, 11, 24, 12, 0, 0, 7, tzinfo=UTC)


def record(text="a", **fields):
    return rf.FlagRecord(
        **{
            "id": str(uuid.uuid4()),
            "time": NOON,
            "interface": "f",
            "inputs": {"text": text},
            "outputs": {"output": [1, {"a": None}]},
            "seconds": 0.25,
            **fields,
        }
    )


@pytest.fixture
def table(folder):
    """A store in the file flags.db, which is open."""
    store = TableFlags("sqlite:///flags.db")
    store.open(str(folder))
    yield store
    store.close()


def test_records_come_back_as_they_were(table):
    given = record(
        "é\0'",
        option="wrong",
        automatic=True,
        principal="ada@example.com",
        request_id="one",
        seconds=None,
    )
    table.write([given])

    assert list(table.read()) == [given]


def test_a_record_that_is_there_stays_as_it_is(table):
    first, second = record("a"), record("b")
    table.write([first])
    table.write([record("c", id=first.id), second, record("d", id=second.id)])

    assert sorted(table.read(), key=lambda one: one.inputs["text"]) == [first, second]


def test_the_oldest_come_first(table):
    given = [record(str(n), time=NOON - timedelta(hours=n)) for n in range(5)]
    table.write(given)

    assert list(table.read()) == given[::-1]


def test_records_are_chosen(table):
    old = record("old", time=NOON - timedelta(days=1))
    other = record("other", interface="g", option="wrong")
    new = record("new", option="wrong")
    table.write([old, other, new])

    def chosen(**wanted):
        return {one.inputs["text"] for one in table.read(**wanted)}

    assert chosen(interface="f") == {"old", "new"}
    assert chosen(option="wrong") == {"other", "new"}
    assert chosen(option="") == {"old"}
    assert chosen(interface="f", option="wrong") == {"new"}
    assert chosen(since=NOON) == {"other", "new"}
    assert chosen(since=NOON.astimezone(timezone(timedelta(hours=-9)))) == {"other", "new"}
    assert chosen(since=NOON + timedelta(microseconds=1)) == set()


def test_a_database_is_found_again(table, folder):
    table.write([record("a")])
    other = TableFlags(str(folder / "flags.db"))
    other.open(str(folder))
    other.write([record("b")])
    other.close()

    assert len(list(table.read())) == 2


def test_the_tables_of_a_newer_rpcface_are_refused(table, folder):
    with sqlite3.connect("flags.db") as connection:
        connection.execute("update rpcface_flags_version set version = 2")
    connection.close()

    for use in (lambda: table.open(str(folder)), lambda: list(table.read())):
        with pytest.raises(ValueError, match=r"have version 2; this rpcface knows those up to 1"):
            use()


def test_a_file_without_flags_is_refused_and_left_as_it_is(folder):
    with pytest.raises(ValueError, match="there is no file"):
        list(TableFlags("sqlite:///none.db").read())
    assert list(folder.iterdir()) == []
    sqlite3.connect("other.db").close()
    store = TableFlags("sqlite:///other.db")
    with pytest.raises(ValueError, match="holds no flagged calls"):
        list(store.read())
    store.close()


def test_a_new_file_is_its_owner_s_alone(table, folder):
    assert not (folder / "flags.db").stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    assert table.held_bytes() == (folder / "flags.db").stat().st_size


def test_no_error_and_no_name_tells_the_password():
    place = "postgresql+psycopg://ada:secret@127.0.0.1:1/none"
    store = TableFlags(place)

    assert "secret" not in repr(store)
    with pytest.raises(Exception, match="port 1 failed") as caught:
        store.open("")
    assert "secret" not in str(caught.value)
    store.close()


def test_the_working_directory_of_the_start_counts(folder, monkeypatch):
    store = TableFlags("sqlite:///here.db")
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    store.open("")
    store.close()

    assert (folder / "here.db").is_file()


def test_a_path_that_looks_like_a_query_is_a_path(folder):
    store = TableFlags("a?b=c #%41.db")
    store.open("")
    store.write([record()])
    store.close()

    assert (folder / "a?b=c #%41.db").is_file()


def test_a_database_that_another_has_locked_is_waited_for(flags, kept, monkeypatch, caplog):
    monkeypatch.setattr(module, "WAIT", 0.05)
    monkeypatch.setattr(shipping, "FIRST", 0.01)
    flag = flags(rf.Interface(str.upper, rf.Textbox(name="text"), "text", api_name="f"))
    flag(inputs={"text": "first"})
    locked = sqlite3.connect(".rpcface/flags.db", isolation_level=None)
    locked.execute("begin exclusive")
    ids = [flag(inputs={"text": str(number)}) for number in range(5)]
    locked.execute("rollback")
    locked.close()

    assert [one.id for one in kept(6)][1:] == ids
    assert "OperationalError: (sqlite3.OperationalError) database is locked" in caplog.text
    assert "first" not in caplog.text


def test_servers_that_share_a_file_write_all(flags, kept):
    made = rf.Interface(str.upper, rf.Textbox(name="text"), "text", api_name="f")
    one, other = flags(made), flags(made)

    def flag_all(flag, name):
        for number in range(30):
            flag(inputs={"text": f"{name}{number}"})

    threads = [threading.Thread(target=flag_all, args=two) for two in ((one, "a"), (other, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)

    found = {record.inputs["text"] for record in kept(60)}
    assert found == {f"{name}{number}" for name in "ab" for number in range(30)}


def test_a_url_or_a_path_names_the_table(folder):
    for place in ("sqlite:///one.db", f"sql:{folder / 'one.db'}"):
        store = made_store(place)
        assert isinstance(store, TableFlags)
        store.open("")
        store.close()

    assert (folder / "one.db").is_file()
