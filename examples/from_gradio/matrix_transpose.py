"""A matrix in and another out, as lists of rows."""

import numpy as np

import rpcface as gr


def transpose(matrix: list[list[float]]) -> np.ndarray:
    """Turns rows into columns."""
    try:
        return np.array(matrix, float).T
    except ValueError:
        raise gr.Error("Every row wants as many numbers as the others.") from None


demo = gr.Interface(
    transpose,
    "json",
    "json",
    examples=[[[[1, 2, 3], [4, 5, 6]]], [np.eye(4).tolist()], [[[0.5]]]],
)

if __name__ == "__main__":
    demo.launch()
