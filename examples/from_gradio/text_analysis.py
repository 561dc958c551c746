"""One text in, three views of it out: marked, in numbers and drawn."""

import html
import re
from collections import Counter

import rpcface as gr

TOKEN = re.compile(r"(?P<number>\d+)|(?P<word>\w+)|(?P<mark>[^\w\s])|(?P<space>\s+)")


def text_analysis(text: str) -> tuple[list[tuple[str, str | None]], dict[str, int], str]:
    """Tells words from numbers and marks."""
    tokens = [(match[0], match.lastgroup) for match in TOKEN.finditer(text)]
    marked = [(token, None if kind == "space" else kind) for token, kind in tokens]
    counts = Counter(kind for _, kind in marked if kind)
    longest = sorted((token for token, kind in tokens if kind == "word"), key=len)[-3:]
    rows = "".join(
        f"<li>{html.escape(word)} <meter max='20' value='{len(word)}'></meter></li>"
        for word in reversed(longest)
    )
    return marked, {"characters": len(text), **counts}, f"<ol>{rows}</ol>"


demo = gr.Interface(
    text_analysis,
    gr.Textbox(placeholder="A sentence to take apart"),
    ["highlight", "json", "html"],
    examples=[
        ["The 9 o'clock train left at 12 past."],
        ["Rain, rain and more rain: 40 days of it!"],
    ],
)

if __name__ == "__main__":
    demo.launch()
