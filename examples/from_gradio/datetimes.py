"""The three ways in which a function gets a moment."""

import datetime

import rpcface as gr


def journey(leaves: datetime.datetime, birthday: str, arrives: float) -> tuple[str, str, float]:
    """Tells the day of departure, whether it is a birthday, and the minutes it takes."""
    day = leaves.date().isoformat()
    wish = "Many happy returns!" if day[5:] == birthday[5:] else "Have a good journey."
    return f"{leaves:%A}, {day}", wish, (arrives - leaves.timestamp()) / 60


demo = gr.Interface(
    journey,
    [
        gr.DateTime(include_time=True, label="Leaves", type="datetime"),
        gr.DateTime(include_time=False, label="Birthday", type="string"),
        gr.DateTime(value="now", label="Arrives"),
    ],
    ["text", "text", gr.Number(label="Minutes", precision=1)],
)

if __name__ == "__main__":
    demo.launch()
