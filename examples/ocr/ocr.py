"""Reads what is written in a picture, with how sure it is and where each line stands.

The models come with rapidocr, and onnxruntime runs them: nothing is downloaded.

Needs: pip install rpcface rapidocr onnxruntime
"""

from pathlib import Path
from typing import Any

from PIL import Image
from rapidocr import RapidOCR

import rpcface as rf

TICKET = Path(__file__).parent / "ticket.png"

ocr = RapidOCR(params={"Global.log_level": "error"})  # its models are loaded when called first


def read(picture: Image.Image) -> list[dict[str, Any]]:
    """Returns the lines, from the top down; a box is four corners, as [x, y] in pixels."""
    found = ocr(picture)
    if not found.txts:
        return []
    return [
        {"text": text, "confidence": confidence, "box": corners}
        for text, confidence, corners in zip(found.txts, found.scores, found.boxes, strict=True)
    ]


demo = rf.Interface(
    read,
    inputs=rf.Image(type="pil"),
    outputs=rf.JSON(label="Lines"),
    examples=[TICKET],
    cache_examples="lazy",
    title="Read a picture",
    description="Finds the lines of text in a picture: English or Chinese, print or screen.",
)

if __name__ == "__main__":
    demo.launch()
