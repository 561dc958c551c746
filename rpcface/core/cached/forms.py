"""Outputs in the forms that callers can want them in, made of what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rpcface.component import IO, Accept
from rpcface.errors import Invalid, RequestMalformed
from rpcface.media_types import DECODED, matches
from rpcface.parts import replaced
from rpcface.slots import Slot, encode
from rpcface.values import Media, Value
from rpcface.wire.calls import read_outcome, write_outcome
from rpcface.wire.fields import Pieces

_LENGTH: Final = 8
"""Bytes that say how long the outcome in the usual form is, which is followed by the one
in the decoded form."""


@dataclass(frozen=True, slots=True)
class Forms:
    """Outputs by name: as a caller gets them who wants nothing certain, and of those whose
    decoded form is another, that.
    """

    usual: Mapping[str, Value]
    decoded: Mapping[str, Value]

    def wanted(self, slots: Sequence[Slot], accept: Accept, io: IO) -> dict[str, Value]:
        """The outputs as the caller wants them. Invalid, and what a component raises: they
        can't be had so.
        """
        if not accept.types or not self.decoded:
            return dict(self.usual)
        if accept.types == (DECODED,):
            return {**self.usual, **self.decoded}
        by_name = {slot.name: slot for slot in slots}
        return {
            name: self._wanted(by_name[name], accept, io) if name in self.decoded else value
            for name, value in self.usual.items()
        }

    def _wanted(self, slot: Slot, accept: Accept, io: IO) -> Value:
        usual, decoded = self.usual[slot.name], self.decoded[slot.name]
        rank = _rank(usual, accept)
        if rank == 0:
            return usual
        if _rank(decoded, accept) == 0:
            return decoded
        made = slot.field.schema.check(slot.encode(slot.decode(decoded, io), accept, io))
        return usual if rank <= _rank(made, accept) else made


def _rank(value: Value, accept: Accept) -> int:
    """Which of the caller's wishes the value fulfils, from 0; their count: none."""
    media, count = media_in(value), len(accept.types)
    if not media:
        return accept.types.index(DECODED) if DECODED in accept.types else count
    return max(
        next((i for i in range(count) if matches(one.media_type, (accept.types[i],))), count)
        for one in media
    )


def media_in(value: Value) -> list[Media]:
    """The media anywhere in a value."""
    found: list[Media] = []

    def noted(media: Media) -> Media:
        found.append(media)
        return media

    replaced(value, noted)
    return found


def repeatable(result: Any) -> Any:
    """What a function returned, so that it can be encoded more than once: what can be
    iterated but once becomes a list.
    """
    if isinstance(result, Iterator):
        return list(result)
    if type(result) in (tuple, list):
        return type(result)(map(repeatable, result))
    if type(result) is dict:
        return {key: repeatable(part) for key, part in result.items()}
    return result


def write_forms(slots: Sequence[Slot], result: Any, io: IO) -> Pieces:
    """What is kept of what a function returned. OutputError, and what a component raises:
    it can't be carried.
    """
    usual = encode(slots, result, Accept(), io)
    decoded = encode(slots, result, Accept((DECODED,)), io)
    first = write_outcome(usual)
    other = {name: value for name, value in decoded.items() if _bytes(value) != _bytes(usual[name])}
    length = sum(map(len, first)).to_bytes(_LENGTH, "little")
    return [length, *first, *(write_outcome(other) if other else ())]


def read_forms(content: memoryview, slots: Sequence[Slot]) -> Forms:
    """The outputs in what is kept of them; large ones look into it. ValueError: it is not
    what the interface's outputs are.
    """
    end = _LENGTH + int.from_bytes(content[:_LENGTH], "little")
    try:
        usual = read_outcome(content[_LENGTH:end]).outputs
        decoded = read_outcome(content[end:]).outputs
    except RequestMalformed as error:
        raise ValueError(str(error)) from None
    forms = Forms(_in_order(slots, usual), _in_order(slots, decoded))
    if not forms.decoded.keys() <= forms.usual.keys():
        raise ValueError("an output has a decoded form alone")
    return forms


def _in_order(slots: Sequence[Slot], outputs: Mapping[str, Value]) -> dict[str, Value]:
    strange = outputs.keys() - {slot.name for slot in slots}
    if strange:
        raise ValueError(f"there is no output {min(strange)!r}")
    try:
        return {
            slot.name: slot.field.schema.check(outputs[slot.name])
            for slot in slots
            if slot.name in outputs
        }
    except Invalid as fault:
        raise ValueError(str(fault)) from None


def _bytes(value: Value) -> bytes:
    return b"".join(write_outcome({"": value}))
