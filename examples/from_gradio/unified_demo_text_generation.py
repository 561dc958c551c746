"""One text box on both sides: what comes out replaces what was entered."""

import itertools

import rpcface as gr

ROUND = ["and", "so", "on"]


def go_on(text: str) -> str:
    """Adds the next word of the round."""
    words = text.split()
    following = dict(itertools.pairwise([*ROUND, ROUND[0]]))
    return " ".join([*words, following.get(words[-1] if words else "", ROUND[0])])


textbox = gr.Textbox()

demo = gr.Interface(go_on, textbox, textbox)

if __name__ == "__main__":
    demo.launch()
