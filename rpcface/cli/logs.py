"""What `rpcface serve` writes on stderr."""

from __future__ import annotations

import logging
import sys
from typing import Final

FORMS: Final = ("text", "json", "off")


def configure(form: str | None) -> None:
    """Lets each call have its line on stderr: for people, as JSON, or not at all; None: for
    people where it is a terminal, as JSON elsewhere. Warnings and errors come always.
    """
    form = form or ("text" if sys.stderr.isatty() else "json")
    handler = logging.StreamHandler()
    if form == "json":
        from rpcface.json_lines import JsonLines

        handler.setFormatter(JsonLines())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    if form == "off":
        logging.getLogger("rpcface.calls").setLevel(logging.WARNING)
