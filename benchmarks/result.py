"""What a case came to."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """A case's value: calls a second against a floor, or else milliseconds or MB.

    holds: whether it is as good as `limit` asks: with a floor, the least ratio of the
        two; without one, the most that the value may be.
    quartiles: of the ratio, or else of the value.
    """

    case: str
    value: float
    limit: float
    holds: bool
    floor: float | None = None
    ratio: float | None = None
    quartiles: tuple[float, float] | None = None

    @classmethod
    def of_rounds(
        cls, case: str, values: Sequence[float], floors: Sequence[float], limit: float
    ) -> Result:
        """Of rounds that each measured a value and a floor."""
        ratios = [value / floor for value, floor in zip(values, floors, strict=True)]
        first, ratio, third = statistics.quantiles(ratios, n=4, method="inclusive")
        return cls(
            case,
            statistics.median(values),
            limit,
            ratio >= limit,
            floor=statistics.median(floors),
            ratio=ratio,
            quartiles=(first, third),
        )

    def __str__(self) -> str:
        def rounded(number: float | None) -> float | None:
            return None if number is None else round(number, 3)

        told = {
            "case": self.case,
            "value": rounded(self.value),
            "floor": rounded(self.floor),
            "ratio": rounded(self.ratio),
            "quartiles": self.quartiles and [rounded(number) for number in self.quartiles],
            "limit": self.limit,
            "holds": self.holds,
        }
        return json.dumps(told)
