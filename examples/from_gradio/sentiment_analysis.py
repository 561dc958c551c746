"""A text in, a label with confidences out."""

import re

import rpcface as gr

GOOD = {"good", "great", "lovely", "happy", "bright", "warm", "fun", "thanks"}
BAD = {"bad", "sad", "awful", "cold", "late", "broken", "dull", "sorry"}


def sentiment(text: str) -> dict[str, float]:
    """Weighs the good words of a text against the bad ones."""
    words = re.findall(r"\w+", text.lower())
    good, bad = (sum(word in listed for word in words) for listed in (GOOD, BAD))
    total = good + bad + 1
    return {"positive": good / total, "negative": bad / total, "neutral": 1 / total}


demo = gr.Interface(
    fn=sentiment,
    inputs=gr.Textbox(placeholder="How was your day?"),
    outputs="label",
    examples=[["A bright day, and great fun. Thanks!"], ["Late and cold, but a good book."]],
)

if __name__ == "__main__":
    demo.launch()
