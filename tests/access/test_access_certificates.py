"""The files of a server's certificate: what is refused, and what is warned about."""

from __future__ import annotations

import datetime

import pytest

from rpcface.core.access import Certificates, certificates


def wrong(kind, pems, pair, folder):
    """The options of a server that name wrong files."""
    cert, key = pair
    other = folder / "other"
    other.write_text("nothing of PEM")
    if kind == "encrypted":
        key = pems.encrypted(key)
    if kind == "another key":
        key = pems.pair("another", "localhost")[1]
    if kind == "ed25519":
        key = pems.edwards()
    return {
        "no key": {"tls_cert": cert},
        "no certificate": {"tls_key": key},
        "issuers alone": {"tls_client_ca": pems.ca},
        "not there": {"tls_cert": cert, "tls_key": str(folder / "nowhere")},
        "a folder": {"tls_cert": str(folder), "tls_key": key},
        "no PEM": {"tls_cert": str(other), "tls_key": key},
        "no PEM as a key": {"tls_cert": cert, "tls_key": str(other)},
        "no PEM as issuers": {"tls_cert": cert, "tls_key": key, "tls_client_ca": str(other)},
    }.get(kind, {"tls_cert": cert, "tls_key": key})


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("no key", "tls_key is missing"),
        ("no certificate", "tls_cert is missing"),
        ("issuers alone", "tls_cert is missing"),
        ("not there", "nowhere' can't be read (No such file or directory)"),
        ("a folder", "can't be read (Is a directory)"),
        ("no PEM", "tls_cert: "),
        ("no PEM as a key", "holds no private key as PEM"),
        ("no PEM as issuers", "tls_client_ca: "),
        ("encrypted", "is encrypted; a server needs it as it is: openssl pkey"),
        ("another key", "is not that of the certificate"),
        ("ed25519", "is neither RSA nor EC"),
    ],
)
def test_files_that_are_not_what_they_should_be_are_refused(
    asking, pems, pair, tmp_path, kind, said
):
    options = wrong(kind, pems, pair, tmp_path)

    with pytest.raises(ValueError, match=r"TLS|tls_") as caught:
        asking(**options)
    assert said in str(caught.value)


def test_the_environment_names_the_files_too(asking, client, pems, pair, monkeypatch):
    monkeypatch.setenv("RPCFACE_TLS_CERT", pair[0])
    monkeypatch.setenv("RPCFACE_TLS_KEY", pair[1])
    monkeypatch.setenv("RPCFACE_TLS_CLIENT_CA", pems.ca)
    cert, key = pems.pair("ada", "ada@example.org", common_name="ada")

    open_client = client(asking(), tls_ca=pems.ca, tls_cert=cert, tls_key=key)

    assert open_client.predict("") == "ada"


@pytest.mark.parametrize(
    ("days", "level", "said"),
    [(13, "WARNING", "expires at"), (-1, "ERROR", "has expired at"), (20, "", "")],
)
def test_a_certificate_that_ends_soon_is_warned_about(asking, pems, log, days, level, said):
    cert, key = pems.pair("ending", "localhost", days=days)
    asking(tls_cert=cert, tls_key=key)

    told = [record for record in log.records if "the certificate in" in record.message]
    assert [record.levelname for record in told] == [level] * bool(level)
    assert all(said in record.message for record in told)


def test_it_is_warned_about_once_a_day_while_the_server_runs(pems, log, monkeypatch):
    now = datetime.datetime.now(datetime.UTC)
    monkeypatch.setattr(certificates, "_now", lambda: now)
    made = Certificates(*pems.pair("ending", "localhost", days=16), None)
    hours = []
    for hour in range(1, 24 * 20):
        now += datetime.timedelta(hours=1)
        before = len(log.records)
        made.look()
        hours += [hour] * (len(log.records) - before)

    assert hours == [*range(48, 16 * 24, 24), *range(16 * 24, 20 * 24, 24)]
    told = [record.levelname for record in log.records]
    assert told == ["WARNING"] * 14 + ["ERROR"] * 4


def test_what_is_shown_tells_no_key(pems, pair):
    made = Certificates(*pair, None)

    assert repr(made.shown).startswith("<certificate for localhost, 127.0.0.1 until 20")
    assert not made.shown.is_own_issuer
