"""A number, entered as such."""

from __future__ import annotations

import math
from typing import Any

from rpcface.component import IO, Accept, Component, Invalid
from rpcface.schemas import FloatShape, IntShape, Schema
from rpcface.values import INT64_MAX, INT64_MIN, Value, plain


class Number(Component):
    """A number: an `int` of 64 bits or a `float`, each exact.

    minimum, maximum: the least and greatest valid value. step: the distance that a
    control moves by. precision: to how many decimal places floats are rounded, halves
    to even, in and out; 0: whole numbers only, as `int`; None: not at all. The bounds
    have no more decimal places than that.

    The function gets the `int` or `float` that was sent, NaN and the infinities too
    where no bound forbids them. It returns a number: numpy's scalars and `True`
    leave as the Python number that they equal, and any other that `float` takes
    (Decimal, Fraction) as that float. Invalid: anything else, arrays and texts too, an
    int beyond 64 bits, a number beyond the bounds.
    """

    type = "number"

    def __init__(
        self,
        value: Any = None,
        *,
        minimum: float | None = None,
        maximum: float | None = None,
        step: float | None = None,
        precision: int | None = None,
        label: str | None = None,
        info: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(label=label, info=info, name=name, value=value)
        kind = type(self).__name__
        if precision is not None and (type(precision) is not int or precision < 0):
            raise ValueError(f"{kind}(precision=…): wanted an int from 0 on; came {precision!r}")
        self.minimum = _bound(f"{kind}(minimum=…)", minimum, precision)
        self.maximum = _bound(f"{kind}(maximum=…)", maximum, precision)
        self.step = _bound(f"{kind}(step=…)", step, None)
        self.precision = precision
        low, high = self.minimum, self.maximum
        if low is not None and high is not None and low > high:
            raise ValueError(
                f"{kind}(minimum={minimum!r}, maximum={maximum!r}): wanted minimum <= maximum"
            )
        if self.step is not None and not 0 < self.step < math.inf:
            raise ValueError(f"{kind}(step=…): wanted a number above 0; came {step!r}")

    def schema(self) -> Schema:
        low, high = self.minimum, self.maximum
        if self.precision == 0:
            return Schema(
                IntShape(None if low is None else int(low), None if high is None else int(high))
            )
        return Schema(FloatShape(low, high, self.step or 0))

    def decode(self, value: Value, io: IO) -> float:
        assert isinstance(value, (int, float))
        return self._rounded(value)

    def encode(self, value: Any, accept: Accept, io: IO) -> Value:
        return self._rounded(number(value))

    def _rounded(self, value: float) -> float:
        if self.precision is None or type(value) is int:
            return value
        if self.precision == 0:
            if not math.isfinite(value):
                raise Invalid("a whole number", f"{value}")
            return round(value)
        return round(value, self.precision)


def number(value: Any) -> float:
    """The int or float that `value` equals. Invalid: it is no number."""
    value = plain(value)
    if type(value) is int or type(value) is float:
        return value
    if isinstance(value, int):
        return int(value)
    if getattr(value, "shape", ()) or not hasattr(value, "__float__"):
        raise Invalid("a number", type(value).__name__)
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise Invalid("a number", f"{type(value).__name__}: {error}") from None


def _bound(place: str, given: Any, precision: int | None) -> int | float | None:
    bound = plain(given)
    if bound is None:
        return None
    if isinstance(bound, bool) or not isinstance(bound, (int, float)) or math.isnan(bound):
        raise TypeError(f"{place}: wanted a number; came {given!r}")
    if isinstance(bound, int) and not INT64_MIN <= bound <= INT64_MAX:
        raise ValueError(f"{place}: wanted an int of at most 64 bits; came {given!r}")
    if precision == 0 and not INT64_MIN <= bound <= INT64_MAX:
        raise ValueError(f"{place}: wanted a whole number of at most 64 bits; came {given!r}")
    if precision is not None and round(bound, precision) != bound:
        raise ValueError(
            f"{place}: wanted no more decimal places than precision={precision}; came {given!r}"
        )
    return bound
