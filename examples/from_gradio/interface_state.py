"""What was sent before comes back, to each caller their own."""

import rpcface as gr


def store_message(message: str, history: list[str]) -> tuple[dict[str, object], list[str]]:
    """Returns the message and those before it, the latest first."""
    output = {"current": message, "earlier": history[::-1]}
    history.append(message)
    return output, history


demo = gr.Interface(
    fn=store_message,
    inputs=["textbox", gr.State(value=[])],
    outputs=["json", gr.State()],
)

if __name__ == "__main__":
    demo.launch()
