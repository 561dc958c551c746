"""Flagged calls as messages: `FlagRequest` and `FlagResponse`, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rpcface.v1 import interface_pb2 as pb
from rpcface.values import Value
from rpcface.wire.calls import parsed, values_of
from rpcface.wire.fields import Bytes, Pieces, Unusual, entry_of, fields_of, text_of
from rpcface.wire.values import LARGE, from_message, read_value
from rpcface.wire.writing import write_entry


@dataclass(slots=True)
class Flagged:
    """What a `FlagRequest` says."""

    interface_name: str = ""
    option: str = ""
    inputs: Mapping[str, Value] = field(default_factory=dict)
    outputs: Mapping[str, Value] = field(default_factory=dict)
    request_id: str = ""


def read_flagged(body: Bytes) -> Flagged:
    """The flagged call in the bytes of a `FlagRequest`; errors as for `read_call`."""
    try:
        return _walk(body)
    except Unusual:
        pass
    message = parsed(pb.FlagRequest, body)
    return Flagged(
        message.interface_name,
        message.option,
        values_of("inputs", message.inputs, from_message),
        values_of("outputs", message.outputs, from_message),
        message.request_id,
    )


def _walk(body: Bytes) -> Flagged:
    """As `read_flagged`, without a copy of large values. Unusual: protobuf shall read it."""
    texts = {1: "", 2: "", 5: ""}
    sides: dict[int, dict[str, Bytes]] = {3: {}, 4: {}}
    for number, content in fields_of(body if len(body) < LARGE else memoryview(body)):
        if isinstance(content, int):
            raise Unusual
        if number in sides:
            key, value = entry_of(content)
            if key in sides[number]:
                raise Unusual
            sides[number][key] = value
        elif number in texts:
            texts[number] = text_of(content)
        else:
            raise Unusual
    inputs = values_of("inputs", sides[3], read_value)
    outputs = values_of("outputs", sides[4], read_value)
    return Flagged(texts[1], texts[2], inputs, outputs, texts[5])


def write_flagged(flagged: Flagged) -> Pieces:
    """The bytes of the `FlagRequest`, in pieces that are to be joined."""
    head = pb.FlagRequest(
        interface_name=flagged.interface_name,
        option=flagged.option,
        request_id=flagged.request_id,
    )
    out: Pieces = [head.SerializeToString()]
    for tag, values in ((b"\x1a", flagged.inputs), (b"\x22", flagged.outputs)):
        for name, value in values.items():
            write_entry(tag, name, value, out)
    return out


def write_flag(identifier: str) -> bytes:
    """The bytes of the `FlagResponse`."""
    return pb.FlagResponse(id=identifier).SerializeToString()


def read_flag(body: bytes) -> str:
    """The id in the bytes of a `FlagResponse`. RequestMalformed: they are none."""
    return str(parsed(pb.FlagResponse, body).id)
