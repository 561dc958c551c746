"""What is recorded of values: JSON, and files that a person can open."""

from __future__ import annotations

import hashlib
import io
import math
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import numpy as np
import PIL.Image
import pytest
from hypothesis import strategies as st

import rpcface as rf
from rpcface.core.flags.lines import read_line, write_line
from rpcface.core.flags.values import as_json
from rpcface.v1 import blob_pb2, value_pb2
from rpcface.values import Media, Tensor

LONG = 20.0
MEDIA = Path(".rpcface", "flags")
PIXELS = np.random.default_rng(3).integers(0, 256, (5, 7, 3), dtype="u1")


def png(pixels=PIXELS):
    file = io.BytesIO()
    PIL.Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def opened(recorded):
    """The pixels of a picture that was recorded."""
    with PIL.Image.open(MEDIA / recorded["file"]) as image:
        return np.asarray(image)


def faced(**options):
    return rf.Interface(lambda img: img, "image", "image", api_name="f", **options)


def anything(**options):
    return rf.Interface(lambda given: given, "json", "json", api_name="f", **options)


def test_a_picture_is_kept_as_it_came(flags, kept):
    content = png()
    flags(faced())(inputs={"img": Media("image/png", content, "me.png")})

    (record,) = kept(1)
    sha256 = hashlib.sha256(content).hexdigest()
    assert record.inputs["img"] == {
        "file": f"{sha256[:2]}/{sha256}.png",
        "media_type": "image/png",
        "size": len(content),
        "sha256": sha256,
        "filename": "me.png",
    }
    assert (MEDIA / record.inputs["img"]["file"]).read_bytes() == content


@pytest.mark.parametrize(
    "pixels",
    [PIXELS, PIXELS[:, :, 0]],
    ids=["colour", "gray"],
)
def test_the_pixels_of_a_picture_become_a_file_that_people_can_open(flags, kept, pixels):
    both = rf.Image(image_mode="L" if pixels.ndim == 2 else "RGB")
    shown = rf.Image(image_mode=both.image_mode)
    flag = flags(rf.Interface(lambda img: img, both, shown, api_name="f"))
    flag(inputs={"img": Tensor.of(pixels)}, outputs={"output": Tensor.of(255 - pixels)})

    (record,) = kept(1)
    for value, wanted in (
        (record.inputs["img"], pixels),
        (record.outputs["output"], 255 - pixels),
    ):
        assert (value["media_type"], value["file"][-4:]) == ("image/png", ".png")
        assert np.array_equal(opened(value), wanted)


def test_the_pictures_inside_a_list_do_too(flags, kept):
    gallery = rf.Interface(lambda images: images, rf.Gallery(), rf.Gallery(), api_name="f")
    one = {"image": Tensor.of(PIXELS), "caption": "=1"}
    flags(gallery)(inputs={"images": [one]})

    (record,) = kept(1)
    (item,) = record.inputs["images"]
    assert item["caption"] == "=1"
    assert np.array_equal(opened(item["image"]), PIXELS)


def test_an_array_is_kept_as_npy(flags, kept):
    array = np.linspace(0, 1, 6).reshape(2, 3)
    flags(anything())(inputs={"given": {"weights": Tensor.of(array)}})

    (record,) = kept(1)
    value = record.inputs["given"]["weights"]
    assert value["media_type"] == "application/x-npy"
    assert np.array_equal(np.load(MEDIA / value["file"]), array)


def test_the_same_content_is_kept_once(flags, kept):
    flag = flags(faced())
    for name in ("a.png", "b.png"):
        flag(inputs={"img": Media("image/png", png(), name)})

    first, second = kept(2)
    assert first.inputs["img"]["file"] == second.inputs["img"]["file"]
    assert len(list(MEDIA.rglob("*.png"))) == 1


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/x-sh", ""])
def test_what_could_run_where_it_is_opened_is_named_bin(flags, kept, media_type):
    flag = flags(rf.Interface(lambda file: None, "file", "text", api_name="f"))
    flag(inputs={"file": Media(media_type, b"<script>", "x.html")})

    (record,) = kept(1)
    assert record.inputs["file"]["file"].endswith(".bin")
    assert record.inputs["file"]["media_type"] == media_type


def upload(raw, content, media_type="image/png"):
    call = raw.channel.unary_unary("/rpcface.v1.BlobService/WriteBlob")
    request = blob_pb2.WriteBlobRequest(media_type=media_type, data=content, finish=True)
    return blob_pb2.WriteBlobResponse.FromString(
        call(request.SerializeToString(), timeout=LONG)
    ).blob


def test_a_medium_that_the_server_holds_is_copied(flags, kept):
    flag = flags(faced())
    blob = upload(flag.raw, png())
    flag(inputs={"img": value_pb2.Value(media_value=blob)})
    flag.server.stop()  # which lets go of its blobs

    (record,) = kept(1)
    assert record.inputs["img"]["sha256"] == blob.sha256.hex()
    assert np.array_equal(opened(record.inputs["img"]), PIXELS)


def test_what_a_caller_says_of_a_blob_does_not_count(flags, kept):
    flag = flags(faced())
    blob = upload(flag.raw, png())
    blob.sha256, blob.size_bytes, blob.filename = b"\1" * 32, 1, "lie.png"
    flag(inputs={"img": value_pb2.Value(media_value=blob)})

    (record,) = kept(1)
    assert record.inputs["img"]["sha256"] == hashlib.sha256(png()).hexdigest()
    assert record.inputs["img"]["size"] == len(png())
    assert "filename" not in record.inputs["img"]


@pytest.mark.parametrize("side", ["inputs", "outputs"])
def test_a_blob_that_is_gone_is_named(flags, side):
    name = "img" if side == "inputs" else "output"
    gone = value_pb2.Value(media_value=value_pb2.Media(media_type="image/png", blob_id="x" * 32))
    given = {"inputs": {"img": Media("image/png", png())}}
    given[side] = {**given.get(side, {}), name: gone}
    failure = flags(faced()).refused(**given)

    assert (failure.code, failure.info.reason) == ("NOT_FOUND", "BLOB_GONE")
    assert list(failure.faults) == [f"{side}.{name}"]
    assert not list(MEDIA.rglob("*.png")), "what was kept of it is removed"


def test_no_password_is_recorded(flags, kept, folder):
    secret = "correct horse"
    login = rf.Textbox(type="password")
    flag = flags(rf.Interface(str.upper, login, rf.Textbox(type="password"), api_name="f"))
    flag(inputs={"input_0": secret}, outputs={"output": secret.upper()})

    (record,) = kept(1)
    assert (record.inputs, record.outputs) == ({"input_0": None}, {"output": None})
    held = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert secret.encode() not in held
    assert secret.upper().encode() not in held


def test_no_password_inside_a_struct_is_recorded(flags, kept):
    flag = flags(rf.Interface(lambda who: None, Account(), "text", api_name="f"))
    flag(inputs={"who": [{"name": "Ada", "key": "secret"}]})

    assert kept(1)[0].inputs == {"who": [{"name": "Ada", "key": None}]}


class Account(rf.Component):
    """Names, each with a password."""

    type = "acme.accounts"

    def schema(self):
        text = rf.Schema(rf.TextShape())
        key = rf.Schema(rf.TextShape(format="password"))
        fields = (rf.Field(name="name", schema=text), rf.Field(name="key", schema=key))
        return rf.Schema(rf.ListShape(rf.Schema(rf.StructShape(fields))))

    def decode(self, value, io):
        return value

    def encode(self, value, accept, io):
        return value


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_json_has_no_number_for_is_named(flags, kept, number):
    flags(anything())(inputs={"given": [number]})

    name = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(number)]
    assert kept(1)[0].inputs == {"given": [name]}


def test_every_text_is_recorded_as_it_is(flags, kept):
    text = "\0 \N{REPLACEMENT CHARACTER} 'quoted' \\u0000 \N{GRINNING FACE}\r\n"
    flags(anything())(inputs={"given": text}, request_id="a\0b")

    (record,) = kept(1)
    assert record.inputs == {"given": text}
    assert record.request_id == "a\N{REPLACEMENT CHARACTER}b"


leaf = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text()
leaf |= st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(leaf, lambda v: st.lists(v) | st.dictionaries(st.text(), v), max_leaves=20)


@hypothesis.settings(max_examples=50)
@hypothesis.given(values)
def test_a_value_comes_out_of_a_line_as_it_went_in(value):
    record = rf.FlagRecord(
        id="one",
        time=datetime(2026, 11, 24, 16, 30, 1, 5, tzinfo=UTC),
        interface="f",
        inputs={"given": as_json(value, lambda _: {})},
        outputs={},
    )
    line = write_line(record)

    assert read_line(line) == record
    assert record.inputs["given"] == value
    assert b"\n" not in line
