"""Inputs that are folded away until somebody wants them; one may be left empty."""

import numpy as np

import rpcface as gr


def blend(prompt: str, seed: float, initial: np.ndarray | None = None) -> tuple[str, np.ndarray]:
    """Blurs dots of the seed into a picture, or into a plain one."""
    canvas = np.full((64, 64, 3), 127, np.uint8) if initial is None else initial
    dots = np.random.default_rng(int(seed)).random(canvas.shape[:2]) < 0.02
    canvas[dots] = (255, 140, 0)
    return f"{prompt}: {dots.sum()} dots of seed {seed:g}", canvas


demo = gr.Interface(
    blend,
    inputs=["textbox"],
    outputs=["textbox", "image"],
    additional_inputs=[gr.Slider(0, 1000), "image"],
)

if __name__ == "__main__":
    demo.launch()
