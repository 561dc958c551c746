"""Rows as a Parquet file."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from rpcface.cli.exports import Rows

GROUP: Final = 1000
"""Rows that are in memory at once."""

_EXACT: Final = 2**53
"""Up to where a float holds every whole number."""

_OWN: Final = {
    "time": pa.timestamp("us", tz="UTC"),
    "automatic": pa.bool_(),
    "seconds": pa.float64(),
}
_TYPES: Final[Mapping[frozenset[type], Any]] = {
    frozenset({str}): pa.string(),
    frozenset({bool}): pa.bool_(),
    frozenset({int}): pa.int64(),
    frozenset({float}): pa.float64(),
    frozenset({int, float}): pa.float64(),
}


def write(rows: Rows, path: str) -> None:
    """Writes the file. A column whose values are of several kinds, or have parts, is JSON."""
    types: dict[str, Any] = {}
    made: dict[str, Callable[[Any], Any]] = {}
    exact = _exact(rows)
    for name, kinds in rows.kinds.items():
        found = frozenset(kinds) - {type(None)}
        kind = _OWN.get(name, pa.string()) if "." not in name else _TYPES.get(found)
        is_json = kind is None or (found == {int, float} and name not in exact)
        types[name] = pa.string() if is_json else kind
        made[name] = _json if is_json and found else _time if name == "time" else _same
    schema = pa.schema(list(types.items()))
    with pq.ParquetWriter(path, schema) as writer:
        for batch in _batches(rows):
            columns = [[made[name](row.get(name)) for row in batch] for name in types]
            arrays = [pa.array(c, t) for c, t in zip(columns, types.values(), strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _exact(rows: Rows) -> set[str]:
    """The columns of ints and floats whose ints floats can hold."""
    mixed = {name for name, kinds in rows.kinds.items() if {int, float} <= kinds}
    if not mixed:
        return mixed
    for row in rows:
        mixed -= {n for n in mixed if type(row.get(n)) is int and abs(row[n]) > _EXACT}
    return mixed


def _batches(rows: Rows) -> Any:
    items = iter(rows)
    while batch := list(itertools.islice(items, GROUP)):
        yield batch


def _same(value: Any) -> Any:
    return value


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _time(value: str) -> datetime:
    return datetime.fromisoformat(value)
