"""How long the longest word is, as a label."""

import re

import rpcface as gr

EXAMPLE = "Jackdaws love my big sphinx of quartz."


def longest_word(text: str) -> int:
    """Returns the length of the longest word, 0 without any."""
    return max((match.end() - match.start() for match in re.finditer(r"\w+", text)), default=0)


demo = gr.Interface(longest_word, "textbox", "label", examples=[[EXAMPLE]])

if __name__ == "__main__":
    demo.launch()
