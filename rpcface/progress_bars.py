"""Progress as Gradio's functions tell it: a parameter `progress=rf.Progress()`."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any

from rpcface import running
from rpcface.running import Running, call, is_inside


class Progress:
    """Gradio's way to tell how far a function is: a parameter `progress=rf.Progress()`,
    which no input fills.

    track_tqdm: whether the bars of the package tqdm are told too, while the function
        runs on a server.
    """

    def __init__(self, track_tqdm: bool = False) -> None:  # noqa: FBT001, FBT002  # as in Gradio
        self.track_tqdm = track_tqdm
        if track_tqdm:
            _tell_tqdm()

    def __call__(
        self,
        progress: float | tuple[float, float | None] | None,
        desc: str | None = None,
        total: float | None = None,
        unit: str = "steps",
    ) -> None:
        """Tells how far it is: a part from 0 to 1, or (done, total) in units."""
        if progress is None:
            call().progress(0, text=desc or "", unit=unit)
        elif isinstance(progress, tuple):
            done, of = progress
            call().progress(done, of or total or 0, text=desc or "", unit=unit)
        else:
            call().progress(progress, 1, text=desc or "")

    def tqdm(
        self,
        iterable: Iterable[Any],
        desc: str | None = None,
        total: float | None = None,
        unit: str = "steps",
    ) -> Iterator[Any]:
        """The items, as `rpcface.progress` gives them."""
        return running.progress(iterable, total, text=desc or "", unit=unit)


@functools.cache
def _tell_tqdm() -> None:
    """From now on, each tqdm bar that is made while a function runs for a call is told to
    the caller too. ImportError: tqdm is not installed.
    """
    from tqdm.std import tqdm  # type: ignore[import-untyped]  # ships none

    made, shown, closed = tqdm.__init__, tqdm.refresh, tqdm.close

    @functools.wraps(made)
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        self.rpcface_bar = None
        made(self, *args, **kwargs)
        if is_inside() and not self.disable:
            running = call()
            bar = running.opened(self.total or 0, text=_text(self), unit=self.unit)
            self.rpcface_bar = running, bar

    @functools.wraps(shown)
    def refresh(self: Any, *args: Any, **kwargs: Any) -> Any:
        _move(self)
        return shown(self, *args, **kwargs)

    @functools.wraps(closed)
    def close(self: Any) -> None:
        _move(self)
        held: tuple[Running, Any] | None = getattr(self, "rpcface_bar", None)
        if held is not None:
            running, bar = held
            self.rpcface_bar = None
            running.closed(bar)
        closed(self)

    tqdm.__init__, tqdm.refresh, tqdm.close = init, refresh, close


def _move(bar: Any) -> None:
    held = getattr(bar, "rpcface_bar", None)
    if held is not None:
        running, own = held
        running.renewed(own, bar.n, bar.total or 0, text=_text(bar), unit=bar.unit)


def _text(bar: Any) -> str:
    return (bar.desc or "").removesuffix(": ")
