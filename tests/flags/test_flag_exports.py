"""Flagged calls in CSV, Parquet and lines of JSON."""

from __future__ import annotations

import builtins
import csv
import datetime
import io
import json
import math
import uuid

import hypothesis
import pytest
from hypothesis import strategies as st

import rpcface as rf
from rpcface.cli.exports import cell, write_csv, write_jsonl, write_parquet, writer

NOON = datetime.datetime(2026, 11, 24, 12, 0, 0, 7, tzinfo=datetime.UTC)
FILE = {
    "file": f"3f/3f{'0' * 62}.png",
    "media_type": "image/png",
    "size": 3,
    "sha256": "3f" + "0" * 62,
    "filename": "=me.png",
}
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"]  # noqa: RUF001 - a spreadsheet takes these for the others


def record(inputs=(), outputs=(), **fields):
    return rf.FlagRecord(
        **{
            "id": str(uuid.UUID(int=7)),
            "time": NOON,
            "interface": "f",
            "inputs": dict(inputs),
            "outputs": dict(outputs),
            **fields,
        }
    )


def read_csv(records):
    write_csv(records, "out.csv")
    with open("out.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_parquet(records):
    import pyarrow.parquet as pq

    write_parquet(records, "out.parquet")
    return pq.read_table("out.parquet")


def test_a_csv_has_a_column_for_what_each_record_has():
    first = record({"text": "a", "n": 3, "x": -0.5, "yes": True, "img": FILE}, {"output": None})
    second = record({"text": 'b, "c"\nd'}, {"other": [1, {"a": "é"}]}, interface="g", seconds=2.5)

    one, two = read_csv([first, second])
    assert one == {
        "id": "00000000-0000-0000-0000-000000000007",
        "time": "2026-11-24T12:00:00.000007Z",
        "interface": "f",
        "option": "",
        "automatic": "false",
        "principal": "",
        "request_id": "",
        "seconds": "",
        "inputs.text": "a",
        "inputs.n": "3",
        "inputs.x": "-0.5",
        "inputs.yes": "true",
        "inputs.img": FILE["file"],
        "outputs.output": "",
        "outputs.other": "",
    }
    assert two["inputs.text"] == 'b, "c"\nd'
    assert two["outputs.other"] == '[1, {"a": "é"}]'
    assert two["seconds"] == "2.5"
    assert two["inputs.n"] == two["inputs.img"] == ""


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_in_a_spreadsheet(text):
    given = record({"text": text}, option=text, principal=text, request_id=text)

    (row,) = read_csv([given])
    for name in ("inputs.text", "option", "principal", "request_id"):
        assert row[name] == f"'{text}"


def test_numbers_stay_numbers():
    (row,) = read_csv([record({"n": -3, "x": -1e-9, "big": -(2**63)})])

    assert (row["inputs.n"], row["inputs.x"]) == ("-3", "-1e-09")
    assert row["inputs.big"] == str(-(2**63))


leaf = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1)
leaf |= st.floats(allow_nan=False, allow_infinity=False) | st.text()
leaf |= st.builds("".join, st.tuples(st.sampled_from([*"=+-@\t\r\n'\" ", "＝"]), st.text()))  # noqa: RUF001 - as above
values = st.recursive(leaf, lambda v: st.lists(v) | st.dictionaries(st.text(), v), max_leaves=5)


@hypothesis.given(values)
def test_a_cell_is_a_number_or_begins_no_formula(value):
    text = cell(value)

    if isinstance(value, (bool, int, float)):
        assert json.loads(text) == value
    else:
        assert not text.startswith(tuple("=+-@\t\r\n"))
        assert isinstance(value, str) is False or text.removeprefix("'") == value or text == value
    line = io.StringIO(newline="")
    csv.writer(line).writerow([text])
    assert next(csv.reader(io.StringIO(line.getvalue(), newline=""))) == [text]


def test_a_struct_that_looks_like_a_file_is_no_path():
    for forged in ({**FILE, "file": "../../etc/passwd"}, {**FILE, "more": 1}, {"file": "=1"}):
        (row,) = read_csv([record({"given": forged})])
        assert json.loads(row["inputs.given"]) == forged


def test_parquet_keeps_text_and_numbers_exactly():
    given = [
        record({"text": text, "n": 2**53 + 1, "x": 0.1, "yes": True, "img": FILE}, seconds=0.5)
        for text in [*FORMULAS, "\0", "'", ""]
    ]
    table = read_parquet(given)
    columns = table.to_pydict()

    assert columns["inputs.text"] == [one.inputs["text"] for one in given]
    assert columns["inputs.n"] == [2**53 + 1] * len(given)
    assert columns["inputs.yes"] == [True] * len(given)
    assert columns["inputs.img"] == [FILE["file"]] * len(given)
    assert columns["time"] == [NOON] * len(given)
    assert columns["automatic"] == [False] * len(given)
    types = {field.name: str(field.type) for field in table.schema}
    assert types["time"] == "timestamp[us, tz=UTC]"
    assert (types["inputs.n"], types["inputs.x"]) == ("int64", "double")
    assert types["inputs.yes"] == "bool"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([1, 0.5], [1.0, 0.5]),
        ([2**53 + 1, 0.5], ["9007199254740993", "0.5"]),
        (["a", 1], ['"a"', "1"]),
        (["a", None], ["a", None]),
        ([None, None], [None, None]),
        ([[1, "é"], {"a": None}], ['[1, "é"]', '{"a": null}']),
        ([True, 1], ["true", "1"]),
    ],
)
def test_a_parquet_column_of_several_kinds_is_json(given, wanted):
    found = read_parquet([record({"given": value}) for value in given])

    assert found.column("inputs.given").to_pylist() == wanted


def test_an_export_of_nothing_has_columns():
    assert read_parquet([]).num_rows == 0
    write_csv([], "out.csv")
    with open("out.csv", encoding="utf-8") as file:
        assert file.read() == "id,time,interface,option,automatic,principal,request_id,seconds\n"


def test_lines_of_json_hold_each_record(folder):
    given = [record({"text": text, "x": math.pi}) for text in FORMULAS]

    assert write_jsonl(given, "out.jsonl") == len(given)
    lines = (folder / "out.jsonl").read_text("utf-8").split("\n")[:-1]
    assert [json.loads(line)["inputs"] for line in lines] == [one.inputs for one in given]


@pytest.mark.parametrize(
    ("path", "text"),
    [("out.cvs", "came 'out.cvs'; did you mean .csv?"), ("out", "came 'out'")],
)
def test_an_ending_that_says_nothing_is_refused(path, text):
    with pytest.raises(ValueError, match=r"ends with \.csv, \.parquet, \.jsonl") as e:
        writer(path)
    assert text in str(e.value)


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch):
    original = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "pyarrow":
            raise ModuleNotFoundError(name=name)
        return original(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=r"pip install 'rpcface\[parquet\]'"):
        writer("out.parquet")
