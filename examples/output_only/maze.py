"""A new maze at every call: an interface that takes nothing.

Needs: pip install rpcface
"""

import random

import numpy as np

import rpcface as rf

PIXELS = 8


def maze(size: int = 16) -> np.ndarray:
    """Returns a maze of size by size rooms, with just one way from any room to any other."""
    wall = np.ones((2 * size + 1, 2 * size + 1), bool)
    wall[1, 1] = False
    path = [(1, 1)]
    while path:
        y, x = path[-1]
        steps = [(y - 2, x), (y + 2, x), (y, x - 2), (y, x + 2)]
        inside = [(v, u) for v, u in steps if min(v, u) > 0 and max(v, u) < 2 * size]
        fresh = [room for room in inside if wall[room]]
        if not fresh:
            path.pop()
            continue
        v, u = random.choice(fresh)  # noqa: S311  # a game, no secret
        wall[v, u] = wall[(y + v) // 2, (x + u) // 2] = False
        path.append((v, u))
    wall[1, 0] = wall[-2, -1] = False
    return ~wall.repeat(PIXELS, 0).repeat(PIXELS, 1)


demo = rf.Interface(
    maze,
    inputs=None,
    outputs=rf.Image(image_mode="L", label="Maze"),
    additional_inputs=rf.Slider(4, 60, step=1, label="Rooms in a row"),
    title="Maze",
    description="Enter at the top left, leave at the bottom right.",
)

if __name__ == "__main__":
    demo.launch()
