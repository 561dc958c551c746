"""Flagged calls in files that other programs read: CSV, Parquet, lines of JSON."""

from __future__ import annotations

import csv
import difflib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from rpcface.core.flags.lines import fields_of, read_line, write_line
from rpcface.flag_store import FlagRecord

Writer: TypeAlias = Callable[[Iterable[FlagRecord], str], int]
"""Writes records to a file; how many they were. OSError: it can't be written."""

_FILE: Final = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}\.\w+")

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - it is those that are meant
"""What a cell begins with that a spreadsheet takes for a formula, as OWASP lists it."""


def writer(path: str) -> Writer:
    """What writes the format that the file's ending names. ValueError: there is no such.
    ImportError: it needs an extra.
    """
    ending = os.path.splitext(path)[1].lower()
    if ending not in WRITERS:
        nearest = difflib.get_close_matches(ending, WRITERS, n=1)
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        listed = ", ".join(WRITERS)
        raise ValueError(f"wanted a file that ends with {listed}; came {path!r}{hint}")
    if ending == ".parquet":
        try:
            import pyarrow  # noqa: F401 - it is looked for before anything is read
        except ImportError:
            raise ImportError(
                "a Parquet file needs pyarrow: pip install 'rpcface[parquet]'"
            ) from None
    return WRITERS[ending]


def file_of(value: Any) -> str:
    """The path of the file, below the folder of media, that a value stands for; "": it is
    something else.
    """
    if not isinstance(value, dict) or {*value} - {"filename"} != _MEDIA:
        return ""
    file = value["file"]
    return file if isinstance(file, str) and _FILE.fullmatch(file) else ""


_MEDIA: Final = {"file", "media_type", "size", "sha256"}


class Rows:
    """Records as rows: what they have in columns, of the inputs and outputs one for each
    name. They are read once, and are not in memory.
    """

    def __init__(self, records: Iterable[FlagRecord]) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the rows
        self.count = 0
        self.kinds: dict[str, set[type]] = {name: set() for name in _OWN}
        """The types of the values in each column."""
        sides: dict[str, dict[str, set[type]]] = {"inputs": {}, "outputs": {}}
        for record in records:
            self._file.write(write_line(record) + b"\n")
            self.count += 1
            for side, kinds in sides.items():
                for name, value in getattr(record, side).items():
                    kind = str if file_of(value) else type(value)
                    kinds.setdefault(f"{side}.{name}", set()).add(kind)
        self.kinds |= sides["inputs"] | sides["outputs"]

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        self._file.seek(0)
        for line in self._file:
            record = read_line(line)
            assert record is not None
            row = fields_of(record)
            for side in ("inputs", "outputs"):
                values = row.pop(side)
                row |= {f"{side}.{name}": file_of(v) or v for name, v in values.items()}
            yield row

    def close(self) -> None:
        """Removes what was read."""
        self._file.close()


_OWN: Final = (
    "id",
    "time",
    "interface",
    "option",
    "automatic",
    "principal",
    "request_id",
    "seconds",
)


def write_jsonl(records: Iterable[FlagRecord], path: str) -> int:
    """A JSON object a line."""
    count = 0
    with open(path, "wb") as file:
        for record in records:
            file.write(write_line(record) + b"\n")
            count += 1
    return count


def write_csv(records: Iterable[FlagRecord], path: str) -> int:
    """A row each, below one of headings. Texts that a spreadsheet would take for formulas
    have an apostrophe before them; numbers are as they are.
    """
    rows = Rows(records)
    try:
        with open(path, "w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(map(cell, rows.kinds))
            for row in rows:
                out.writerow(cell(row.get(name)) for name in rows.kinds)
        return rows.count
    finally:
        rows.close()


def cell(value: Any) -> str:
    """What stands in a cell for a value."""
    if value is None:
        return ""
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_parquet(records: Iterable[FlagRecord], path: str) -> int:
    """A row each, numbers and truth values as such, texts exactly as they were; what has
    parts as JSON.
    """
    from rpcface.cli.parquet import write

    rows = Rows(records)
    try:
        write(rows, path)
        return rows.count
    finally:
        rows.close()


WRITERS: Final[Mapping[str, Writer]] = {
    ".csv": write_csv,
    ".parquet": write_parquet,
    ".jsonl": write_jsonl,
}
"""By the endings of files."""
