"""How often a letter stands in a word; both have a value to begin with."""

from collections import Counter

import rpcface as gr


def letter_counter(word: str, letter: str) -> int:
    """Counts a letter, capital or small."""
    return Counter(word.casefold())[letter.casefold()]


demo = gr.Interface(
    fn=letter_counter,
    inputs=[gr.Textbox("Mississippi"), gr.Textbox("s", max_length=1)],
    outputs=[gr.Number()],
    title="Letters",
    description="Tells how often a letter stands in a word.",
)

if __name__ == "__main__":
    demo.launch()
