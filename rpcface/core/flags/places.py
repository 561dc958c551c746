"""Where flagged calls are kept unless somebody says otherwise."""

from __future__ import annotations

import contextlib
import os
from typing import Final

from rpcface.flag_store import FlagStore

STORE: Final = ("RPCFACE_FLAG_STORE", os.path.join(".rpcface", "flags.db"))
"""The variable that names the store, and the SQLite file that it is without one."""
FOLDER: Final = ("RPCFACE_FLAG_FOLDER", os.path.join(".rpcface", "flags"))
"""The same for the folder of media."""

SQL: Final = "sql"
"""The name of the store that takes URLs."""


def made_store(place: str | FlagStore) -> FlagStore:
    """The store at a place: a URL of SQLAlchemy's, or a plugin's name, behind which may
    stand ":" and what that store wants to know. ValueError: there is none, or it refuses
    that. ImportError: it needs what is not installed. PluginError: two plugins claim it.
    """
    if isinstance(place, FlagStore):
        return place
    if not isinstance(place, str):
        raise TypeError(f"flag_store: wanted a URL, a name or a FlagStore; came {place!r}")
    from rpcface.plugins import registry

    if "://" in place:
        return registry().flag_store(SQL)(place)
    name, _, rest = place.partition(":")
    return registry().flag_store(name)(rest)


def private(folder: str) -> None:
    """Makes the folder, which only its owner may read. Version control leaves it alone, and
    what lies beside it in the usual place. OSError: it can't be made.
    """
    if os.path.isdir(folder):
        return
    outer = os.path.dirname(folder)
    marked = outer if os.path.basename(outer) == os.path.dirname(FOLDER[1]) else folder
    for path in (marked, folder):
        os.makedirs(path, mode=0o700, exist_ok=True)
    ignored = os.path.join(marked, ".gitignore")
    with contextlib.suppress(FileExistsError), open(ignored, "x", encoding="utf-8") as file:
        file.write("*\n")


def held_in(folder: str) -> int:
    """How many bytes the files below a folder have."""
    held = 0
    for path, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                held += os.lstat(os.path.join(path, name)).st_size
    return held
