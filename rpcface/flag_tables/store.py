"""Flagged calls as rows of a database's table."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DataError, NoSuchModuleError

from rpcface.flag_store import FlagRecord, FlagStore

VERSION: Final = 1
"""The version of the tables, which the database knows of its own."""

WAIT: Final = 5
"""Seconds to wait for SQLite's lock, or for a connection."""

_METADATA: Final = sa.MetaData()

FLAGS: Final = sa.Table(
    "rpcface_flags",
    _METADATA,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("time", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Column("interface", sa.String(64), nullable=False),
    sa.Column("option", sa.String(100), nullable=False),
    sa.Column("automatic", sa.Boolean, nullable=False),
    sa.Column("principal", sa.Text, nullable=False),
    sa.Column("request_id", sa.String(64), nullable=False),
    sa.Column("inputs", sa.JSON, nullable=False),
    sa.Column("outputs", sa.JSON, nullable=False),
    sa.Column("seconds", sa.Double),
)

_VERSION: Final = sa.Table(
    "rpcface_flags_version", _METADATA, sa.Column("version", sa.Integer, nullable=False)
)


class TableFlags(FlagStore):
    """The table `rpcface_flags` of a database.

    place: a URL of SQLAlchemy's, "postgresql+psycopg://…", or else the path of a SQLite
        file. A relative path is one below the directory that the program works in now.
    """

    def __init__(self, place: str = "") -> None:
        super().__init__(place)
        try:
            url = _url(place)
            self._file = _file(url)
            if self._file:
                url = url.set(database=self._file)
            self._engine = sa.create_engine(url, **_options(url))
        except ModuleNotFoundError as error:
            raise ImportError(
                f"flag_store: {_shown(place)} needs {error.name}, which is not installed: "
                f"pip install {error.name}"
            ) from None
        except (ArgumentError, NoSuchModuleError) as error:
            raise ValueError(
                "flag_store: wanted a URL of SQLAlchemy's, such as sqlite:///flags.db or "
                f"postgresql+psycopg://host/database; {error}"
            ) from None

    def open(self, folder: str) -> None:  # noqa: ARG002 - the rows need only their names
        """Makes the tables where they are not there. ValueError: they are newer."""
        if self._file:
            os.makedirs(os.path.dirname(self._file), mode=0o700, exist_ok=True)
            with contextlib.suppress(FileExistsError):  # one that only its owner reads
                os.close(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with self._engine.begin() as connection:
            _METADATA.create_all(connection)
            if _version(connection) is None:
                connection.execute(_VERSION.insert().values(version=VERSION))
            self._refuse_newer(connection)

    def write(self, records: Sequence[FlagRecord]) -> None:
        rows = {record.id: _row(record) for record in reversed(records)}
        try:
            with self._engine.begin() as connection:
                known = connection.scalars(sa.select(FLAGS.c.id).where(FLAGS.c.id.in_(rows)))
                for identifier in known:
                    del rows[identifier]
                if rows:
                    connection.execute(FLAGS.insert(), list(reversed(rows.values())))
        except DataError as error:
            raise ValueError(str(error.orig)) from None

    def read(
        self,
        *,
        interface: str | None = None,
        option: str | None = None,
        since: datetime | None = None,
    ) -> Iterator[FlagRecord]:
        if self._file and not os.path.isfile(self._file):
            raise ValueError(f"there is no file {self._file!r}")
        wanted = sa.select(FLAGS).order_by(FLAGS.c.time, FLAGS.c.id)
        if interface is not None:
            wanted = wanted.where(FLAGS.c.interface == interface)
        if option is not None:
            wanted = wanted.where(FLAGS.c.option == option)
        if since is not None:
            wanted = wanted.where(FLAGS.c.time >= since.astimezone(UTC))
        with self._engine.connect() as connection:
            if not sa.inspect(connection).has_table(FLAGS.name):
                raise ValueError(f"{_shown(self.place)} holds no flagged calls")
            self._refuse_newer(connection)
            stream = connection.execution_options(yield_per=100)
            for row in stream.execute(wanted).mappings():
                yield _record(row)

    def close(self) -> None:
        self._engine.dispose()

    def held_bytes(self) -> int:
        """The size of SQLite's file; what lies on other machines is not counted."""
        try:
            return os.path.getsize(self._file) if self._file else 0
        except OSError:
            return 0

    def __repr__(self) -> str:
        return f"TableFlags({_shown(self.place)!r})"

    def _refuse_newer(self, connection: sa.Connection) -> None:
        version = _version(connection)
        if version is None or version > VERSION:
            raise ValueError(
                f"the tables in {_shown(self.place)} have version {version}; this rpcface knows "
                f"those up to {VERSION}: use a newer one"
            )


def _version(connection: sa.Connection) -> int | None:
    version: int | None = connection.scalar(sa.select(sa.func.max(_VERSION.c.version)))
    return version


def _url(place: str) -> sa.URL:
    return sa.make_url(place) if "://" in place else sa.URL.create("sqlite", database=place)


def _file(url: sa.URL) -> str:
    """The path of SQLite's file; "": there is none."""
    name = url.database or ""
    is_file = url.get_backend_name() == "sqlite" and name not in ("", ":memory:")
    return os.path.abspath(name) if is_file and not name.startswith("file:") else ""


def _options(url: sa.URL) -> dict[str, Any]:
    """What the engine is made with. Its errors tell no values."""
    backend = url.get_backend_name()
    arguments: dict[str, Any] = {}
    if backend == "sqlite":
        arguments = {"timeout": WAIT}
    elif backend == "postgresql" and "connect_timeout" not in url.query:
        arguments = {"connect_timeout": WAIT}
    return {
        "connect_args": arguments,
        "hide_parameters": True,
        # people look into SQLite's file; other databases may know fewer characters
        "json_serializer": partial(json.dumps, ensure_ascii=backend != "sqlite"),
        "pool_pre_ping": True,
    }


def _row(record: FlagRecord) -> dict[str, Any]:
    return {column.name: getattr(record, column.name) for column in FLAGS.columns}


def _record(row: sa.RowMapping) -> FlagRecord:
    fields: dict[str, Any] = dict(row)
    time = fields.pop("time")
    aware = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    return FlagRecord(time=aware, **fields)


def _shown(place: str) -> str:
    """The URL without the password in it."""
    try:
        return _url(place).render_as_string(hide_password=True)
    except ArgumentError:
        return "the URL"
