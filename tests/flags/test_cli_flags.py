"""`rpcface flags`, and `rpcface serve --flag-store`."""

from __future__ import annotations

import csv
import json
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

import rpcface as rf
from rpcface.flag_tables.store import TableFlags

NOW = datetime.now(UTC).replace(microsecond=0)


def record(number, **fields):
    return rf.FlagRecord(
        **{
            "id": f"00000000-0000-4000-8000-{number:012}",
            "time": NOW - timedelta(days=9 - number),
            "interface": "f",
            "inputs": {"text": f"text {number}"},
            "outputs": {"output": number},
            **fields,
        }
    )


@pytest.fixture
def filled(folder):
    """A file with flagged calls, at the usual place."""
    (folder / ".rpcface").mkdir()
    store = TableFlags("sqlite:///.rpcface/flags.db")
    store.open("")
    store.write([record(1, option="wrong"), record(8, interface="g", automatic=True), record(5)])
    store.close()
    return ".rpcface/flags.db"


def test_flags_are_listed_the_newest_last(cli, filled):
    code, out, err = cli("flags", filled)

    head, *lines = out.splitlines()
    assert (code, err) == (0, "")
    assert head.split() == ["TIME", "INTERFACE", "FLAG", "INPUTS", "->", "OUTPUTS"]
    assert [line.split()[2:4] for line in lines] == [
        ["f", "wrong"],
        ["f", "-"],
        ["g", "(automatic)"],
    ]
    assert lines[1].endswith('text="text 5" -> output=5')
    assert lines[0].startswith(f"{record(1).time.astimezone():%Y-%m-%d %H:%M:%S}  f")


def test_the_usual_store_needs_no_name(cli, filled, folder, monkeypatch):
    assert cli("flags") == cli("flags", filled)
    monkeypatch.setenv("RPCFACE_FLAG_STORE", f"sqlite:///{folder / filled}")
    monkeypatch.chdir("/")
    assert cli("flags") == cli("flags", folder / filled)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--interface", "f"], [1, 5]),
        (["--option", "wrong"], [1]),
        (["--option", ""], [5, 8]),
        (["--since", "now - 2d"], [8]),
        (["--since", (NOW - timedelta(days=5)).date().isoformat()], [5, 8]),
        (["--since", "2999-01-01T10:00"], []),
        (["--interface", "f", "--since", "now - 7d"], [5]),
    ],
)
def test_flags_are_chosen(cli, filled, words, wanted):
    code, out, _ = cli("flags", filled, "--json", *words)

    assert code == 0
    assert [json.loads(line)["outputs"]["output"] for line in out.splitlines()] == wanted


def test_a_line_of_json_has_all_of_a_record(cli, filled):
    first = json.loads(cli("flags", filled, "--json")[1].splitlines()[0])

    assert first == {
        "id": "00000000-0000-4000-8000-000000000001",
        "time": record(1).time.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "interface": "f",
        "option": "wrong",
        "automatic": False,
        "principal": "",
        "request_id": "",
        "inputs": {"text": "text 1"},
        "outputs": {"output": 1},
        "seconds": None,
    }


def test_what_a_terminal_would_obey_is_not_shown(cli, folder):
    store = TableFlags("flags.db")
    store.open("")
    store.write([record(1, inputs={"text": "\x1b[2J\r\n\u202e"})])
    store.close()

    out = cli("flags", "flags.db")[1]
    assert len(out.splitlines()) == 2
    assert not {"\x1b", "\r", "\u202e"} & set(out)


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_flags_are_exported(cli, filled, folder, ending):
    out = folder / f"out.{ending}"
    assert cli("flags", filled, "--export", out) == (0, "", f"3 flagged calls: {out}\n")

    if ending == "csv":
        with open(out, encoding="utf-8", newline="") as file:
            assert [row["outputs.output"] for row in csv.DictReader(file)] == ["1", "5", "8"]
    assert out.stat().st_size > 100


def test_what_can_t_be_read_is_told(cli, told, filled, folder):
    (folder / "text.db").write_text("no database")
    sqlite3.connect("other.db").execute("create table other (a)").connection.close()

    told(cli("flags", "none.db"), 2, "there is no file 'none.db'")
    told(cli("flags", "text.db"), 1, "file is not a database")
    told(cli("flags", "other.db"), 1, "holds no flagged calls")
    told(cli("flags", "nothing"), 2, "no flag store is called 'nothing'")
    told(cli("flags", "sqlite:///none.db"), 1, "there is no file")
    told(cli("flags", "postgres://a/b"), 2, "wanted a URL of SQLAlchemy's")
    told(cli("flags", filled, "--export", "out.txt"), 2, "--export: wanted a file that ends with")
    told(cli("flags", filled, "--export", "no/out.csv"), 1, "No such file or directory")
    assert not (folder / "none.db").exists()


def test_a_time_that_is_none_is_told(cli, filled):
    code, _, err = cli("flags", filled, "--since", "yesterday")

    assert code == 2
    assert "wanted a date or a time such as 2026-11-24T16:30 or 'now - 7d'; came 'yesterday'" in err


def test_no_flags_are_no_lines(cli, filled):
    assert cli("flags", filled, "--interface", "none") == (0, "", "")


SERVED = """
import rpcface as rf
demo = rf.Interface(str.upper, rf.Textbox(name="text"), "text", api_name="f")
"""


def test_serve_takes_a_store(program, client, cli, folder):
    (folder / "served.py").write_text(SERVED)
    served = program("-m", "rpcface", "serve", "served.py", "--flag-store", "sqlite:///mine.db")
    client(served.serves()).flag(inputs=["a"], outputs="A")

    assert [json.loads(one)["inputs"] for one in cli("flags", "mine.db", "--json")[1].splitlines()]
    assert (folder / ".rpcface" / "flags").is_dir()


@pytest.mark.parametrize("place", ["nothing", "postgres://a/b", "mssql+pymssql://a/b"])
def test_serve_refuses_a_store_that_there_is_not(program, folder, place):
    (folder / "served.py").write_text(SERVED)
    code, out, err = program("-m", "rpcface", "serve", "served.py", "--flag-store", place).ends()

    assert (code, out) == (2, "")
    assert err.startswith("rpcface: ")
    assert "Traceback" not in err
