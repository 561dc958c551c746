"""Calls that are asked who makes them, and looked at: log, metrics and what the start tells."""

from __future__ import annotations

import json
import logging
import urllib.request

import pytest

import rpcface as rf

from .callers import ADA, RPCS, bearer, body, call, ending, until


@pytest.fixture
def lines(caplog):
    """The lines of calls, for programs and for people."""
    caplog.set_level(logging.INFO, "rpcface.calls")

    class Lines:
        def count(self):
            return len(self.records())

        def records(self):
            return [one for one in caplog.records if one.name == "rpcface.calls"]

        def fields(self):
            return [json.loads(rf.JsonLines().format(one)) for one in self.records()]

        def texts(self):
            return [one.getMessage() for one in self.records()]

    return Lines()


def test_the_line_of_a_call_tells_its_principal(asking, raw, lines):
    server = asking(tokens={"ada of sales": ADA})
    raw(server).bytes("Predict", body(), metadata=bearer(ADA))
    raw(server).refused(body())
    until(lambda: lines.count() == 2)

    known, refused = lines.fields()
    assert (known["principal"], known["caller"], known["status"]) == (
        *("ada of sales", "127.0.0.1", "OK"),
    )
    assert "principal" not in refused
    assert (refused["status"], refused["reason"]) == ("UNAUTHENTICATED", "UNAUTHENTICATED")
    assert ' from "ada of sales" at 127.0.0.1, id ' in lines.texts()[0]
    assert " from 127.0.0.1, id " in lines.texts()[1]


def test_every_refused_call_has_one_line(asking, raw, lines):
    channel = raw(asking(tokens={"ada": ADA})).channel
    for path in RPCS:
        ending(lambda path=path: call(channel, path))

    until(lambda: lines.count() == len(RPCS))
    assert [one["rpc"] for one in lines.fields()] == [path.rpartition("/")[2] for path in RPCS]
    assert {one["status"] for one in lines.fields()} == {"UNAUTHENTICATED"}


def test_an_incident_stands_in_the_line(asking, raw, lines):
    server = asking(authenticate=lambda token: 1 / 0)

    failure = raw(server).refused(body(), metadata=bearer(ADA))

    until(lines.count)
    assert lines.fields()[0]["incident"] == failure.info.metadata["incident"]


def test_metrics_count_who_was_refused_and_watch_who_was_not(asking, raw, client):
    server = asking(tokens={"ada": ADA}, metrics_port=0, calls_at_once=5)
    raw(server).refused(body())
    assert client(server, token=ADA).predict("a") == "ada"
    assert client(server, token=ADA).submit("a").result() == "ada"

    with urllib.request.urlopen(f"http://{server.metrics_address}/metrics", timeout=20) as answer:
        told = answer.read().decode()
    assert 'interface="",rpc="Predict",status="UNAUTHENTICATED"} 1.0' in told
    assert 'interface="who",rpc="Predict",status="OK"} 1.0' in told
    assert 'interface="who",rpc="PredictStream",status="OK"} 1.0' in told
    assert "ada" not in told


WARNED = {
    "nothing": "there is neither TLS nor a token",
    "tokens": "in the clear, for there is no TLS",
    "TLS": "",
    "both": "",
}


@pytest.mark.parametrize("kind", WARNED)
def test_a_server_beyond_loopback_warns_of_what_it_lacks(serving, pair, caplog, kind):
    options = {}
    if kind in {"tokens", "both"}:
        options |= {"tokens": {"ada": ADA}}
    if kind in {"TLS", "both"}:
        options |= {"tls_cert": pair[0], "tls_key": pair[1]}
    interface = rf.Interface(str.upper, "text", "text")

    serving(interface, host="0.0.0.0", options=rf.Options(**options))

    warned = [one.message for one in caplog.records if one.levelname == "WARNING"]
    assert len(warned) == bool(WARNED[kind])
    assert WARNED[kind] in "".join(warned)


@pytest.mark.parametrize("kind", WARNED)
def test_a_server_on_loopback_does_not_warn(asking, pair, caplog, kind):
    asking(**({"tokens": {"ada": ADA}} if kind == "tokens" else {}))

    assert caplog.records == []


def test_the_start_tells_how_to_see_the_server(asking, pems, pair, capsys):
    def told(**options):
        asking(**options)
        return capsys.readouterr().out.splitlines()[1].partition("describe ")

    show = {"tls_cert": pair[0], "tls_key": pair[1]}
    assert told()[0] == "  see it:  rpcface "
    assert told(tokens={"ada": ADA})[0] == "  see it:  RPCFACE_TOKEN=… rpcface "
    assert told(**show)[2].endswith(" --tls")
    assert told(**show, tls_client_ca=pems.ca)[2].endswith(" --tls --tls-cert … --tls-key …")
    other = dict(zip(show, pems.pair("there", "example.org"), strict=True))
    assert told(**other)[2].startswith("example.org:")
    own = pems.own()
    assert told(tls_cert=own, tls_key=own)[2].endswith(f" --tls-ca {own}")
