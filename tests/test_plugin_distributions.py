"""A plugin is a distribution of its own: pip brings it, and pip takes it away.

A fresh environment gets rpcface and rpcface-audio as wheels, from this checkout; what
they need comes from the package index that pip is set up with.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLUGIN = ROOT / "plugins" / "rpcface-audio"
LONG, SHORT = 600.0, 60.0

INTERFACE = """
import rpcface as rf

def backwards(sound):
    rate, samples = sound
    return rate, samples[::-1]

rf.Interface(backwards, "audio", "audio").launch()
"""

CALLER = """
import sys
import numpy as np
import soundfile
from rpcface import Client

samples = np.array([[1, -2], [3, -4], [32767, -32768]], np.int16)
soundfile.write("sound.wav", samples, 44100)
soundfile.write("sound.flac", samples, 44100)
with Client(sys.argv[1], timeout=30) as client:
    assert "audio" in str(client.describe()), client.describe()
    for given in ((44100, samples), "sound.wav", "sound.flac"):
        answer = client.predict(given)
        assert answer["rate"] == 44100, answer
        found = np.asarray(answer["samples"])
        assert found.dtype == np.int16 and np.array_equal(found, samples[::-1]), found
"""

CHECK = """
import numpy as np
import soundfile

(there, rate), (back, same) = (soundfile.read(f"{n}.wav", dtype="int16") for n in ("sound", "back"))
assert rate == same == 44100
assert np.array_equal(there[::-1], back), back
"""


class Environment:
    """A virtual environment, and a working directory without the checkout."""

    def __init__(self, place: Path) -> None:
        self.bin = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
        self.work = place / "work"
        self.work.mkdir()
        hidden = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
        self.env = {name: value for name, value in os.environ.items() if name not in hidden}
        self.env["PATH"] = f"{self.bin}{os.pathsep}{self.env['PATH']}"
        self._checked([sys.executable, "-m", "venv", str(place / "venv")], LONG)

    def run(self, program: str, *args: str | Path) -> subprocess.CompletedProcess[str]:
        """What a program of the environment says and how it ends."""
        return subprocess.run(
            [self.bin / program, *args],
            cwd=self.work,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=SHORT,
        )

    def pip(self, *args: str | Path) -> None:
        self._checked([str(self.bin / "python"), "-m", "pip", "-q", *map(str, args)], LONG)

    def succeeds(self, program: str, *args: str | Path) -> str:
        """What it says; it must end well."""
        ran = self.run(program, *args)
        assert ran.returncode == 0, f"{program} {args}:\n{ran.stdout}\n{ran.stderr}"
        return ran.stdout

    def _checked(self, command: list[str], timeout: float) -> None:
        ran = subprocess.run(
            command,
            cwd=self.work,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )
        assert ran.returncode == 0, f"{command}:\n{ran.stdout}\n{ran.stderr}"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """One with rpcface alone."""
    found = Environment(tmp_path_factory.mktemp("environment"))
    found.pip("install", ROOT)
    return found


@contextmanager
def serving(environment: Environment, file: Path) -> Iterator[str]:
    """The address of a server of the interfaces in a file; it must end well at SIGTERM."""
    server = subprocess.Popen(
        [environment.bin / "rpcface", "serve", file, "--port", "0"],
        cwd=environment.work,
        env=environment.env,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    with server:
        try:
            ready, _, _ = select.select([server.stdout], [], [], SHORT)
            line = server.stdout.readline() if ready else ""
            assert line.startswith("rpcface serves"), line
            yield line.split()[-1]
            server.send_signal(signal.SIGTERM)
            assert server.wait(SHORT) == 0
        finally:
            server.kill()


def test_pip_brings_the_page(environment: Environment) -> None:
    folder = environment.succeeds(
        "python", "-c", "import rpcface, os; print(os.path.dirname(rpcface.__file__))"
    ).strip()
    brought = Path(folder) / "web" / "static"
    built = ROOT / "rpcface" / "web" / "static"

    names = {path.relative_to(built) for path in built.rglob("*") if path.is_file()}
    assert Path("index.html") in names
    assert {path.relative_to(brought) for path in brought.rglob("*") if path.is_file()} == names


def test_pip_brings_a_plugin_and_takes_it_away(environment: Environment) -> None:
    file = environment.work / "interface.py"
    file.write_text(INTERFACE)
    assert "audio" not in environment.succeeds("rpcface", "plugins")

    environment.pip("install", PLUGIN)
    listed = environment.succeeds("rpcface", "plugins").splitlines()
    assert any(line.split() == ["audio", "rpcface-audio", "0.1.0"] for line in listed), listed
    with serving(environment, file) as address:
        environment.succeeds("python", "-c", CALLER, address)
        environment.succeeds(
            "rpcface", "predict", address, "--sound", "@sound.wav", "-o", "back.wav"
        )
        environment.succeeds("python", "-c", CHECK)

    environment.pip("uninstall", "-y", "rpcface-audio")
    assert "audio" not in environment.succeeds("rpcface", "plugins")
    ran = environment.run("rpcface", "serve", file, "--port", "0")
    assert ran.returncode != 0
    assert "no component is called 'audio'" in ran.stdout + ran.stderr
