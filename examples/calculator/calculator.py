"""A calculator, which says so where there is nothing to calculate.

Needs: pip install rpcface
"""

import operator
from collections.abc import Callable

import rpcface as rf

OPERATIONS = [
    ("plus", operator.add),
    ("minus", operator.sub),
    ("times", operator.mul),
    ("divided by", operator.truediv),
]
NINE_DIGITS = 999_999_999


def calculate(left: float, operation: Callable[[float, float], float], right: float) -> float:
    """Returns what the operation makes of the two numbers."""
    try:
        return operation(left, right)
    except ZeroDivisionError:
        raise rf.Error("Nothing can be divided by zero. Take another number.") from None


demo = rf.Interface(
    calculate,
    inputs=[
        rf.Number(minimum=-NINE_DIGITS, maximum=NINE_DIGITS),
        rf.Radio(OPERATIONS),
        rf.Number(minimum=-NINE_DIGITS, maximum=NINE_DIGITS),
    ],
    outputs=rf.Number(label="Result"),
    examples=[[2, "plus", 3], [1.5, "times", 4], [22, "divided by", 7]],
    title="Calculator",
    description="Adds, subtracts, multiplies and divides numbers of up to nine digits.",
)

if __name__ == "__main__":
    demo.launch()
