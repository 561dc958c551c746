"""A picture in, the three surest of many labels out."""

import numpy as np

import rpcface as gr

COLOURS = {
    "black": (0, 0, 0),
    "white": (255, 255, 255),
    "gray": (128, 128, 128),
    "red": (220, 30, 30),
    "green": (40, 160, 60),
    "blue": (40, 80, 220),
    "yellow": (240, 220, 50),
}


def classify(image: np.ndarray) -> dict[str, float]:
    """Tells which colour the picture has by and large."""
    mean = image.reshape(-1, 3).mean(axis=0)
    near = np.exp([-np.linalg.norm(mean - colour) / 40 for colour in COLOURS.values()])
    return dict(zip(COLOURS, near / near.sum(), strict=True))


demo = gr.Interface(
    fn=classify,
    inputs=gr.Image(),
    outputs=gr.Label(num_top_classes=3),
    examples=[np.full((8, 8, 3), colour, np.uint8) for colour in ((250, 240, 90), (20, 20, 60))],
)

if __name__ == "__main__":
    demo.launch()
