"""Where the state of an interface stands, and what its conversations begin with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rpcface.component import Component
from rpcface.errors import Invalid, OutputError
from rpcface.function import Argument
from rpcface.schemas import AnyShape, Field, Schema
from rpcface.slots import Slot
from rpcface.state import STATE, State
from rpcface.state_bytes import from_bytes, to_bytes
from rpcface.values import MISSING, Value


class Places:
    """The components of an interface, and the state that stood among them.

    ValueError: there is not one state on each side, nor none on both, or there is nothing
    else; the message tells what came.
    """

    def __init__(
        self,
        inputs: Sequence[Component | State],
        outputs: Sequence[Component | State],
        additional: Sequence[Component | State],
    ) -> None:
        self.inputs, taken = _parted(inputs)
        self.outputs, returned = _parted(outputs)
        self.additional, folded = _parted(additional)
        if folded:
            raise ValueError(
                f"additional_inputs[{folded[0]}]: wanted a component; came "
                f"{additional[folded[0]]!r}. A state stands among inputs"
            )
        if len(taken) != len(returned) or len(taken) > 1:
            raise ValueError(
                "a state: wanted one in inputs and one in outputs, or none; came "
                f"{_listed('inputs', taken)} and {_listed('outputs', returned)}"
            )
        if taken and not (self.inputs or self.outputs):
            raise ValueError(
                "inputs and outputs: wanted at least one component besides the state; came none"
            )
        self._sides = inputs, outputs
        self.taken = taken[0] if taken else None
        """The place of the state in inputs."""
        self.returned = returned[0] if returned else None
        """The place of the state in outputs."""

    def without_state(self, arguments: Sequence[Argument]) -> list[Argument]:
        """The parameters that the components fill."""
        return [one for at, one in enumerate(arguments) if at != self.taken]

    def stateful(self, arguments: Sequence[Argument]) -> Stateful | None:
        """What is to be known of the state; None: there is none. ValueError: what it begins
        with can't be kept.
        """
        if self.taken is None or self.returned is None:
            return None
        taken, returned = self._sides[0][self.taken], self._sides[1][self.returned]
        assert isinstance(taken, State)
        assert isinstance(returned, State)
        argument = arguments[self.taken]
        value = taken.value
        if value is None and argument.default is not MISSING:
            value = argument.default
        name = f" ({argument.name})" if argument.name else ""
        place = f"inputs[{self.taken}]{name}"
        return Stateful(value, place, self.taken, StateSlot(returned), self.returned)


def _parted(given: Sequence[Component | State]) -> tuple[tuple[Component, ...], list[int]]:
    """The components, and the places of what are states."""
    components = tuple(one for one in given if not isinstance(one, State))
    return components, [at for at, one in enumerate(given) if isinstance(one, State)]


def _listed(side: str, places: Sequence[int]) -> str:
    return " and ".join(f"{side}[{place}]" for place in places) or f"none in {side}"


class StateSlot(Slot):
    """The place of a state among those of outputs. What the function returns there goes
    through it as it is.
    """

    __slots__ = ()

    def __init__(self, state: State) -> None:
        self.component = state  # type: ignore[assignment]  # it is a key of dicts, and no more
        self.field = Field(name=STATE, schema=Schema(AnyShape(), nullable=True))
        self.name = STATE
        self.nullable = True
        self.check = _unchanged
        self.encode = _unchanged  # type: ignore[assignment]  # what it gives is no value yet


def _unchanged(value: Any, *_: object) -> Any:
    return value


class Stateful:
    """The state of an interface.

    value: what a new conversation begins with, or a callable for it. ValueError: it can't
    be kept; the message begins with `place`.
    """

    def __init__(self, value: Any, place: str, taken: int, slot: Slot, returned: int) -> None:
        self._taken = taken
        self._slot = slot
        self._returned = returned
        self.make: Callable[[], Any] | None = value if callable(value) else None
        """What is called for each new conversation; None: `body` is what it begins with."""
        self.body = b""
        """The bytes of what each new conversation begins with, where nothing is called."""
        if self.make is None:
            try:
                self.body = to_bytes(value)
            except Invalid as fault:
                raise ValueError(
                    f"{place}: the state can't begin with {value!r:.80}: {fault}"
                ) from None

    def returns(self, outputs: Sequence[Slot]) -> tuple[Slot, ...]:
        """The places of all that the function returns."""
        return (*outputs[: self._returned], self._slot, *outputs[self._returned :])

    def begin(self) -> bytes:
        """The bytes of what a new conversation begins with. OutputError: what was called for
        it gave something that can't be kept. What that raises comes as it is.
        """
        return self.body if self.make is None else kept(self.make())

    def enter(self, args: list[Any], state: Any) -> None:
        """Puts the state among what the function gets."""
        args.insert(self._taken, state)

    def start(self, args: list[Any]) -> None:
        """The same with that of a new conversation; errors as for `begin`."""
        self.enter(args, from_bytes(self.begin()))

    def end(self, outputs: dict[str, Value]) -> None:
        """Drops the state that the function returned. OutputError: it can't be kept."""
        if STATE in outputs:
            kept(outputs.pop(STATE))


def kept(state: Any) -> bytes:
    """The bytes of a state that a function gave. OutputError: it can't be kept; the message
    says where, and the cause what came.
    """
    try:
        return to_bytes(state)
    except Invalid as fault:
        at = f" at {fault.pointer}" if fault.pointer else ""
        raise OutputError(f"{STATE}{at}: wanted {fault.wanted}") from fault
