"""A few words in, more words out."""

import random
from collections import defaultdict

import rpcface as gr

TALE = """
the sea was calm and the boat was slow so the old man slept in the boat
and the gull sat on the old mast and looked at the sea until the man woke up
and gave the gull a fish and the gull gave the fish to the sea
"""

FOLLOWING: dict[str, list[str]] = defaultdict(list)
for one, other in zip(TALE.split(), TALE.split()[1:], strict=False):
    FOLLOWING[one].append(other)


def generate(text: str) -> str:
    """Goes on with a text, one likely word after the other."""
    words = text.split()
    for _ in range(12):
        likely = FOLLOWING.get(words[-1].lower() if words else "", ["the"])
        words.append(random.choice(likely))  # noqa: S311 - no secret
    return " ".join(words)


demo = gr.Interface(
    fn=generate,
    inputs=gr.Textbox(lines=5, label="How it begins"),
    outputs=gr.Textbox(label="How it goes on"),
    examples=[["The gull"], ["Once the old man"]],
)

if __name__ == "__main__":
    demo.launch()
