"""Entities in a text, by their places: what taggers return may leave as it is."""

import re

import rpcface as gr

TAGGED = re.compile(
    r"\b(?P<TIME>1[0-9]\d\d|20\d\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
    r"|\b(?P<NAME>[A-Z]\w+(?: [A-Z]\w+)+)"
)


def tagger(text: str) -> list[dict[str, object]]:
    """Finds years, days and names of several words."""
    return [
        {"entity": match.lastgroup, "word": match[0], "start": match.start(), "end": match.end()}
        for match in TAGGED.finditer(text)
    ]


def find(text: str) -> dict[str, object]:
    """Marks what the tagger finds."""
    return {"text": text, "entities": tagger(text)}


demo = gr.Interface(
    find,
    gr.Textbox(placeholder="A sentence with names and days"),
    gr.HighlightedText(),
    examples=[
        "In 1843 it was Ada Lovelace who wrote the notes.",
        "The Blue Danube was played last Sunday.",
    ],
)

if __name__ == "__main__":
    demo.launch()
