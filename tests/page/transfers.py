"""Files that are dropped and pasted, as a browser would say it, and what is told of them."""

from __future__ import annotations

import base64
from typing import Any

from playwright.sync_api import JSHandle, Locator, Page

_TRANSFER = """files => {
  const transfer = new DataTransfer();
  for (const { name, type, content } of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type }));
  }
  return transfer;
}"""

_PASTE = """transfer => document.activeElement.dispatchEvent(new ClipboardEvent("paste", {
  clipboardData: transfer, bubbles: true, composed: true, cancelable: true }))"""


def pixels(width: int, height: int) -> str:
    """What the page says of a picture's size."""
    return f"{width} \N{MULTIPLICATION SIGN} {height}"


def file(name: str, media_type: str, content: bytes) -> dict[str, Any]:
    """A file as Playwright wants it for the browser's dialog."""
    return {"name": name, "mimeType": media_type, "buffer": content}


def drag(page: Page, place: Locator, *files: dict[str, Any]) -> JSHandle:
    """Drags files over a place; `drop` lets them go."""
    transfer = _transfer(page, files)
    place.dispatch_event("dragenter", {"dataTransfer": transfer})
    return transfer


def drop(page: Page, place: Locator, *files: dict[str, Any]) -> None:
    """Drops files on a place."""
    place.dispatch_event("drop", {"dataTransfer": drag(page, place, *files)})


def paste(page: Page, *files: dict[str, Any]) -> None:
    """Pastes files where the focus is."""
    _transfer(page, files).evaluate(_PASTE)


def _transfer(page: Page, files: tuple[dict[str, Any], ...]) -> JSHandle:
    told = [
        {
            "name": one["name"],
            "type": one["mimeType"],
            "content": base64.b64encode(one["buffer"]).decode(),
        }
        for one in files
    ]
    return page.evaluate_handle(_TRANSFER, told)
