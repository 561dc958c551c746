"""`rpcface serve`, as a process of its own."""

from __future__ import annotations

import signal
import textwrap

import pytest

import rpcface as rf

FILE = """
import rpcface as rf

def shout(text):
    return text.upper()

loud = rf.Interface(shout, "text", "text")
quiet = rf.Interface(lambda text: text.lower(), "text", "text")
"""
LAUNCHED = """
import rpcface as rf

rf.Interface(str.upper, "text", "text").launch(port=1)
with rf.serve(rf.Interface(lambda text: text, "text", "text", api_name="b")) as server:
    server.wait()
"""


@pytest.fixture
def serve(program, tmp_path):
    """Starts `rpcface serve` of a file with this content."""

    def start(content, *options, name="demo.py", place=None, **environment):
        if content is not None:
            (tmp_path / name).write_text(textwrap.dedent(content))
        return program("-m", "rpcface", "serve", place or name, *options, **environment)

    return start


def served(client, started):
    """The interfaces that it serves."""
    return list(client(started.serves()).describe().interfaces)


def test_every_interface_of_a_file_is_served(serve, client):
    started = serve(FILE)
    open_client = client(started.serves())

    assert list(open_client.describe().interfaces) == ["shout", "quiet"]
    assert open_client["quiet"].predict("A") == "a"


@pytest.mark.parametrize("name", ["loud", "shout"])
def test_one_interface_is_served_by_its_variable_or_its_name(serve, client, name):
    started = serve(FILE, place=f"demo.py:{name}")

    assert served(client, started) == ["shout"]


def test_a_file_that_launches_is_served_and_not_started_itself(serve, client):
    assert served(client, serve(LAUNCHED)) == ["upper", "b"]


def test_what_stands_below_main_is_not_run(serve, client):
    started = serve(FILE + "\nif __name__ == '__main__':\n    raise SystemExit(3)")

    assert served(client, started) == ["shout", "quiet"]


def test_a_file_imports_what_lies_beside_it(serve, client, tmp_path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "helper.py").write_text("def shout(text): return text")
    content = "import helper, rpcface\ndemo = rpcface.Interface(helper.shout, 'text', 'text')"

    assert served(client, serve(content, name="app/demo.py")) == ["shout"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serving_ends_well_on_a_signal(serve, client, number):
    started = serve(FILE, "--log=off")
    assert client(started.serves())["shout"].predict("a") == "A"

    assert started.ends(number) == (0, "", "")


def test_what_fails_is_logged(serve, client):
    started = serve("""
        import rpcface as rf

        def fail():
            raise ValueError("why it failed")

        demo = rf.Interface(fail, None, "text")
    """)
    with pytest.raises(rf.FunctionFailed) as caught:
        client(started.serves()).predict()

    _, out, err = started.ends(signal.SIGTERM)
    assert out == ""
    assert f"incident {caught.value.metadata['incident']}: interface 'fail' failed" in err
    assert "ValueError: why it failed" in err


BROKEN = {
    "a syntax error": ("def f(:", ["demo.py", "line 1", "def f(:", "SyntaxError: "]),
    "an exception": (
        "import os\ndef make():\n    raise LookupError('gone')\nmake()",
        ["demo.py", "line 4", "line 3", "LookupError: gone"],
    ),
    "a ValueError": ("int('x')", ["demo.py", "line 1", "ValueError: invalid literal"]),
    "a cause": (
        "try:\n    1 / 0\nexcept ArithmeticError as error:\n    raise OSError('no') from error",
        ["ZeroDivisionError", "direct cause", "OSError: no"],
    ),
    "a missing module": ("import no_such_thing", ["line 1", "No module named 'no_such_thing'"]),
    "a misuse": (
        "import rpcface\nrpcface.Interface(len, ['text', 'text'], 'txt')",
        ["line 2", "'txt'"],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_cannot_be_imported_shows_its_own_lines_alone(serve, case):
    content, texts = BROKEN[case]

    code, out, err = serve(content).ends()

    assert (code, out) == (1, "")
    for text in texts:
        assert text in err
    for line in err.splitlines():
        assert not line.startswith("  File ") or "demo.py" in line
    assert err.endswith("rpcface: demo.py can't be imported\n")


REFUSED = {
    "no file": ((None, "none.py"), "there is no file 'none.py'"),
    "a folder": ((None, "."), "there is no file '.'"),
    "no Python file": (
        ("a", "demo.txt"),
        "demo.txt is not a Python file; its name should end with",
    ),
    "no interface": (("x = 1", "demo.py"), "demo.py makes no interface"),
    "another name": (
        (FILE, "demo.py:lout"),
        "no interface 'lout'; there are shout, quiet; did you",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_served_is_told(serve, told, case):
    (content, place), text = REFUSED[case]

    found = serve(content, name=place.partition(":")[0], place=place).ends()

    told(found, 2, text)
    assert len(found[2].splitlines()) == 1


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_port_that_is_none_is_told(serve, told, port):
    told(serve(FILE, f"--port={port}").ends(), 2, "port: wanted a whole number", f"came {port}")


def test_a_port_that_is_taken_is_told(serving, serve, told):
    taken = serving(rf.Interface(str.upper, "text", "text")).address

    found = serve(FILE, "--port", taken.rpartition(":")[2]).ends()

    told(found, 1, f"can't listen on {taken}: the port is taken")


def test_a_file_that_exits_has_its_way(serve):
    assert serve("import sys\nsys.exit('no model here')").ends() == (1, "", "no model here\n")


def test_reload_serves_a_file_anew_when_it_changes(serve, client, tmp_path):
    started = serve(FILE, "--reload")
    assert served(client, started) == ["shout", "quiet"]

    (tmp_path / "demo.py").write_text(FILE.replace("shout", "roar"))

    assert served(client, started) == ["roar", "quiet"]
    code, out, err = started.ends(signal.SIGINT)
    assert (code, out) == (0, "")
    assert "Traceback" not in err


def test_reload_serves_a_file_anew_when_a_module_of_its_components_changes(serve, client, tmp_path):
    started = serve(FILE, "--reload")
    assert served(client, started) == ["shout", "quiet"]

    (tmp_path / "molecule.js").write_text("export default {};")

    assert served(client, started) == ["shout", "quiet"]
    assert started.ends(signal.SIGTERM)[0] == 0


def test_reload_waits_for_a_file_that_is_broken(serve, client, tmp_path):
    started = serve("def f(:", "--reload")
    for line in iter(started.process.stderr.readline, b""):
        if line.endswith(b"can't be imported\n"):
            break

    (tmp_path / "demo.py").write_text(FILE)

    assert served(client, started) == ["shout", "quiet"]
    assert started.ends(signal.SIGTERM)[0] == 0


def test_reload_of_a_file_that_is_not_there_is_refused(serve, told):
    told(serve(None, "--reload").ends(), 2, "there is no file 'demo.py'")
