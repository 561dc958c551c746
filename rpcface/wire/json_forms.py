"""Messages as JSON, both ways, for those who write them by hand.

It is protobuf's own JSON form: names in lowerCamelCase, 64-bit numbers as strings, bytes
in base64. A request is read strictly: what a writer may have meant otherwise is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from google.protobuf import json_format, message_factory
from google.protobuf.message import DecodeError

from rpcface.errors import RequestMalformed
from rpcface.v1 import blob_pb2, interface_pb2

EXACT: Final = 2**53
"""Whole numbers up to this one are the same to every reader of JSON."""

_WAY: Final = re.compile(r"^(?:Failed to parse (\w+) field: )+")
"""How protobuf begins what it says: with each field on the way, the last one last."""

_FILES: Final = (interface_pb2.DESCRIPTOR, blob_pb2.DESCRIPTOR)


class _Wide:
    """A number that many programs round when they read or write JSON. It may stand where a
    fraction may, and not where a whole number is meant.
    """

    def __int__(self) -> int:
        raise json_format.ParseError(
            f"wanted whole numbers beyond {EXACT} in quotation marks, for many programs would "
            f"round them; came {self!r}"
        )

    def __index__(self) -> int:
        return self.__int__()


class _WideInt(_Wide, int):
    __repr__ = int.__repr__


class _WideFloat(_Wide, float):
    __repr__ = float.__repr__


def from_json(name: str, text: bytes) -> bytes:
    """The bytes of a message of rpcface.v1, "PredictRequest", to its JSON form.
    RequestMalformed: the text is none; the message says where.
    """
    message = _kind(name)()
    try:
        read = json.loads(
            text,
            object_pairs_hook=_once,
            parse_int=_int,
            parse_float=_float,
            parse_constant=_refuse_constant,
        )
        if not isinstance(read, dict):
            raise _malformed(name, f"wanted an object in braces; came {type(read).__name__}")
        json_format.ParseDict(read, message)
        body: bytes = message.SerializeToString()
    except json.JSONDecodeError as error:
        raise _malformed(name, f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise _malformed(name, "it nests too deep") from None
    except UnicodeError:
        raise _malformed(name, "it is no UTF-8") from None
    except (json_format.ParseError, ValueError, TypeError) as error:
        raise _malformed(name, str(error)) from None
    return body


def to_json(name: str, body: bytes) -> bytes:
    """The JSON form of a message of rpcface.v1. RequestMalformed: the bytes are none."""
    message = _kind(name)()
    try:
        message.ParseFromString(body)
    except DecodeError:
        raise RequestMalformed(f"the message is no {name}") from None
    return json_format.MessageToJson(message, indent=None, ensure_ascii=False).encode()


def _kind(name: str) -> Any:
    for file in _FILES:
        if name in file.message_types_by_name:
            return message_factory.GetMessageClass(file.message_types_by_name[name])
    raise LookupError(f"rpcface.v1 has no message {name}")


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} stands twice in one object")
    return found


def _int(text: str) -> int:
    number = int(text)
    return number if -EXACT <= number <= EXACT else _WideInt(number)


def _float(text: str) -> float:
    number = float(text)
    return number if -EXACT < number < EXACT else _WideFloat(number)  # it is rounded by now


def _refuse_constant(text: str) -> None:
    raise ValueError(f"{text} is no JSON; as a number write it in quotation marks")


def _malformed(name: str, fault: str) -> RequestMalformed:
    told = " ".join(fault.split()).rstrip(".")
    # what says where by itself needs no way to it
    told = _WAY.sub("" if " at " in told else r"\1: ", told)
    return RequestMalformed(f"the message is no {name} in JSON: {told}")
