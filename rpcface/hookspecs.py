"""Every hook that a plugin can implement, on one screen.

A plugin is a module (or object) with functions marked `@rpcface.hookimpl`, named by
an entry point of the group "rpcface" in its distribution:

    [project.entry-points.rpcface]
    molecule = "acme_molecule"

The entry point's name is a type or alias of the plugin's, or the name of its executor or
flag store, so that it is imported only when that name is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pluggy

from rpcface.component import Component
from rpcface.executor import Executor
from rpcface.flag_store import FlagStore

GROUP = "rpcface"
"""The entry-point group, and pluggy's project name."""

hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


@hookspec
def rpcface_components() -> Sequence[type[Component]]:
    """The component classes that the plugin brings."""
    raise AssertionError("pluggy calls implementations, never the specification")


@hookspec
def rpcface_executors() -> Mapping[str, type[Executor]]:
    """The executors that the plugin brings, by the names that people write in
    `Interface(executor="…")`.
    """
    raise AssertionError("pluggy calls implementations, never the specification")


@hookspec
def rpcface_flag_stores() -> Mapping[str, type[FlagStore]]:
    """The stores of flagged calls that the plugin brings, by the names that people write in
    `Options(flag_store="…")`.
    """
    raise AssertionError("pluggy calls implementations, never the specification")
