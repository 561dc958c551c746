"""What the first page weighs, as a browser with nothing kept gets it."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import expect

import rpcface as rf

CODE = 70_000
PICTURES = 5_000
"""What pictures need more until there is one to be shown."""
REQUESTS = 8

TRANSFERRED = """() => ["navigation", "resource"]
  .flatMap((type) => performance.getEntriesByType(type))
  .map(({ name, encodedBodySize }) => [name, encodedBodySize])"""


def greet(name: str, loud: bool = False, times: int = 1) -> str:
    return f"Hello {name}"


def negative(picture, strength: float = 1.0):
    return np.asarray(255 - picture)


FORM = rf.Interface(
    greet,
    ["text", "checkbox", rf.Slider(1, 5, step=1)],
    "text",
    title="Greeting",
    description="Greets whoever has a name.",
)
PICTURE = rf.Interface(negative, ["image", rf.Slider(0, 1)], "image", description="Its negative.")


@pytest.mark.parametrize(
    ("interface", "most"), [(FORM, CODE), (PICTURE, CODE + PICTURES)], ids=["form", "picture"]
)
def test_the_first_page_has_at_most_70_kb_of_code_and_8_requests(web, visit, interface, most):
    page = visit(web(interface)).page

    expect(page.get_by_role("slider")).to_be_visible()
    page.wait_for_load_state("networkidle")
    transferred = dict(page.evaluate(TRANSFERRED))

    code = {url: size for url, size in transferred.items() if url.endswith((".js", ".css"))}
    assert sum(code.values()) <= most, code
    assert all(code.values())
    assert len(transferred) <= REQUESTS, transferred


def test_the_description_is_asked_for_once_and_before_the_scripts_are_there(web, visit):
    visited = visit(web(FORM))

    expect(visited.page.get_by_role("slider")).to_be_visible()
    described = [url for url in visited.requests if "/Describe" in url]
    begins = visited.page.evaluate(
        """() => performance.getEntriesByType("resource")
          .filter(({ name }) => name.includes("/Describe"))
          .map(({ initiatorType }) => initiatorType)"""
    )

    assert len(described) == 1
    assert begins == ["link"]
