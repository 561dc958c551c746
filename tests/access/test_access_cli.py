"""The command line: who may call a server, and how to say who calls."""

from __future__ import annotations

import pytest

import rpcface as rf

from .callers import ADA, BOB

FILE = """
import rpcface as rf

def who(text, tls="none"):
    return f"{rf.call().principal} {text} {tls}"

demo = rf.Interface(who, ["text", "text"], "text")
"""
LAUNCHED = FILE + "\ndemo.launch(options=rf.Options(tokens={'ada': 'adas-token-for-these-tests'}))"


@pytest.fixture
def serve(program, tmp_path):
    """Starts `rpcface serve` of a file with this content."""

    def start(*options, content=FILE, **environment):
        (tmp_path / "demo.py").write_text(content)
        return program("-m", "rpcface", "serve", "demo.py", "--log=off", *options, **environment)

    return start


def test_a_served_file_asks_for_a_token_by_tls(serve, cli, monkeypatch, token_file, pems, pair):
    started = serve("--token-file", token_file, "--tls-cert", pair[0], "--tls-key", pair[1])
    address = started.serves()
    mine = token_file.with_name("mine")
    mine.write_text(ADA)
    trusting = ("--tls-ca", pems.ca)

    code, out, _ = cli("predict", address, "--text", "a", *trusting, "--token-file", mine)
    assert (code, out) == (0, "ada a none\n")
    code, _, err = cli("describe", address, *trusting)
    assert (code, "without a token; send" in err) == (1, True)
    monkeypatch.setenv("RPCFACE_TOKEN", BOB)
    monkeypatch.setenv("RPCFACE_TLS_CA", pems.ca)
    assert cli("describe", address, "who")[:2][0] == 0
    assert cli("predict", address, "who", "--text=a")[1] == "bob a none\n"
    assert cli("predict", address, "--text=a", "--input", "tls=b")[1] == "bob a b\n"
    code, out, _ = cli("predict", address, "--help")
    assert (code, "--tls-ca FILE" in out, "--input NAME=VALUE" in out) == (0, True, True)
    monkeypatch.delenv("RPCFACE_TLS_CA")
    code, _, err = cli("describe", address)
    assert (code, "the server speaks TLS alone" in err) == (1, True)
    assert started.ends(2)[0] == 0


def test_a_certificate_says_who_calls(serve, cli, pems, pair):
    show = ("--tls-cert", pair[0], "--tls-key", pair[1])
    address = serve(*show, "--tls-client-ca", pems.ca).serves()
    cert, key = pems.pair("ada", "ada@example.org", common_name="ada")
    sent = ("--tls-ca", pems.ca, "--tls-cert", cert, "--tls-key", key)

    assert cli("predict", address, *sent, "--text", "a")[:2] == (0, "ada a none\n")


def test_limits_are_options_too(serve, cli):
    address = serve("--calls-per-second", "0.001", "--calls-at-once", "3").serves()

    ends = [cli("describe", address) for _ in range(11)]

    assert [end[0] for end in ends] == [0] * 10 + [1]
    assert "calls_per_second; try again in" in ends[-1][2]


WRONG = {
    "no token file": (["--token-file", "nowhere"], "token file 'nowhere': it can't be read"),
    "no key": (["--tls-cert", "x"], "tls_key is missing"),
    "no certificate": (["--tls-cert", "demo.py", "--tls-key", "demo.py"], "holds no certificate"),
    "no rate": (["--calls-per-second", "0"], "calls_per_second: wanted a number above 0"),
    "no number": (["--calls-at-once", "0"], "calls_at_once: wanted a whole number"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_options_that_make_no_sense_end_the_command(serve, kind):
    options, said = WRONG[kind]

    code, out, err = serve(*options).ends()

    assert (code, out) == (2, "")
    assert err.startswith("rpcface: ")
    assert said in err
    assert "Traceback" not in err


def test_what_a_launch_says_of_who_may_call_is_never_lost_in_silence(serve):
    lost = "says in its launch who may call, which `rpcface serve` does not take over"

    code, _, err = serve("--host", "0.0.0.0", content=LAUNCHED).ends()
    assert (code, lost in err) == (2, True)
    started = serve(content=LAUNCHED)
    started.serves()
    assert lost in started.ends(2)[2]
    started = serve(content=LAUNCHED, RPCFACE_TOKENS=f"bob: {BOB}")
    started.serves()
    assert lost not in started.ends(2)[2]


def test_a_token_is_no_argument(serving, cli, told):
    server = serving(rf.Interface(str.upper, "text", "text"))

    for command in ("describe", "predict"):
        code, _, err = cli(command, server.address, "--token", ADA, "--text=a")
        assert code == 2
        assert "--token" in err


@pytest.mark.parametrize("command", ["describe", "predict"])
def test_a_token_is_not_sent_in_the_clear(cli, told, monkeypatch, command):
    monkeypatch.setenv("RPCFACE_TOKEN", ADA)

    found = cli(command, "example.org")

    told(found, 1, "in the clear")
    assert ADA not in found[2]


@pytest.mark.parametrize("command", ["describe", "predict"])
def test_files_that_are_not_there_are_told(cli, told, command):
    for option in ("--tls-ca", "--token-file"):
        told(cli(command, "localhost", option, "nowhere"), 1, "'nowhere' can't be read")
