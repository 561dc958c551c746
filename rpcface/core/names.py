"""The names of interfaces on one server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rpcface.given import is_api_name
from rpcface.interface import Interface


def assign(
    interfaces: Iterable[Interface], namespace: Mapping[str, object]
) -> dict[str, Interface]:
    """The interfaces by name, in order: each under its `api_name`, or else its
    function's name, or else the variable of `namespace` that holds it; "_1", "_2" …
    is added where a name is taken.
    """
    variables = {id(held): name for name, held in namespace.items() if isinstance(held, Interface)}
    named: dict[str, Interface] = {}
    for interface in interfaces:
        wish = interface.api_name or _clean(interface.function.name)
        wish = wish or _clean(variables.get(id(interface), "")) or "interface"
        name, number = wish, 0
        while name in named:
            number += 1
            suffix = f"_{number}"
            name = wish[: 64 - len(suffix)] + suffix
        named[name] = interface
    return named


def _clean(name: str) -> str:
    """The name with only what a served name may hold, or "" if nothing is left."""
    cleaned = re.sub(r"[^A-Za-z0-9_]", "_", name).strip("_")[:64]
    return cleaned if cleaned and is_api_name(cleaned) else ""
