"""A game that lasts several calls: the secret number travels with them, sealed.

Needs: pip install rpcface
"""

import random
from typing import Any

import rpcface as rf


def begin() -> dict[str, Any]:
    """Thinks of a number."""
    return {"secret": random.randint(1, 100), "tries": 0}  # noqa: S311  # a game


def guess(number: int, game: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Says whether the number is too low, too high, or the one."""
    game["tries"] += 1
    if number == game["secret"]:
        return f"{number} it is, after {game['tries']} tries. I have a new one.", begin()
    return f"{number} is too {'low' if number < game['secret'] else 'high'}.", game


demo = rf.Interface(
    guess,
    inputs=[rf.Slider(1, 100, step=1, label="Number"), rf.State(begin)],
    outputs=[rf.Textbox(label="Answer"), rf.State()],
    title="Guess",
    description="I think of a number from 1 to 100. Which one is it?",
)

if __name__ == "__main__":
    demo.launch()
