"""What is shown while a call runs: text as it comes, and how far it is."""

from __future__ import annotations

import shutil
import sys
from typing import Final

from rpcface.events import Alerted, Bar, Event, Finished, Progressed, Queued, Started, Updated

_BLOCKS: Final = 10
"""Characters of a bar."""


class Meanwhile:
    """Shows the events of one call: text on stdout, alerts as lines on stderr, and where
    the call is on one line of stderr that comes and goes, where that is a terminal.

    is_live: whether the output is one text that is shown as it comes.
    """

    def __init__(self, *, is_live: bool) -> None:
        self._is_live = is_live
        self._shown = ""
        self._is_drawing = sys.stderr.isatty()
        self._is_drawn = False

    def tell(self, event: Event) -> None:
        """Shows an event."""
        if isinstance(event, Queued):
            wait = "" if event.wait is None else f", about {event.wait:.0f} s"
            self._draw(f"waiting, {event.position} before it{wait}")
        elif isinstance(event, Progressed):
            self._draw("  ".join(map(_bar, event.bars)))
        elif isinstance(event, Started):
            self._clear()
        elif isinstance(event, Alerted):
            self._clear()
            sys.stderr.write("\n" if self._is_within_line() else "")
            sys.stderr.write(f"{event.level.name.lower()}: {_plain(event.text)}\n")
        elif self._is_live and isinstance(event, (Updated, Finished)):
            self._write(event.outputs)

    def end(self) -> bool:
        """Leaves the terminal as it is to be; whether all of the outcome has been shown."""
        self._clear()
        if self._shown:
            sys.stdout.write("\n")
        return bool(self._shown)

    def _write(self, text: object) -> None:
        if not isinstance(text, str) or text == self._shown:
            return
        self._clear()
        if text.startswith(self._shown):
            sys.stdout.write(text[len(self._shown) :])
        else:
            sys.stdout.write(f"\n{text}")
        sys.stdout.flush()
        self._shown = text

    def _is_within_line(self) -> bool:
        """Whether text stands before the cursor of a terminal."""
        return sys.stdout.isatty() and self._shown[-1:] not in ("", "\n")

    def _draw(self, line: str) -> None:
        if self._is_drawing and not self._is_within_line():
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write(f"\r{line[:width]}\x1b[K")
            sys.stderr.flush()
            self._is_drawn = True

    def _clear(self) -> None:
        if self._is_drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._is_drawn = False


def _bar(bar: Bar) -> str:
    text = f"{_plain(bar.text)} " if bar.text else ""
    unit = f" {_plain(bar.unit)}" if bar.unit else ""
    if not bar.total > 0:
        return f"{text}{bar.done:g}{unit}"
    part = min(bar.done / bar.total, 1.0)
    part = part if part > 0 else 0.0  # NaN, too
    full = "#" * int(part * _BLOCKS)
    told = f"{part:.0%}" if bar.total == 1 else f"{bar.done:g}/{bar.total:g}{unit}"
    return f"{text}[{full:.<{_BLOCKS}}] {told}"


def _plain(text: str) -> str:
    """The text on one line, and without what a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in text)
