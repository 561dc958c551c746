"""Large media on their way in: chunks, their order, promises, limits and quotas."""

from __future__ import annotations

import os
import random
import threading

import hypothesis
import hypothesis.strategies as st
import pytest

from .blobs import MIB, Blobs, kept, sha256, starter
from .conftest import LONG

CONTENT = os.urandom(3 * MIB + 17)


@pytest.fixture
def blobs(serving, raw, tmp_path):
    return starter(serving, raw, tmp_path)


def test_content_comes_in_chunks_and_is_a_blob_then(blobs):
    server = blobs()

    blob = server.store(CONTENT, media_type="video/mp4", filename="a.mp4", size_bytes=len(CONTENT))

    assert (blob.media_type, blob.filename) == ("video/mp4", "a.mp4")
    assert (blob.size_bytes, blob.sha256) == (len(CONTENT), sha256(CONTENT))
    assert blob.expire_time.seconds > 0
    assert server.read(blob.blob_id) == CONTENT
    assert server.stat(blob.blob_id).blob.sha256 == blob.sha256


def test_a_blob_may_be_empty(blobs):
    server = blobs()

    blob = server.write(finish=True).blob

    assert (blob.size_bytes, blob.sha256) == (0, sha256(b""))
    assert server.read(blob.blob_id) == b""


def test_ids_are_long_and_never_the_same(blobs):
    server = blobs()
    ids = {server.write(data=b"x").id for _ in range(20)}

    assert len(ids) == 20
    assert all(len(identifier) == 32 for identifier in ids)


def test_an_upload_tells_how_far_it_is(blobs):
    server = blobs()
    first = server.write(data=CONTENT[:1000])

    assert (first.committed_bytes, first.HasField("blob")) == (1000, False)
    found = server.stat(first.id)
    assert (found.committed_bytes, found.HasField("blob")) == (1000, False)


def test_a_chunk_that_is_there_already_is_taken_again_without_effect(blobs):
    server = blobs()
    first = server.write(data=b"abcdef")

    assert server.write(first.id, 0, b"abc").committed_bytes == 6
    assert server.write(first.id, 2, b"cdefgh").committed_bytes == 8
    done = server.write(first.id, 8, b"i", finish=True)
    assert server.write(first.id, 8, b"i", finish=True).blob.sha256 == done.blob.sha256
    assert server.write(first.id, 0, b"abc").blob.blob_id == first.id
    assert server.read(first.id) == b"abcdefghi"


def test_a_chunk_beyond_what_is_there_is_refused_and_the_upload_stays(blobs):
    server = blobs()
    first = server.write(data=b"abc")

    failure = server.refused(first.id, 4, b"e")

    assert (failure.code, failure.info.reason) == ("OUT_OF_RANGE", "BLOB_OFFSET_BEYOND")
    assert "wanted at most 3" in failure.text
    assert server.write(first.id, 3, b"d", finish=True).blob.size_bytes == 4


def test_a_first_chunk_starts_at_the_start(blobs, tmp_path):
    assert blobs().refused("", 5, b"x").code == "OUT_OF_RANGE"
    assert kept(tmp_path) == []


BROKEN = {
    "the hash of the first chunk": ({"sha256": sha256(b"other")}, {}),
    "the hash of the last chunk": ({}, {"sha256": sha256(b"other")}),
    "less than was announced": ({"size_bytes": 100}, {}),
    "more than was announced": ({"size_bytes": 5}, {}),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_promise_that_is_broken_leaves_nothing(blobs, tmp_path, case):
    first, last = BROKEN[case]
    server = blobs()
    upload = server.write(data=b"abc", **first)

    failure = server.refused(upload.id, 3, b"def", finish=True, **last)

    assert (failure.code, failure.info.reason) == ("DATA_LOSS", "BLOB_DAMAGED")
    assert server.is_gone(upload.id)
    assert kept(tmp_path) == []


def test_a_promise_that_is_kept_is_fine(blobs):
    server = blobs()
    promised = {"size_bytes": 6, "sha256": sha256(b"abcdef")}
    upload = server.write(data=b"abc", **promised)

    assert server.write(upload.id, 3, b"def", finish=True, sha256=promised["sha256"]).blob


def test_an_end_before_what_is_there_is_damage(blobs):
    server = blobs()
    upload = server.write(data=b"abcdef")

    assert server.refused(upload.id, 0, b"abc", finish=True).code == "DATA_LOSS"


def test_content_that_the_caller_has_stored_before_is_not_sent_again(blobs):
    server = blobs()
    blob = server.store(CONTENT, media_type="video/mp4")

    again = server.write(media_type="video/mp4", sha256=sha256(CONTENT), size_bytes=len(CONTENT))

    assert again.blob.blob_id == again.id == blob.blob_id
    assert again.committed_bytes == len(CONTENT)


def test_the_same_content_under_another_name_is_another_blob(blobs, tmp_path):
    server = blobs()
    blob = server.store(CONTENT, media_type="video/mp4")

    again = server.write(media_type="video/webm", filename="b", sha256=sha256(CONTENT)).blob

    assert again.blob_id != blob.blob_id
    assert (again.media_type, again.filename) == ("video/webm", "b")
    assert server.read(again.blob_id) == CONTENT
    inodes = {(tmp_path / "kept" / f"{one.blob_id}.blob").stat().st_ino for one in (blob, again)}
    assert len(inodes) == 1


def test_a_size_that_is_another_is_not_the_same_content(blobs):
    server = blobs()
    server.store(b"abc")

    assert not server.write(sha256=sha256(b"abc"), size_bytes=4).HasField("blob")


def test_two_uploads_of_the_same_content_at_once_are_both_right(blobs):
    server = blobs()
    found, barrier = [], threading.Barrier(2, timeout=LONG)

    def run():
        barrier.wait()
        found.append(server.store(CONTENT, sha256=sha256(CONTENT)))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)

    assert [server.read(blob.blob_id) == CONTENT for blob in found] == [True, True]


def test_chunks_of_one_upload_at_once_yield_the_content(blobs):
    server = blobs()
    upload = server.write(data=CONTENT[:MIB])
    chunks = [(upload.id, MIB, CONTENT[MIB : 2 * MIB])] * 8
    threads = [threading.Thread(target=server.write, args=chunk) for chunk in chunks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)

    blob = server.write(upload.id, 2 * MIB, finish=True).blob

    assert blob.sha256 == sha256(CONTENT[: 2 * MIB])


def test_an_upload_that_is_cut_twenty_times_goes_on_where_it_was(blobs):
    server, chance = blobs(), random.Random(4)  # noqa: S311 - the same cuts each time
    upload = server.write(size_bytes=len(CONTENT), sha256=sha256(CONTENT))
    for cut in sorted(chance.randrange(len(CONTENT)) for _ in range(20)):
        at = server.stat(upload.id).committed_bytes
        while at < cut:  # what was sent beyond it is lost with the connection
            at = server.write(upload.id, at, CONTENT[at : min(cut, at + MIB)]).committed_bytes
        again = max(0, at - chance.randrange(1000))
        server.write(upload.id, again, CONTENT[again : at + 100])
    at = server.stat(upload.id).committed_bytes
    while at < len(CONTENT):
        data = CONTENT[at : at + MIB]
        done = server.write(upload.id, at, data, finish=at + MIB >= len(CONTENT))
        at = done.committed_bytes

    assert done.blob.sha256 == sha256(CONTENT)
    assert server.read(upload.id) == CONTENT


class Steps:
    """One upload for each example, of a server for all of them."""

    server: Blobs


@pytest.fixture
def steps(blobs):
    held = Steps()
    held.server = blobs()
    return held


@hypothesis.settings(
    max_examples=60, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
@hypothesis.given(
    content=st.binary(max_size=200),
    chunks=st.lists(st.tuples(st.integers(0, 210), st.integers(0, 80)), max_size=12),
)
def test_any_chunks_repeats_and_gaps_yield_the_content(steps, content, chunks):
    server = steps.server
    upload = server.write(size_bytes=len(content)).id
    held = 0
    for start, length in chunks:
        offset = min(start, len(content))
        data = content[offset : offset + length]
        if offset > held:
            assert server.refused(upload, offset, data).code == "OUT_OF_RANGE"
        else:
            held = max(held, offset + len(data))
            assert server.write(upload, offset, data).committed_bytes == held
    done = server.write(upload, held, content[held:], finish=True)

    assert done.blob.sha256 == sha256(content)
    assert server.read(upload) == content
