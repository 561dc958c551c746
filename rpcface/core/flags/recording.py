"""The calls of one interface that the server records by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rpcface.core.flags.values import weight
from rpcface.events import Finished
from rpcface.wire.calls import read_outcome

if TYPE_CHECKING:
    from rpcface.core.prepared import Prepared


class Recording:
    """Notes calls. `put`: takes a call, how many bytes its outcome has, and what reads that."""

    def __init__(self, put: Callable[[Prepared, int, Callable[[], Finished]], None]) -> None:
        self._put = put

    def answered(self, prepared: Prepared, answer: bytes) -> None:
        """Notes a call that has succeeded, when its answer is about to leave: the bytes of a
        `PredictResponse`.
        """

        def read() -> Finished:
            outcome = read_outcome(answer)
            return Finished(outcome.outputs, outcome.duration_ns)

        self._put(prepared, len(answer), read)

    def told(self, prepared: Prepared, end: Finished) -> None:
        """Notes a call that was watched to its end, which has all its outputs."""
        self._put(prepared, weight(end.values), lambda: end)
