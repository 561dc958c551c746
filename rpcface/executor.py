"""What runs the function of an interface elsewhere than on a server's loop and threads."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rpcface.function import Function
from rpcface.running import Running


class ExecutorError(ValueError):
    """An executor can't run the function; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Work:
    """What an executor runs: an interface's function.

    name: the interface's on the server.
    function: called with a list of what the inputs were decoded to, or, where calls are
        batched, of a list for each input. It has `fn`, the author's callable, and `yields`,
        whether that is a generator.
    setup: called once for each worker, before its first call; what it returns is
        `rpcface.call().loaded` there. None: there is nothing to call.
    workers: how many calls are to run at once.
    """

    name: str
    function: Function
    setup: Callable[[], Any] | None
    workers: int


class Executor(ABC):
    """Runs the function of one interface of one server. It is made, used and drained on
    the server's event loop, which none of its methods may hold.

    ExecutorError, from the constructor or `start`: it can't run this function; then the
    server does not start.
    """

    copies: ClassVar[bool] = False
    """Whether a function that changes its arguments changes copies: arrays in them may then
    look into the request, and be read-only, until they are copied.
    """

    def __init__(self, work: Work) -> None:
        self.work = work

    @abstractmethod
    async def start(self) -> None:
        """Makes it ready, once, before the server listens. It does not wait for `setup`:
        a call does.
        """

    @abstractmethod
    async def submit(self, args: Sequence[Any], running: Running) -> Any:
        """Runs the function; what it returns, or of a generator the last value (MISSING:
        it gave none).

        running: the call, or the batch. The function's `rpcface.call()` has its deadline,
            metadata and request id, and what it tells there is told to `running`. The
            deadline may become another one meanwhile: `running.follower` is called then.

        When the task that awaits this is cancelled, the caller has left or its deadline has
        passed: the run is to end soon. rpcface.Error: the function raised one. WorkerLost:
        it may have run in part. OutputError: its result can't be had. What else is raised
        reaches the server's log alone, and the caller gets its number.
        """

    @abstractmethod
    def stream(self, args: Sequence[Any], running: Running) -> AsyncGenerator[Any, None]:
        """Runs a generator; its values, each as soon as it is there. It ends as `submit`
        does, and also when it is closed.
        """

    @abstractmethod
    async def drain(self, grace: float) -> None:
        """Ends everything, `grace` seconds from now at the latest for what still runs.
        Nothing is submitted any more.
        """

    @abstractmethod
    def stats(self) -> Mapping[str, float]:
        """Counts for those who watch it, such as {"workers": 2, "busy": 1, "lost": 0}."""
