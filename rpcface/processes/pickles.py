"""Python objects as bytes, with the large arrays beside them as they lie in memory."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from rpcface.errors import Error, StatusCode, Violation

if TYPE_CHECKING:
    import numpy as np

LARGE: Final = 16 * 1024
"""From how many bytes on a buffer stays beside the rest."""


Told: TypeAlias = tuple[str, StatusCode, str, float | None, Sequence[Violation], Mapping[str, str]]
"""What an `rpcface.Error` says: its message, code, reason, retry_after, violations and
metadata."""


class Parcel:
    """A pickled object.

    parts: what is pickled, to be joined.
    buffers: the large buffers that belong to it, in order.
    """

    __slots__ = ("buffers", "parts", "size")

    def __init__(self, parts: Sequence[bytes], buffers: Sequence[memoryview]) -> None:
        self.parts = parts
        self.buffers = buffers
        self.size = sum(map(len, parts)) + sum(buffer.nbytes for buffer in buffers)
        """Bytes in all."""


def pack(given: Any) -> Parcel:
    """The object as a parcel, which looks into what is large and copies nothing of it.
    Any exception: it can't be pickled.
    """
    parts: list[bytes] = []
    buffers: list[memoryview] = []

    def keep(buffer: pickle.PickleBuffer) -> bool:
        raw = buffer.raw()
        if raw.nbytes < LARGE:
            return True
        buffers.append(raw)
        return False

    # no cycle must hold it: what is packed is to be let go at once
    _Pickler(_Parts(parts), 5, buffer_callback=keep).dump(given)
    return Parcel(parts, buffers)


def unpack(pickled: bytes | memoryview, buffers: Iterable[Any] = ()) -> Any:
    """The object of a parcel. Its arrays look into the buffers, and can be written where
    these can. Any exception: it can't be had.
    """
    return pickle.loads(pickled, buffers=buffers)  # noqa: S301  # from a process of our own


class _Parts:
    """What a pickler writes to: large bytes come as they are, and so they stay."""

    def __init__(self, parts: list[bytes]) -> None:
        self.write: Callable[[bytes], None] = parts.append


class _Pickler(pickle.Pickler):
    def reducer_override(self, given: Any) -> Any:
        if isinstance(given, Error):  # which stands in a batch for a call that is refused
            return error_of, (told_by(given),)
        numpy = sys.modules.get("numpy")  # what has arrays has imported it
        if numpy is not None and type(given) is numpy.ndarray and not given.dtype.hasobject:
            return _array, _flat(given)
        if type(given) is memoryview:
            return memoryview, (pickle.PickleBuffer(_bytes(given)),)
        return NotImplemented


def _flat(array: np.ndarray[Any, Any]) -> tuple[Any, ...]:
    """What `_array` makes the same of: numpy's own way copies an array that is not in one
    piece, and gives back one that can't be written where this one can't.
    """
    import numpy as np

    by_columns = array.flags.f_contiguous and not array.flags.c_contiguous
    order: Literal["C", "F"] = "F" if by_columns else "C"
    flat = np.asarray(array, order=order).reshape(-1, order=order)
    content: Any
    if array.nbytes >= LARGE:
        content = pickle.PickleBuffer(flat.view(np.uint8).data)
    else:
        content = bytearray(flat.tobytes())
    dtype = array.dtype
    plain = dtype.isbuiltin == 1 and dtype.metadata is None
    return array.shape, dtype.str if plain else dtype, order, content


def _array(shape: tuple[int, ...], dtype: Any, order: Any, content: Any) -> Any:
    import numpy as np

    # of an array that could not be written it is a view that can't be: this is a copy of it
    memory: Any = content.obj if isinstance(content, memoryview) else content
    return np.ndarray(shape, dtype, memory, order=order)


def _bytes(view: memoryview) -> memoryview | bytes:
    return view if view.c_contiguous else view.tobytes()


def told_by(error: Error) -> Told:
    """What the error says: one of a class of the author's may not be had elsewhere."""
    told = error.code, error.reason, error.retry_after, error.violations, error.metadata
    return (error.message, *told)


def error_of(told: Told) -> Error:
    """The error that says it."""
    message, code, reason, retry_after, violations, metadata = told
    error = Error(message, violations=violations, metadata=metadata)
    error.code, error.reason, error.retry_after = code, reason, retry_after
    return error
