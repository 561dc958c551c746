"""What is wrong with a request is told, the function does not run, and the server goes on."""

from __future__ import annotations

import gzip
import io
import struct
import zlib

import grpc
import numpy as np
import PIL.Image
import pytest

import rpcface as rf
from rpcface.core.options import Options
from rpcface.v1 import interface_pb2 as pb
from rpcface.v1 import value_pb2 as vpb
from rpcface.values import Media, Tensor
from rpcface.wire.descriptions import value_message

MIB = 1024 * 1024
IMAGE = "an image (png, jpeg, webp, gif, bmp, tiff), or a tensor uint8 (any, any, 3)"


def everything(text, count, ratio, flag, *, img=None, data=None):
    return f"{text}|{count}|{ratio}|{flag}|{np.shape(img)}|{data}"


def interface():
    inputs = [
        rf.Textbox(max_length=5),
        rf.Number(precision=0, minimum=1, maximum=9),
        rf.Slider(0, 1),
        "checkbox",
        "image",
        "json",
    ]
    return rf.Interface(everything, inputs, "text")


GOOD = {"text": "a", "count": 3, "ratio": 0.5, "flag": True}


def png(width=4, height=3):
    file = io.BytesIO()
    PIL.Image.new("RGB", (width, height), "teal").save(file, "PNG")
    return file.getvalue()


def huge_png():
    """A PNG of 50,000 by 50,000 pixels, in a few bytes."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


def tensor(shape, data=bytes(12)):
    return vpb.Value(tensor_value=vpb.Tensor(data_type="DATA_TYPE_UINT8", shape=shape, data=data))


def nested(depth, leaf=True):
    """Lists as deep as asked; built from the inside, for protobuf nests no deeper itself."""
    body = vpb.Value(bool_value=leaf).SerializeToString()
    for _ in range(depth):
        for tag in (b"\x0a", b"\x42"):
            body = tag + _varint(len(body)) + body
    return body


def _varint(number):
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def field(tag, body):
    return bytes([tag]) + _varint(len(body)) + body


def with_input(name, value):
    """The bytes of a request whose one input has these bytes as its value."""
    entry = field(0x0A, name if isinstance(name, bytes) else name.encode()) + field(0x12, value)
    return field(0x12, entry)


@pytest.fixture
def call(serving, raw):
    """A raw client of everything(), of which a good call still works in the end."""
    opened = raw(serving(interface()))
    yield opened
    assert opened.predict(inputs=GOOD).outputs["output"].text_value == "a|3|0.5|True|()|None"


INVALID = {
    "wrong type": ({"text": 3}, "inputs.text", "text of at most 5 characters", "3"),
    "too long": ({"text": "abcdef"}, "inputs.text", "at most 5", "text of 6 characters"),
    "text for a number": ({"count": "3"}, "inputs.count", "a whole number from 1 to 9", "text '3'"),
    "a fraction": ({"count": 2.5}, "inputs.count", "a whole number", "2.5"),
    "below": ({"count": 0}, "inputs.count", "from 1 to 9", "0"),
    "above": ({"ratio": 1.5}, "inputs.ratio", "a number from 0 to 1", "1.5"),
    "NaN": ({"ratio": float("nan")}, "inputs.ratio", "a number from 0 to 1", "nan"),
    "a number for truth": ({"flag": 1}, "inputs.flag", "true or false", "1"),
    "null": ({"text": None}, "inputs.text", "text", "null"),
    "no kind": ({"text": vpb.Value()}, "inputs.text", "text", "too old for"),
    "unknown name": ({"txt": "a"}, "inputs.txt", "no input has that name", "mean 'text'?"),
    "too few bytes": ({"img": tensor([2, 2, 3], b"")}, "inputs.img", IMAGE, "0 bytes of data"),
    "too many bytes": ({"img": tensor([1, 2, 3])}, "inputs.img", IMAGE, "where 6 belong"),
    "overflow": ({"img": tensor([2**62, 4, 3])}, "inputs.img", IMAGE, f"({2**62}, 4, 3)"),
    "overflow to 12": ({"img": tensor([2**62 + 1, 4, 3])}, "inputs.img", IMAGE, f"{2**62 + 1}"),
    "negative": ({"img": tensor([-1, -4, 3])}, "inputs.img", IMAGE, "negative"),
    "many dimensions": ({"img": tensor([1] * 33)}, "inputs.img", IMAGE, "33 dimensions"),
    "other tensor": ({"img": tensor([12])}, "inputs.img", IMAGE, "a tensor uint8 (12,)"),
    "cut off": ({"img": Media("image/png", png()[:-30])}, "inputs.img", "image", "cut off"),
    "no image": ({"img": Media("image/png", b"GIF")}, "inputs.img", "image", "none of these"),
    "too many pixels": (
        {"img": Media("image/png", huge_png())},
        "inputs.img",
        "an image of at most 89000000 pixels",
        "50000×50000",  # noqa: RUF001 - a times sign
    ),
    "a part": (
        {"data": {"a": [1, Media("image/png", b"")]}},
        "inputs.data/a/1",
        "what JSON can say",
        "image/png of 0 bytes",
    ),
    "a name with a slash": (
        {"data": {"a/b~c": Tensor.of(np.zeros(1))}},
        "inputs.data/a~1b~0c",
        "what JSON can say",
        "a tensor float64 (1,)",
    ),
}


@pytest.mark.parametrize("case", INVALID)
def test_an_input_that_is_not_valid_is_named_with_what_was_wanted_and_what_came(call, case):
    inputs, place, wanted, came = INVALID[case]

    failure = call.refused(inputs=GOOD | inputs)

    assert (failure.code, failure.info.reason) == ("INVALID_ARGUMENT", "INPUT_INVALID")
    assert failure.info.domain == "rpcface"
    assert list(failure.faults) == [place]
    assert wanted in failure.faults[place]
    assert came in failure.faults[place]
    assert failure.text.startswith(f"{place}: ")


def test_a_required_input_that_is_missing_is_named(call):
    failure = call.refused(inputs={"text": "a"})

    assert (failure.code, failure.info.reason) == ("INVALID_ARGUMENT", "INPUT_INVALID")
    assert failure.faults == {"inputs.count": "wanted a whole number from 1 to 9; came nothing"}


def test_all_inputs_at_fault_are_named_at_once(call):
    failure = call.refused(inputs={"count": 0, "ratio": 2, "other": 1})

    assert set(failure.faults) == {"inputs.text", "inputs.count", "inputs.ratio", "inputs.other"}


def test_trailers_stay_small_whatever_came(call):
    failure = call.refused(inputs=GOOD | {f"x{'y' * 2000}{i}": "é" * 3000 for i in range(50)})

    assert failure.info.reason == "INPUT_INVALID"
    assert len(failure.trailers["grpc-status-details-bin"]) + len(failure.text.encode()) < 6 * 1024
    assert len(failure.trailers["grpc-status-details-bin"]) < 4 * 1024


MALFORMED = {
    "no message": (b"\xff\xff\xff\xff", ""),
    "cut off": (with_input("text", b"\x2a\x05abcde")[:-2], ""),
    "a group": (b"\x13\x14\x0b", ""),
    "text that is not UTF-8": (with_input("text", b"\x2a\x02\xff\xfe"), ""),
    "a name that is not UTF-8": (with_input(b"\xff", b"\x10\x01"), ""),
    "large text that is not UTF-8": (with_input("text", field(0x2A, b"\xff" * 20_000)), "text"),
    "25 lists": (with_input("data", nested(25)), "data"),
    "48 lists": (with_input("data", nested(48)), "data"),
    "101 lists": (with_input("data", nested(101)), ""),
    "3000 lists": (with_input("data", nested(3000)), ""),
    "20,000 lists": (with_input("data", nested(20_000)), "data"),
    "a name twice": (
        with_input("data", b"\x4a\x1a" + 2 * b"\x0a\x0b\x0a\x05twice\x12\x02\x18\x01"),
        "data",
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_bytes_that_are_no_request_are_refused_and_the_input_is_named_where_it_can_be(call, case):
    body, name = MALFORMED[case]

    failure = call.refused(body)

    assert (failure.code, failure.info.reason) == ("INVALID_ARGUMENT", "REQUEST_MALFORMED")
    assert failure.info.domain == "rpcface"
    if name:
        assert list(failure.faults) == [f"inputs.{name}"]


def test_twenty_four_lists_are_not_too_deep(call):
    values = {name: value_message(given) for name, given in GOOD.items()}
    good = pb.PredictRequest(inputs=values).SerializeToString()

    answer = call.bytes("Predict", good + with_input("data", nested(24)))

    text = pb.PredictResponse.FromString(answer).outputs["output"].text_value
    assert text.endswith(f"{'[' * 24}True{']' * 24}")


def test_a_describe_request_that_is_none_is_refused(call):
    failure = call.refused(b"\xff\xff\xff", method="Describe")

    assert (failure.code, failure.info.reason) == ("INVALID_ARGUMENT", "REQUEST_MALFORMED")


def test_an_unknown_interface_is_told_which_there_are(serving, raw):
    call = raw(serving(rf.Interface(str.upper, "text", "text"), interface()))

    for name in ("uper", ""):
        failure = call.refused(interface_name=name, inputs={"input_0": "a"})
        assert (failure.code, failure.info.reason) == ("NOT_FOUND", "INTERFACE_UNKNOWN")
        assert "upper, everything" in failure.text
    assert call.predict(interface_name="upper", inputs={"input_0": "a"}).outputs


def test_a_message_beyond_the_limit_is_refused_by_grpc_itself(call):
    failure = call.refused(with_input("text", field(0x2A, bytes(200 * MIB))))

    assert failure.code == "RESOURCE_EXHAUSTED"
    assert call.describe().limits.max_request_bytes == 64 * MIB


def test_a_gzip_bomb_is_refused(call):
    bomb = with_input("text", field(0x2A, bytes(100 * MIB)))
    assert len(gzip.compress(bomb[:MIB], 1)) < 10_000

    assert call.refused(bomb, compression=grpc.Compression.Gzip).code == "RESOURCE_EXHAUSTED"


def test_the_client_refuses_what_the_server_would_before_it_sends_it(serving, client):
    calls = []
    server = serving(
        rf.Interface(lambda a, b: calls.append(1), ["image", "text"], "text"),
        options=Options(max_request_bytes=MIB),
    )
    picture = np.zeros((1000, 1000, 3), "u1")

    with pytest.raises(rf.LimitExceeded, match=r"^inputs\.a: the request has 3,001,") as caught:
        client(server).predict(picture, "b" * 1000)

    assert caught.value.metadata == {"limit": "max_request_bytes"}
    assert not calls


def test_a_text_with_nul_arrives_unchanged(serving, raw):
    call = raw(serving(rf.Interface(lambda text: text[::-1], "text", "text")))

    assert call.predict(inputs={"text": "\0a\0"}).outputs["output"].text_value == "\0a\0"


def test_an_etag_of_another_interface_is_refused(call):
    etag = call.describe().interfaces[0].etag

    failure = call.refused(inputs=GOOD, etag="0123")

    assert (failure.code, failure.info.reason) == ("FAILED_PRECONDITION", "INTERFACE_CHANGED")
    assert etag in failure.text
    assert call.predict(inputs=GOOD, etag=etag)


def test_a_state_that_the_server_did_not_give_is_refused(call):
    failure = call.refused(inputs=GOOD, state=b"mine")

    assert (failure.code, failure.info.reason) == ("FAILED_PRECONDITION", "STATE_REFUSED")


@pytest.mark.parametrize("type_", ["numpy", "filepath"])
def test_a_blob_that_the_server_does_not_hold_is_gone_and_its_input_is_named(serving, raw, type_):
    call = raw(serving(rf.Interface(np.shape, rf.Image(type=type_, name="img"), "json")))

    failure = call.refused(inputs={"img": Media("image/png", None, blob_id="b1")})

    assert (failure.code, failure.info.reason) == ("NOT_FOUND", "BLOB_GONE")
    assert list(failure.faults) == ["inputs.img"]
