"""Large media with both clients: uploads, downloads, and what goes by itself."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

import rpcface as rf
from rpcface.client import downloads, large, retries, uploads
from rpcface.client.steps import Rpc
from rpcface.natural import media as natural

from .blobs import MIB, sha256

CONTENT = os.urandom(2 * MIB + 77)


def probe(path):
    with open(path, "rb") as file:
        return f"{os.path.basename(path)} {sha256(file.read()).hex()}"


def echo(path):
    return path


SAID = f"a.bin {sha256(CONTENT).hex()}"


@pytest.fixture
def small(monkeypatch):
    """Media of more than a MiB go as blobs, and come so."""
    monkeypatch.setattr(natural, "LARGE_FILE", MIB)
    monkeypatch.setattr(large, "INLINE", MIB)
    monkeypatch.setattr("rpcface.client.requests.INLINE", MIB)
    monkeypatch.setattr(downloads, "RANGE", MIB)
    monkeypatch.setattr(retries, "FIRST", 0.01)


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.bin").write_bytes(CONTENT)
    return tmp_path / "a.bin"


@pytest.fixture
def server(serving, small):
    return serving(
        rf.Interface(probe, rf.File(), "text"),
        rf.Interface(echo, rf.File(), rf.File()),
        rf.Interface(len, rf.File(file_count="multiple"), "number", api_name="count"),
    )


def opened(path):
    file = open(path, "rb")  # noqa: SIM115 - it is read by the client
    file.seek(5)
    return file


GIVEN = {
    "a path": (lambda path: path, "a.bin", CONTENT),
    "a path as text": (str, "a.bin", CONTENT),
    "bytes": (lambda path: path.read_bytes(), "", CONTENT),
    "a view": (lambda path: memoryview(CONTENT)[7:], "", CONTENT[7:]),
    "a file": (lambda path: io.BytesIO(CONTENT), "", CONTENT),
    "an open file": (opened, "", CONTENT[5:]),
    "nothing": (lambda path: b"", "", b""),
}


@pytest.mark.parametrize("kind", GIVEN)
def test_content_is_uploaded_from_what_is_at_hand(server, connect, file, kind):
    given, name, content = GIVEN[kind]
    client, told, source = connect(server), [], given(file)

    media = client.upload(source, progress=lambda *at: told.append(at))

    assert (media.filename, media.size_bytes) == (name, len(content))
    assert media.sha256 == sha256(content)
    assert bytes(client.read_blob(media)) == content
    assert told[-1] == (len(content), len(content))
    assert told == sorted(told)
    if kind == "an open file":
        source.close()


def test_an_upload_says_what_it_is(server, connect, file):
    client = connect(server)

    assert client.upload("a.bin", media_type="video/mp4", filename="b").media_type == "video/mp4"
    assert client.upload(b"x", filename="b.png").media_type == "image/png"
    assert client.upload(b"x").media_type == "application/octet-stream"
    with pytest.raises(ValueError, match="filename: wanted a sound one"):
        client.upload(b"x", filename="a/b")
    with pytest.raises(TypeError, match="wanted a path, bytes or a file that can seek; came 3"):
        client.upload(3)
    with pytest.raises(FileNotFoundError):
        client.upload("none.bin")


def test_an_upload_is_an_input_for_as_many_calls_as_like(server, connect, file):
    client = connect(server)
    media = client.upload("a.bin")

    assert [client["probe"].predict(media) for _ in range(2)] == [SAID, SAID]


@pytest.fixture
def sent(monkeypatch):
    """The methods that are called, with the bytes of each request."""
    calls = []

    class Noted(Rpc):
        def __init__(self, method, body):
            calls.append((method, len(body)))
            super().__init__(method, body)

    for module in (uploads, downloads, "rpcface.client.flows"):
        name = module if isinstance(module, str) else module.__name__
        monkeypatch.setattr(f"{name}.Rpc", Noted)
    return calls


def test_a_large_file_goes_as_a_blob_by_itself_and_once(server, connect, file, sent):
    told = []
    remote = connect(server)["probe"].with_options(progress=lambda *at: told.append(at))

    assert remote.predict(file) == SAID
    assert [name for name, _ in sent] == ["Describe", *["WriteBlob"] * 4, "Predict"]
    assert max(size for _, size in sent) < MIB + 200
    assert told == [(at, len(CONTENT)) for at in (0, MIB, 2 * MIB, len(CONTENT))]
    del sent[:]
    assert remote.predict(str(file)) == SAID
    assert [name for name, _ in sent] == ["WriteBlob", "Predict"]


def test_a_small_file_goes_inline(server, connect, file, sent):
    file.write_bytes(CONTENT[:MIB])

    assert connect(server)["probe"].predict(file) == f"a.bin {sha256(CONTENT[:MIB]).hex()}"
    assert [name for name, _ in sent] == ["Describe", "Predict"]


def test_large_bytes_go_as_a_blob_too(server, connect, sent):
    media = rf.Media("application/octet-stream", CONTENT, "a.bin")

    assert connect(server)["probe"].predict(media) == SAID
    assert sent[-1][1] < 1000


def test_small_media_go_as_blobs_where_the_request_would_be_too_long(serving, small, connect):
    server = serving(
        rf.Interface(len, rf.File(file_count="multiple"), "number"),
        options=rf.Options(max_request_bytes=2 * MIB),
    )
    client = connect(server)

    assert client.predict([os.urandom(MIB // 2) for _ in range(9)]) == 9


def test_where_the_server_takes_no_blobs_all_goes_inline(serving, small, connect, file, sent):
    server = serving(
        rf.Interface(probe, rf.File(), "text"),
        rf.Interface(echo, rf.File(), rf.File()),
        options=rf.Options(max_blob_bytes=0),
    )
    client = connect(server)

    assert client["probe"].predict(file) == SAID
    assert bytes(client["echo"].predict(file)) == CONTENT
    assert "WriteBlob" not in [name for name, _ in sent]


def test_a_file_that_no_blob_can_be_names_its_input(serving, small, connect, file):
    server = serving(rf.Interface(probe, rf.File(), "text"), options=rf.Options(max_blob_bytes=MIB))

    with pytest.raises(
        rf.LimitExceeded, match=r"^inputs\.path: Media\(.*at most 1,048,576"
    ) as all_:
        connect(server).predict(file)
    assert all_.value.metadata == {"limit": "max_blob_bytes"}


def test_a_large_output_stays_with_the_server_until_it_is_asked_for(server, connect, file):
    client = connect(server)

    media = client["echo"].predict(file)

    assert (media.filename, len(media), media.data) == ("a.bin", len(CONTENT), None)
    with pytest.raises(
        ValueError, match=r"client\.read_blob\(media\) brings it, client\.save_blob"
    ):
        bytes(media)
    assert bytes(client.read_blob(media)) == CONTENT
    client.save_blob(media, "b.bin")
    assert Path("b.bin").read_bytes() == CONTENT
    assert client["probe"].predict(media) == SAID
    stream, told = io.BytesIO(), []
    client.save_blob(media, stream, progress=lambda *at: told.append(at))
    assert stream.getvalue() == CONTENT
    assert told == [(at, len(CONTENT)) for at in (MIB, 2 * MIB, len(CONTENT))]
    assert sorted(os.listdir()) == ["a.bin", "b.bin"]


def test_media_that_are_here_are_saved_too(server, connect, file):
    client = connect(server)
    for media in (rf.Media("", CONTENT), rf.Media("", None, path=str(file))):
        client.save_blob(media, "b.bin")
        assert Path("b.bin").read_bytes() == CONTENT
        stream = io.BytesIO()
        client.save_blob(media, stream)
        assert stream.getvalue() == CONTENT


BEGUN = {
    "a part of it": CONTENT[: MIB + 5],
    "all of it": CONTENT,
    "something else": b"something else",
    "more than there is": bytes(len(CONTENT) + 1),
}


@pytest.mark.parametrize("kind", BEGUN)
def test_a_download_goes_on_with_what_is_there(server, connect, file, sent, kind):
    client = connect(server)
    media = client.upload("a.bin")
    del sent[:]
    Path("b.bin.part").write_bytes(BEGUN[kind])

    client.save_blob(media, "b.bin")

    assert Path("b.bin").read_bytes() == CONTENT
    assert not Path("b.bin.part").exists()
    reads = [name for name, _ in sent].count("ReadBlob")
    assert reads == {"a part of it": 2, "all of it": 1, "something else": 6}.get(kind, 3)


def test_content_that_came_otherwise_is_not_saved(server, connect, file, monkeypatch):
    client = connect(server)
    media = client.upload("a.bin")
    read = downloads.read_piece
    monkeypatch.setattr(downloads, "read_piece", lambda body: read(body).replace(b"\1", b"\2"))

    for use in (client.read_blob, lambda media: client.save_blob(media, "b.bin")):
        with pytest.raises(rf.BlobDamaged, match="is not the one that"):
            use(media)
    assert os.listdir() == ["a.bin"]


def test_what_the_server_does_not_hold_is_not_saved(server, connect, file):
    client = connect(server)
    with pytest.raises(rf.BlobGone, match="holds no blob 'gone'"):
        client.save_blob(rf.Media("text/plain", None, blob_id="gone"), "b.bin")
    assert os.listdir() == ["a.bin"]


def test_a_file_that_becomes_shorter_on_its_way_is_damage(server, connect, file, monkeypatch):
    client = connect(server)

    def shorten(done, total):
        os.truncate(file, 10)

    with pytest.raises(rf.BlobDamaged, match="has become shorter"):
        client.upload(file, progress=shorten)


def test_a_file_that_changes_on_its_way_is_damage(server, connect, file):
    client = connect(server)

    def change(done, total):
        file.write_bytes(bytes(len(CONTENT)))

    with pytest.raises(rf.BlobDamaged, match="SHA-256"):
        client.upload(file, progress=change)


def test_in_process_a_large_file_is_read(small, file):
    assert rf.Interface(probe, rf.File(), "text")(file) == SAID
    assert bytes(rf.Interface(echo, rf.File(), rf.File())(file)) == CONTENT
