"""Pictures of the four kinds, of real examples, as people see them: in build/pictures. The
README shows those of docs/pictures, which `make pictures` takes anew.
"""

from __future__ import annotations

import random
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "pictures"
WIDTH, HEIGHT, SCALE = 1120, 800, 1.5


def submit(page: Page, name: str = "Submit") -> None:
    page.get_by_role("button", name=name).click()


def sepia(page: Page) -> None:
    page.locator("input[type=file]").first.set_input_files(ROOT / "examples/sepia/photo.jpg")
    page.get_by_label("strength").last.fill("0.7")
    submit(page)
    expect(page.get_by_label("Outputs").locator("img, canvas").first).to_be_visible()


def maze(page: Page) -> None:
    submit(page, "Generate")
    expect(page.get_by_label("Outputs").locator("img, canvas").first).to_be_visible()


def guestbook(page: Page) -> None:
    page.get_by_label("name").fill("Ada")
    page.get_by_label("entry").fill("A lovely evening. The engine weaves algebraic patterns.")
    submit(page)
    expect(page.get_by_role("status").filter(has_text="Done")).to_be_visible()


def life(page: Page) -> None:
    submit(page)
    expect(page.get_by_label("board")).not_to_have_value("")


KINDS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "standard": ("examples/sepia/sepia.py", sepia),
    "output-only": ("examples/output_only/maze.py", maze),
    "input-only": ("examples/input_only/guestbook.py", guestbook),
    "unified": ("examples/unified/life.py", life),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_of_each_kind_is_taken(kind, scheme, web, visit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the guest book lies where its program runs
    random.seed(4)
    path, act = KINDS[kind]
    server = web(runpy.run_path(str(ROOT / path))["demo"])
    size = {"width": WIDTH, "height": HEIGHT}
    page = visit(server, viewport=size, device_scale_factor=SCALE, color_scheme=scheme).page

    act(page)
    page.mouse.move(0, 0)
    PICTURES.mkdir(parents=True, exist_ok=True)
    taken = PICTURES / f"{kind}-{scheme}.png"
    page.screenshot(path=taken)

    with Image.open(taken) as picture:
        assert picture.size == (WIDTH * SCALE, HEIGHT * SCALE)
        assert len(picture.convert("RGB").getcolors(picture.width * picture.height) or ()) > 100
