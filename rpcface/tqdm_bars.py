"""The bars of the package tqdm as bars of the call, where `Progress(track_tqdm=True)` asks."""

from __future__ import annotations

import functools
from typing import Any

from rpcface.running import Running, call, is_inside


@functools.cache
def install() -> None:
    """From now on, each tqdm bar that is made while a function runs for a call is told to
    the caller too. ImportError: tqdm is not installed.
    """
    from tqdm.std import tqdm

    made, shown, closed = tqdm.__init__, tqdm.refresh, tqdm.close

    @functools.wraps(made)
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        self.rpcface_bar = None
        made(self, *args, **kwargs)
        if is_inside():
            running = call()
            bar = running.opened(self.total or 0, text=self.desc or "", unit=self.unit)
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
        running.moved(own, bar.n)
