"""Filters for pictures: an input whose choices are Python objects.

Needs: pip install rpcface
"""

from collections.abc import Callable
from functools import partial
from operator import methodcaller
from pathlib import Path

from PIL import Image, ImageFilter, ImageOps

import rpcface as rf

PHOTO = Path(__file__).parent.parent / "sepia" / "photo.jpg"

# The function gets the very object that stands beside the chosen name.
FILTERS = [
    ("Blur", methodcaller("filter", ImageFilter.GaussianBlur(6))),
    ("Edges", methodcaller("filter", ImageFilter.FIND_EDGES)),
    ("Emboss", methodcaller("filter", ImageFilter.EMBOSS)),
    ("Mirror", ImageOps.mirror),
    ("Negative", ImageOps.invert),
    ("Poster", partial(ImageOps.posterize, bits=2)),
]


def apply(picture: Image.Image, effect: Callable[[Image.Image], Image.Image]) -> Image.Image:
    """Returns the picture as the filter changes it."""
    return effect(picture)


demo = rf.Interface(
    apply,
    inputs=[rf.Image(type="pil"), rf.Dropdown(FILTERS, label="Filter")],
    outputs=rf.Image(label="Result"),
    examples=[[PHOTO, "Poster"], [PHOTO, "Edges"], [PHOTO, "Emboss"]],
    cache_examples=True,
    title="Filters",
    description="Blurs a picture, finds its edges, makes a poster of it, and more.",
)

if __name__ == "__main__":
    demo.launch()
