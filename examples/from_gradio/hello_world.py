"""Hello, world: a name goes in, and a greeting comes out."""

import rpcface as gr


def greet(name: str) -> str:
    """Welcomes somebody."""
    return f"Hello {name}, good to see you."


demo = gr.Interface(fn=greet, inputs="textbox", outputs="textbox")

if __name__ == "__main__":
    demo.launch()
