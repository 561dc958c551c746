"""Two texts in, what changed between them in colours out."""

import difflib
import re

import rpcface as gr


def diff_texts(before: str, after: str) -> list[tuple[str, str | None]]:
    """Compares two texts, word by word."""
    old, new = (re.findall(r"\S+|\s+", text) for text in (before, after))
    pieces: list[tuple[str, str | None]] = []
    for change, i, j, k, m in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if change == "equal":
            pieces.append(("".join(old[i:j]), None))
        else:
            pieces += [("".join(old[i:j]), "-"), ("".join(new[k:m]), "+")]
    return [piece for piece in pieces if piece[0]]


demo = gr.Interface(
    diff_texts,
    [
        gr.Textbox(
            label="Before",
            info="The text as it was",
            lines=3,
            value="The old mill stands by the river and grinds no corn.",
        ),
        gr.Textbox(
            label="After",
            info="The text as it is",
            lines=3,
            value="The old mill stands by a river and grinds corn again.",
        ),
    ],
    gr.HighlightedText(
        label="Changes",
        combine_adjacent=True,
        show_legend=True,
        color_map={"+": "green", "-": "red"},
    ),
)

if __name__ == "__main__":
    demo.launch()
