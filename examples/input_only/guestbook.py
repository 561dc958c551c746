"""A guest book: an interface that only takes. Entries go into guestbook.jsonl.

Needs: pip install rpcface
"""

import json
from pathlib import Path

import rpcface as rf

BOOK = Path("guestbook.jsonl")


def sign(name: str, entry: str, stars: int = 5) -> None:
    """Adds an entry to the book."""
    if not entry.strip():
        raise rf.Error("Please write a line or two before you sign.")
    with BOOK.open("a", encoding="utf-8") as book:
        book.write(json.dumps({"name": name, "entry": entry, "stars": stars}) + "\n")


demo = rf.Interface(
    sign,
    inputs=[
        rf.Textbox(max_length=60, placeholder="Who are you?"),
        rf.Textbox(lines=4, max_length=1000),
        rf.Slider(1, 5, step=1),
    ],
    outputs=None,
    title="Guest book",
    description="Leave a line or two, and say how you liked it.",
)

if __name__ == "__main__":
    demo.launch()
