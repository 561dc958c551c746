"""`rpcface plugins`: the components there are."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from rpcface.plugins import registry


def run(argv: Sequence[str]) -> int:
    """Lists the components there are, and the plugins that failed; 1 if any did."""
    argparse.ArgumentParser(
        prog="rpcface plugins",
        description="Lists the components there are, the distribution that each comes from, "
        "and the plugins that could not be loaded.",
    ).parse_args(argv)
    log = logging.getLogger("rpcface")
    level = log.level
    log.setLevel(logging.CRITICAL)  # the table says what failed
    try:
        plugins = registry().plugins()
    finally:
        log.setLevel(level)
    rows = [
        (component.type, ", ".join(component.aliases), plugin.distribution)
        for plugin in plugins
        for component in plugin.components
    ]
    rows.insert(0, ("TYPE", "ALSO", "FROM"))
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for kind, aliases, distribution in rows:
        sys.stdout.write(f"{kind:<{widths[0]}}  {aliases:<{widths[1]}}  {distribution}\n")
    failed = [plugin for plugin in plugins if plugin.failure]
    for plugin in failed:
        sys.stdout.write(f"\n{plugin.name} from {plugin.distribution} failed: {plugin.failure}\n")
    return 1 if failed else 0
