"""Where a server is on the web, and when it is not."""

from __future__ import annotations

import contextlib
import http.client
import importlib.util
import logging
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

import rpcface as rf
from rpcface.server import addresses

from .conftest import HI, LONG, Web, echo

FILE = (
    "import rpcface as rf\ndef echo(text): return text\ndemo = rf.Interface(echo, 'text', 'text')\n"
)


def demo():
    return rf.Interface(echo, rf.Textbox(), rf.Textbox())


@pytest.fixture
def free(monkeypatch):
    """The port that is tried first, which is free."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    monkeypatch.setattr(addresses, "DEFAULT_WEB_PORT", port)
    monkeypatch.delenv("RPCFACE_WEB_PORT")
    return port


def test_it_is_there_without_being_asked_for(serving, free, capsys):
    server = serving(demo())

    assert server.web_address == f"localhost:{free}"
    assert Web(server).predict(HI).status == 200
    assert f"\n  web:     http://localhost:{free}\n" in capsys.readouterr().out


def test_where_the_port_is_taken_it_is_at_the_next(serving, free):
    first, second = serving(demo()), serving(demo())

    assert first.web_address == f"localhost:{free}"
    assert int(second.web_address.rpartition(":")[2]) > free
    assert Web(second).predict(HI).status == 200


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(serving):
    port = int(serving(demo(), web_port=0).web_address.rpartition(":")[2])

    with pytest.raises(OSError, match=f"can't listen on localhost:{port}: the port is taken"):
        rf.serve(demo(), port=0, web_port=port, block=False)


def test_a_server_that_can_not_listen_leaves_no_port_taken(serving):
    taken = int(serving(demo()).address.rpartition(":")[2])
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]

    with pytest.raises(OSError, match="taken"):
        rf.serve(demo(), port=taken, web_port=port, block=False)

    assert serving(demo(), web_port=port).web_address == f"localhost:{port}"


@pytest.mark.parametrize("way", ["parameter", "option", "variable"])
def test_it_can_be_told_where_to_be(serving, monkeypatch, free, way):
    options = {"parameter": {"web_port": free}, "option": {"options": rf.Options(web_port=free)}}
    if way == "variable":
        monkeypatch.setenv("RPCFACE_WEB_PORT", str(free))

    assert serving(demo(), **options.get(way, {})).web_address == f"localhost:{free}"


@pytest.mark.parametrize("way", ["parameter", "option", "variable"])
def test_it_can_be_told_to_be_nowhere(serving, monkeypatch, free, way, capsys):
    options = {"parameter": {"web_port": False}, "option": {"options": rf.Options(web_port=False)}}
    if way == "variable":
        monkeypatch.setenv("RPCFACE_WEB_PORT", "off")

    assert serving(demo(), **options.get(way, {})).web_address == ""
    assert "web:" not in capsys.readouterr().out


@pytest.mark.parametrize("port", [-1, 70_000, "7860", True])
def test_what_is_no_port_is_an_error(port):
    with pytest.raises(ValueError, match="web_port: wanted a whole number from 0 to 65535"):
        rf.serve(demo(), port=0, web_port=port, block=False)


def test_a_variable_that_is_no_port_is_an_error(monkeypatch):
    monkeypatch.setenv("RPCFACE_WEB_PORT", "many")

    with pytest.raises(ValueError, match="RPCFACE_WEB_PORT: wanted"):
        rf.serve(demo(), port=0, block=False)


@pytest.fixture
def without_the_extra(monkeypatch):
    """Python without what the extra brings."""
    for name in [name for name in sys.modules if name.startswith("rpcface.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(rf, "web", raising=False)
    monkeypatch.setitem(sys.modules, "connectrpc", None)
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "connectrpc" else find(name)
    )


def test_without_the_extra_nothing_changes(serving, client, free, without_the_extra):
    server = serving(demo())

    assert server.web_address == ""
    assert client(server).predict("hi") == "hi"


def test_without_the_extra_a_wish_says_what_to_install(without_the_extra):
    with pytest.raises(
        ImportError, match=r"the web needs connectrpc: pip install 'rpcface\[web\]'"
    ):
        rf.serve(demo(), port=0, web_port=0, block=False)


def test_the_server_without_the_web_loads_none_of_it(program, tmp_path, client):
    (tmp_path / "program.py").write_text(
        FILE
        + "import sys\nserver = demo.launch(block=False)\n"
        + "web = {'uvicorn', 'connectrpc', 'httptools', 'rpcface.web'}\n"
        + "print(sorted(web & set(sys.modules)))\n"
        + "server.stop()\n"
    )
    started = program("program.py")
    started.serves()

    assert started.ends() == (0, "[]\n", "")


def test_no_word_of_the_http_server_reaches_the_log(serving, caplog):
    with caplog.at_level(logging.DEBUG):
        server = serving(demo(), web_port=0)
        Web(server).get("/nothing")
        server.stop()

    assert not [record for record in caplog.records if "uvicorn" in record.name]


def test_idle_connections_do_not_hold_up_the_end(serving):
    server = serving(demo(), web_port=0)
    with Web(server).connect() as idle:
        connection = http.client.HTTPConnection(server.web_address, timeout=LONG)
        connection.request("GET", "/")
        assert connection.getresponse().read()
        begun = time.monotonic()
        server.stop()

        assert time.monotonic() - begun < LONG / 4
        assert idle.recv(10) == b""
        connection.close()


def test_a_call_in_flight_has_the_grace_to_end(serving):
    begun, finish = threading.Event(), threading.Event()

    def slow(text):
        begun.set()
        assert finish.wait(LONG)
        return text

    server = serving(rf.Interface(slow, rf.Textbox(), "text", api_name="echo"), web_port=0)
    answers = []
    call = threading.Thread(target=lambda: answers.append(Web(server).predict(HI)))
    call.start()
    assert begun.wait(LONG)
    stop = threading.Thread(target=server.stop, kwargs={"grace": LONG})
    stop.start()
    finish.set()
    call.join(LONG)
    stop.join(LONG)

    assert answers[0].json["outputs"]["output"] == {"textValue": "hi"}


@pytest.fixture
def serve(program, tmp_path):
    (tmp_path / "echo.py").write_text(FILE)
    return lambda *argv, **env: program("-m", "rpcface", "serve", "echo.py", *argv, **env)


def lines(started, count):
    return [started.process.stdout.readline().decode() for _ in range(count)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_serves_the_web_and_ends_on_a_signal(serve, number):
    started = serve("--web-port", "0", "--log", "off")
    first, _, web = lines(started, 3)

    assert first.startswith("rpcface serves echo at localhost:")
    assert web.startswith("  web:     http://localhost:")
    address = web.split("http://")[1].strip()
    connection = http.client.HTTPConnection(address, timeout=LONG)
    with contextlib.closing(connection):  # which stays open, and idle
        for _ in range(10):  # by the end of which it listens to signals, too
            connection.request("GET", "/")
            assert connection.getresponse().read()
        assert started.ends(number) == (0, "", "")


def test_the_command_can_be_told_to_be_nowhere_on_the_web(serve):
    started = serve("--no-web", RPCFACE_WEB_PORT="0")
    lines(started, 2)

    assert "web:" not in started.ends(signal.SIGTERM)[1]


def test_the_command_takes_hosts_and_origins(serve):
    started = serve("--web-port", "0", "--web-host", "box.lan", "--web-origin", "https://a.example")
    address = lines(started, 3)[2].split("http://")[1].strip()
    connection = http.client.HTTPConnection(address, timeout=LONG)
    connection.request("GET", "/", headers={"host": "box.lan", "origin": "https://a.example"})
    answer = connection.getresponse()

    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "https://a.example"
    connection.close()


@pytest.mark.parametrize(
    ("argv", "text"),
    [
        (("--web-port", "70000"), "--web-port: wanted a whole number from 0 to 65535; came 70000"),
        (("--web-port", "0", "--web-origin", "a"), "web_origins: wanted origins such as"),
    ],
)
def test_a_wish_that_makes_no_sense_is_told(serve, argv, text):
    code, out, err = serve(*argv).ends()

    assert (code, out) == (2, "")
    assert text in err
    assert "Traceback" not in err


def test_the_command_says_what_to_install(tmp_path):
    (tmp_path / "echo.py").write_text(FILE)
    program = (
        "import sys; sys.modules['connectrpc'] = None; from rpcface.cli import main; "
        "sys.exit(main(['serve', 'echo.py', '--port', '0', '--web-port', '0']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        cwd=tmp_path,
        timeout=LONG,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.decode() == "rpcface: the web needs connectrpc: pip install 'rpcface[web]'\n"
