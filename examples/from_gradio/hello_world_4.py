"""A slider by its short form: from 0 to 100."""

import rpcface as gr


def greet(name: str, joy: float) -> str:
    """Welcomes somebody, the longer the greater the joy."""
    return f"H{'e' * max(1, round(joy))}llo {name}"


demo = gr.Interface(fn=greet, inputs=["text", "slider"], outputs=["text"])

if __name__ == "__main__":
    demo.launch()
