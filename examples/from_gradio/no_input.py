"""Nothing goes in, and something comes out."""

import random

import rpcface as gr

SAYINGS = (
    "A watched kettle takes its time.",
    "Who asks twice has listened once.",
    "The longest list begins with a line.",
)


def saying() -> str:
    """Returns one of the sayings."""
    return random.choice(SAYINGS)  # noqa: S311 - no secret


demo = gr.Interface(fn=saying, inputs=None, outputs="text")

if __name__ == "__main__":
    demo.launch()
