"""Keeps to itself what Pillow warns about in files that strangers sent."""

from __future__ import annotations

import contextlib
import threading
import warnings
from collections.abc import Iterator

_MODULES = r"PIL\.(?#rpcface)"  # the comment tells our filter from one of the program's own
_lock = threading.Lock()
_inside = 0


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """No warning of Pillow's modules is shown or raised inside, on any thread.

    `warnings.catch_warnings` restores a snapshot of the filters when it ends, and
    threads that overlap restore each other's; this adds one filter and takes it away.
    """
    global _inside  # noqa: PLW0603  # guarded by the lock
    with _lock:
        _inside += 1
        warnings.filterwarnings("ignore", module=_MODULES)
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                _remove()


def _remove() -> None:
    for item in list(warnings.filters):
        if getattr(item[3], "pattern", item[3]) == _MODULES:
            with contextlib.suppress(ValueError):  # another thread put the filters back
                warnings.filters.remove(item)  # type: ignore[attr-defined]  # it is a list
