"""What is the same at every edge: which calls are in flight, and what a caller is told of
one that fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, Final, TypeVar

from rpcface.core.claimant import Claimant
from rpcface.core.incidents import failure
from rpcface.core.sight import Handler
from rpcface.core.unary import is_cancelled
from rpcface.errors import RpcfaceError, ShuttingDown

SERVICE: Final = "rpcface.v1.InterfaceService"
BLOBS: Final = "rpcface.v1.BlobService"

T = TypeVar("T")


class InFlight:
    """The calls of a server, by whichever edge they came. It belongs to one event loop."""

    def __init__(self) -> None:
        self._count = 0
        self._none: asyncio.Event | None = None

    def enter(self) -> None:
        """Counts a call that has come."""
        self._count += 1

    def leave(self) -> None:
        """Counts a call that has ended."""
        self._count -= 1
        if self._none is not None and not self._count:
            self._none.set()

    def unless_late(self, handler: Handler[T]) -> Handler[T]:
        """The handler; no call gets to it once the server is going down."""

        def call(body: Any, caller: Claimant) -> Awaitable[T]:
            if self._none is not None:
                raise ShuttingDown("the server is going down; the function did not run")
            return handler(body, caller)

        return call

    async def ended(self) -> None:
        """Refuses new calls from now on, and waits until none is in flight."""
        self._none = asyncio.Event()
        if self._count:
            await self._none.wait()

    @property
    def are_ended(self) -> bool:
        """Whether none is in flight, and none will be."""
        return self._none is not None and not self._count


def refusal(error: BaseException) -> RpcfaceError:
    """What the caller is told. The error itself is raised again where there is nobody to
    be told: the caller left, or its deadline has passed.
    """
    if isinstance(error, RpcfaceError):
        return error
    # a handler that ends so by itself would leave its caller without any status
    is_over = isinstance(error, asyncio.CancelledError) and is_cancelled()
    if is_over or isinstance(error, GeneratorExit):
        raise error
    return failure("the server", error)
