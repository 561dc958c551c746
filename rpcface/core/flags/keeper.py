"""One flagged call on its way to the disk: its media to their folder, the rest to the spool."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rpcface.component import Limits
from rpcface.core.flags.lines import write_line
from rpcface.core.flags.media import MediaFolder, size_of
from rpcface.core.flags.room import Room
from rpcface.core.flags.spool import Spool
from rpcface.core.flags.values import as_json, leaves, viewable, without_secrets
from rpcface.errors import BlobGone, Violation
from rpcface.flag_store import FlagRecord
from rpcface.interface import Interface
from rpcface.slots import Slot
from rpcface.values import Media, Tensor, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be recorded of a call; its values are valid."""

    id: str
    time: float
    """Seconds since 1970."""
    name: str
    interface: Interface
    option: str = ""
    automatic: bool = False
    principal: str = ""
    request_id: str = ""
    inputs: Mapping[str, Value]
    outputs: Mapping[str, Value]
    seconds: float | None = None


class Keeper:
    """Writes flagged calls to the disk, one after the other, from whatever thread."""

    def __init__(self, media: MediaFolder, spool: Spool, room: Room, limits: Limits) -> None:
        self._media = media
        self._spool = spool
        self._room = room
        self._limits = limits
        self._lock = threading.Lock()

    def keep(self, note: Note, *, quick: bool = False) -> int:
        """Keeps a call; how many have been by now. `quick`: arrays stay arrays, which takes
        less time than a file that people can open. LimitExceeded: there is no room for it.
        BlobGone: a medium is not there. OSError: it can't be written.
        """
        sides = {
            "inputs": self._recorded(note.interface.inputs, note.inputs, quick=quick),
            "outputs": self._recorded(note.interface.outputs, note.outputs, quick=quick),
        }
        found = [leaf for values in sides.values() for leaf in leaves(dict(values))]
        size = sum(size_of(leaf) for leaf in found if isinstance(leaf, (Media, Tensor)))
        size += sum(len(leaf) for leaf in found if isinstance(leaf, str))
        self._room.take(size)
        written = 0
        try:
            with self._lock:
                try:
                    line = write_line(self._record(note, sides))
                    number = self._spool.append(line)
                except BaseException:
                    self._media.undo()
                    raise
                written = self._media.done() + len(line)
        finally:
            self._room.give(size - written)
        return number

    def _recorded(
        self, slots: tuple[Slot, ...], values: Mapping[str, Value], *, quick: bool
    ) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for slot in slots:
            if slot.name in values:
                value = without_secrets(values[slot.name], slot.field.schema)
                found[slot.name] = value if quick else viewable(value, slot, self._limits)
        return found

    def _record(self, note: Note, sides: Mapping[str, Mapping[str, Value]]) -> FlagRecord:
        return FlagRecord(
            id=note.id,
            time=datetime.fromtimestamp(note.time, UTC),
            interface=note.name,
            option=note.option,
            automatic=note.automatic,
            principal=_plain(note.principal),
            request_id=_plain(note.request_id),
            inputs=self._kept("inputs", sides["inputs"]),
            outputs=self._kept("outputs", sides["outputs"]),
            seconds=note.seconds,
        )

    def _kept(self, side: str, values: Mapping[str, Value]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for name, value in values.items():
            try:
                kept[name] = as_json(value, self._media.keep)
            except BlobGone as error:
                field = f"{side}.{name}"
                text = error.message
                raise BlobGone(f"{field}: {text}", violations=[Violation(field, text)]) from None
        return kept


def _plain(text: str) -> str:
    """The text without U+0000, which PostgreSQL has no place for."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")
