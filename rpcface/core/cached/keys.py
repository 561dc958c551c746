"""The keys that outputs are kept under: hashes of all that they follow from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from rpcface.core.cached.fingerprint import fingerprint, shown
from rpcface.core.cached.store import HEAD
from rpcface.interface import Interface
from rpcface.slots import Slot
from rpcface.values import Value
from rpcface.wire.calls import write_outcome
from rpcface.wire.descriptions import schema_message


class Keys:
    """Gives the keys of an interface's examples."""

    def __init__(self, interface: Interface) -> None:
        parts = [HEAD, fingerprint(interface.function.fn)]
        if interface.setup is not None:
            parts.append(fingerprint(interface.setup))
        for side in (interface.inputs, interface.outputs):
            parts += [b"side", *(part for slot in side for part in _parts(slot))]
        self._base = _hash(parts)

    def key(self, inputs: Sequence[Value]) -> str:
        """The key for inputs, one for each slot, their media held by their hashes."""
        values = {str(place): value for place, value in enumerate(inputs)}
        return _hash([self._base, b"".join(write_outcome(values))]).hex()


def _parts(slot: Slot) -> Iterable[bytes]:
    schema = schema_message(slot.field.schema).SerializeToString(deterministic=True)
    kind = type(slot.component)
    is_built_in = kind.__module__.startswith("rpcface.")
    code = b"" if is_built_in else fingerprint(kind)
    return slot.name.encode(), shown(slot.component).encode("utf-8", "replace"), schema, code


def _hash(parts: Iterable[bytes]) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "little") + part)
    return digest.digest()
