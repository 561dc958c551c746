"""A gallery of pictures that nobody has seen before."""

import numpy as np

import rpcface as gr

SIZE = 96


def paint(seed: int) -> np.ndarray:
    """Returns a picture of waves in three colours."""
    waves = np.random.default_rng(seed)
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    slopes = waves.uniform(-9, 9, (3, 2))
    phases = waves.uniform(0, 2 * np.pi, 3)
    return np.stack(
        [
            (np.sin(a * x + b * y + phase) + 1) / 2
            for (a, b), phase in zip(slopes, phases, strict=True)
        ],
        axis=-1,
    )


def fake_gan() -> list[tuple[np.ndarray, str]]:
    """Returns four pictures, each with the seed that it grew from."""
    seeds = np.random.default_rng().integers(10_000, size=4)
    return [(paint(seed), f"seed {seed}") for seed in seeds]


demo = gr.Interface(
    fn=fake_gan,
    inputs=None,
    outputs=gr.Gallery(label="Pictures", columns=2),
    title="Waves",
    description="Pictures by chance; no network has learned anything for them.",
)

if __name__ == "__main__":
    demo.launch()
