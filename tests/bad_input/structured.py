"""Wrong values for components of values with parts."""

from __future__ import annotations

from typing import Any

import rpcface as rf
from rpcface.v1 import value_pb2 as vpb
from rpcface.wire.descriptions import value_message
from tests.bad_input.sent import NOT_UTF8, ODD, Case, blob, nested, tensor

NAN = float("nan")
BYTE = rf.Tensor(rf.DataType.UINT8, (1,), b"\0")


def _twice(name: str) -> vpb.Value:
    """A struct that has a field twice."""
    one = vpb.StructField(name=name, value=value_message("a"))
    return vpb.Value(struct_value=vpb.StructValue(fields=[one, one]))


def _piece(text: Any = "a", **more: Any) -> list[Any]:
    return [{"text": "so ", "label": None}, {"text": text, **more}]


def _pair(label: Any = "a", confidence: Any = 0.5, **more: Any) -> dict[str, Any]:
    return {"label": "a", "confidences": [{"label": label, "confidence": confidence, **more}]}


STRUCTURED = {
    "JSON": Case(
        rf.JSON(),
        {name: value for name, value in ODD.items() if name != "null"}
        | {
            "lists 25 deep": nested(25),
            "lists 3000 deep": nested(3000),
            "a file": rf.Media("image/png", b""),
            "a tensor in a list in a struct": {"a/b~c": [1, BYTE]},
            "a file that the server does not hold": {"a": blob("image/png")},
            "a tensor with too few bytes": tensor("uint8", (2,), b"\0"),
            "a tensor of truth that is 2": tensor("bool", (1,), b"\2"),
            "a tensor of more bytes than 63 bits count": tensor("uint8", (2**62, 4), b""),
            "a filename that is a path": rf.Media("text/plain", b"", "../../etc/passwd"),
            "bytes that are not UTF-8": NOT_UTF8,
            "a name twice": _twice("a"),
        },
    ),
    "Label": Case(
        rf.Label(),
        {
            "text": "a",
            "a dict of confidences": {"a": 0.5},
            "no label": {"confidences": []},
            "a number for a label": {"label": 3},
            "confidences in a struct": {"label": "a", "confidences": {"a": 0.5}},
            "a confidence of text": _pair(confidence="0.5"),
            "a confidence of truth": _pair(confidence=True),
            "a confidence of NaN": _pair(confidence=NAN),
            "a pair without a confidence": {"label": "a", "confidences": [{"label": "a"}]},
            "a pair with more": _pair(color="red"),
            "a null label in a pair": _pair(label=None),
            "a label twice": {"label": "a", "confidences": 2 * _pair()["confidences"]},
            "a field twice": _twice("label"),
        }
        | ODD,
    ),
    "HighlightedText": Case(
        rf.HighlightedText(),
        {
            "text": "a",
            "a struct": {"text": "a", "entities": []},
            "pieces of text": ["a"],
            "a piece as a list": [["a", "label"]],
            "a piece without text": [{"label": "a"}],
            "a text of null": _piece(None),
            "a label of a number": _piece(label=0.5),
            "a score of text": _piece(score="0.5"),
            "a score of NaN": _piece(score=NAN),
            "a label and a score": _piece(label="a", score=0.5),
            "another field": _piece(entity="a"),
            "a field twice": _twice("text"),
        }
        | ODD,
    ),
}
