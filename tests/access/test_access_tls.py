"""TLS between clients and servers, certificates of callers, and what is told where it fails."""

from __future__ import annotations

import socket
import ssl
import threading

import pytest

import rpcface as rf
from rpcface.core.access import access

from .callers import ADA, LONG, renew, until


def tls(pair, **more):
    """The options of a server that shows a certificate."""
    return {"tls_cert": pair[0], "tls_key": pair[1], **more}


def test_calls_streams_live_calls_and_blobs_go_by_tls(asking, connect, pems, pair):
    open_client = connect(asking(**tls(pair)), tls_ca=pems.ca)

    assert open_client.predict("a") == ""
    assert list(open_client.submit("a")) == [""]
    assert len(open_client.upload(b"abc", media_type="text/plain")) == 3


def test_a_live_call_goes_by_tls_with_a_token(asking, client, pems, pair):
    open_client = client(asking(**tls(pair, tokens={"ada": ADA})), tls_ca=pems.ca, token=ADA)

    with open_client.live("a") as live:
        assert live.predict() == "ada"


def test_a_caller_needs_a_certificate_where_its_issuer_is_named(asking, connect, pems, pair):
    server = asking(**tls(pair, tls_client_ca=pems.ca))
    cert, key = pems.pair("ada", "ada@example.org", common_name="ada")

    assert connect(server, tls_ca=pems.ca, tls_cert=cert, tls_key=key).predict("") == "ada"
    with pytest.raises(rf.RpcfaceError, match="wants a certificate of its callers"):
        connect(server, tls_ca=pems.ca).describe()


def test_a_certificate_of_a_stranger_is_not_taken(asking, client, pems, strangers, pair):
    server = asking(**tls(pair, tls_client_ca=pems.ca))
    cert, key = strangers.pair("eve", "eve@example.org", common_name="ada")

    with pytest.raises(rf.RpcfaceError, match="does not take the client's certificate"):
        client(server, tls_ca=pems.ca, tls_cert=cert, tls_key=key).describe()


def test_without_a_common_name_the_first_other_name_is_the_principal(asking, client, pems, pair):
    server = asking(**tls(pair, tls_client_ca=pems.ca))
    cert, key = pems.pair("bob", "bob@example.org")

    assert client(server, tls_ca=pems.ca, tls_cert=cert, tls_key=key).predict("") == (
        "bob@example.org"
    )


def test_where_a_token_is_asked_for_too_both_are_needed_and_the_token_names(
    asking, client, pems, pair
):
    server = asking(**tls(pair, tls_client_ca=pems.ca, tokens={"adas laptop": ADA}))
    cert, key = pems.pair("ada", "ada@example.org", common_name="ada")
    sent = {"tls_ca": pems.ca, "tls_cert": cert, "tls_key": key}

    assert client(server, token=ADA, **sent).predict("") == "adas laptop"
    with pytest.raises(rf.Unauthenticated):
        client(server, **sent).describe()
    with pytest.raises(rf.RpcfaceError, match="wants a certificate"):
        client(server, token=ADA, tls_ca=pems.ca).describe()


def test_that_a_certificate_has_expired_is_told(asking, connect, pems):
    server = asking(**tls(pems.pair("expired", "localhost", days=-1)))

    with pytest.raises(rf.RpcfaceError) as caught:
        connect(server, tls_ca=pems.ca).describe()
    assert str(caught.value) == (
        f"can't connect to {server.address}: the server's certificate has expired"
    )
    assert caught.value.code is rf.StatusCode.UNAVAILABLE


def test_that_a_certificate_is_not_valid_yet_is_told(asking, client, pems):
    server = asking(**tls(pems.pair("early", "localhost", since=-1)))

    with pytest.raises(rf.RpcfaceError, match="the server's certificate is not valid yet"):
        client(server, tls_ca=pems.ca).describe()


def test_that_a_certificate_is_for_another_host_is_told(asking, connect, pems):
    server = asking(**tls(pems.pair("other", "example.org")))

    with pytest.raises(rf.RpcfaceError, match="certificate is for another host than localhost"):
        connect(server, tls_ca=pems.ca).describe()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_address_is_compared_as_well_as_a_name(asking, client, pems, host):
    server = asking(**tls(pems.pair(f"at {host}", host)))
    port = server.address.rpartition(":")[2]

    assert client(f"{host}:{port}", tls_ca=pems.ca).predict("") == ""
    other = {"127.0.0.1": "localhost", "localhost": "127.0.0.1"}[host]
    with pytest.raises(rf.RpcfaceError, match=f"for another host than {other}"):
        client(f"{other}:{port}", tls_ca=pems.ca).describe()


@pytest.mark.parametrize("roots", ["strangers", "the system's"])
def test_that_a_certificate_is_not_trusted_is_told(asking, connect, strangers, pair, roots):
    trusting = {"strangers": {"tls_ca": strangers.ca}, "the system's": {"tls": True}}[roots]

    with pytest.raises(rf.RpcfaceError, match=r"is not trusted \(.+\): tls_ca names the file"):
        connect(asking(**tls(pair)), **trusting).describe()


def test_the_issuers_that_the_system_trusts_are_trusted(asking, client, pems, pair, monkeypatch):
    monkeypatch.delenv("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", pems.ca)

    assert client(asking(**tls(pair)), tls=True).predict("") == ""


def test_a_client_without_tls_is_told_to_use_it(asking, connect, pair):
    with pytest.raises(rf.RpcfaceError, match="the server speaks TLS alone; ask for it by tls"):
        connect(asking(**tls(pair))).describe()


def test_a_client_with_tls_is_told_of_a_server_without(asking, connect, pems):
    with pytest.raises(rf.RpcfaceError, match="the server speaks without TLS there"):
        connect(asking(), tls_ca=pems.ca).describe()


def test_each_way_to_call_tells_why_it_fails(asking, client, pems):
    server = asking(**tls(pems.pair("expired", "localhost", days=-1)))

    for fails in ("describe", "predict", "stream", "submit", "live"):
        with pytest.raises(rf.RpcfaceError, match="certificate has expired"):
            used(client(server, tls_ca=pems.ca), fails)


def used(client, way):
    found = getattr(client, way)(*(["a"] if way != "describe" else []))
    return list(found) if way in {"stream", "submit", "live"} else found


def test_a_server_that_is_not_there_is_told_as_such_with_tls_too(serving, client, pems):
    server = serving(rf.Interface(str.upper, "text", "text"))
    server.stop()

    with pytest.raises(rf.RpcfaceError, match=r"^no server answers at"):
        client(server, tls_ca=pems.ca).describe()


def shown_to(server, pems):
    """The serial number of the certificate that a newcomer is shown."""
    context = ssl.create_default_context(cafile=pems.ca)
    port = int(server.address.rpartition(":")[2])
    with (
        socket.create_connection(("localhost", port), LONG) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as wrapped,
    ):
        return wrapped.getpeercert()["serialNumber"]


@pytest.fixture
def files(pems, tmp_path):
    """The files of a server's certificate, which `renewed` replaces."""

    class Files:
        paths = tmp_path / "cert.pem", tmp_path / "key.pem"

        def renewed(self, which=(0, 1)):
            made = pems.pair("renewed", "localhost")
            for place in which:
                with open(made[place], "rb") as file:
                    renew(self.paths[place], file.read())
            return list(map(str, self.paths))

    return Files()


def test_a_new_certificate_is_shown_without_a_restart_and_open_connections_go_on(
    asking, client, pems, files
):
    server = asking(**tls(files.renewed()))
    open_client = client(server, tls_ca=pems.ca)
    open_client.predict("")
    before = shown_to(server, pems)
    stop, failures, calls = threading.Event(), [], []

    def go_on():
        while not stop.is_set():
            try:
                calls.append(open_client.predict(""))
            except rf.RpcfaceError as error:
                failures.append(error)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        files.renewed()
        until(lambda: shown_to(server, pems) != before)
        assert client(server, tls_ca=pems.ca).predict("") == ""
        count = len(calls)
        until(lambda: len(calls) > count + 2)
    finally:
        stop.set()
        thread.join(LONG)
    assert failures == []


BREAKS = {
    "of another key": (lambda files: files.renewed([0]), "is not that of the certificate"),
    "garbage": (lambda files: renew(files.paths[0], b"\0garbage"), "holds no certificate"),
    "empty": (lambda files: renew(files.paths[1], b""), "holds no private key"),
    "gone": (lambda files: files.paths[1].unlink(), "can't be read"),
}


@pytest.mark.parametrize("kind", BREAKS)
def test_a_pair_that_breaks_leaves_the_certificate_as_it_was(
    asking, client, pems, files, log, kind
):
    server = asking(**tls(files.renewed()))
    before = shown_to(server, pems)

    BREAKS[kind][0](files)

    until(lambda: "The certificate stays as it was" in log.text)
    assert BREAKS[kind][1] in log.text
    assert shown_to(server, pems) == before
    files.renewed()
    until(lambda: shown_to(server, pems) != before)
    assert client(server, tls_ca=pems.ca).predict("") == ""


async def test_where_certificates_alone_are_asked_for_no_request_is_refused_unread(pair, pems):
    options = rf.Options(tls_cert=pair[0], tls_key=pair[1], tls_client_ca=pems.ca)
    made = access.Access(options)
    asks = access.Access(rf.Options(tokens={"ada": ADA}))
    try:
        assert not made.refuses("")
        assert asks.refuses("")
        assert asks.refuses("Bearer x")
        assert not asks.refuses(f"bearer {ADA}")
    finally:
        made.close()
        asks.close()
