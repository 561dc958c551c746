"""What of large media is refused: nonsense, strange ids, too much."""

from __future__ import annotations

import grpc
import pytest

from .blobs import MIB, kept, starter
from .conftest import LONG, Failure


@pytest.fixture
def blobs(serving, raw, tmp_path):
    return starter(serving, raw, tmp_path)


def test_the_server_tells_how_much_it_takes(blobs):
    assert blobs().raw.describe().limits.max_blob_bytes == 4 * 2**30


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"offset": -1}, "offset_bytes: wanted 0 or more; came -1"),
        ({"offset": -(2**63)}, "offset_bytes: wanted 0 or more"),
        ({"size_bytes": -1}, "size_bytes: wanted 0 or more; came -1"),
        ({"sha256": b"short"}, "sha256: wanted 32 bytes or none; came 5"),
        ({"filename": "../etc/passwd"}, "filename: wanted a sound one"),
        ({"filename": "a\0b"}, "filename: wanted a sound one"),
        ({"filename": "x" * 256}, "filename: wanted a sound one"),
        ({"media_type": "x" * 256}, "media_type: wanted at most 255"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(blobs, tmp_path, fields, text):
    failure = blobs().refused(data=b"x", **fields)

    assert (failure.code, failure.info.reason) == ("INVALID_ARGUMENT", "REQUEST_MALFORMED")
    assert failure.text.startswith(text)
    assert kept(tmp_path) == []


@pytest.mark.parametrize("name", ["WriteBlob", "StatBlob"])
def test_bytes_that_are_no_request_are_refused(blobs, name):
    call = blobs().channel.unary_unary(f"/rpcface.v1.BlobService/{name}")
    with pytest.raises(grpc.RpcError) as caught:
        call(b"\xff\xff", timeout=LONG)

    assert Failure(caught.value).info.reason == "REQUEST_MALFORMED"


STRANGE = ["nothing", "", "../kept", "..", "/etc/passwd", "a/../../b", "lock", "\0", "x" * 10_000]


@pytest.mark.parametrize("identifier", STRANGE)
def test_an_id_that_was_never_given_leads_nowhere(blobs, identifier):
    server = blobs()

    assert server.is_gone(identifier)
    with pytest.raises(Failure, match="NOT_FOUND"):
        server.read(identifier)
    if identifier:
        assert server.refused(identifier, 0, b"x").code == "NOT_FOUND"


def limit_of(failure):
    assert (failure.code, failure.info.reason) == ("RESOURCE_EXHAUSTED", "LIMIT_EXCEEDED")
    return failure.info.metadata["limit"]


@pytest.mark.parametrize("size", [101, 2**62, 2**63 - 1])
def test_one_that_is_announced_too_large_is_refused_at_once(blobs, tmp_path, size):
    failure = blobs(max_blob_bytes=100).refused(data=b"x", size_bytes=size)

    assert limit_of(failure) == "max_blob_bytes"
    assert "at most 100" in failure.text
    assert kept(tmp_path) == []


def test_one_that_becomes_too_large_is_refused_and_leaves_nothing(blobs, tmp_path):
    server = blobs(max_blob_bytes=100)
    upload = server.write(data=bytes(100))

    assert limit_of(server.refused(upload.id, 100, b"x")) == "max_blob_bytes"
    assert server.is_gone(upload.id)
    assert kept(tmp_path) == []


@pytest.mark.parametrize("size", [MIB + 1, 2 * MIB])
def test_a_chunk_that_is_too_long_is_refused_and_the_upload_stays(blobs, size):
    server = blobs()
    upload = server.write(data=b"abc")

    assert limit_of(server.refused(upload.id, 3, bytes(size))) == "max_chunk_bytes"
    assert server.write(upload.id, 3, b"d", finish=True).blob.size_bytes == 4


def test_a_server_that_takes_no_blobs_says_so(blobs, serving, raw):
    assert limit_of(blobs(max_blob_bytes=0).refused(data=b"x")) == "max_blob_bytes"


@pytest.mark.parametrize("quota", ["blob_bytes_per_caller", "blob_bytes_in_all"])
def test_a_caller_over_the_quota_is_refused_until_something_is_let_go_of(blobs, tmp_path, quota):
    server = blobs(**{quota: 3 * MIB})
    upload = server.write(data=bytes(MIB))
    server.write(upload.id, MIB, bytes(MIB))
    files = kept(tmp_path)

    assert limit_of(server.refused(data=b"x", size_bytes=MIB)) == quota
    other = server.write(data=bytes(MIB // 2))
    assert limit_of(server.refused(other.id, MIB // 2, bytes(MIB))) == quota
    assert server.is_gone(other.id)
    assert kept(tmp_path) == files
    assert server.write(upload.id, 2 * MIB, bytes(MIB // 2), finish=True).blob


def test_empty_uploads_count_too(blobs):
    server = blobs(blob_bytes_per_caller=MIB)
    for _ in range(16):
        server.write()

    assert limit_of(server.refused()) == "blob_bytes_per_caller"
