"""The examples of an interface, and their outputs as far as they are kept."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from rpcface.component import IO, Accept
from rpcface.core.cached.forms import Forms, media_in, read_forms, write_forms
from rpcface.core.cached.keys import Keys
from rpcface.core.cached.matching import same
from rpcface.core.cached.store import Store
from rpcface.core.incidents import failure
from rpcface.errors import Invalid
from rpcface.files import CallIO
from rpcface.interface import Interface
from rpcface.parts import replaced
from rpcface.schemas import ChoiceShape, is_light
from rpcface.slots import Slot
from rpcface.values import MISSING, Media, Value

if TYPE_CHECKING:
    from rpcface.core.prepared import Prepared

SMALL: Final = 64 * 1024
"""Bytes of outputs up to which they stay in memory, where every caller gets the same."""

_SCALARS: Final = (bool, int, float, str, type(None))
_TRUTH: Final = {True: object(), False: object()}
"""What stands for true and false where they must not be 1 and 0."""

_log = logging.getLogger("rpcface")


class Kept:
    """An example, and its outputs in the store.

    place: which it is, from 0. inputs: as the author gave them. heavy: those that can't be
    looked up, with the defaults, as `matching.same` wants them.
    """

    def __init__(
        self,
        owner: Cached,
        place: int,
        inputs: Mapping[str, Value],
        heavy: Sequence[Value],
        key: str,
    ) -> None:
        self._owner = owner
        self.place = place
        self.inputs = inputs
        self.heavy = heavy
        self.key = key
        self.is_kept = False
        """Whether the outputs are in the store, as far as is known."""
        self.flat: Mapping[str, Value] | None = None
        """The outputs, where they are small and every caller gets the same."""

    @property
    def _what(self) -> str:
        return f"example {self.place + 1} of interface {self._owner.name!r}"

    def load(self) -> Forms | None:
        """Its outputs, from the store; None: they are not there."""
        store, slots = self._owner.store, self._owner.outputs
        content = store.get(self.key)
        forms = None
        if content is not None:
            try:
                forms = read_forms(content, slots)
            except ValueError as error:
                _log.warning(
                    "kept outputs do not fit, and are made anew: %s: %s", self._what, error
                )
        self.is_kept = forms is not None
        is_small = content is not None and len(content) <= SMALL
        self.flat = forms.usual if forms and is_small and _is_flat(forms) else None
        return forms

    def outputs(self, accept: Accept, io: IO) -> Mapping[str, Value] | None:
        """Its outputs as the caller wants them; None: they can't be had, and the function
        is to run.
        """
        forms = self.load()
        if forms is None:
            return None
        try:
            return forms.wanted(self._owner.outputs, accept, io)
        except Exception as error:  # noqa: BLE001 - whatever a component raises
            failure(f"giving the kept outputs of {self._what}", error)
            return None

    def keep(self, result: Any, prepared: Prepared) -> None:
        """Keeps what the function has returned, unless nobody waited for it any more. What
        goes wrong is told in the log alone.
        """
        if prepared.running.cancelled:  # the function may have seen that, and left off
            return
        known = prepared.io
        try:
            with CallIO(
                limits=known.limits,
                allowed_paths=known.allowed_paths,
                private_addresses=known.private_addresses,
                inputs=known.inputs,
            ) as io:
                content = write_forms(self._owner.outputs, result, io)
                self._owner.store.put(self.key, content)
            self.load()
        except Exception as error:  # noqa: BLE001 - a component's, the disk's
            failure(f"keeping the outputs of {self._what}", error)


class Cached:
    """The examples of an interface whose outputs are kept.

    hold: gives a value as the server tells it, media under hashes of them.
    """

    def __init__(
        self, name: str, interface: Interface, store: Store, hold: Callable[[Value], Value]
    ) -> None:
        self.name = name
        self.store = store
        self.is_eager = interface.cache_examples == "eager"
        self.outputs = interface.outputs
        self._names = {slot.name for slot in interface.inputs}
        self._light = [slot for slot in interface.inputs if _is_scalar(slot)]
        self._heavy = [slot for slot in interface.inputs if not _is_scalar(slot)]
        self._by_light: dict[tuple[object, ...], list[Kept]] = {}
        self.examples: list[Kept] = []
        """Each once, though the author may have given it twice."""
        keys = Keys(interface)
        for place, example in enumerate(interface.examples):
            if self.find(example.inputs) is not None:
                continue
            key = keys.key([hold(_value(slot, example.inputs)) for slot in interface.inputs])
            heavy = [_with_ids(_value(slot, example.inputs), hold) for slot in self._heavy]
            kept = Kept(self, place, example.inputs, heavy, key)
            self.examples.append(kept)
            light = self._light_key(example.inputs)
            assert light is not None
            self._by_light.setdefault(light, []).append(kept)

    def find(self, inputs: Mapping[str, Value]) -> Kept | None:
        """The example that has these inputs; None: none has."""
        light = self._light_key(inputs)
        found = None if light is None else self._by_light.get(light)
        if found is None or not inputs.keys() <= self._names:
            return None
        if not self._heavy:
            return found[0]
        try:
            values = [_value(slot, inputs) for slot in self._heavy]
        except Invalid:
            return None
        return next((one for one in found if all(map(same, values, one.heavy))), None)

    def _light_key(self, inputs: Mapping[str, Value]) -> tuple[object, ...] | None:
        """What is equal for inputs whose light parts are the same; None: no example has
        such inputs.
        """
        key: list[object] = []
        for slot in self._light:
            value = inputs.get(slot.name, slot.field.default)
            if type(value) not in _SCALARS:
                return None
            key.append(_TRUTH[value] if type(value) is bool else value)
        return tuple(key)


def _is_scalar(slot: Slot) -> bool:
    """Whether its valid values are numbers, text and the like, which can be looked up."""
    shape = slot.field.schema.shape
    if isinstance(shape, ChoiceShape):
        return all(type(choice.value) in _SCALARS for choice in shape.choices)
    return is_light(slot.field.schema)


def _value(slot: Slot, inputs: Mapping[str, Value]) -> Value:
    """The value of an input, checked. Invalid: it is not valid, or left out."""
    value = inputs.get(slot.name, slot.field.default)
    if value is MISSING:
        raise Invalid(slot.field.schema.shape.wanted(), "nothing")
    return slot.field.schema.check(value)


def _with_ids(value: Value, hold: Callable[[Value], Value]) -> Value:
    """The value, its media with their content and what they are held under."""

    def known(media: Media) -> Media:
        held = hold(media)
        assert isinstance(held, Media)
        return replace(held, data=bytes(media))

    return replaced(value, known)


def _is_flat(forms: Forms) -> bool:
    """Whether every caller gets the same: there is no other form, and no medium that may
    come as a blob.
    """
    return not forms.decoded and not any(media_in(value) for value in forms.usual.values())
