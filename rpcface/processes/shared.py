"""Memory that two processes share, so that arrays need not pass through a socket.

One side writes, the other reads. A slot is a piece of memory that the writer made; its
descriptor travels once, and the slot is used again as soon as nothing in the reader's
process looks into it any more. It has no name that would have to be removed: the memory
ends with the last process that maps it, however that ends.
"""

from __future__ import annotations

import mmap
import os
import sys
import tempfile
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from rpcface.processes.pickles import Parcel, unpack

_ALIGNED: Final = 64
"""Bytes whose multiples arrays begin at."""
_ROUNDED: Final = 64 * 1024
"""Bytes whose multiples slots are long."""
_SPARE: Final = 16 * 1024 * 1024
"""Bytes up to which a slot is used for less than an eighth of it."""


Placed: TypeAlias = tuple[int, int, Sequence[tuple[int, int]]]
"""Where a parcel lies: the number of the slot; the length of what is pickled, which begins
it; the begin and the end of each buffer."""


@dataclass(slots=True)
class _Slot:
    number: int
    memory: mmap.mmap
    view: memoryview = field(init=False)

    def __post_init__(self) -> None:
        self.view = memoryview(self.memory)

    def close(self) -> None:
        self.view.release()
        self.memory.close()


class Writer:
    """Places parcels in slots. It is used from one thread at a time."""

    def __init__(self) -> None:
        self._used: dict[int, _Slot] = {}
        self._free: list[_Slot] = []

    def put(self, parcel: Parcel) -> tuple[Placed, int | None]:
        """Copies a parcel to a slot; where it lies, and a descriptor that the reader needs
        and that the caller closes. MemoryError: there is none.
        """
        end = pickled = sum(map(len, parcel.parts))
        spans = []
        for buffer in parcel.buffers:
            begin = -(-end // _ALIGNED) * _ALIGNED
            end = begin + buffer.nbytes
            spans.append((begin, end))
        slot, descriptor = self._take(end)
        at = 0
        for part in parcel.parts:
            _copy(part, slot.view[at : at + len(part)])
            at += len(part)
        for (begin, end), buffer in zip(spans, parcel.buffers, strict=True):
            _copy(buffer, slot.view[begin:end])
        return (slot.number, pickled, spans), descriptor

    def free(self, numbers: Sequence[int]) -> None:
        """Lets slots be used again, into which the reader does not look any more."""
        self._free += [self._used.pop(number) for number in numbers]

    def close(self) -> None:
        """Gives the memory back."""
        for slot in [*self._free, *self._used.values()]:
            slot.close()
        self._free.clear()
        self._used.clear()

    def _take(self, size: int) -> tuple[_Slot, int | None]:
        most = max(size * 8, _SPARE)
        fit = [slot for slot in self._free if size <= len(slot.memory) <= most]
        if fit:
            slot = min(fit, key=lambda slot: len(slot.memory))
            self._free.remove(slot)
            self._used[slot.number] = slot
            return slot, None
        number = len(self._used)
        if self._free:
            worst = min(self._free, key=lambda slot: len(slot.memory))
            self._free.remove(worst)
            worst.close()
            number = worst.number
        size = -(-size // _ROUNDED) * _ROUNDED
        try:
            descriptor = _anonymous(size)
            slot = self._used[number] = _Slot(number, mmap.mmap(descriptor, size))
        except OSError as error:
            raise MemoryError(f"there are no {size} bytes of shared memory: {error}") from None
        return slot, descriptor


class Reader:
    """Reads what a writer has placed. It is used from one thread at a time; what it read
    may be used in others.
    """

    def __init__(self) -> None:
        self._memory: dict[int, mmap.mmap] = {}
        self._looking: dict[int, weakref.ref[Any]] = {}
        self._unused: deque[int] = deque()

    def take(self, placed: Placed, descriptor: int | None) -> Payload:
        """What lies there. The descriptor, if one came with it, is closed."""
        slot, pickled, spans = placed
        if descriptor is not None:
            try:
                self._memory[slot] = mmap.mmap(descriptor, 0)
            finally:
                os.close(descriptor)
        import numpy as np

        whole = np.frombuffer(self._memory[slot], np.uint8)
        self._looking[slot] = weakref.ref(whole, self._forgotten(slot))
        return Payload(whole[:pickled], [whole[begin:end] for begin, end in spans])

    def _forgotten(self, slot: int) -> Callable[[object], None]:
        """What is called when nothing looks into the slot any more, by whatever thread, at
        whatever moment: it may only take a note.
        """
        return lambda _: self._unused.append(slot)

    def unused(self) -> list[int]:
        """The slots that are not looked into any more, to be told to the writer; each
        once.
        """
        found = []
        while self._unused:
            found.append(self._unused.popleft())
            del self._looking[found[-1]]
        return found


class Payload:
    """An object that another process sent: what is pickled of it, and its buffers."""

    __slots__ = ("_buffers", "_pickled")

    def __init__(self, pickled: Any, buffers: Sequence[Any]) -> None:
        self._pickled = pickled
        self._buffers = buffers

    def open(self) -> Any:
        """The object; once. Any exception: it can't be had here."""
        pickled, buffers = self._pickled, self._buffers
        self._pickled, self._buffers = b"", ()
        return unpack(pickled, buffers)


def _copy(source: Any, target: memoryview) -> None:
    numpy = sys.modules.get("numpy")
    if numpy is None or len(target) < _ROUNDED:
        target[:] = source
    else:  # it lets others have the interpreter meanwhile
        numpy.copyto(numpy.frombuffer(target, "u1"), numpy.frombuffer(source, "u1"))


def _anonymous(size: int) -> int:
    """The descriptor of so many bytes that have no name."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("rpcface")
    else:
        with tempfile.TemporaryFile() as file:
            descriptor = os.dup(file.fileno())
    try:
        os.ftruncate(descriptor, size)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
