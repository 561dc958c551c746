"""The same interfaces by Gradio, in its own environment, which has no rpcface."""

from __future__ import annotations

import os
import sys

os.environ |= {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}

import gradio as gr

from benchmarks.page import functions


def interface(name: str) -> gr.Interface:
    """The interface of that name."""
    if name == "greet":
        return gr.Interface(
            functions.greet,
            [
                gr.Textbox(label="Name"),
                gr.Checkbox(label="Loud"),
                gr.Slider(1, 10, value=1, step=1, label="Times"),
            ],
            gr.Textbox(label="Greeting"),
            title="Greeting",
            description="Greets whoever has a name.",
            flagging_mode="never",
        )
    return gr.Interface(
        functions.negative,
        gr.Image(label="Picture"),
        gr.Image(format="jpeg", label="Negative"),
        flagging_mode="never",
    )


def main() -> None:
    """Serves until the end of the standard input."""
    _, address, _ = interface(sys.argv[1]).launch(
        server_name="127.0.0.1", prevent_thread_lock=True, quiet=True, inbrowser=False
    )
    print("-", address.removeprefix("http://").rstrip("/"), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
