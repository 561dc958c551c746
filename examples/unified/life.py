"""Conway's Game of Life: one board, which each call replaces by its next generation.

Needs: pip install rpcface
"""

from collections import Counter

import rpcface as rf

GLIDER = """\
.#......
..#.....
###.....
........
........
........"""


def life(board: str = GLIDER) -> str:
    """Returns the next generation."""
    rows = board.splitlines()
    alive = {(y, x) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell == "#"}
    neighbours = Counter(
        (y + v, x + u) for y, x in alive for v in (-1, 0, 1) for u in (-1, 0, 1) if v or u
    )

    def cell(y: int, x: int) -> str:
        count = neighbours[y, x]
        return "#" if count == 3 or (count == 2 and (y, x) in alive) else "."

    return "\n".join("".join(cell(y, x) for x in range(len(row))) for y, row in enumerate(rows))


board = rf.Textbox(lines=6, info="# is alive")

demo = rf.Interface(
    life,
    inputs=board,
    outputs=board,
    title="Game of Life",
    description="Each call gives the next generation.",
)

if __name__ == "__main__":
    demo.launch()
