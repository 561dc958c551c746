"""Blobs as files of HTTP: whole, in part, and never as a page of the server's own."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess

import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpcface.v1 import blob_pb2 as pb
from rpcface.web.ranges import BeyondEnd, asked

from .conftest import LONG

CONTENT = os.urandom(3_000_000)
SIZE = len(CONTENT)


@pytest.fixture
def stored(web):
    """Stores contents on a server: it, and the path of each."""
    server = web()

    def store(content=CONTENT, **fields):
        with grpc.insecure_channel(server.server.address) as channel:
            write = channel.unary_unary("/rpcface.v1.BlobService/WriteBlob")
            identifier = ""
            for at in range(0, max(len(content), 1), 2**20):
                chunk = pb.WriteBlobRequest(
                    id=identifier,
                    offset_bytes=at,
                    data=content[at : at + 2**20],
                    finish=at + 2**20 >= len(content),
                    **(fields if not at else {}),
                )
                kept = pb.WriteBlobResponse.FromString(
                    write(chunk.SerializeToString(), timeout=LONG)
                )
                identifier = kept.id
        return server, f"/blobs/{identifier}"

    return store


def test_a_blob_comes_whole(stored):
    server, path = stored(media_type="video/mp4", filename="film.mp4")

    answer = server.get(path)

    assert answer.status == 200
    assert answer.body == CONTENT
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["content-length"] == str(SIZE)
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["etag"] == f'"{hashlib.sha256(CONTENT).hexdigest()}"'
    assert answer.headers["cache-control"] == "private, max-age=3600, immutable"
    assert answer.headers["content-disposition"].startswith('inline; filename="film.mp4"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=5-9", 5, 10),
        ("bytes=1000000-", 1_000_000, SIZE),
        (f"bytes={SIZE - 1}-{SIZE * 9}", SIZE - 1, SIZE),
        ("bytes=-7", SIZE - 7, SIZE),
        (f"bytes=-{SIZE * 9}", 0, SIZE),
    ],
)
def test_a_part_comes_as_that_part(stored, wanted, start, end):
    server, path = stored()

    answer = server.get(path, range=wanted)

    assert answer.status == 206
    assert answer.body == CONTENT[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert answer.headers["content-length"] == str(end - start)


@pytest.mark.parametrize(
    "wanted", ["bytes=0-1,4-5", "bytes=9-5", "lines=1-2", "bytes=", "bytes=-", "x"]
)
def test_a_part_that_need_not_be_understood_is_the_whole(stored, wanted):
    server, path = stored(b"0123456789")

    answer = server.get(path, range=wanted)

    assert (answer.status, answer.body) == (200, b"0123456789")


@pytest.mark.parametrize("wanted", ["bytes=10-", "bytes=10-12", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused(stored, wanted):
    server, path = stored(b"0123456789")

    answer = server.get(path, range=wanted)

    assert (answer.status, answer.headers["content-range"]) == (416, "bytes */10")
    assert answer.text == "the blob has 10 bytes, and the range begins behind them\n"


def test_no_content_has_no_part(stored):
    server, path = stored(b"")

    whole, part = server.get(path), server.get(path, range="bytes=0-")

    assert (whole.status, whole.body) == (200, b"")
    assert part.status == 416


def test_only_of_the_same_content_a_part_comes(stored):
    server, path = stored()
    etag = server.ask("HEAD", path).headers["etag"]

    assert server.get(path, range="bytes=5-9", if_range=etag).status == 206
    assert server.get(path, range="bytes=5-9", if_range='"other"').body == CONTENT


def test_what_a_browser_has_is_not_sent_again(stored):
    server, path = stored()
    etag = server.ask("HEAD", path).headers["etag"]

    for tags in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        answer = server.get(path, if_none_match=tags)
        assert (answer.status, answer.body) == (304, b"")
    assert server.get(path, if_none_match='"other"').status == 200


def test_head_tells_what_get_would(stored):
    server, path = stored()

    told, got = server.ask("HEAD", path), server.get(path)

    assert told.body == b""
    assert {**told.headers, "date": ""} == {**got.headers, "date": ""}


def test_a_blob_that_there_is_not_is_not_found(web):
    answer = web().get("/blobs/nobody")

    assert answer.status == 404
    assert answer.text == "the server holds no blob 'nobody'; send the content\n"


@pytest.mark.parametrize(
    ("media_type", "way"),
    [
        ("text/html", "attachment"),
        ("image/svg+xml", "attachment"),
        ("application/javascript", "attachment"),
        ("image/png", "inline"),
        ("text/plain; charset=utf-8", "inline"),
    ],
)
def test_what_could_run_is_saved_rather_than_shown(stored, media_type, way):
    server, path = stored(b"a", media_type=media_type)

    answer = server.get(path)

    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == way


@pytest.mark.parametrize(
    "media_type", ["", "image", "a/b\r\nset-cookie: a=b", 'text/html;a=""', "ä/b"]
)
def test_a_media_type_that_is_none_is_not_sent(stored, media_type):
    server, path = stored(b"a", media_type=media_type)

    answer = server.get(path)

    assert answer.headers["content-type"] == "application/octet-stream"
    assert "set-cookie" not in answer.headers


def test_a_filename_says_what_it_says_and_no_more(stored):
    server, path = stored(b"a", filename='a";x=ä.html')

    told = server.get(path).headers["content-disposition"]

    assert told == "attachment; filename=\"a__x__.html\"; filename*=UTF-8''a%22%3Bx%3D%C3%A4.html"


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_curl_goes_on_with_a_download_that_broke(stored, tmp_path):
    server, path = stored()
    target = tmp_path / "film"
    target.write_bytes(CONTENT[:1_234_567])

    subprocess.run(
        ["curl", "-sSf", "-C", "-", "-o", target, f"http://{server.address}{path}"],
        check=True,
        timeout=LONG,
    )

    assert target.read_bytes() == CONTENT


def test_a_download_that_is_left_lets_the_server_go_on(stored):
    server, path = stored()
    with server.connect() as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")

    assert server.get(path).body == CONTENT


@given(st.text(), st.integers(0, 2**40))
def test_no_header_breaks_the_reader_of_ranges(header, size):
    try:
        found = asked(header, size)
    except BeyondEnd:
        return
    assert found is None or (found[0] >= 0 < found[1] and sum(found) <= size)


@given(st.integers(0, 2**40), st.integers(0, 2**40), st.integers(0, 2**40))
def test_a_range_is_within_the_content(first, last, size):
    try:
        found = asked(f"bytes={first}-{last}", size)
    except BeyondEnd:
        assert first >= size
        return
    wanted = (first, min(last + 1, size) - first) if last >= first else None
    assert found == wanted
