"""Large media in calls: blobs as inputs, outputs as blobs."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import PIL.Image
import pytest

import rpcface as rf
from rpcface.core.blobs import blobs as module
from rpcface.v1 import value_pb2 as vpb

from .blobs import MIB, kept, sha256, starter

NOISE = os.urandom(5 * MIB)
"""More than comes inline where the caller does not say."""


@pytest.fixture
def blobs(serving, raw, tmp_path):
    return starter(serving, raw, tmp_path)


@pytest.fixture
def work(tmp_path, monkeypatch):
    """The working and the temp directory, beside the server's blobs."""
    (tmp_path / "work").mkdir()
    (tmp_path / "temp").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    return tmp_path / "work"


def medium(identifier, **told):
    return vpb.Value(media_value=vpb.Media(blob_id=identifier, **told))


def output(server, **fields):
    return server.raw.predict(**fields).outputs["output"].media_value


def scribble(path):
    with open(path, "r+b") as file:
        found = file.read()
        file.seek(0)
        file.write(b"scribbled over")
    return f"{os.path.basename(path)} {sha256(found).hex()}"


def test_a_blob_is_an_input_and_no_function_can_change_it(blobs, work):
    server = blobs(rf.Interface(scribble, rf.File(), "text"))
    blob = server.store(NOISE, filename="a.bin")

    for _ in range(2):
        answer = server.raw.predict(inputs={"path": vpb.Value(media_value=blob)})
        assert answer.outputs["output"].text_value == f"a.bin {sha256(NOISE).hex()}"
    assert server.read(blob.blob_id) == NOISE
    assert os.listdir(tempfile.gettempdir()) == []


def test_components_read_a_blob_as_a_file(blobs):
    image = io.BytesIO()
    PIL.Image.frombytes("RGB", (64, 32), os.urandom(64 * 32 * 3)).save(image, "PNG")
    server = blobs(rf.Interface(lambda img: str(img.shape), rf.Image(), "text"))
    blob = server.store(image.getvalue(), media_type="image/png")

    answer = server.raw.predict(inputs={"img": vpb.Value(media_value=blob)})

    assert answer.outputs["output"].text_value == "(32, 64, 3)"


def test_what_the_schema_says_holds_for_blobs_whatever_is_told_of_them(blobs):
    server = blobs(rf.Interface(len, rf.File(file_types=["image"], max_file_size=10), "number"))
    large = server.store(NOISE, media_type="image/png")
    text = server.store(b"abc", media_type="text/plain")

    for blob in (large, text):
        told = medium(blob.blob_id, media_type="image/png", size_bytes=1)
        failure = server.raw.refused(inputs={"input_0": told})
        assert (failure.info.reason, list(failure.faults)) == ("INPUT_INVALID", ["inputs.input_0"])


def test_a_call_with_a_blob_that_has_gone_names_the_input(blobs, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(module, "_clock", lambda: now[0])
    server = blobs(rf.Interface(scribble, rf.File(), "text"), blob_seconds=60)
    blob = vpb.Value(media_value=server.store(NOISE))
    upload = server.write(data=b"not finished")
    now[0] += 59
    assert server.raw.predict(inputs={"path": blob})  # by which it is used
    now[0] += 59
    assert server.raw.predict(inputs={"path": blob})
    now[0] += 60

    for gone in (blob, medium(upload.id)):
        failure = server.raw.refused(inputs={"path": gone})
        assert (failure.code, failure.info.reason) == ("NOT_FOUND", "BLOB_GONE")
        assert list(failure.faults) == ["inputs.path"]


def test_the_media_of_examples_stay(blobs, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(module, "_clock", lambda: now[0])
    demo = rf.Interface(scribble, rf.File(), "text", examples=[b"abc"])
    server = blobs(demo, blob_seconds=60, blob_bytes_in_all=1, blob_bytes_per_caller=1)
    example = server.raw.describe().interfaces[0].examples[0].inputs["path"].media_value
    now[0] += 10**6

    assert not example.HasField("expire_time")
    assert server.read(example.blob_id) == b"abc"
    assert server.stat(example.blob_id).blob == example


def give(kind: str):
    if kind == "path":
        Path("noise.bin").write_bytes(NOISE)
        return "noise.bin"
    if kind == "medium":
        return rf.Media("application/octet-stream", memoryview(NOISE), "noise.bin")
    Path("noise.bin").write_bytes(NOISE)
    return rf.Media("application/octet-stream", None, "noise.bin", path="noise.bin")


@pytest.mark.parametrize("kind", ["path", "medium", "medium at a path"])
def test_a_large_output_leaves_as_a_blob(blobs, work, tmp_path, kind):
    server = blobs(rf.Interface(give, "text", rf.File()))

    media = output(server, inputs={"kind": kind})

    assert media.WhichOneof("content") == "blob_id"
    assert (media.media_type, media.filename) == ("application/octet-stream", "noise.bin")
    assert (media.size_bytes, media.sha256) == (len(NOISE), sha256(NOISE))
    assert media.expire_time.seconds > 0
    assert server.read(media.blob_id) == NOISE
    assert len(kept(tmp_path)) == 2  # the blob and its note


@pytest.mark.parametrize("kind", ["path", "medium", "medium at a path"])
def test_the_caller_says_what_comes_inline(blobs, work, kind):
    server = blobs(rf.Interface(give, "text", rf.File()))

    assert output(server, inputs={"kind": kind}, max_inline_bytes=len(NOISE)).data == NOISE
    assert output(server, inputs={"kind": kind}, max_inline_bytes=len(NOISE) - 1).blob_id
    assert output(server, inputs={"kind": kind}, max_inline_bytes=2**63 - 1).data == NOISE


def test_a_negative_length_is_refused(blobs):
    failure = blobs(rf.Interface(give, "text", rf.File())).raw.refused(
        inputs={"kind": "path"}, max_inline_bytes=-1
    )

    assert failure.info.reason == "REQUEST_MALFORMED"
    assert failure.text == "max_inline_bytes: wanted 0 or more; came -1"


def test_a_server_that_takes_no_blobs_gives_all_inline(blobs, work):
    server = blobs(rf.Interface(give, "text", rf.File()), max_blob_bytes=0)

    for kind in ("path", "medium"):
        assert output(server, inputs={"kind": kind}, max_inline_bytes=1).data == NOISE


def test_an_answer_stays_below_what_every_client_takes(blobs):
    files = [b"a" * (2 * MIB), b"b" * (MIB + 2**19), b"c" * MIB, b"d" * 1000]
    server = blobs(rf.Interface(lambda: files, None, rf.File(file_count="multiple")))

    answer = server.raw.predict()

    items = [item.media_value for item in answer.outputs["output"].list_value.items]
    assert answer.ByteSize() < 4 * MIB
    assert [item.WhichOneof("content") for item in items] == ["data", "data", "blob_id", "data"]
    assert server.read(items[2].blob_id) == files[2]


def test_a_file_that_does_not_leave_as_it_is_leaves_nothing_behind(blobs, work, tmp_path):
    def picture():
        PIL.Image.frombytes("RGB", (1400, 1400), os.urandom(1400 * 1400 * 3)).save("a.bmp")
        return "a.bmp"

    server = blobs(rf.Interface(picture, None, rf.Image()))

    answer = server.raw.predict(accept=["application/vnd.rpcface.value"])

    assert list(answer.outputs["output"].tensor_value.shape) == [1400, 1400, 3]
    server.raw.describe()
    assert kept(tmp_path) == []


def test_an_output_without_room_fails_the_call_and_says_why(blobs, work):
    server = blobs(rf.Interface(give, "text", rf.File()), blob_bytes_in_all=MIB)

    for kind in ("path", "medium"):
        failure = server.raw.refused(inputs={"kind": kind})
        assert (failure.code, failure.info.metadata["limit"]) == (
            "RESOURCE_EXHAUSTED",
            "blob_bytes_in_all",
        )


def test_a_medium_at_a_path_that_may_not_be_read_does_not_leave(blobs, work, tmp_path):
    (tmp_path / "secret").write_bytes(NOISE)
    secret = rf.Media("text/plain", None, path=str(tmp_path / "secret"))
    server = blobs(rf.Interface(lambda: secret, None, rf.File()))

    assert server.raw.refused().code == "INTERNAL"
