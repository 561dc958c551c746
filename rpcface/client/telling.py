"""Which events of a call its caller has been told, so that none is told twice where the
call is opened anew.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from rpcface.changes import apply
from rpcface.client.description import InterfaceDescription
from rpcface.events import Alerted, Event, Finished, Queued, Started, Updated
from rpcface.natural import results
from rpcface.values import MISSING, Value


class Telling:
    """The events of one call on their way to its caller, with the outputs as they are. A
    stream that is opened anew begins with what was told so far: of that only what is new
    is passed on.
    """

    def __init__(self) -> None:
        self._interface: InterfaceDescription | None = None
        self._is_again = False
        self._place: Queued | Started | None = None
        self._alerts: Counter[Alerted] = Counter()
        self._again: Counter[Alerted] = Counter()
        """Those that may come once more."""
        self._before: dict[str, Value] | None = None
        """The outputs as they were told last, where these may come once more."""
        self._outputs: dict[str, Value] = {}
        self._has_updated = False

    def opens(self, interface: InterfaceDescription) -> None:
        """A stream of the call begins."""
        self._is_again = self._interface is not None
        self._interface = interface
        self._again = self._alerts.copy()
        self._before = self._outputs if self._has_updated else None
        self._outputs = {
            field.name: field.default for field in interface.outputs if field.default is not MISSING
        }

    def told(self, event: Event) -> Event | None:
        """What the caller is told of an event; None: nothing, it knows that."""
        if isinstance(event, (Queued, Started)):
            if self._is_again and (event == self._place or self._place == Started()):
                return None
            self._place = event
        elif isinstance(event, Alerted):
            if self._again[event] > 0:
                self._again[event] -= 1
                return None
            self._alerts[event] += 1
        elif isinstance(event, Updated):
            for change in event.changes:
                apply(self._outputs, change)
            before, self._before = self._before, None
            if before == self._outputs:
                return None
            self._has_updated = True
            return replace(event, outputs=self._natural())
        elif isinstance(event, Finished):
            self._outputs.update(event.values)
            return replace(event, outputs=self._natural())
        return event

    def _natural(self) -> Any:
        assert self._interface is not None
        return results(self._interface.outputs, self._outputs)
