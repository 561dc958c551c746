"""The flag store "sql": a table in whatever database SQLAlchemy speaks to. One plugin,
found by the same entry point as strangers'.
"""

from __future__ import annotations

from collections.abc import Mapping

from rpcface.flag_store import FlagStore
from rpcface.hookspecs import hookimpl


@hookimpl
def rpcface_flag_stores() -> Mapping[str, type[FlagStore]]:
    """The store."""
    from rpcface.flag_tables.store import TableFlags

    return {"sql": TableFlags}
