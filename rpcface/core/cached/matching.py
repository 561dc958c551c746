"""Whether the inputs of a call are those of an example."""

from __future__ import annotations

from typing import Final

from rpcface.values import Media, Tensor, Value

PIECE: Final = 2**16
"""Bytes of two media or tensors that are compared at once: most that differ do so early."""


def same(came: Value, kept: Value) -> bool:
    """Whether a value that came is the same as one that is kept, as the contract has it.
    A kept medium has its content, and the id and the SHA-256 that it is held under.
    """
    if isinstance(came, bool) or isinstance(kept, bool):
        return came is kept
    if isinstance(came, list):
        return isinstance(kept, list) and len(came) == len(kept) and all(map(same, came, kept))
    if isinstance(came, dict):
        return (
            isinstance(kept, dict)
            and came.keys() == kept.keys()
            and all(same(part, kept[name]) for name, part in came.items())
        )
    if isinstance(came, Tensor):
        return (
            isinstance(kept, Tensor)
            and (came.data_type, came.shape) == (kept.data_type, kept.shape)
            and _are_same_bytes(came.data, kept.data)
        )
    if isinstance(came, Media):
        return isinstance(kept, Media) and _are_same_media(came, kept)
    return came == kept


def _are_same_media(came: Media, kept: Media) -> bool:
    if came.is_held and came.blob_id == kept.blob_id:
        return True
    if (came.media_type, came.filename) != (kept.media_type, kept.filename):
        return False
    if came.data is None:
        return bool(came.sha256) and came.sha256 == kept.sha256
    assert kept.data is not None
    return _are_same_bytes(came.data, kept.data)


def _are_same_bytes(came: bytes | memoryview, kept: bytes | memoryview) -> bool:
    one, other = memoryview(came).cast("B"), memoryview(kept).cast("B")
    # memoryviews are compared item by item, bytes as a whole
    return len(one) == len(other) and all(
        bytes(one[at : at + PIECE]) == bytes(other[at : at + PIECE])
        for at in range(0, len(one), PIECE)
    )
