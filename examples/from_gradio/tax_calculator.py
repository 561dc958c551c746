"""A table in, as JSON: a list with a dict for each row."""

from typing import Any

import rpcface as gr

BRACKETS = ((12_000, 0.1), (30_000, 0.1), (70_000, 0.15))
FACTORS = {"alone": 1.0, "as a pair": 0.8, "with children": 0.7}


def tax(income: float, household: str, purchases: list[dict[str, Any]]) -> float:
    """Returns the tax of an invented country on what is left of an income."""
    deducted: float = sum(row["cost"] for row in purchases if row.get("deductible"))
    taxable = income - deducted
    owed = sum(max(0, taxable - floor) * rate for floor, rate in BRACKETS)
    return round(owed * FACTORS[household])


demo = gr.Interface(
    tax,
    [
        "number",
        gr.Radio(list(FACTORS)),
        gr.JSON(label="What was bought: item, cost, deductible"),
    ],
    gr.Number(label="Tax"),
    examples=[
        [
            20_000,
            "alone",
            [
                {"item": "bicycle", "cost": 900, "deductible": True},
                {"item": "tent", "cost": 300, "deductible": False},
            ],
        ],
        [64_000, "with children", [{"item": "desk", "cost": 450, "deductible": True}]],
    ],
)

if __name__ == "__main__":
    demo.launch()
