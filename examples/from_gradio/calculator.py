"""A calculator, which refuses to divide by zero."""

import operator

import rpcface as gr

OPERATIONS = {
    "plus": operator.add,
    "minus": operator.sub,
    "times": operator.mul,
    "divided by": operator.truediv,
}


def calculate(left: float, operation: str, right: float) -> float:
    """Does one step of arithmetic."""
    try:
        return OPERATIONS[operation](left, right)
    except ZeroDivisionError:
        raise gr.Error("Nothing can be divided by zero.") from None


demo = gr.Interface(
    calculate,
    ["number", gr.Radio(list(OPERATIONS)), "number"],
    "number",
    examples=[
        [6, "times", 7],
        [1, "divided by", 8],
        [0.5, "plus", 0.25],
        [10, "minus", 12.5],
    ],
    title="Calculator",
    description="Two numbers and what to do with them.",
    api_name="predict",
)

if __name__ == "__main__":
    demo.launch()
