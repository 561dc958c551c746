"""A number, chosen between two bounds."""

from __future__ import annotations

import math
from typing import Any

from rpcface.components.number import Number
from rpcface.schemas import FloatShape, IntShape, Schema


class Slider(Number):
    """A number from `minimum` to `maximum`, both included; left out it is `value`, or
    else the parameter's default, or else `minimum`.

    step: the distance between two positions. Where minimum, maximum and step are all
    ints, the values are those positions, as `int`, and others are refused; else it is
    a hint, and the values are every number between the bounds. None: a hundredth of
    the range, as a power of ten.

    What the function gets and returns is as for `Number`.
    """

    type = "slider"
    fallback_types = ("number",)

    def __init__(
        self,
        minimum: float = 0,
        maximum: float = 100,
        value: Any = None,
        *,
        step: float | None = None,
        precision: int | None = None,
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            minimum=minimum,
            maximum=maximum,
            step=step,
            precision=precision,
            label=label,
            info=info,
            name=name,
            value=value,
        )
        low, high = self.minimum, self.maximum
        if low is None or high is None or not low < high or not math.isfinite(high - low):
            raise ValueError(
                f"Slider(minimum={minimum!r}, maximum={maximum!r}): wanted two finite numbers, "
                "minimum below maximum"
            )
        self.implicit_value = low

    def schema(self) -> Schema:
        assert self.minimum is not None
        assert self.maximum is not None
        low, high, step = self.minimum, self.maximum, self.step
        if isinstance(low, int) and isinstance(high, int) and isinstance(step, int):
            return Schema(IntShape(low, high, step))
        if self.precision == 0:
            return super().schema()
        hint = step or 10.0 ** math.floor(math.log10(high - low) - 2)
        return Schema(FloatShape(low, high, hint))
