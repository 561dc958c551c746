"""The brown of an old print, for any picture.

Needs: pip install rpcface
"""

import numpy as np

import rpcface as rf

# How much red, green and blue of the picture go into each channel of the print.
PRINT = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])


def sepia(img: np.ndarray, strength: float = 1.0) -> np.ndarray:
    """Returns the picture as a print."""
    brown = np.minimum(img @ PRINT.T, 255)
    return np.rint(img + strength * (brown - img)).astype(np.uint8)


demo = rf.Interface(
    sepia,
    inputs=[rf.Image(label="Picture"), rf.Slider(0, 1, info="0 leaves the picture as it is")],
    outputs="image",
    title="Sepia",
    description="Turns a picture into an old print.",
)

if __name__ == "__main__":
    demo.launch()
