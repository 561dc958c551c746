"""Which interfaces a caller may use, as the author's function says."""

from __future__ import annotations

import inspect
from collections.abc import Iterable

from rpcface.core.incidents import failure
from rpcface.core.options import Authorize


class Decisions:
    """Asks the function. TypeError: it is none, or async.

    It is asked for each call and each description, from the event loop or another thread,
    so it should know its answer. Where it fails, the answer is no.
    """

    def __init__(self, function: Authorize) -> None:
        if not callable(function) or inspect.iscoroutinefunction(function):
            raise TypeError(
                f"authorize: wanted a function of a principal and an interface's name that is not "
                f"async; came {function!r}"
            )
        self._function = function

    def allows(self, principal: str, interface: str) -> bool:
        """Whether a principal may use an interface."""
        try:
            answer = self._function(principal, interface)
            if answer is not True and answer is not False:
                raise TypeError(
                    f"authorize: wanted True or False; it returned {type(answer).__name__}"
                )
        except BaseException as error:  # noqa: BLE001 - SystemExit would end the loop
            failure(f"authorize of interface {interface!r}", error)
            return False
        return answer

    def allowed(self, principal: str, interfaces: Iterable[str]) -> list[str]:
        """Those of the interfaces that a principal may use."""
        return [name for name in interfaces if self.allows(principal, name)]
