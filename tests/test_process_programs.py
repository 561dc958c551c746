"""Programs that serve by worker processes, as they are run."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from rpcface.core import programs

FUNCTIONS = os.path.join(os.path.dirname(__file__), "process_functions.py")
fn = sys.modules.get("process_functions") or programs.import_file(FUNCTIONS, "process_functions")

APP = """
import os
import rpcface as rf

def pid():
    return str(os.getpid())

loud = rf.Interface(lambda text: text.upper(), "text", "text", executor="process", workers=1)
pids = rf.Interface(pid, None, "text", executor="process", workers=2)
"""

GUARDED = """
import functools
import os
import sys
import rpcface as rf

class Loud:
    def __init__(self, mark):
        self.mark = mark

    def __call__(self, text):
        return f"{text}{self.mark} {__name__}"

def join(one, two):
    return one + two

if __name__ == "__main__":
    options = {"executor": "process", "workers": 1}
    rf.serve(
        rf.Interface(Loud("!"), "text", "text", api_name="loud", **options),
        rf.Interface(functools.partial(join, "a"), "text", "text", api_name="join", **options),
    )
"""

UNGUARDED = """
import rpcface as rf

def make(mark):
    return rf.Interface(
        lambda text: text + mark, "text", "text", api_name=f"f{mark}", executor="process",
        workers=1,
    )

rf.serve(make("1"), make("2"))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_rpcface_serve_however_that_ends(program, client, tmp_path, number):
    (tmp_path / "app.py").write_text(APP)
    served = program("-m", "rpcface", "serve", "app.py")
    calls = client(served.serves())
    assert calls["loud"]("a") == "A"
    pid = int(calls["pid"]())
    assert fn.lives(pid)

    code, _, err = served.ends(number)

    assert code == (-9 if number == signal.SIGKILL else 0), err
    assert "Traceback" not in err
    assert "Warning" not in err
    fn.wait_for(lambda: not fn.lives(pid))


def test_functions_of_a_program_that_serves_below_its_guard_are_found(program, client, tmp_path):
    (tmp_path / "program.py").write_text(GUARDED)
    calls = client(program("program.py").serves())

    assert calls["loud"]("a") == "a! __mp_main__"
    assert calls["join"]("b") == "ab"


def test_functions_of_a_program_that_runs_as_a_module_are_found(program, client, tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "other.py").write_text("MARK = '?'\n")
    (package / "app.py").write_text("from .other import MARK\n" + GUARDED.replace('"!"', "MARK"))
    calls = client(program("-m", "package.app").serves())

    assert calls["loud"]("a") == "a? __mp_main__"


def test_closures_of_a_program_that_serves_when_imported_are_found(program, client, tmp_path):
    (tmp_path / "program.py").write_text(UNGUARDED)
    calls = client(program("program.py").serves())

    assert calls["f1"]("a") == "a1"
    assert calls["f2"]("a") == "a2"


def test_rpcface_serve_tells_what_a_worker_can_not_find(program, tmp_path):
    broken = "import sys\nif sys.orig_argv[-2] == '-c':\n    raise OSError('no disk')\n"
    (tmp_path / "app.py").write_text(APP + broken)

    code, out, err = program("-m", "rpcface", "serve", "app.py").ends()

    assert (code, out) == (1, "")
    assert err.startswith("rpcface: interface '")
    assert "OSError: no disk" in err
