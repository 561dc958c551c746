"""A generator of pictures: noise that clears up, step by step."""

from collections.abc import Iterator

import numpy as np

import rpcface as gr

SIZE = 64


def fake_diffusion(steps: int) -> Iterator[np.ndarray]:
    """Gives a picture a step, the last one without noise."""
    y, x = np.mgrid[-1 : 1 : SIZE * 1j, -1 : 1 : SIZE * 1j]
    sun = np.where((x**2 + y**2 < 0.5)[..., None], [1.0, 0.75, 0.1], [0.2, 0.4, 0.8])
    noise = np.random.default_rng().random(sun.shape)
    for left in np.linspace(1, 0, steps + 1):
        yield left * noise + (1 - left) * sun


demo = gr.Interface(fake_diffusion, inputs=gr.Slider(1, 10, 3, step=1), outputs="image")

if __name__ == "__main__":
    demo.launch()
