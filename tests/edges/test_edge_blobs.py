"""Blobs by every way: chunks in, pieces out."""

from __future__ import annotations

import hashlib
import os

import pytest

import rpcface as rf
from rpcface.v1 import blob_pb2 as pb
from rpcface.v1 import interface_pb2, value_pb2

from .failures import Failure

CONTENT = os.urandom(700_000)


@pytest.fixture
def blobs(transport):
    return transport(rf.Interface(len_of, rf.File(), rf.Number(precision=0)))


def len_of(file):
    """How long a file is."""
    return os.path.getsize(file)


def stored(blobs, content=CONTENT, **fields):
    half = len(content) // 2
    upload = blobs.unary("WriteBlob", pb.WriteBlobRequest(data=content[:half], **fields))
    last = pb.WriteBlobRequest(id=upload.id, offset_bytes=half, data=content[half:], finish=True)
    return blobs.unary("WriteBlob", last).blob


def read(blobs, identifier, **fields):
    pieces = blobs.stream("ReadBlob", pb.ReadBlobRequest(id=identifier, **fields))
    return b"".join(piece.data for piece in pieces)


def test_a_blob_comes_back(blobs):
    blob = stored(blobs, media_type="text/x-any", filename="ä.bin")

    assert (blob.size_bytes, blob.media_type, blob.filename) == (700_000, "text/x-any", "ä.bin")
    assert blob.sha256 == hashlib.sha256(CONTENT).digest()
    assert read(blobs, blob.blob_id) == CONTENT
    assert read(blobs, blob.blob_id, offset_bytes=699_990) == CONTENT[-10:]
    assert read(blobs, blob.blob_id, offset_bytes=5, limit_bytes=7) == CONTENT[5:12]


def test_an_upload_tells_how_far_it_is(blobs):
    upload = blobs.unary("WriteBlob", pb.WriteBlobRequest(data=b"123"))

    stat = blobs.unary("StatBlob", pb.StatBlobRequest(id=upload.id))

    assert stat.committed_bytes == 3
    assert not stat.HasField("blob")


def test_a_function_gets_a_blob(blobs):
    blob = stored(blobs)
    value = value_pb2.Value(media_value=blob)

    answer = blobs.unary("Predict", interface_pb2.PredictRequest(inputs={"file": value}))

    assert answer.outputs["output"].int_value == 700_000


def test_a_blob_that_there_is_not_is_gone(blobs):
    with pytest.raises(Failure) as asked:
        blobs.unary("StatBlob", pb.StatBlobRequest(id="nobody"))
    with pytest.raises(Failure) as wanted:
        read(blobs, "nobody")

    for caught in (asked, wanted):
        assert (caught.value.code, caught.value.reason) == ("NOT_FOUND", "BLOB_GONE")


def test_a_chunk_that_is_too_long_is_refused(blobs):
    with pytest.raises(Failure) as caught:
        blobs.unary("WriteBlob", pb.WriteBlobRequest(data=bytes(2**20 + 1)))

    failure = caught.value
    assert (failure.code, failure.reason) == ("RESOURCE_EXHAUSTED", "LIMIT_EXCEEDED")
    assert failure.metadata == {"limit": "max_chunk_bytes"}
