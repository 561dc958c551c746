"""Rows in, the same rows in order out."""

import operator

import rpcface as gr


def sort_records(records: list[dict[str, object]]) -> list[dict[str, object]]:
    """Sorts rows by their quantity, the smallest first."""
    try:
        return sorted(records, key=operator.itemgetter("quantity"))
    except (KeyError, TypeError):
        raise gr.Error("Every row wants a quantity that is a number.") from None


demo = gr.Interface(
    sort_records,
    gr.JSON(
        value=[
            {"item": "nails", "quantity": 400},
            {"item": "boards", "quantity": 12},
            {"item": "hinges", "quantity": 30},
        ],
        label="Rows of item and quantity",
    ),
    "json",
    description="Sorts by quantity.",
)

if __name__ == "__main__":
    demo.launch()
