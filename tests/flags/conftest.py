"""What tests of flags share: the RPC in messages, and what a store holds by now."""

from __future__ import annotations

import os
import threading
import time

import pytest

import rpcface as rf
from rpcface.core.flags.places import made_store
from rpcface.v1 import interface_pb2 as pb
from rpcface.wire.descriptions import value_message

LONG = 20.0
DEFAULT = os.path.join(".rpcface", "flags.db")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The folder that the test works in, of its own."""
    for name in ("RPCFACE_FLAG_STORE", "RPCFACE_FLAG_FOLDER", "RPCFACE_FLAGGING_MODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def as_value(given):
    return given if hasattr(given, "SerializeToString") else value_message(given)


class Flagger:
    """Flags calls of a server, as another language's client would."""

    def __init__(self, server, raw):
        self.server = server
        self.raw = raw

    def body(self, option="", *, inputs=(), outputs=(), **fields):
        return pb.FlagRequest(
            option=option,
            inputs={name: as_value(value) for name, value in dict(inputs).items()},
            outputs={name: as_value(value) for name, value in dict(outputs).items()},
            **fields,
        ).SerializeToString()

    def __call__(self, *args, **fields):
        """The id of the record."""
        return pb.FlagResponse.FromString(self.raw.bytes("Flag", self.body(*args, **fields))).id

    def refused(self, *args, **fields):
        """The failure of a flag that must fail."""
        return self.raw.refused(self.body(*args, **fields), "Flag")


@pytest.fixture
def flags(serving, raw):
    """Serves interfaces; what it gives flags calls of them."""

    def serve(*interfaces, **options):
        server = serving(*interfaces, options=rf.Options(**options))
        return Flagger(server, raw(server))

    return serve


@pytest.fixture
def kept():
    """The records of a store, as soon as there are so many; then no more may come."""

    def read(count, place=f"sql:{DEFAULT}"):
        return within(lambda: stored(place), count)

    return read


def stored(place):
    store = made_store(place)
    try:
        return list(store.read())
    except ValueError:
        return []  # nothing was flagged by now
    finally:
        store.close()


def within(read, count):
    """What `read` gives, as soon as it is so many."""
    end = time.monotonic() + LONG
    while len(found := read()) < count:
        assert time.monotonic() < end, f"wanted {count} records; came {found}"
        time.sleep(0.01)
    assert len(found) == count
    return found


class Kept(rf.FlagStore):
    """A store in memory, which can be told to raise."""

    def __init__(self, place=""):
        super().__init__(place)
        self.records = {}
        self.writes = []
        self.error = None
        self.folder = ""
        self.is_closed = False
        self.tried = threading.Semaphore(0)

    def open(self, folder):
        self.folder = folder

    def write(self, records):
        self.writes.append([record.id for record in records])
        self.tried.release()
        if self.error is not None:
            raise self.error
        for record in records:
            self.records.setdefault(record.id, record)

    def read(self, *, interface=None, option=None, since=None):
        yield from self.records.values()

    def close(self):
        self.is_closed = True

    def all(self, count):
        """Its records, as soon as they are so many."""
        return within(lambda: list(self.records.values()), count)


@pytest.fixture
def store():
    return Kept()


@pytest.fixture
def made():
    """Makes a store in memory."""
    return Kept
