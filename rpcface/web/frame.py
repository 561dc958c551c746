"""The page within the page, which shows HTML of functions: nothing there reaches anything."""

from __future__ import annotations

from typing import Final

NAME: Final = "frame.html"

POLICY: Final = "; ".join(
    (
        *("default-src 'none'", "script-src 'unsafe-inline'", "style-src 'unsafe-inline'"),
        *("img-src 'self' data: blob:", "media-src 'self' data: blob:", "font-src data:"),
        *("base-uri 'none'", "form-action 'none'"),
        "sandbox allow-scripts",
    )
)
"""Scripts and styles within the HTML work. They load nothing from elsewhere, tell nobody
anything, and have an origin of their own, also where somebody opens the frame alone."""

SAFETY: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
)
