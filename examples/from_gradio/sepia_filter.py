"""An array of a picture in, floats from 0 to 1 out."""

import numpy as np

import rpcface as gr

# How much red, green and blue of the picture go into each channel of the print.
PRINT = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])


def sepia(picture: np.ndarray) -> np.ndarray:
    """Returns the picture as a print."""
    return np.clip(np.einsum("hwc,pc->hwp", picture / 255, PRINT), 0, 1)


demo = gr.Interface(sepia, gr.Image(), "image")

if __name__ == "__main__":
    demo.launch()
