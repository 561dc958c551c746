"""Media that the server holds: told by Describe, read by ReadBlob, sent back in a call."""

from __future__ import annotations

import hashlib

import grpc
import numpy as np
import PIL.Image
import pytest

import rpcface as rf
from rpcface.v1 import blob_pb2
from rpcface.v1 import value_pb2 as vpb

from .conftest import LONG, Failure

PIXELS = np.random.default_rng(8).integers(0, 256, (300, 400, 3), dtype="u1")
"""A PNG of these is longer than one piece."""


@pytest.fixture
def photo(tmp_path):
    PIL.Image.fromarray(PIXELS).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def corner(img, times: int = 1):
    return f"{img.shape} {img[0, 0].tolist()} {times}"


def interface(photo, **options):
    rows = {"examples": [[photo, 2], [photo]], "example_labels": ["Twice", "Once"]}
    return rf.Interface(corner, ["image", "number"], "text", **(rows | options))


def held(raw):
    """The medium of the first example, as it is told."""
    return raw.describe().interfaces[0].examples[0].inputs["img"].media_value


def pieces(raw, body):
    call = raw.channel.unary_stream("/rpcface.v1.BlobService/ReadBlob")
    try:
        return [blob_pb2.ReadBlobResponse.FromString(one).data for one in call(body, timeout=LONG)]
    except grpc.RpcError as error:
        raise Failure(error) from None


def read(raw, **fields):
    return pieces(raw, blob_pb2.ReadBlobRequest(**fields).SerializeToString())


def test_describe_tells_of_the_medium_and_not_its_content(photo, serving, raw):
    channel = raw(serving(interface(photo)))
    media = held(channel)

    assert media.WhichOneof("content") == "blob_id"
    assert (media.media_type, media.filename) == ("image/png", "photo.png")
    assert media.size_bytes == photo.stat().st_size
    assert media.sha256 == hashlib.sha256(photo.read_bytes()).digest()
    assert channel.describe().ByteSize() < 2000


def test_the_content_comes_in_pieces(photo, serving, raw):
    channel = raw(serving(interface(photo)))

    found = read(channel, id=held(channel).blob_id)

    assert len(found) == 2
    assert b"".join(found) == photo.read_bytes()


@pytest.mark.parametrize(
    ("offset", "limit"),
    [(0, 1), (5, 0), (5, 7), (262_140, 10), (10**6, 0), (0, 10**9), (2**63 - 1, 2**63 - 1)],
)
def test_a_part_of_the_content_is_what_is_asked_for(photo, serving, raw, offset, limit):
    channel = raw(serving(interface(photo)))

    found = read(channel, id=held(channel).blob_id, offset_bytes=offset, limit_bytes=limit)

    end = offset + limit if limit else None
    assert b"".join(found) == photo.read_bytes()[offset:end]


def test_a_blob_that_there_is_not_is_gone(photo, serving, raw):
    with pytest.raises(Failure) as caught:
        read(raw(serving(interface(photo))), id="nothing")

    assert (caught.value.code, caught.value.info.reason) == ("NOT_FOUND", "BLOB_GONE")
    assert "'nothing'" in caught.value.text


@pytest.mark.parametrize("name", ["offset_bytes", "limit_bytes"])
def test_a_place_before_the_start_is_refused(photo, serving, raw, name):
    channel = raw(serving(interface(photo)))
    with pytest.raises(Failure) as caught:
        read(channel, id=held(channel).blob_id, **{name: -1})

    assert caught.value.code == "INVALID_ARGUMENT"
    assert caught.value.text == f"{name}: wanted 0 or more; came -1"


def test_bytes_that_are_no_request_are_refused(photo, serving, raw):
    with pytest.raises(Failure) as caught:
        pieces(raw(serving(interface(photo))), b"\xff")

    assert caught.value.info.reason == "REQUEST_MALFORMED"


def test_what_is_told_can_be_sent_back(photo, serving, raw):
    channel = raw(serving(interface(photo)))
    media = held(channel)

    answer = channel.predict(inputs={"img": vpb.Value(media_value=media), "times": 3})

    expected = f"(300, 400, 3) {PIXELS[0, 0].tolist()} 3"
    assert answer.outputs["output"].text_value == expected


def test_the_id_alone_stands_for_the_medium_whatever_is_told_of_it(photo, serving, raw):
    channel = raw(serving(interface(photo)))
    media = vpb.Media(
        blob_id=held(channel).blob_id, media_type="text/plain", size_bytes=-5, sha256=b"?"
    )

    answer = channel.predict(inputs={"img": vpb.Value(media_value=media), "times": 1})

    assert answer.outputs["output"].text_value.startswith("(300, 400, 3)")


def test_a_call_with_a_blob_that_is_gone_names_the_input(photo, serving, raw):
    media = vpb.Media(blob_id="gone", media_type="image/png", size_bytes=-5)

    failure = raw(serving(interface(photo))).refused(
        inputs={"img": vpb.Value(media_value=media), "times": 1}
    )

    assert (failure.code, failure.info.reason) == ("NOT_FOUND", "BLOB_GONE")
    assert list(failure.faults) == ["inputs.img"]


def test_another_server_of_the_same_examples_knows_the_same_ids(photo, serving, raw):
    first, second = (raw(serving(interface(photo))) for _ in range(2))

    assert read(second, id=held(first).blob_id)


def test_a_default_is_held_too_and_is_what_a_call_without_the_input_gets(photo, serving, raw):
    demo = rf.Interface(corner, [rf.Image(photo), "number"], "text")
    channel = raw(serving(demo))

    default = channel.describe().interfaces[0].inputs[0].default_value.media_value

    assert b"".join(read(channel, id=default.blob_id)) == photo.read_bytes()
    answer = channel.predict(inputs={"times": 1})
    assert answer.outputs["output"].text_value.startswith("(300, 400, 3)")


def test_media_inside_lists_are_held_too(photo, serving, connect):
    demo = rf.Interface(len, rf.Gallery(), "number", examples=[[[(photo, "Me"), (photo, None)]]])
    client = connect(serving(demo))
    (example,) = client.describe().only.examples

    (pictures,) = example.inputs.values()
    assert [picture["image"].data for picture in pictures] == [None, None]
    assert client.predict(**example.inputs) == 2


def test_a_client_reads_examples_and_tries_them(photo, serving, connect):
    client = connect(serving(interface(photo)))
    once = client.describe().only.examples[1]

    assert once.label == "Once"
    assert list(once.inputs) == ["img"]
    medium = once.inputs["img"]
    whole = client.read_blob(medium)
    assert len(medium) == photo.stat().st_size
    assert bytes(whole) == photo.read_bytes()
    assert (whole.media_type, whole.filename) == ("image/png", "photo.png")
    assert client.read_blob(whole) is whole
    assert client.predict(**once.inputs).endswith(" 1")


def test_a_client_that_reads_what_is_gone_is_told(photo, serving, connect):
    client = connect(serving(interface(photo)))

    with pytest.raises(rf.BlobGone, match="holds no blob 'gone'"):
        client.read_blob(rf.Media("image/png", None, blob_id="gone"))


def test_the_description_lists_the_examples(photo, serving, connect):
    text = str(connect(serving(interface(photo))).describe())

    assert "1  Twice  img=photo.png, times=2" in text
    assert "2  Once   img=photo.png" in text


def test_how_many_examples_are_shown_is_a_hint(photo, serving, connect):
    demo = interface(photo, examples_per_page=3)

    assert connect(serving(demo)).describe().only.props == {"examples_per_page": 3}


@pytest.mark.parametrize("word", ["1", "Twice"])
def test_the_command_line_tries_an_example_by_number_or_label(photo, serving, cli, word):
    code, out, _ = cli("predict", serving(interface(photo)).address, "--example", word)

    assert (code, out) == (0, f"(300, 400, 3) {PIXELS[0, 0].tolist()} 2\n")


def test_an_option_beside_the_example_counts_more(photo, serving, cli):
    address = serving(interface(photo)).address

    assert cli("predict", address, "--example", "1", "--times", "7")[1].endswith(" 7\n")


@pytest.mark.parametrize("word", ["0", "3", "-1", "twice", "", "²"])
def test_an_example_that_there_is_not_is_told(photo, serving, cli, told, word):
    found = cli("predict", serving(interface(photo)).address, f"--example={word}")

    wanted = "--example: wanted a number from 1 to 2, or one of Twice, Once; came"
    told(found, 2, f"{wanted} {word!r}")


def test_an_interface_without_examples_says_so(serving, cli, told):
    address = serving(rf.Interface(str.upper, "text", "text")).address

    wanted = "--example: wanted none, for the interface has no examples; came '1'"
    told(cli("predict", address, "--example", "1"), 2, wanted)


def test_an_input_that_is_called_example_is_given_by_input(serving, cli):
    demo = rf.Interface(lambda example: example, "text", "text", examples=["a", "b"])
    address = serving(demo).address

    assert cli("predict", address, "--example", "2")[1] == "b\n"
    assert cli("predict", address, "--input", "example=c")[1] == "c\n"
