"""What `rpcface serve` shows of the calls, as a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import urllib.request

import pytest

LONG = 20.0
FILE = """
import rpcface as rf

def shout(text):
    if not text:
        raise LookupError("nothing to shout")
    return text.upper()

demo = rf.Interface(shout, "text", "text")
"""


@pytest.fixture
def serve(program, tmp_path):
    """Starts `rpcface serve` of a file with this content."""

    def start(*options, content=FILE, **environment):
        (tmp_path / "demo.py").write_text(textwrap.dedent(content))
        return program("-m", "rpcface", "serve", "demo.py", *options, **environment)

    return start


def called(serve, client, *options, **environment):
    """What a server said and its errors, after one call."""
    started = serve(*options, **environment)
    with client(started.serves()) as open_client:
        assert open_client.predict("a") == "A"
    code, out, err = started.ends(signal.SIGTERM)
    assert code == 0
    return out, err


@pytest.mark.parametrize("options", [(), ("--log=json",)])
def test_each_call_is_a_line_of_json_where_stderr_is_no_terminal(serve, client, options):
    _, err = called(serve, client, *options)

    lines = [json.loads(line) for line in err.splitlines()]
    assert [(line["rpc"], line["status"]) for line in lines] == [
        ("Describe", "OK"),
        ("Predict", "OK"),
    ]


def test_each_call_is_a_line_for_people_where_that_is_asked_for(serve, client):
    _, err = called(serve, client, "--log", "text")

    described, predicted = err.splitlines()
    assert " INFO Describe OK: " in described
    assert re.match(r"\d{4}-\d\d-\d\d \S+ INFO Predict shout OK: .* id \S+$", predicted)


@pytest.mark.skipif(os.name != "posix", reason="there are no terminals to make")
def test_each_call_is_a_line_for_people_on_a_terminal(client, tmp_path):
    import pty

    (tmp_path / "demo.py").write_text(FILE)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "rpcface", "serve", "demo.py", "--port=0"]
    with (
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs) as process,
        open(ours, "rb", buffering=0) as terminal,
    ):
        os.close(theirs)
        try:
            address = process.stdout.readline().split()[-1].decode()
            assert client(address).predict("a") == "A"
            said = b""
            while b"Predict" not in said:
                said += terminal.read(1000)
        finally:
            process.kill()

    assert b" INFO Predict shout OK: " in said


def test_no_call_is_a_line_where_that_is_asked_for(serve, client):
    assert called(serve, client, "--log=off") == ("", "")


def test_a_failure_is_one_line_of_json_with_its_traceback(serve, client):
    started = serve()
    with client(started.serves()) as open_client, pytest.raises(Exception, match="incident"):
        open_client.predict("")
    _, _, err = started.ends(signal.SIGTERM)

    _, failure, call = map(json.loads, err.splitlines())
    assert failure["level"] == "ERROR"
    assert failure["exception"].endswith("LookupError: nothing to shout")
    assert call["incident"] in failure["message"]


def test_metrics_are_served_where_that_is_asked_for(serve, client):
    started = serve("--metrics-port=0", "--log=off")
    with client(started.serves()) as open_client:
        open_client.predict("a")
    found = re.fullmatch(rb"  metrics: (\S+)\n", started.process.stdout.readline())
    with urllib.request.urlopen(found[1].decode(), timeout=LONG) as answer:  # noqa: S310 - http
        metrics = answer.read().decode()

    assert 'rpcface_calls_total{interface="shout",rpc="Predict",status="OK"} 1.0' in metrics
    assert started.ends(signal.SIGTERM) == (0, "", "")


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_port_for_metrics_that_is_none_is_told(serve, told, port):
    found = serve(f"--metrics-port={port}").ends()

    told(found, 2, "--metrics-port: wanted a whole number from 0 to 65535", f"came {port}")


def test_a_port_for_metrics_that_is_taken_is_told(serve, told):
    started = serve()
    port = started.serves().rpartition(":")[2]

    told(serve(f"--metrics-port={port}").ends(), 1, f"metrics: can't listen on localhost:{port}")


MISSING = {
    "--metrics-port=0": ("prometheus_client", "metrics"),
    "--otel": ("opentelemetry", "otel"),
}


@pytest.mark.parametrize("option", MISSING)
def test_an_option_whose_extra_is_missing_says_what_to_install(serve, told, tmp_path, option):
    module, extra = MISSING[option]
    (tmp_path / f"{module}.py").write_text("raise ImportError")

    told(serve(option).ends(), 2, f"pip install 'rpcface[{extra}]'")


def test_spans_go_where_the_environment_says(serve, client):
    out, _ = called(serve, client, "--otel", OTEL_TRACES_EXPORTER="console", OTEL_SERVICE_NAME="me")

    assert '"name": "rpcface.v1.InterfaceService/Predict"' in out
    assert '"rpcface.interface": "shout"' in out
    assert '"service.name": "me"' in out


def test_spans_go_nowhere_where_the_environment_says_none(serve, client):
    out, _ = called(serve, client, "--otel", OTEL_TRACES_EXPORTER="none")

    assert out == ""


def test_spans_go_where_the_file_says(serve, client):
    content = FILE + textwrap.dedent("""
        from opentelemetry import trace
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor

        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter()))
        trace.set_tracer_provider(provider)
    """)
    out, _ = called(serve, client, "--otel", content=content, OTEL_TRACES_EXPORTER="no such")

    assert out.count('"name": "rpcface.v1.InterfaceService/Predict"') == 1


def test_an_exporter_that_is_not_installed_is_told(serve, told):
    found = serve("--otel", OTEL_TRACES_EXPORTER="pigeon").ends()

    told(found, 2, "OTEL_TRACES_EXPORTER wants the exporter 'pigeon', which is not installed")


def test_reload_keeps_the_other_options(serve, client):
    started = serve("--reload", "--log=off", "--metrics-port=0")
    with client(started.serves()) as open_client:
        open_client.predict("a")
    assert started.process.stdout.readline().startswith(b"  metrics: ")
    _, out, err = started.ends(signal.SIGINT)

    assert out == ""
    assert "Predict" not in err
