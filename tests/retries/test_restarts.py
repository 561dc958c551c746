"""Servers that are started again under load: no call is lost, and none runs twice on one."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

import rpcface as rf

LONG = 20.0

FILE = """
import os, sys
import rpcface as rf

def count(number):
    with open("runs", "a") as file:
        file.write(f"{os.getpid()} {number:.0f}\\n")
    rf.call().wait(0.005)
    yield number
    yield number + 1

demo = rf.Interface(count, "number", "number", concurrency_limit=None)
"""


class Load:
    """Threads that call a function which adds 1, each with numbers of its own, until it is
    told to end.
    """

    def __init__(self, client, threads):
        self.asked = []
        self.wrong = []
        self._is_over = threading.Event()
        self._client = client
        self._threads = [threading.Thread(target=self._call, args=(n,)) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def _call(self, thread):
        number = thread * 100_000
        while not self._is_over.is_set():
            number += 1
            self.asked.append(number)
            try:
                if number % 2:
                    found = self._client.predict(number)
                else:
                    found = self._client.submit(number).result()
            except rf.RpcfaceError as error:
                found = error
            if found != number + 1:
                self.wrong.append((number, found))

    def passes(self, count):
        """Waits until so many more calls have been made."""
        wanted = len(self.asked) + count
        for _ in range(int(LONG / 0.005)):
            if len(self.asked) >= wanted:
                return
            self._is_over.wait(0.005)
        pytest.fail(f"{len(self.asked)} calls came so far, not {wanted}")

    def end(self):
        self._is_over.set()
        for thread in self._threads:
            thread.join(2 * LONG)
        assert self.wrong == []


def test_no_call_is_lost_and_none_runs_twice_where_servers_end_with_grace(serving, client):
    runs, lock = Counter(), threading.Lock()

    def made(server):
        def count(number):
            with lock:
                runs[server, number] += 1
            rf.call().wait(0.005)
            yield number
            yield number + 1

        return rf.Interface(count, "number", "number", concurrency_limit=None)

    server = serving(made(0))
    port = int(server.address.rpartition(":")[2])
    calling = client(server, retries=20, timeout=2 * LONG)
    calling.describe()
    load = Load(calling, 6)
    for number in range(1, 5):
        load.passes(30)
        server.stop(grace=LONG)
        server = serving(made(number), port=port)
    load.passes(30)
    load.end()

    assert max(runs.values()) == 1
    assert {number for _, number in runs} == set(load.asked)
    assert len(runs) == len(load.asked)  # nor on two, for each server let its calls end
    assert len({server for server, _ in runs}) == 5


def test_no_call_is_lost_and_none_runs_twice_on_one_where_servers_are_killed(
    program, client, tmp_path
):
    (tmp_path / "app.py").write_text(FILE)

    def start(port="0"):
        running = program("-m", "rpcface", "serve", "app.py", RPCFACE_PORT=port)
        return running, running.serves()

    running, address = start()
    calling = client(address, retries=20, timeout=2 * LONG)
    calling.describe()
    load = Load(calling, 6)
    for _ in range(2):
        load.passes(30)
        running.process.kill()
        running.process.wait(LONG)
        running, _ = start(address.rpartition(":")[2])
    load.passes(30)
    load.end()

    runs = Counter((tmp_path / "runs").read_text().splitlines())
    assert max(runs.values()) == 1
    assert {int(run.split()[1]) for run in runs} == set(load.asked)
    assert len({run.split()[0] for run in runs}) == 3
