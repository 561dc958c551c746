"""The executor "process": worker processes that can be killed. One plugin, found by the
same entry point as strangers'.
"""

from __future__ import annotations

from collections.abc import Mapping

from rpcface.executor import Executor
from rpcface.hookspecs import hookimpl


@hookimpl
def rpcface_executors() -> Mapping[str, type[Executor]]:
    """The executor."""
    from rpcface.processes.executor import ProcessExecutor

    return {"process": ProcessExecutor}
