"""Rows in, some of them out."""

import rpcface as gr


def filter_records(records: list[dict[str, object]], habit: str) -> list[dict[str, object]]:
    """Keeps the rows of one habit."""
    return [row for row in records if row.get("habit") == habit]


demo = gr.Interface(
    filter_records,
    [
        gr.JSON(label="Rows of plant, height and habit"),
        gr.Dropdown([("Tree", "T"), ("Shrub", "S"), ("Herb", "H")]),
    ],
    "json",
    examples=[
        [
            [
                {"plant": "oak", "height": 22, "habit": "T"},
                {"plant": "hazel", "height": 5, "habit": "S"},
                {"plant": "larch", "height": 35, "habit": "T"},
            ],
            "T",
        ]
    ],
    description="Choose which plants to keep.",
)

if __name__ == "__main__":
    demo.launch()
