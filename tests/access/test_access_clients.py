"""What clients send to say who calls, and what they refuse to."""

from __future__ import annotations

import pytest

import rpcface as rf
from rpcface.client import channels, tokens

from .callers import ADA, BOB, LONG, renew

CLEAR = r"a token would travel to .* in the clear"


def test_every_way_to_call_sends_the_token(asking, connect, tmp_path):
    def count(text):
        yield from ("1", rf.call().principal)

    open_client = connect(
        asking(rf.Interface(count, "text", "text"), tokens={"ada": ADA}), token=ADA
    )

    assert list(open_client.describe().interfaces) == ["count"]
    assert open_client.predict("a") == "ada"
    assert [event.outputs for event in open_client.stream("a") if type(event) is rf.Updated][-1]
    assert open_client.submit("a").result() == "ada"
    blob = open_client.upload(b"abc", media_type="text/plain")
    assert bytes(open_client.read_blob(blob)) == b"abc"
    open_client.save_blob(blob, tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == b"abc"


async def test_a_live_call_of_an_async_client_sends_it_too(asking):
    server = asking(tokens={"ada": ADA})

    async with (
        rf.AsyncClient(server.address, timeout=LONG, token=ADA) as open_client,
        await open_client.live("a") as live,
    ):
        assert await live.predict() == "ada"
    async with rf.AsyncClient(server.address, timeout=LONG, token=BOB) as open_client:
        with pytest.raises(rf.Unauthenticated):
            await open_client.live("a")


@pytest.mark.parametrize(
    "content", [ADA, f"# mine\n\nada: {ADA}  # on my laptop\n", f"\ufeff{ADA}\r\n"]
)
def test_a_file_holds_the_token(asking, connect, tmp_path, content):
    path = tmp_path / "token"
    path.write_text(content, encoding="utf-8")

    assert connect(asking(tokens={"ada": ADA}), token_file=path).predict("") == "ada"


def test_a_file_is_read_again_when_it_changes_and_a_broken_one_changes_nothing(
    asking, client, tmp_path, monkeypatch
):
    monkeypatch.setattr(tokens, "LOOKS", -1)
    path = tmp_path / "token"
    path.write_text(ADA)
    open_client = client(asking(tokens={"ada": ADA, "bob": BOB}), token_file=str(path))
    assert open_client.predict("") == "ada"

    renew(path, BOB)
    assert open_client.predict("") == "bob"
    renew(path, "")
    assert open_client.predict("") == "bob"
    path.unlink()
    assert open_client.predict("") == "bob"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "wanted one token in"),
        (f"{ADA}\n{BOB}", "wanted one token in"),
        ("two words", "wanted a token"),
        (b"\xff\xfe", "is no UTF-8 text"),
        (None, "can't be read"),
    ],
)
def test_a_file_that_holds_no_token_is_refused(tmp_path, content, said):
    path = tmp_path / "token"
    if content is not None:
        renew(path, content)

    for kind in (rf.Client, rf.AsyncClient):
        with pytest.raises(ValueError, match=f"token_file: .*{said}") as caught:
            kind("localhost", token_file=path)
        assert ADA not in str(caught.value)


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "é", 3, b"bytes"])
def test_what_is_no_token_is_refused_and_not_shown(token):
    with pytest.raises(ValueError, match=r"^token: wanted a token, text of ASCII") as caught:
        rf.Client("localhost", token=token)
    assert not token or str(token) not in str(caught.value)


def test_a_token_is_given_once():
    with pytest.raises(ValueError, match="either token or token_file"):
        rf.Client("localhost", token=ADA, token_file="x")


@pytest.mark.parametrize(
    "address", ["example.org", "192.0.2.1:50051", "dns:///example.org:1", "[2001:db8::1]"]
)
def test_a_token_does_not_leave_this_machine_in_the_clear(address):
    for kind in (rf.Client, rf.AsyncClient):
        with pytest.raises(ValueError, match=CLEAR) as caught:
            kind(address, token=ADA)
        assert ADA not in str(caught.value)
    rf.Client(address, token=ADA, insecure_token=True).close()
    rf.Client(address, token=ADA, tls=True).close()


@pytest.mark.parametrize(
    "address", ["localhost", "127.0.0.1:1", "[::1]:1", "::1", "unix:/run/x", "dns:///localhost:1"]
)
def test_on_this_machine_it_may(address):
    rf.Client(address, token=ADA).close()


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("localhost:1", ("localhost", 1)),
        ("[::1]:5", ("::1", 5)),
        ("dns:///x:7", ("x", 7)),
        ("ipv4:1.2.3.4:7", ("1.2.3.4", 7)),
        ("unix:/run/x", None),
        ("dns://8.8.8.8/x:7", None),
        ("ipv4:1.2.3.4:7,1.2.3.5:7", None),
    ],
)
def test_the_place_of_a_target(target, place):
    assert channels.place(target) == place


def test_files_of_tls_that_are_not_what_they_should_be_are_refused(pems, pair, tmp_path):
    cert, key = pair
    other = tmp_path / "other"
    other.write_text("nothing of PEM")
    wrong = {
        "tls_key is missing": {"tls_cert": cert},
        "tls_cert is missing": {"tls_key": key},
        "tls_ca: .* can't be read": {"tls_ca": tmp_path / "nowhere"},
        "tls_cert: .* can't be read": {"tls_cert": tmp_path / "nowhere", "tls_key": key},
        "tls_ca: .* holds no certificate": {"tls_ca": other},
        "wanted a certificate and its key": {"tls_cert": other, "tls_key": key},
        "not encrypted": {"tls_cert": cert, "tls_key": pems.encrypted(key)},
        "the key is not that": {"tls_cert": cert, "tls_key": pems.pair("x", "localhost")[1]},
    }
    for said, options in wrong.items():
        with pytest.raises(ValueError, match=said):
            rf.Client("localhost", **options)
