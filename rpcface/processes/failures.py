"""How calls fail, on their way from a worker to its server. No exception is pickled: many
can't be, and those of others' modules would be imported by the server.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rpcface.errors import Error, OutputError
from rpcface.processes import tracebacks
from rpcface.processes.pickles import error_of, told_by
from rpcface.processes.run import Unsent


@dataclass(frozen=True, slots=True)
class Failed:
    """A failure that is not for the caller.

    text: for the log; the traceback.
    is_unfit: whether it is what the function returned that can't be sent.
    """

    text: str
    is_unfit: bool


class FunctionRaised(Exception):
    """What the function raised in a worker: the worker's traceback, for the log."""


class Unfit(OutputError):
    """What the function returned can't be had. `detail` is for the log alone."""

    def __init__(self, detail: str) -> None:
        super().__init__("what the function returned can't leave its process")
        self.detail = detail


def written(error: BaseException) -> Any:
    """What the worker says of an error."""
    if isinstance(error, Unsent):
        return Failed(str(error), is_unfit=True)
    if not isinstance(error, Error):
        return Failed(tracebacks.text(error), is_unfit=False)
    return told_by(error)


def read(failure: Any) -> Exception | None:
    """What the call fails with, from what the worker says; None: it did not fail."""
    if failure is None:
        return None
    if isinstance(failure, Failed):
        return Unfit(failure.text) if failure.is_unfit else FunctionRaised("\n" + failure.text)
    return error_of(failure)
