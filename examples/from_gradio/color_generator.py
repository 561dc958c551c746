"""A colour by chance, in three forms: itself, its name and a picture of it."""

import colorsys
import random

import numpy as np

import rpcface as gr


def switch_color(style: str) -> tuple[str, str, np.ndarray]:
    """Returns a light colour or a dark one."""
    lightness = random.uniform(0.7, 0.9) if style == "light" else random.uniform(0.1, 0.3)  # noqa: S311 - no secret
    parts = colorsys.hls_to_rgb(random.random(), lightness, 0.6)  # noqa: S311 - the same
    red, green, blue = (round(255 * part) for part in parts)
    name = f"#{red:02x}{green:02x}{blue:02x}"
    return name, name, np.full((50, 50, 3), (red, green, blue), np.uint8)


demo = gr.Interface(
    fn=switch_color,
    inputs=[gr.Radio(["light", "dark"], value="light")],
    outputs=[
        gr.ColorPicker(label="colour"),
        gr.Textbox(label="in hexadecimal"),
        gr.Image(type="numpy", label="as a picture"),
    ],
    title="Colours",
    description="Another colour at every call.",
)

if __name__ == "__main__":
    demo.launch()
