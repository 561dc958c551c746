"""What something was found to be, with how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from rpcface.component import IO, Accept, Component, Invalid
from rpcface.components.number import number
from rpcface.components.options import length
from rpcface.schemas import Field, FloatShape, ListShape, Schema, StructShape, TextShape
from rpcface.values import Value, describe, plain


class Label(Component):
    """A label, or labels with their confidences.

    num_top_classes: how many of the labels are kept, the surest; None: all.

    The function returns a dict of confidences by label, or one label: a `str` or a
    number. The normal form has labels as `str` and confidences as `float`, the surest
    first, equal ones in the order given. As an input it gives the function that dict,
    or the `str` where there are no confidences. Invalid: a confidence that is no
    number or is NaN, a label twice, anything but a dict, `str` or number.

    On the wire: a struct {label: text or null, the surest one; confidences: a list of
    {label, confidence}, the surest first}.
    """

    type = "label"

    def __init__(
        self,
        value: Any = None,
        *,
        num_top_classes: int | None = None,
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)
        self.num_top_classes = length(self, "num_top_classes", num_top_classes)

    def schema(self) -> Schema:
        pair = StructShape(
            (
                Field(name="label", schema=Schema(TextShape())),
                Field(name="confidence", schema=Schema(FloatShape())),
            )
        )
        return Schema(
            StructShape(
                (
                    Field(name="label", schema=Schema(TextShape(), nullable=True)),
                    Field(name="confidences", schema=Schema(ListShape(Schema(pair))), default=[]),
                )
            )
        )

    def decode(self, value: Value, io: IO) -> str | dict[str, float]:
        assert isinstance(value, dict)
        pairs: Any = value["confidences"]
        label = value["label"]
        if not pairs and isinstance(label, str):
            return label
        confidences: dict[str, float] = {}
        for index, pair in enumerate(pairs):
            place = f"/confidences/{index}"
            if pair["label"] in confidences:
                raise Invalid("each label once", f"{pair['label']!r} twice", f"{place}/label")
            if math.isnan(pair["confidence"]):
                raise Invalid("a number as confidence", "NaN", f"{place}/confidence")
            confidences[pair["label"]] = float(pair["confidence"])
        return self._surest(confidences)

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        if isinstance(value, Mapping):
            top = self._surest(_by_label(value))
            pairs: list[Value] = [{"label": k, "confidence": v} for k, v in top.items()]
            return {"label": next(iter(top), None), "confidences": pairs}
        value = plain(value)
        if isinstance(value, (str, int, float)):
            return {"label": str(value), "confidences": []}
        raise Invalid("a dict of confidences by label, a str or a number", type(value).__name__)

    def _surest(self, confidences: dict[str, float]) -> dict[str, float]:
        ranked = sorted(confidences.items(), key=lambda pair: -pair[1])
        return dict(ranked[: self.num_top_classes])


def _by_label(given: Mapping[Any, Any]) -> dict[str, float]:
    confidences: dict[str, float] = {}
    for key, item in given.items():
        label = str(plain(key))
        if label in confidences:
            raise Invalid("labels that differ as text", f"{label!r} twice").below(label)
        try:
            confidences[label] = _confidence(item)
        except Invalid as fault:
            raise fault.below(label) from None
    return confidences


def _confidence(given: Any) -> float:
    try:
        confidence = float(number(given))
    except OverflowError:
        raise Invalid("a number as confidence", describe(given)) from None
    if math.isnan(confidence):
        raise Invalid("a number as confidence", "NaN")
    return confidence
