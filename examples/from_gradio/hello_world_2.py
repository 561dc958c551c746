"""A component with options beside the short form of another."""

import rpcface as gr


def greet(name: str, times: int) -> str:
    """Welcomes somebody, once a line."""
    return "\n".join([f"Hello {name}"] * times)


demo = gr.Interface(
    fn=greet,
    inputs=["text", gr.Slider(value=2, minimum=1, maximum=10, step=1)],
    outputs=[gr.Textbox(label="greeting", lines=3)],
)

if __name__ == "__main__":
    demo.launch()
