"""The laws that every component keeps, for the tests of those who write one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from rpcface.component import Accept, Component
from rpcface.errors import BlobGone, Invalid
from rpcface.files import CallIO
from rpcface.interface import Interface
from rpcface.media_types import DECODED
from rpcface.testing.comparing import comparable
from rpcface.values import Value

__tracebackhide__ = True  # pytest shows the test's line, and what a component raised

LOSSLESS: Final = ((), (DECODED,))
"""The wishes of callers under which most components lose nothing."""


def itself(given: Any) -> Any:
    """What was given."""
    return given


def check_component(
    component: Component,
    returned: Iterable[Any],
    *,
    normal: Callable[[Any], Any] | None = None,
    seen: Callable[[Any], Any] = itself,
    again: Callable[[Any], Any] = itself,
    accepts: Sequence[Sequence[str]] = LOSSLESS,
    sent: Iterable[Value] = (),
    refuses: bool = False,
    normalizes: bool = True,
) -> None:
    """Holds a component to the laws. An error that it raises where it must not comes as it
    is, with a note of what it was given. AssertionError: it breaks a law.

    It can be an input and an output, its schema is the same each time, and its looks are
    values that JSON has.

    What a function may return has a value that the schema takes, and comes back in its
    normal form, whatever the caller accepts; what is normal comes back exactly.

    What a client sends is refused by an `Invalid` that says what was wanted and what came,
    or else a function gets it, returns it, and gets the same again.

    returned: things that a function may return, never None.
    normal: what a function gets for such a thing; None: that is not compared.
    seen: what is compared of what a function gets, such as the content of a file.
    again: what a function returns to say again what it got.
    accepts: what callers accept, each as a client's `accept`, so that nothing is lost.
    sent: values as a client might send them, right ones and wrong ones.
    refuses: whether `decode` may refuse what the schema takes, such as a damaged file.
    normalizes: whether `decode` gives the normal form of whatever is sent.
    """
    Interface(itself, component, component)
    trial = _Trial(component, seen, again)
    trial.check_itself()
    for value in returned:
        wanted = trial.shown(value, accepts[0]) if normal is None else normal(value)
        for accept in accepts:
            trial.check_returned(value, wanted, accept)
    for value in sent:
        trial.check_sent(value, accepts[-1], refuses=refuses, normalizes=normalizes)


class _Trial:
    """A component that is tried, and how what it gives is looked at."""

    def __init__(
        self, component: Component, seen: Callable[[Any], Any], again: Callable[[Any], Any]
    ) -> None:
        self._component = component
        self._schema = component.schema()
        self._seen = seen
        self._again = again

    def check_itself(self) -> None:
        looks = dict(self._component.props())
        try:
            same = json.loads(json.dumps(looks, allow_nan=False))
        except (TypeError, ValueError):
            same = None
        if same != looks:
            raise self._broken(f"wanted props() that JSON has; came {looks!r}")
        if self._component.schema() != self._schema:
            raise self._broken("schema() differs from call to call")

    def check_returned(self, value: Any, wanted: Any, accept: Sequence[str]) -> None:
        with CallIO() as io:
            once = self._back(value, accept, io)
            shown = self._seen(once)
            self._same(shown, wanted, f"for {value!r:.200} that was returned", accept)
            self._comes_again(once, shown, accept, io)

    def check_sent(
        self, value: Value, accept: Sequence[str], *, refuses: bool, normalizes: bool
    ) -> None:
        try:
            checked = self._schema.check(value)
        except Invalid as fault:
            self._is_told(fault, value)
            return
        if checked is None:
            return  # null reaches a function without the component
        with CallIO() as io:
            try:
                once = self._decoded(checked, io)
            except Invalid as fault:
                self._is_told(fault, value)
                if not refuses:
                    raise self._broken(
                        f"decode refuses {value!r:.200}, which the schema takes: {fault}"
                    ) from None
                return
            except BlobGone:
                return
            shown = self._seen(once)
            if normalizes:
                self._comes_again(once, shown, accept, io)

    def shown(self, value: Any, accept: Sequence[str]) -> Any:
        """What is compared of what a function gets that is sent what another returned."""
        with CallIO() as io:
            return self._seen(self._back(value, accept, io))

    def _back(self, value: Any, accept: Sequence[str], io: CallIO) -> Any:
        sent = self._noted(self._component.encode, value, Accept(accept), io)
        if sent is None:
            return None  # as null comes to a function
        return self._decoded(self._noted(self._schema.check, sent), io)

    def _decoded(self, value: Value, io: CallIO) -> Any:
        found = self._noted(self._component.decode, value, io)
        if found is None:
            raise self._broken(f"decode gives None for {value!r:.200}; only null is None")
        return found

    def _comes_again(self, once: Any, shown: Any, accept: Sequence[str], io: CallIO) -> None:
        twice = self._seen(self._back(self._again(once), accept, io))
        self._same(twice, shown, f"for {shown!r:.200} that it got and returned", accept)

    def _same(self, found: Any, wanted: Any, when: str, accept: Sequence[str]) -> None:
        if comparable(found) != comparable(wanted):
            raise self._broken(
                f"{when}, a function gets {found!r:.200}; wanted {wanted!r:.200} "
                f"(accept={list(accept)})"
            )

    def _is_told(self, fault: Invalid, value: Value) -> None:
        if not fault.wanted or not fault.came:
            raise self._broken(
                f"{value!r:.200} is refused without what was wanted or what came: {fault}"
            )

    def _noted(self, do: Callable[..., Any], *given: Any) -> Any:
        try:
            return do(*given)
        except Exception as error:
            error.add_note(f"{self._component!r}: {do.__name__} was given {given[0]!r:.200}")
            raise

    def _broken(self, text: str) -> AssertionError:
        return AssertionError(f"{self._component!r}: {text}")
