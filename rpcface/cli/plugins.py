"""`rpcface plugins`: the components, executors and flag stores there are."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from rpcface.plugins import registry


def run(argv: Sequence[str]) -> int:
    """Lists what plugins bring, and those that failed; 1 if any did."""
    argparse.ArgumentParser(
        prog="rpcface plugins",
        description="Lists the components, executors and flag stores there are, the distribution "
        "that each comes from, and the plugins that could not be loaded.",
    ).parse_args(argv)
    log = logging.getLogger("rpcface")
    level = log.level
    log.setLevel(logging.CRITICAL)  # the table says what failed
    try:
        plugins = registry().plugins()
    finally:
        log.setLevel(level)
    components = [
        (component.type, ", ".join(component.aliases), plugin.distribution)
        for plugin in plugins
        for component in plugin.components
    ]
    executors = [(name, one.distribution) for one in plugins for name in one.executors]
    _show([("TYPE", "ALSO", "FROM"), *components])
    if executors:
        sys.stdout.write("\n")
        _show([("EXECUTOR", "FROM"), *executors])
    stores = [(name, one.distribution) for one in plugins for name in one.flag_stores]
    if stores:
        sys.stdout.write("\n")
        _show([("FLAG STORE", "FROM"), *stores])
    failed = [plugin for plugin in plugins if plugin.failure]
    for plugin in failed:
        sys.stdout.write(f"\n{plugin.name} from {plugin.distribution} failed: {plugin.failure}\n")
    return 1 if failed else 0


def _show(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)]
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
