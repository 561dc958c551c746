"""The example of a game that lasts several calls."""

from __future__ import annotations

import random
import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"


@pytest.fixture
def guess(client):
    demo = runpy.run_path(str(EXAMPLES / "guess" / "guess.py"))["demo"]
    with demo.launch(port=0, block=False) as server:
        yield client(server)


def test_a_number_is_found_by_halves(guess):
    with guess.session() as game:
        low, high, tries = 1, 100, 0
        while True:
            tries += 1
            middle = (low + high) // 2
            answer = game.predict(middle)
            if not answer.startswith(f"{middle} is too "):
                break
            low, high = (middle + 1, high) if answer.endswith("low.") else (low, middle - 1)

        assert answer == f"{middle} it is, after {tries} tries. I have a new one."
        assert 1 <= tries <= 7


def test_each_game_has_a_number_of_its_own(guess, monkeypatch):
    numbers = iter([10, 90])
    monkeypatch.setattr(random, "randint", lambda low, high: next(numbers))
    one, other = guess.session(), guess.session()

    assert [one.predict(50), other.predict(50)] == ["50 is too high.", "50 is too low."]


def test_a_sample_of_gradio_tells_each_caller_their_own(client):
    demo = runpy.run_path(str(EXAMPLES / "from_gradio" / "interface_state.py"))["demo"]
    with demo.launch(port=0, block=False) as server:
        session = client(server).session()
        for message in ("a", "b"):
            session.predict(message)

        assert session.predict("c") == {"current": "c", "earlier": ["b", "a"]}
        assert client(server).predict("d") == {"current": "d", "earlier": []}
