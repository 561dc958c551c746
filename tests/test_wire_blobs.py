"""Messages of `BlobService`, held to protobuf's reading and writing of them."""

from __future__ import annotations

import hypothesis
import hypothesis.strategies as st
import pytest

from rpcface.errors import RequestMalformed
from rpcface.v1 import blob_pb2 as pb
from rpcface.values import Media
from rpcface.wire import blobs
from rpcface.wire.blobs import Chunk, Kept, Range

INT64 = st.integers(-(2**63), 2**63 - 1)
PLACE = st.integers(0, 2**63 - 1)
CHUNKS = st.builds(
    Chunk, st.text(), INT64, st.text(), st.text(), INT64, st.binary(), st.booleans(), st.binary()
)
MEDIA = st.builds(
    Media,
    st.text(),
    st.none(),
    st.text(),
    st.text(),
    PLACE,
    st.binary(),
    st.integers(0, 253_402_300_799),
)


@hypothesis.given(CHUNKS)
def test_a_chunk_is_written_and_read_as_protobuf_does(chunk):
    body = blobs.write_chunk(chunk)
    message = pb.WriteBlobRequest.FromString(body)

    assert (message.id, message.offset_bytes, message.data) == (chunk.id, chunk.offset, chunk.data)
    assert (message.size_bytes, message.sha256) == (chunk.size, chunk.sha256)
    for written in (body, message.SerializeToString()):
        assert blobs.read_chunk(written) == chunk


@hypothesis.given(st.one_of(st.binary(max_size=60), CHUNKS.map(blobs.write_chunk)), st.binary())
def test_strange_bytes_are_read_as_protobuf_does_or_refused(body, more):
    try:
        message = pb.WriteBlobRequest.FromString(body + more)
    except Exception:  # noqa: BLE001 - whatever protobuf raises
        with pytest.raises(RequestMalformed):
            blobs.read_chunk(body + more)
        return
    found = blobs.read_chunk(body + more)
    assert (found.id, found.offset, bytes(found.data)) == (
        message.id,
        message.offset_bytes,
        message.data,
    )
    assert (found.size, found.sha256, found.finish) == (
        message.size_bytes,
        message.sha256,
        message.finish,
    )
    assert (found.media_type, found.filename) == (message.media_type, message.filename)


@hypothesis.given(PLACE, st.one_of(st.none(), MEDIA), st.text())
def test_what_is_said_of_uploads_comes_back(committed, blob, identifier):
    written = Kept(committed, blob, identifier)

    assert blobs.read_written(blobs.write_written(written)) == written
    assert blobs.read_stat(blobs.write_stat(written)) == Kept(committed, blob)
    assert blobs.read_stat_request(blobs.write_stat_request(identifier)) == identifier


@hypothesis.given(st.text(), PLACE, PLACE, st.binary())
def test_what_is_read_of_blobs_comes_back(identifier, offset, limit, data):
    part = Range(identifier, offset, limit)

    assert blobs.read_range(blobs.write_range(part)) == part
    assert blobs.read_piece(blobs.write_piece(data)) == data
    assert pb.ReadBlobResponse.FromString(blobs.write_piece(data)).data == data


def test_the_data_of_a_chunk_are_not_copied():
    body = blobs.write_chunk(Chunk("a", 5, data=bytes(100_000)))

    assert blobs.read_chunk(body).data.obj is body
