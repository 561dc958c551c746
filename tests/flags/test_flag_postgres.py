"""The store that is a database's table, in PostgreSQL, which goes away and comes back."""

from __future__ import annotations

import contextlib
import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import uuid
from datetime import UTC, datetime

import hypothesis
import pytest
from hypothesis import strategies as st

import rpcface as rf
from rpcface.core.flags import shipping
from rpcface.core.flags.places import made_store
from rpcface.flag_tables.store import TableFlags

LONG = 60.0

# SQLAlchemy leaves a connection alone that is lost before its first query.
pytestmark = pytest.mark.filterwarnings("ignore:connection .* was deleted:ResourceWarning")


class Cluster:
    """A PostgreSQL server of the tests' own, on a socket in its own folder."""

    def __init__(self, programs):
        self._programs = programs
        self._folder = tempfile.mkdtemp(prefix="rpcface-postgres-")
        self._options = {}
        if os.geteuid() == 0:  # as whom PostgreSQL does not run
            user = pwd.getpwnam("postgres")
            os.chown(self._folder, user.pw_uid, user.pw_gid)
            self._options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self._data = os.path.join(self._folder, "data")
        self._run("initdb", "-D", self._data, "-U", "flags", "-A", "trust", "-N", "-E", "UTF8")
        self._process = None
        self.place = f"postgresql+psycopg://flags@/postgres?host={self._folder}"

    def _run(self, program, *argv):
        subprocess.run(
            [os.path.join(self._programs, program), *argv],
            check=True,
            capture_output=True,
            cwd=self._folder,
            timeout=LONG,
            **self._options,
        )

    def start(self):
        settings = ("fsync=off", "listen_addresses=", f"unix_socket_directories={self._folder}")
        with open(os.path.join(self._folder, "log"), "ab") as log:
            self._process = subprocess.Popen(
                [
                    os.path.join(self._programs, "postgres"),
                    *("-D", self._data),
                    *(word for setting in settings for word in ("-c", setting)),
                ],
                cwd=self._folder,
                stdout=log,
                stderr=log,
                **self._options,
            )
        end = time.monotonic() + LONG
        while True:
            with contextlib.suppress(subprocess.CalledProcessError):
                self._run("pg_isready", "-h", self._folder, "-d", "postgres", "-U", "flags")
                return
            assert time.monotonic() < end, "PostgreSQL does not start"
            time.sleep(0.05)

    def stop(self, number=signal.SIGQUIT):
        """Ends it: at once, as if its machine were gone, unless another signal is given."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(LONG)
            self._process = None

    def close(self):
        self.stop(signal.SIGINT)
        shutil.rmtree(self._folder)


@pytest.fixture(scope="module")
def cluster():
    """A cluster that runs."""
    found = [*glob.glob("/usr/lib/postgresql/*/bin/postgres"), shutil.which("postgres")]
    if found == [None]:
        message = "PostgreSQL is not installed: tools/system_packages says what to do"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    made = Cluster(os.path.dirname(os.path.realpath(found[0])))
    try:
        made.start()
        yield made
    finally:
        made.close()


@pytest.fixture
def postgres(cluster, monkeypatch):
    """The same, with an empty database."""
    monkeypatch.setattr(shipping, "FIRST", 0.02)
    monkeypatch.setattr(shipping, "LONGEST", 0.1)
    store = TableFlags(cluster.place)
    with store._engine.begin() as connection:
        for table in ("rpcface_flags", "rpcface_flags_version"):
            connection.exec_driver_sql(f"drop table if exists {table}")
    store.close()
    return cluster


def shouting(**options):
    return rf.Interface(str.upper, rf.Textbox(name="text"), "text", api_name="f", **options)


def texts(records):
    return [record.inputs["text"] for record in records]


def test_flags_are_kept_in_postgresql(postgres, flags, kept):
    flag = flags(shouting(), flag_store=postgres.place)
    ids = [flag(inputs={"text": text}, outputs={"output": "A"}) for text in ("a", "é\0")]

    records = kept(2, postgres.place)
    assert [record.id for record in records] == ids
    assert texts(records) == ["a", "é\0"]
    assert records[0].time.tzinfo == UTC


def test_one_request_of_several_servers_is_recorded_once(postgres, flags, kept):
    one = flags(shouting(), flag_store=postgres.place)
    other = flags(shouting(), flag_store=postgres.place)
    ids = {flag(inputs={"text": "a"}, request_id="one") for flag in (one, other, one)}

    assert {record.id for record in kept(1, postgres.place)} == ids


def grows(count):
    """Waits until it has become 20 more."""
    wanted, end = count() + 20, time.monotonic() + LONG
    while count() < wanted:
        assert time.monotonic() < end, "calls wait for PostgreSQL"
        time.sleep(0.01)


def stored(place):
    store = made_store(place)
    try:
        return list(store.read())
    except ValueError:
        return []  # nothing was written by now
    finally:
        store.close()


leaf = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text()
leaf |= st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(leaf, lambda v: st.lists(v) | st.dictionaries(st.text(), v), max_leaves=10)


def test_every_value_comes_back_from_postgresql(postgres):
    store = TableFlags(postgres.place)
    store.open("")

    @hypothesis.settings(max_examples=25)
    @hypothesis.given(values)
    def check(value):
        given = rf.FlagRecord(
            id=str(uuid.uuid4()),
            time=datetime.now(UTC),
            interface="f",
            inputs={"given": value},
            outputs={},
        )
        store.write([given])
        assert given in list(store.read(since=given.time))

    check()
    store.close()


def test_nothing_is_lost_and_nothing_twice_while_postgresql_comes_and_goes(
    postgres, serving, client, kept, caplog
):
    manual = shouting(flagging_options=["wrong"])
    server = serving(
        manual,
        rf.Interface(
            str.upper, rf.Textbox(name="text"), "text", api_name="auto", flagging_mode="auto"
        ),
        options=rf.Options(flag_store=postgres.place),
    )
    here = client(server)
    told, stop = {"manual": [], "auto": []}, threading.Event()

    def load(name):
        while not stop.is_set():
            text = f"{name}{len(told[name])}"
            if name == "manual":
                here["f"].flag("wrong", inputs=[text])
            else:
                here["auto"].predict(text)
            told[name].append(text)

    threads = [threading.Thread(target=load, args=(name,)) for name in told]
    for thread in threads:
        thread.start()
    for number in (signal.SIGQUIT, signal.SIGINT, signal.SIGQUIT):
        grows(lambda: len(stored(postgres.place)))
        postgres.stop(number)
        for own in told.values():
            grows(lambda own=own: len(own))
        postgres.start()
    stop.set()
    for thread in threads:
        thread.join(LONG)

    found = kept(sum(map(len, told.values())), postgres.place)
    server.stop()
    for name, automatic in (("manual", False), ("auto", True)):
        own = texts(record for record in found if record.automatic is automatic)
        assert own == told[name], f"{len(own)} of {len(told[name])}, in order"
    assert "flagged calls can't be written to the store: OperationalError" in caplog.text
    assert "written to the store again" in caplog.text


def test_what_waits_for_postgresql_survives_the_server(postgres, flags, kept):
    flag = flags(shouting(), flag_store=postgres.place)
    ids = [flag(inputs={"text": "first"})]
    postgres.stop()
    ids += [flag(inputs={"text": str(number)}) for number in range(50)]
    flag.server.stop()
    postgres.start()

    flags(shouting(), flag_store=postgres.place)  # another server, of the same folder
    assert [record.id for record in kept(51, postgres.place)] == ids


def test_a_server_starts_while_postgresql_is_away(postgres, flags, kept):
    postgres.stop()
    flag = flags(shouting(), flag_store=postgres.place)
    identifier = flag(inputs={"text": "a"})
    postgres.start()

    assert [record.id for record in kept(1, postgres.place)] == [identifier]
