"""Stores of flagged calls: which one it is, and what becomes of flags while it fails."""

from __future__ import annotations

import json
import logging
import signal
import time
from pathlib import Path

import pytest

import rpcface as rf
from rpcface.core.flags import flags as module
from rpcface.core.flags import shipping
from rpcface.plugins import registry

LONG = 20.0
SPOOL = Path(".rpcface", "flags", "spool")


def shouting(**options):
    return rf.Interface(str.upper, rf.Textbox(name="text"), "text", api_name="f", **options)


def texts(records):
    return [record.inputs["text"] for record in records]


@pytest.fixture
def quick(monkeypatch):
    """What is refused is tried again soon."""
    monkeypatch.setattr(shipping, "FIRST", 0.01)
    monkeypatch.setattr(shipping, "LONGEST", 0.01)


def test_a_store_of_one_s_own_gets_the_records_and_the_folder(flags, store, folder):
    flag = flags(shouting(), flag_store=store, flag_folder="media")
    identifier = flag(inputs={"text": "a"})

    assert list(store.records) == [identifier]  # the caller was told when it was kept
    assert store.folder == str(folder / "media")
    assert (folder / "media" / ".gitignore").read_text() == "*\n"


def test_a_store_is_closed_with_its_server(flags, store):
    flag = flags(shouting(), flag_store=store)
    flag(inputs={"text": "a"})
    flag.server.stop()

    assert store.is_closed


PLUGIN = """
import rpcface as rf

class Listed(rf.FlagStore):
    made = []

    def __init__(self, place=""):
        super().__init__(place)
        if place == "wrong":
            raise ValueError("flag_store: wanted another place")
        self.records = []
        self.made.append(self)

    def open(self, folder): pass
    def write(self, records): self.records += records
    def read(self, **wanted): yield from self.records
    def close(self): pass

@rf.hookimpl
def rpcface_flag_stores():
    return {"listed": Listed}
"""


@pytest.fixture
def plugin(folder, monkeypatch):
    """A distribution that brings the flag store "listed"; its class."""
    (folder / "acme_listed.py").write_text(PLUGIN)
    info = folder / "acme_listed-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-listed\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text("[rpcface]\nlisted = acme_listed\n")
    monkeypatch.syspath_prepend(folder)
    registry.cache_clear()
    yield lambda: registry().flag_store("listed")
    registry.cache_clear()


@pytest.mark.parametrize(("name", "place"), [("listed", ""), ("listed:a/b:c", "a/b:c")])
def test_a_plugin_s_store_goes_by_its_name(plugin, flags, name, place):
    flag = flags(shouting(), flag_store=name)
    flag(inputs={"text": "a"})

    made = plugin().made[-1]
    assert made.place == place
    assert texts(made.records) == ["a"]


def test_the_environment_names_a_store(plugin, flags, monkeypatch):
    monkeypatch.setenv("RPCFACE_FLAG_STORE", "listed")
    flags(shouting())(inputs={"text": "a"})

    assert texts(plugin().made[-1].records) == ["a"]


def test_the_command_line_lists_a_plugin_s_store(plugin, cli):
    code, out, _ = cli("plugins")

    assert code == 0
    lines = [line.split() for line in out.splitlines()]
    assert ["listed", "acme-listed", "1.2"] in lines
    assert ["FLAG", "STORE", "FROM"] in lines


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("listd", "no flag store is called 'listd'; did you mean 'listed'"),
        ("listed:wrong", "flag_store: wanted another place"),
        ("postgres://host/db", "flag_store: wanted a URL of SQLAlchemy's"),
        ("sqlite:/file", "no flag store is called 'sqlite'"),
        (3, "flag_store: wanted a URL, a name or a FlagStore; came 3"),
    ],
)
def test_a_store_that_there_is_not_is_told_at_the_start(plugin, serving, place, text):
    plugin()
    with pytest.raises((TypeError, ValueError), match=text):
        serving(shouting(), options=rf.Options(flag_store=place))


def test_a_database_whose_driver_is_missing_is_told_at_the_start(serving):
    with pytest.raises(ImportError, match="needs pymssql, which is not installed"):
        serving(shouting(), options=rf.Options(flag_store="mssql+pymssql://a:secret@b/c"))


def test_no_store_is_looked_for_where_nothing_is_flagged(serving):
    options = rf.Options(flag_store="nothing")
    serving(shouting(flagging_mode="never"), options=options)


@pytest.mark.parametrize("error", [OSError("away"), SystemExit(), KeyError("a")])
def test_a_store_that_raises_gets_each_record_later_in_order(flags, store, quick, caplog, error):
    store.error = error
    flag = flags(shouting(), flag_store=store)
    begun = time.monotonic()
    ids = [flag(inputs={"text": text}) for text in "abc"]
    assert time.monotonic() - begun < module.PATIENCE  # nobody waits for a store that is away
    assert store.records == {}
    for _ in range(10):
        assert store.tried.acquire(timeout=LONG)
    store.error = None

    assert [record.id for record in store.all(3)] == ids
    lines = [one.getMessage() for one in caplog.records if one.name == "rpcface"]
    assert [line for line in lines if "can't be written" in line] == lines[:1]
    assert type(error).__name__ in lines[0]


def test_what_waits_when_a_server_stops_is_written_by_the_next(flags, store, made, quick):
    store.error = OSError("away")
    flag = flags(shouting(), flag_store=store)
    ids = [flag(inputs={"text": text}) for text in "abc"]
    flag.server.stop()
    assert len(list(SPOOL.iterdir())) == 1

    following = made()
    flags(shouting(), flag_store=following)
    assert [record.id for record in following.all(3)] == ids
    assert texts(following.records.values()) == ["a", "b", "c"]


def test_what_a_killed_server_has_kept_is_written_by_the_next(
    flags, store, program, folder, client
):
    (folder / "killed.py").write_text(
        "import rpcface as rf\n"
        "rf.Interface(str.upper, rf.Textbox(name='text'), 'text', api_name='f').launch(\n"
        "    options=rf.Options(flag_store='postgresql+psycopg://127.0.0.1:1/none'))\n"
    )
    killed = program("killed.py")
    here = client(killed.serves())
    ids = [here.flag(inputs=[text]) for text in "abc"]
    killed.ends(signal.SIGKILL)

    flags(shouting(), flag_store=store)
    assert [record.id for record in store.all(3)] == ids


def test_a_store_that_takes_its_time_does_not_hold_its_caller(flags, store, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    write = store.write

    def slow(records):
        time.sleep(0.5)
        write(records)

    store.write = slow
    identifier = flags(shouting(), flag_store=store)(inputs={"text": "a"})

    assert store.records == {}
    assert store.all(1)[0].id == identifier


def test_a_record_that_a_store_refuses_is_put_aside_alone(flags, store, quick, caplog):
    write = store.write

    def picky(records):
        if any(record.inputs["text"] == "b" for record in records):
            raise ValueError("no b, please")
        write(records)

    store.error = OSError("away")
    flag = flags(shouting(), flag_store=store)
    ids = [flag(inputs={"text": text}) for text in "abc"]
    store.error, store.write = None, picky

    assert texts(store.all(2)) == ["a", "c"]
    refused = (SPOOL / "refused.txt").read_text().splitlines()
    assert [json.loads(line)["id"] for line in refused] == [ids[1]]
    assert f"the flag store refuses {ids[1]}: ValueError: no b, please" in caplog.text


def test_a_line_that_is_no_record_is_put_aside(flags, store, quick):
    SPOOL.mkdir(parents=True)
    (SPOOL / "00000000000000000001-abcd.jsonl").write_bytes(b'{"id": 3}\n')
    flag = flags(shouting(), flag_store=store)
    flag(inputs={"text": "a"})

    assert texts(store.all(1)) == ["a"]
    assert (SPOOL / "refused.txt").read_bytes() == b'{"id": 3}\n'


@pytest.mark.parametrize(
    ("options", "limit"),
    [({"max_flag_bytes": 10_000}, "max_flag_bytes"), ({"flag_bytes_in_all": 15_000}, None)],
)
def test_no_stranger_fills_the_disk(flags, store, folder, options, limit):
    flag = flags(shouting(), flag_store=store, **options)
    if limit is None:
        flag(inputs={"text": "x" * 9_000})
    failure = flag.refused(inputs={"text": "y" * 11_000})

    assert (failure.code, failure.info.reason) == ("RESOURCE_EXHAUSTED", "LIMIT_EXCEEDED")
    assert failure.info.metadata["limit"] == (limit or "flag_bytes_in_all")
    flag(inputs={"text": "z"})
    assert b"yyyy" not in b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_what_was_kept_before_counts(flags, store, folder):
    (folder / "media").mkdir()
    (folder / "media" / "old.png").write_bytes(bytes(9_900))
    flag = flags(shouting(), flag_store=store, flag_folder="media", flag_bytes_in_all=10_000)

    assert flag.refused(inputs={"text": "x" * 200}).info.metadata["limit"] == "flag_bytes_in_all"


def test_room_that_somebody_has_made_is_found(flags, store, folder, monkeypatch):
    monkeypatch.setattr("rpcface.core.flags.room.FRESH", 0.0)
    (folder / "media").mkdir()
    (folder / "media" / "old.png").write_bytes(bytes(9_900))
    flag = flags(shouting(), flag_store=store, flag_folder="media", flag_bytes_in_all=10_000)
    assert flag.refused(inputs={"text": "x" * 200}).code == "RESOURCE_EXHAUSTED"
    (folder / "media" / "old.png").unlink()

    assert flag(inputs={"text": "x" * 200}) in store.records


def test_a_full_disk_is_told_and_calls_go_on(flags, store, client, monkeypatch):
    flag = flags(shouting(), flag_store=store)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("rpcface.core.flags.spool.os.write", full)
        failure = flag.refused(inputs={"text": "a"})
        assert client(flag.server).predict("a") == "A"
    assert (failure.code, failure.info.metadata["limit"]) == ("RESOURCE_EXHAUSTED", "disk")
    flag(inputs={"text": "b"})

    assert texts(store.all(1)) == ["b"]


def test_a_folder_that_can_t_be_made_is_an_incident(flags, store, folder, caplog):
    (folder / "taken").write_text("a file")
    flag = flags(shouting(), flag_store=store, flag_folder="taken/media")
    failure = flag.refused(inputs={"text": "a"})

    assert (failure.code, failure.info.reason) == ("INTERNAL", "FUNCTION_FAILED")
    assert "taken" not in failure.said
    assert any(one.levelno == logging.ERROR and one.exc_info for one in caplog.records)
