"""What a caller sees of errors: its own message for one, none for the other."""

import zlib

import numpy as np

import rpcface as gr


def fake_gan(prompt: str) -> np.ndarray:
    """Paints the prompt: the same one gives the same picture."""
    if not prompt.strip():
        raise gr.Error("Say what you want to see.")
    if prompt == "error":
        raise ValueError("this goes into the server's log alone")
    tiles = np.random.default_rng(zlib.crc32(prompt.encode())).integers(0, 256, (6, 6, 3), np.uint8)
    return tiles.repeat(16, axis=0).repeat(16, axis=1)


demo = gr.Interface(
    fn=fake_gan,
    inputs=gr.Textbox(),
    outputs=gr.Image(label="The picture"),
    title="Tiles",
    description="Every prompt has tiles of its own.",
)

if __name__ == "__main__":
    demo.launch()
