"""The fixture `rpcface_serve`, in test files as users write them."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import rpcface

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parent.parent
LONG = 60.0

SETTINGS = """
[pytest]
asyncio_mode = auto
asyncio_default_fixture_loop_scope = function
"""

DEMO = """
import rpcface as rf

def greet(name):
    if name == "nobody":
        raise ValueError("nobody is there")
    return f"Hello {name}."

demo = rf.Interface(greet, "text", "text")
"""

GREEN = """
import socket
import threading

import pytest
import rpcface as rf
from demo import demo

addresses = []

def test_an_interface(rpcface_serve):
    client = rpcface_serve(demo)
    addresses.append(client.address)
    assert client.predict("Ada") == "Hello Ada."

def test_nothing_is_left():
    assert not [one for one in threading.enumerate() if one.name == "rpcface-server"]
    with socket.create_server(("127.0.0.1", int(addresses[0].rpartition(":")[2]))):
        pass

def test_a_file_and_another_server(rpcface_serve):
    one, other = rpcface_serve("demo.py"), rpcface_serve("demo.py:demo")
    assert one.predict("Ada") == other.predict("Ada")

def test_a_refusal(rpcface_serve):
    with pytest.raises(rf.InputError):
        rpcface_serve(demo, timeout=10, options=rf.Options()).predict(3)

async def test_an_async_client(rpcface_serve):
    async with rpcface_serve.aio(demo) as client:
        assert await client.predict("Ada") == "Hello Ada."
"""

RED = """
import rpcface as rf
from demo import demo

def test_the_function_fails(rpcface_serve):
    assert rpcface_serve(demo).predict("nobody") == "Hello nobody."

def test_the_answer_is_another(rpcface_serve):
    assert rpcface_serve(demo).predict("Ada") == "Hello Bob."

def test_it_cannot_start(rpcface_serve):
    rpcface_serve(rf.Interface(lambda name: name, "text", "text", executor="process"))

def test_there_is_no_file(rpcface_serve):
    rpcface_serve("nowhere.py")
"""


@pytest.fixture
def run(pytester):
    """Runs a test file beside demo.py; a warning is an error."""
    pytester.makeini(SETTINGS)
    pytester.makepyfile(demo=DEMO)

    def run(content, *options):
        pytester.makepyfile(test_it=content)
        return pytester.runpytest_subprocess("-W", "error", *options, timeout=LONG)

    return run


@pytest.fixture
def run_alone(run, monkeypatch):
    """The same, with the plugin and pytest-asyncio alone, whatever else is installed."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    return lambda content: run(
        content, "-p", "pytest_asyncio.plugin", "-p", "rpcface.pytest_plugin"
    )


def test_a_users_tests_pass_and_leave_nothing(run_alone):
    done = run_alone(GREEN)

    done.assert_outcomes(passed=5)
    assert done.ret == 0


def test_a_failure_shows_the_users_line_and_why(run_alone):
    done = run_alone(RED)

    done.assert_outcomes(failed=4)
    shown = done.stdout.str()
    for text in (
        "interface 'greet' failed; the server's log tells more",
        'raise ValueError("nobody is there")',
        "assert 'Hello Ada.' == 'Hello Bob.'",
        "ExecutorError: interface 'interface', function test_it_cannot_start.<locals>.<lambda>",
        "LoadError: there is no file 'nowhere.py'",
    ):
        assert text in shown
    late = shown[shown.index("def test_it_cannot_start") :]
    assert ".py: in " not in late, "frames of rpcface's own are in the way"


def test_the_plugin_imports_nothing_of_rpcface_and_nothing_heavy():
    code = """
import json, sys
import pytest
before = set(sys.modules)
import rpcface.pytest_plugin
print(json.dumps(sorted(set(sys.modules) - before)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, timeout=LONG
    )

    assert json.loads(done.stdout) == ["rpcface", "rpcface.pytest_plugin"]


def test_the_fixture_is_there_where_rpcface_is_installed(run, pytester):
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    info = pytester.mkdir(f"rpcface-{rpcface.__version__}.dist-info")
    (info / "METADATA").write_text(f"Name: rpcface\nVersion: {rpcface.__version__}\n")
    (info / "entry_points.txt").write_text(
        "\n".join(
            line
            for group, points in groups.items()
            for line in (f"[{group}]", *(f"{name} = {place}" for name, place in points.items()))
        )
    )
    done = run("def test_it(rpcface_serve):\n    rpcface_serve('demo.py')")

    done.assert_outcomes(passed=1)
